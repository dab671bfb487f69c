"""A policyholder who tells of a hard time: what who overlooks it, or is too careful, is told."""

from statistics import mean

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS, robot_scores
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief

NAMES = (
    "paid_at_a_hard_time", "a_refusal_at_a_hard_time", "before_you_ask_somebody_in_grief",
    "ask_the_workshop_not_the_person", "born_long_ago_and_quite_well", "the_last_sentence_of_the_second_message",
    "told_in_confidence", "a_large_sum_and_a_hard_time", "one_line_refused_at_a_hard_time",
)  # fmt: skip
SCENARIOS = {one.file.rpartition("/")[2][:-5]: one for one in read_scenarios(scenarios_folder() / "library")}
TO_CARE = Decision(disposition=Disposition.ESCALATE, queue="care", brief=("trigger:care",))
REFUSES = Decision(disposition=Disposition.REJECT, lead="in_force", cites=("in_force",))
ASKS = Decision(
    disposition=Disposition.REQUEST_INFORMATION,
    asked=(Asked(paper="account_confirmation", holder="insured", why="payee_confirmed"),),
    reason="To whom?",
)
MARKETS = ("ee", "us")


@pytest.fixture
def claim(library_claim):
    return lambda name, market: library_claim(SCENARIOS[name], market=market)


def told(claim, *decisions):
    state = claim.acted(*decisions, reads=True)
    card = claim.scored(state)
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    return card, debrief(state, claim.rights(state), card, **around)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("name", ["a_refusal_at_a_hard_time", "told_in_confidence"])
def test_who_refuses_at_once_is_told_which_message_was_overlooked_and_whom_it_went_past(name, market, claim):
    card, page = told(claim(name, market), REFUSES)
    assert not card.is_passed
    assert page.verdict.sentence.en == "Right view, but not yours to decide"
    assert "It stands here: Message through the contact form" in page.lessons.first.en
    assert "See on siin: Kontaktivormi teade" in page.lessons.first.et
    assert page.lessons.cost.en.startswith("Whoever has to see this claim would not have seen it: ")


@pytest.mark.parametrize("market", MARKETS)
def test_who_asks_the_right_question_too_soon_is_told_who_sees_it_first(market, claim):
    card, page = told(claim("before_you_ask_somebody_in_grief", market), ASKS, None)
    assert card.total < 100
    assert page.lessons.first.en == (
        "The question is right, but somebody has to see it before it goes out: Customer care."
    )
    assert page.lessons.first.et == "Küsimus on õige, aga enne saatmist peab seda keegi nägema: Klienditugi."
    assert page.lessons.cost.en == "Whoever has to see this claim would not have seen it: Customer care."


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("paid_at_a_hard_time", "You could have decided this yourself."),
        ("born_long_ago_and_quite_well", "You could have refused this yourself: § 1.1."),
    ],
)
def test_who_sends_on_what_is_the_own_decision_is_told_who_waited(name, first, market, claim):
    one = claim(name, market)
    card, page = told(one, TO_CARE, None)
    assert card.total < 85
    assert page.lessons.first.en.startswith(first[:-6])
    assert "would have waited" in page.lessons.cost.en


@pytest.mark.parametrize("market", MARKETS)
def test_who_sends_on_what_the_workshop_holds_is_told_to_ask_first(market, claim):
    _, page = told(claim("ask_the_workshop_not_the_person", market), TO_CARE, None, None)
    assert page.lessons.first.en.startswith("The file is not ripe for others")


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("name", ["told_in_confidence", "a_large_sum_and_a_hard_time"])
def test_the_wrong_desk_is_named(name, market, claim):
    card, page = told(claim(name, market), TO_CARE)
    assert not card.is_passed
    assert page.lessons.cost.en == "First the claim would have lain at the wrong desk: Customer care."
    assert page.lessons.cost.et == "Kõigepealt oleks juhtum oodanud vales kohas: Klienditugi."


@pytest.mark.parametrize("market", MARKETS)
def test_one_refused_line_sent_at_once_is_not_passed(market, claim):
    one = claim("one_line_refused_at_a_hard_time", market)
    first, *others = one.exercise.file.lines
    rows = {first.id: Row(accepted=first.claimed)}
    rows |= {line.id: Row(refused=True, ground="wear_parts") for line in others}
    card, _ = told(one, Decision(disposition=Disposition.APPROVE, rows=rows))
    assert not card.is_passed


@pytest.mark.parametrize("market", MARKETS)
def test_no_robot_passes_these_claims(market, claim, weights):
    claims = [claim(name, market) for name in NAMES]
    scores = [robot_scores(one.exercise, one.rules, weights, rubric=one.scenario.rubric) for one in claims]
    means = {name: mean(one[name] for one in scores) for name in ROBOTS}
    assert {name: score for name, score in means.items() if score >= weights.pass_mark} == {}
