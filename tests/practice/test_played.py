"""The measures of the trade over many claims."""

from decimal import Decimal
from fractions import Fraction

from simulator.json_codec import from_json, to_json
from simulator.practice.played import Outcome, summary
from tests.practice.conftest import outcome


def money(**amounts):
    return outcome(**{name: Decimal(amount) for name, amount in amounts.items()})


def test_financial_accuracy_is_money_rightly_paid_by_money_paid():
    found = summary([money(owed=1000, paid=1000), money(owed=500, paid=600, overpaid=100)])
    assert (found.paid, found.right, found.overpaid) == (1600, 1500, 100)
    assert found.financial_accuracy == Fraction(15, 16)


def test_money_that_was_kept_back_is_told_apart():
    found = summary([money(owed=1000, paid=400, kept_back=600)])
    assert (found.financial_accuracy, found.kept_back, found.exact, found.payments) == (1, 600, 0, 1)


def test_a_claim_on_which_nothing_was_owed_or_paid_is_no_payment():
    found = summary([outcome(), money(owed=10, paid=10)])
    assert (found.claims, found.payments, found.exact) == (2, 1, 1)


def test_nobody_is_accurate_with_money_that_was_never_paid():
    assert summary([]).financial_accuracy is None
    assert summary([outcome()]).financial_accuracy is None


def test_careful_means_no_point_lost_in_the_way_of_working():
    claims = [outcome({"procedure": "1", "timeliness": "1"}), outcome({"procedure": "1/2"}), outcome({"amount": "0"})]
    assert summary(claims).careful == 2


def test_people_wrongly_refused_are_counted_of_those_who_were_covered():
    found = summary([outcome(refused=True, needless=2), outcome(), outcome(could_be_refused=False, needless=1)])
    assert (found.refused, found.covered, found.needless) == (1, 2, 3)


def test_errors_found_and_false_alarms_add_up_over_the_claims():
    found = summary([outcome(errors=2, errors_found=1, false_alarms=3), outcome(errors=1, errors_found=1), outcome()])
    assert (found.errors_found, found.errors, found.false_alarms) == (2, 3, 3)


def test_an_outcome_from_before_errors_were_counted_can_be_read():
    text = to_json(outcome())
    old = text.replace(',"errors":0,"errors_found":0,"false_alarms":0', "")
    assert old != text
    assert from_json(Outcome, old) == outcome()


def test_a_share_counts_criteria_by_their_points_and_is_none_where_none_was_asked():
    assert outcome({"amount": "1", "grounds": "1/2"}).share_of(("amount", "grounds")) == 0.75
    assert outcome({"amount": "1"}).share_of(("request",)) is None
