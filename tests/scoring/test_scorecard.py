"""The scorecard: whole points of 100 over what the claim asks for, the same bytes from the same log."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.desk.state import DeskState
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.errors import InvalidAction
from simulator.json_codec import from_json, to_json
from simulator.scoring.scorecard import Scorecard, score, shared_out


@pytest.mark.parametrize(
    ("weights", "points"),
    [
        ({"a": 1, "b": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),
        ({"a": 35, "b": 15, "c": 15, "d": 10, "e": 5}, {"a": 44, "b": 19, "c": 19, "d": 12, "e": 6}),
        ({"a": 7}, {"a": 100}),
    ],
)
def test_points_are_shared_out_whole_and_add_up(weights, points):
    shared = shared_out({name: Fraction(weight) for name, weight in weights.items()}, 100)
    assert shared == points
    assert sum(shared.values()) == 100


def test_only_what_the_claim_asks_for_is_scored_and_it_adds_up_to_100(motor, right):
    expected = {
        "approval": {"disposition", "amount", "grounds", "evidence", "procedure", "timeliness"},
        "refusal": {"disposition", "grounds", "evidence", "procedure", "timeliness"},
        "request": {"disposition", "request", "grounds", "evidence", "procedure", "timeliness"},
        "escalation": {"disposition", "escalation", "grounds", "evidence", "procedure", "timeliness"},
    }
    for name, criteria in expected.items():
        claim = motor(getattr(right, name)())
        card = claim.card(claim.followed())
        assert {one.id for one in card.criteria} == criteria
        assert sum(one.most for one in card.criteria) == card.total == 100


def test_full_points_are_for_what_is_fully_right_alone(motor, right):
    claim = motor(right.approval())
    decision = claim.followed()
    slip = replace(decision, rows={**decision.rows, "L1": Row(accepted=Decimal("793.61"))})
    amount = claim.card(slip).criterion("amount")
    assert amount.points < amount.most
    assert amount.differs


def test_a_rubric_changes_weights_and_pass_mark_and_is_named_in_the_versions(motor, right):
    claim = motor(right.approval())
    plain = claim.card(claim.followed())
    own = claim.card(claim.followed(), rubric={"grounds": "0", "pass_mark": "90"})
    assert own.criterion("grounds") is None
    assert (own.total, own.pass_mark) == (100, 90)
    assert own.versions["rubric"] == "grounds=0,pass_mark=90"
    assert "rubric" not in plain.versions
    assert plain.versions["weights"].startswith("2026-11+")


def test_the_same_log_gives_the_same_bytes_and_comes_back_as_it_was(motor, right):
    claim = motor(right.approval())
    texts = {to_json(claim.card(claim.followed())) for _ in range(3)}
    assert len(texts) == 1
    (text,) = texts
    assert from_json(Scorecard, text) == claim.card(claim.followed())


def test_where_nothing_was_decided_there_is_nothing_to_score(motor, right, weights):
    claim = motor(right.approval())
    with pytest.raises(InvalidAction):
        score(DeskState(file=claim.exercise.file), (), weights, exercise=claim.exercise, rules=claim.rules)


def test_right_for_the_wrong_reason_is_told_apart_from_right(motor, right):
    claim = motor(right.refusal())
    wrong = replace(claim.followed(), lead="event", cites=("limit",))
    card = claim.card(wrong)
    assert card.act_right
    assert not card.reason_right
    assert card.criterion("disposition").share == 1
    assert claim.card(claim.followed()).reason_right


def test_the_threshold_of_the_right_reason_is_the_weights_own(motor, right):
    claim = motor(right.refusal())
    half_led = replace(claim.followed(), lead="notice", cites=("alcohol", "notice"))
    assert claim.share("grounds", half_led) == Fraction(7, 10)
    assert claim.card(half_led).reason_right
    assert not claim.card(replace(half_led, cites=())).reason_right


# In the trade's measures


def measures(claim, decision):
    return claim.card(decision).measures


def test_money_paid_too_much_and_kept_back_is_counted_to_the_cent(motor, right):
    claim = motor(right.approval())
    decision = claim.followed()
    more = measures(claim, replace(decision, offs={}))
    less = measures(claim, replace(decision, offs={"deductible": Decimal(400)}))
    exact = measures(claim, decision)
    assert (more.overpaid, more.kept_back) == (Decimal(300), 0)
    assert (less.overpaid, less.kept_back) == (0, Decimal(100))
    assert exact.is_money_right
    assert not more.is_money_right


def test_a_person_who_is_refused_what_is_covered_is_counted(motor, right):
    claim = motor(right.approval())
    refused = measures(claim, Decision(disposition=Disposition.REJECT, lead="event"))
    assert refused.refused
    assert refused.kept_back == Decimal("2008.88")
    assert not measures(motor(right.refusal()), Decision(disposition=Disposition.REJECT, lead="alcohol")).refused


def test_deciding_before_what_decides_is_on_the_file_is_early(motor, right):
    claim = motor(right.request())
    assert measures(claim, Decision(disposition=Disposition.REJECT, lead="event")).early
    assert not measures(claim, claim.followed()).early


def test_needless_steps_are_counted_one_by_one(motor, right):
    estimate = Asked(paper="estimate", holder="workshop")
    police = Asked(paper="police_report", holder="police")
    ask = Decision(disposition=Disposition.REQUEST_INFORMATION, asked=(estimate, police))
    send = Decision(disposition=Disposition.ESCALATE, queue="supervisor")
    assert measures(motor(right.approval()), ask).needless == 2
    assert measures(motor(right.approval()), send).needless == 1
    claim = motor(right.request())
    assert measures(claim, claim.followed()).needless == 0
    assert measures(claim, replace(claim.followed(), asked=(*claim.followed().asked, police))).needless == 1
