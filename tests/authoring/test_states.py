"""Claims through all their states: open, asked about, answered, never answered. Engine, plan and score agree."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.authoring.agreement import disagreements
from simulator.authoring.checks import unanswered
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import Determined, determine
from simulator.coverage.library import Library
from simulator.desk.actions import ActionKind, numbered
from simulator.desk.correspondents import Happened
from simulator.desk.fold import fold
from simulator.desk.sending import decision_data, decision_from
from simulator.desk.state import Status
from simulator.domain.decision import Asked, Decision, Disposition
from simulator.domain.scenario import OnFile
from simulator.generation import build
from simulator.generation.plans import plan_for
from simulator.json_codec import to_json
from simulator.scoring.path import next_acts, walked
from simulator.scoring.scorecard import FULL_SCORE, score
from simulator.scoring.weights import load

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = read_scenarios(FOLDER / "library")
PAIRS = [(scenario, market) for scenario in SCENARIOS for market in scenario.markets]
NAMES = [f"{Path(scenario.file).stem}-{market}" for scenario, market in PAIRS]
ASKING = [
    (scenario, market)
    for scenario, market in PAIRS
    if scenario.expect[0].disposition is Disposition.REQUEST_INFORMATION
]
ASKING_NAMES = [f"{Path(scenario.file).stem}-{market}" for scenario, market in ASKING]
MANY = range(1, -(-20_001 // len(PAIRS)) + 1)
SOME = range(1, 31)
MOMENT = datetime(2026, 4, 1, 9, 0)


@pytest.fixture(scope="module")
def weights():
    return load((FOLDER / "scoring.yaml").read_text("utf-8"))


def rights(determined, state):
    return [determined.of(sent.file) for sent in state.acts]


def total(exercise, determined, state, weights, rubric=None):
    found = rights(determined, state)
    return score(state, found, weights, exercise=exercise, rules=determined.rules, rubric=rubric).total


def test_twenty_thousand_claims_are_walked():
    assert len(PAIRS) * len(MANY) > 20_000


@pytest.mark.parametrize(("scenario", "market"), PAIRS, ids=NAMES)
def test_every_act_of_every_claim_is_as_planned_and_earns_everything(scenario, market, content, weights):
    rules = plan_for(scenario, market, content).rules
    for seed in MANY:
        exercise = build(scenario, seed, market=market, content=content)
        determined = Determined(rules)
        state = walked(exercise, rules, determined=determined)
        right = rights(determined, state)
        assert len(right) >= len(scenario.expect), seed
        for expected, found in zip(scenario.expect, right, strict=False):
            assert disagreements(expected, found) == (), seed
        card = score(state, right, weights, exercise=exercise, rules=rules, rubric=scenario.rubric)
        assert card.total == FULL_SCORE, (seed, [one for one in card.criteria if one.differs])


def outcome(found, paid=0):
    return found.disposition, found.payable + paid, found.grounds, found.escalate_to


def meanwhile(state):
    return sum((sent.decision.total for sent in state.acts if sent.decision.pays_meanwhile), Decimal(0))


def patient(exercise, rules, determined):
    """Return the desk of somebody who asks as is due, and pays nothing before the reply."""
    form, log = rules.form_for(exercise.file), list(numbered([(ActionKind.TAKE_UP, {})], after=0, at=MOMENT))
    while (state := fold(exercise, log, form=form, guide=rules.guide)).status is not Status.DECIDED:
        for kind, data in next_acts(state, exercise, rules, determined):
            if kind is ActionKind.DECIDE:
                decision = decision_from(data["decision"])
                unpaid = replace(decision, rows={}, offs={}) if decision.pays_meanwhile else decision
                data = decision_data(unpaid)
            log += numbered([(kind, data)], after=len(log), at=MOMENT)
    return state


@pytest.mark.parametrize(("scenario", "market"), ASKING, ids=ASKING_NAMES)
def test_who_pays_meanwhile_pays_as_much_in_the_end_as_who_waits(scenario, market, content, weights):
    rules = plan_for(scenario, market, content).rules
    for seed in SOME:
        exercise = build(scenario, seed, market=market, content=content)
        determined = Determined(rules)
        early = walked(exercise, rules, determined=determined)
        if not meanwhile(early):
            continue
        late = patient(exercise, rules, determined)
        assert outcome(rights(determined, early)[-1], meanwhile(early)) == outcome(rights(determined, late)[-1]), seed
        assert total(exercise, determined, late, weights, scenario.rubric) == FULL_SCORE, seed
        cards = [
            score(state, rights(determined, state), weights, exercise=exercise, rules=rules).measures
            for state in (early, late)
        ]
        assert cards[0].owed == cards[1].owed == cards[0].paid, seed
        assert all(card.is_money_right for card in cards), seed


def test_in_the_library_something_is_paid_meanwhile_in_both_markets(content):
    paying = next(one for one in SCENARIOS if one.file.endswith("glass_paid_meanwhile.yaml"))
    for market in paying.markets:
        rules = plan_for(paying, market, content).rules
        for seed in SOME:
            state = walked(build(paying, seed, market=market, content=content), rules)
            assert meanwhile(state) > 0, seed
            assert [letter.happened for letter in state.letters].count(Happened.PAID) == 1, seed


@pytest.mark.parametrize(("scenario", "market"), ASKING, ids=ASKING_NAMES)
def test_a_paper_that_never_comes_leads_where_one_leads_that_does_not_exist(scenario, market, content, weights):
    rules = plan_for(scenario, market, content).rules
    for seed in SOME:
        exercise = unanswered(build(scenario, seed, market=market, content=content))
        determined = Determined(rules)
        state = walked(exercise, rules, determined=determined)
        assert total(exercise, determined, state, weights, scenario.rubric) == FULL_SCORE, seed
        there = {paper.kind for paper in exercise.file.papers}  # what lies on the file cannot be planned away
        gone = {kind: OnFile.UNOBTAINABLE for kind in state.file.closed if kind not in there}
        case = replace(scenario.case, papers={**scenario.case.papers, **gone})
        bare = replace(scenario, case=case, content_hash=f"{scenario.content_hash} {sorted(gone)}")
        without = unanswered(build(bare, seed, market=market, content=content))
        other = walked(without, rules, determined=determined)
        ends = [outcome(rights(determined, one)[-1], meanwhile(one)) for one in (other, state)]
        assert ends[0] == ends[1], seed


@pytest.mark.parametrize("market", ["ee", "us"])
def test_asking_for_what_is_not_needed_changes_nothing(market, content):
    plain = next(one for one in SCENARIOS if one.file.endswith("clean_approval.yaml"))
    rules = plan_for(plain, market, content).rules
    for seed in SOME:
        exercise = build(plain, seed, market=market, content=content)
        form = rules.form_for(exercise.file)
        due = outcome(determine(rules, exercise.file))
        for kind in {**rules.guide.documents, **form.documents}.values():
            why = kind.proves[0] if kind.proves else ""
            asked = Asked(paper=kind.name, holder=kind.holder, why=why if why in form.facts else "")
            decision = Decision(disposition=Disposition.REQUEST_INFORMATION, asked=(asked,))
            acts = [
                (ActionKind.TAKE_UP, {}),
                (ActionKind.DECIDE, decision_data(decision)),
                (ActionKind.WAIT, {}),
            ]
            log = numbered(acts, after=0, at=exercise.file.as_of)
            after = fold(exercise, log, form=form, guide=rules.guide)
            assert outcome(determine(rules, after.file)) == due, (seed, kind.name)


@pytest.mark.parametrize(("scenario", "market"), ASKING[:6], ids=ASKING_NAMES[:6])
def test_a_log_that_is_played_again_gives_the_same_desk_and_score_byte_for_byte(scenario, market, content, weights):
    rules = plan_for(scenario, market, content).rules
    exercise = build(scenario, 1, market=market, content=content)
    first = walked(exercise, rules)
    library = Library.read(FOLDER)
    fresh = library.rules(exercise.file.form, market, exercise.file.guide)
    again = fold(exercise, first.actions, form=fresh.form_for(exercise.file), guide=fresh.guide)
    assert to_json(again) == to_json(first)
    cards = [
        to_json(score(state, rights(Determined(by), state), weights, exercise=exercise, rules=by))
        for state, by in ((first, rules), (again, fresh))
    ]
    assert cards[0] == cards[1]
