"""Several acts on one claim: points are shared over the model path, needless acts cost, and each is told."""

from dataclasses import replace
from fractions import Fraction

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.desk.actions import ActionKind, numbered
from simulator.domain.answers import Correspondence
from simulator.domain.decision import Asked, Decision, Disposition
from simulator.paths import scenarios_folder
from simulator.scoring import path
from simulator.scoring.follower import decision_from
from simulator.scoring.path import acts_ahead, walked

SCENARIOS = {one.file.rpartition("/")[2]: one for one in read_scenarios(scenarios_folder() / "library")}
APPROVE, REJECT = Disposition.APPROVE, Disposition.REJECT
REQUEST, ESCALATE = Disposition.REQUEST_INFORMATION, Disposition.ESCALATE
NEEDLESS = Decision(disposition=REQUEST, asked=(Asked(paper="doctors_note", holder="doctor", why="could_not_report"),))
SENT_ON = Decision(disposition=ESCALATE, queue="supervisor", reason="Not sure.")
REFUSED = Decision(disposition=REJECT, lead="event")


@pytest.fixture(scope="module")
def incomplete(library_claim):
    return library_claim(SCENARIOS["missing_estimate.yaml"])


@pytest.fixture(scope="module")
def plain(library_claim):
    return library_claim(SCENARIOS["clean_approval.yaml"])


def disposition(claim, *decisions):
    return claim.scored(claim.acted(*decisions)).criterion("disposition")


def test_asking_and_then_deciding_is_worth_everything(incomplete):
    state = incomplete.acted(None, None)
    card = incomplete.scored(state)
    assert card.total == 100
    assert [(act.done, act.expected, act.on_path) for act in card.acts] == [
        (REQUEST, REQUEST, True),
        (APPROVE, APPROVE, True),
    ]
    assert {"request", "amount"} <= {one.id for one in card.criteria}


def test_deciding_at_once_leaves_the_whole_path_undone(incomplete):
    rushed = decision_from(
        replace(incomplete.determination, disposition=APPROVE, requests=()),
        incomplete.rules.form_for(incomplete.exercise.file),
        incomplete.rules.guide,
    )
    mark = disposition(incomplete, rushed)
    assert mark.share == 0
    assert "0 of 2 acts of the model path" in mark.because.en
    assert "0/2" in mark.because.et


def test_the_right_request_earns_its_half_of_a_wrong_end(incomplete):
    mark = disposition(incomplete, None, REFUSED)
    assert mark.share == Fraction(1, 2)
    assert "1 of 2" in mark.because.en


def test_a_needless_request_costs_by_the_table_though_the_end_is_right(plain, weights):
    mark = disposition(plain, NEEDLESS, None)
    assert mark.share == weights.worth_of(REQUEST, APPROVE) < 1
    assert "Before that: Nothing that decides was missing" in mark.because.en
    assert plain.scored(plain.acted(NEEDLESS, None)).measures.needless == 1


def test_a_needless_escalation_comes_back_and_costs_by_the_table(plain, weights):
    state = plain.acted(SENT_ON, None)
    assert state.letters[-1].note == "within_authority"
    assert plain.scored(state).criterion("disposition").share == weights.worth_of(ESCALATE, APPROVE)


def test_sending_an_unripe_file_on_costs_and_the_path_goes_on(incomplete, weights):
    state = incomplete.acted(SENT_ON, None, None)
    assert [letter.note for letter in state.letters if letter.note] == ["step_missing"]
    assert incomplete.scored(state).criterion("disposition").share == weights.worth_of(ESCALATE, REQUEST)


def test_what_was_pinned_for_an_earlier_act_is_never_spare(incomplete):
    state = incomplete.acted(None, None)
    earlier = [pin for need in incomplete.determination.needs for pin in need.pins]
    last = state.acts[-1]
    pins = tuple(dict.fromkeys((*last.decision.pins, *earlier)))
    more = replace(state, acts=(*state.acts[:-1], replace(last, decision=replace(last.decision, pins=pins))))
    assert incomplete.scored(more).criterion("evidence").share == 1


def test_where_nobody_has_anything_to_tell_each_holder_is_asked_before_deciding(incomplete):
    bare = replace(incomplete.exercise, correspondence=Correspondence())
    log = numbered([(ActionKind.TAKE_UP, {})], after=0, at=bare.file.as_of)
    assert acts_ahead(bare, incomplete.rules, log) == 3
    asked = [one.decision.asked[0].paper for one in walked(bare, incomplete.rules).acts[:-1]]
    assert asked == ["estimate", "invoice"]


def test_the_model_path_of_a_claim_without_an_end_is_asking_and_deciding(incomplete, monkeypatch):
    monkeypatch.setattr(path, "_MOST", 2)
    log = numbered([(ActionKind.TAKE_UP, {})], after=0, at=incomplete.exercise.file.as_of)
    assert acts_ahead(incomplete.exercise, incomplete.rules, log) == 2


def test_minutes_of_the_model_path_count_the_papers_that_came(incomplete):
    state = walked(incomplete.exercise, incomplete.rules)
    card = incomplete.scored(state)
    assert card.criterion("timeliness").share == 1
    assert len(state.file.papers) == len(incomplete.exercise.file.papers) + 1


def test_each_act_is_judged_on_the_file_as_it_stood(incomplete):
    state = incomplete.acted(None, None)
    first, second = (determine(incomplete.rules, sent.file) for sent in state.acts)
    assert (first.disposition, second.disposition) == (REQUEST, APPROVE)


def test_an_act_that_was_not_due_costs_once_and_not_again_under_what_was_asked(incomplete):
    card = incomplete.scored(incomplete.acted(SENT_ON, None, None))
    assert card.criterion("request").share == 1
