"""Another account, another payee: what the debrief says to who pays at once, or after a denial, or asks in vain."""

from dataclasses import replace

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.debrief.model import Find
from simulator.scoring.path import walked

SCENARIOS = {one.file.rpartition("/")[2]: one for one in read_scenarios(scenarios_folder() / "library")}
ASKS = Decision(
    disposition=Disposition.REQUEST_INFORMATION,
    asked=(Asked(paper="account_confirmation", holder="insured", why="payee_confirmed"),),
    reason="To whom?",
)


@pytest.fixture
def claim(library_claim):
    return lambda name, market="ee": library_claim(SCENARIOS[f"{name}.yaml"], market=market)


def paying(claim):
    lines = claim.exercise.file.lines
    return Decision(disposition=Disposition.APPROVE, rows={line.id: Row(accepted=line.claimed) for line in lines})


def told(claim, state):
    card = claim.scored(state)
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    return card, debrief(state, claim.rights(state), card, **around)


@pytest.mark.parametrize("market", ["ee", "us"])
@pytest.mark.parametrize("name", ["a_new_account_by_email", "an_invoice_for_somebody_else"])
def test_who_pays_before_it_is_confirmed_is_told_that_the_money_does_not_come_back(name, market, claim):
    one = claim(name, market)
    card, page = told(one, one.acted(paying(one), reads=True))
    assert not card.is_passed
    assert page.lessons.first.en.startswith("Too early to pay. What decides is not on the file: the policyholder has")
    assert page.lessons.cost.en.startswith("Money that went to the wrong payee or account does not come back.")
    assert page.lessons.cost.et.startswith("Valele saajale või kontole läinud raha tagasi ei tule.")


def test_an_overlooked_payee_tells_where_the_money_could_have_gone(claim):
    one = claim("an_invoice_for_somebody_else")
    _, page = told(one, one.acted(ASKS, None))
    (row,) = page.errors
    assert row.find is Find.FOUND  # the second act was done as the follower does it
    _, page = told(one, one.acted(paying(one)))
    (row,) = page.errors
    assert row.find is Find.MISSED
    assert page.lessons.cost.en.endswith("The money could have gone to somebody whom nobody on this file knows.")


def test_who_pays_after_a_denial_is_told_who_has_to_see_it(claim):
    one = claim("an_email_that_nobody_wrote")
    card, page = told(one, one.acted(None, paying(one), reads=True))
    assert not card.is_passed
    assert "somebody else asked us to pay there" in page.lessons.first.en
    assert page.lessons.cost.en.startswith("Whoever has to see this claim would not have seen it: Investigations.")


def test_silence_leaves_it_to_the_supervisor_with_a_brief_that_says_so(claim):
    one = claim("no_answer_about_the_account")
    state = walked(one.exercise, one.rules)
    asked, sent = (act.decision for act in state.acts)
    assert asked.asked == ASKS.asked
    assert (sent.queue, sent.brief) == ("supervisor", ("trigger:payee",))
    card, _ = told(one, state)
    assert card.total == 100
    found = card.criterion("escalation")
    assert "If nobody does, the supervisor decides" in found.because.en
    assert "Kui kinnitust ei tule, otsustab juhendaja" in found.because.et


def test_who_pays_after_silence_is_told_whom_that_passed_by(claim):
    one = claim("no_answer_about_the_account")
    turns = next(turns for turns in range(1, 9) if one.acted(*[None] * turns).file.closed)
    card, page = told(one, one.acted(*[None] * turns, paying(one), reads=True))
    assert not card.is_passed
    assert page.lessons.cost.en.startswith("Whoever has to see this claim would not have seen it: Supervisor.")


def test_a_confirmation_that_could_change_nothing_is_asked_for_in_vain(claim):
    one = claim("nothing_to_pay_nothing_to_ask")
    card, page = told(one, one.acted(ASKS, None, reads=True))
    assert card.measures.needless == 1
    assert "waited" in page.lessons.cost.en


@pytest.mark.parametrize(
    ("name", "place"),
    [("two_names_for_one_shop", "invoice#payee"), ("the_account_of_the_spouse", "first_notice#payee")],
)
def test_a_payee_whom_another_paper_explains_is_no_error_to_flag(name, place, claim):
    one = claim(name)
    assert one.determination.flags == ()
    state = one.worked(one.followed(), flags=(place,))
    _, page = told(one, state)
    (row,) = page.errors
    assert (row.find, row.places) == (Find.SPARE, (place,))


@pytest.mark.parametrize("market", ["ee", "us"])
def test_where_it_was_confirmed_already_the_confirmation_is_what_decides(market, claim):
    one = claim("an_account_that_was_confirmed", market)
    assert [need.pins for need in one.determination.needs if need.fact == "payee_confirmed"] == [
        ("account_confirmation#payee_confirmed",)
    ]
    blind = replace(one.followed(), pins=tuple(pin for pin in one.followed().pins if "confirmation" not in pin))
    _, page = told(one, one.worked(blind, flags=("account_letter#account",)))
    assert "the policyholder has confirmed payee and account" in page.lessons.first.en
    assert one.card(one.followed(), flags=("account_letter#account",)).total == 100
