"""Waiting: papers come, or do not; the supervisor answers; what was sent can be taken back until then."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from simulator.desk.correspondents import Happened
from simulator.desk.fold import fold
from simulator.desk.sending import decision_data
from simulator.desk.state import Status
from simulator.domain.answers import Answer, Correspondence, Gives
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.papers import Paper
from simulator.errors import AlreadyDecided, InvalidAction

WAIT = ("wait", {})
NOTE = Paper(id="expert_note", kind="expert_note", sender="department", received_at=datetime(2026, 1, 1), fields={})


def asking(*kinds, holder="workshop"):
    asked = tuple(Asked(paper=kind, holder=holder) for kind in kinds)
    return ("decide", decision_data(Decision(disposition=Disposition.REQUEST_INFORMATION, asked=asked)))


def escalating(**parts):
    decision = Decision(disposition=Disposition.ESCALATE, queue="supervisor", **parts)
    return ("decide", decision_data(decision))


def approving(exercise):
    rows = {line.id: Row(accepted=line.claimed) for line in exercise.file.lines}
    return ("decide", decision_data(Decision(disposition=Disposition.APPROVE, rows=rows)))


@pytest.fixture
def answered(exercise):
    """Return the claim with the answers given by kind of paper."""

    def make(**answers):
        whole = {
            kind: answer
            if isinstance(answer, Answer)
            else Answer(holder="workshop", gives=answer, after_days=3, at=time(11, 5), papers=(NOTE,))
            for kind, answer in answers.items()
        }
        return replace(exercise, correspondence=Correspondence(answers=whole))

    return make


def happened(state):
    return [letter.happened for letter in state.letters]


def test_a_request_waits_and_its_paper_comes_on_a_working_day(answered, log):
    claim = answered(note=Gives.ASKED)
    sent = fold(claim, log(asking("note")))
    assert (sent.status, sent.can_wait, sent.can_undo) == (Status.WAITING, True, True)
    came = fold(claim, log(asking("note"), WAIT))
    assert came.status is Status.OPEN
    assert came.file.paper("expert_note").received_at == came.file.as_of
    assert came.file.as_of.time() == time(11, 5)
    assert came.file.as_of.weekday() < 5
    assert (came.file.as_of.date() - claim.file.as_of.date()).days >= 3
    assert happened(came) == [Happened.ASKED, Happened.CAME]
    assert came.letters[-1].papers == ("expert_note",)
    assert not came.can_wait


def test_what_came_can_be_opened_and_pinned_only_then(answered, log):
    claim = answered(note=Gives.ASKED)
    opening = ("open", {"paper": "expert_note"})
    with pytest.raises(InvalidAction):
        fold(claim, log(opening))
    assert "expert_note" in fold(claim, log(asking("note"), WAIT, opening)).opened


def test_a_second_paper_of_one_name_gets_a_name_of_its_own(answered, log):
    copy = replace(NOTE, id="invoice", kind="invoice")
    claim = answered(note=Answer(holder="workshop", gives=Gives.WRONG, after_days=1, papers=(copy,)))
    assert fold(claim, log(asking("note"), WAIT)).letters[-1].papers == ("invoice_3",)


def test_a_paper_that_does_not_exist_closes_its_kind(answered, log):
    state = fold(answered(note=Gives.NONE), log(asking("note"), WAIT))
    assert state.file.closed == ("note",)
    assert state.pending == ()


@pytest.mark.parametrize(
    ("answers", "holder", "word"),
    [
        ({"note": Gives.ASKED}, "claimant", Happened.NOT_HELD),
        ({}, "workshop", Happened.NOTHING),
        ({"note": Gives.ON_FILE}, "workshop", Happened.ON_FILE),
    ],
)
def test_an_answer_that_brings_nothing_leaves_the_file_as_it_was(answered, log, answers, holder, word):
    claim = answered(**answers)
    state = fold(claim, log(asking("note", holder=holder), WAIT))
    assert state.letters[-1].happened is word
    if word is not Happened.ON_FILE:
        assert state.file.papers == claim.file.papers
    assert state.file.closed == claim.file.closed


def test_silence_is_reminded_twice_and_then_given_up(answered, log):
    claim = answered(note=Gives.NEVER)
    acts = [asking("note"), WAIT]
    for _ in range(2):
        due = fold(claim, log(*acts))
        assert due.pending[0].due
        assert not due.can_wait
        acts += [("remind", {}), WAIT]
    state = fold(claim, log(*acts))
    assert state.file.closed == ("note",)
    assert happened(state)[-5:] == [
        Happened.REMINDER_DUE,
        Happened.REMINDED,
        Happened.REMINDER_DUE,
        Happened.REMINDED,
        Happened.GIVEN_UP,
    ]


def test_what_comes_after_a_reminder_comes_after_one(answered, log):
    late = Answer(holder="workshop", gives=Gives.ASKED, after_days=2, papers=(NOTE,), reminders=1)
    claim = answered(note=late)
    acts = [asking("note"), WAIT]
    assert happened(fold(claim, log(*acts)))[-1] is Happened.REMINDER_DUE
    assert happened(fold(claim, log(*acts, ("remind", {}), WAIT)))[-1] is Happened.CAME


def test_a_reminder_that_is_not_due_is_refused(answered, log):
    claim = answered(note=Gives.NEVER, other=Gives.ASKED)
    with pytest.raises(InvalidAction, match="No reminder"):
        fold(claim, log(asking("note", "other"), WAIT, ("remind", {})))


def test_a_part_is_followed_by_the_whole_when_asked_again(answered, log):
    whole = replace(NOTE, id="expert_note_2", replaces="expert_note")
    then = Answer(holder="workshop", gives=Gives.ASKED, after_days=1, papers=(whole,))
    part = Answer(holder="workshop", gives=Gives.PARTIAL, after_days=1, papers=(NOTE,), then=then)
    claim = answered(note=part)
    state = fold(claim, log(asking("note"), WAIT, asking("note"), WAIT))
    assert happened(state) == [Happened.ASKED, Happened.CAME_IN_PART, Happened.ASKED, Happened.CAME]
    assert state.file.paper("expert_note_2").replaces == "expert_note"


def test_two_requests_are_answered_each_in_its_time(answered, log):
    slow = Answer(holder="workshop", gives=Gives.NONE, after_days=9)
    claim = answered(note=Gives.ASKED, other=slow)
    state = fold(claim, log(asking("other", "note"), WAIT))
    assert [one.paper for one in state.pending] == ["other"]
    assert state.can_wait
    assert fold(claim, log(asking("other", "note"), WAIT, WAIT)).pending == ()


def test_what_is_on_its_way_is_not_asked_for_again(answered, log):
    claim = answered(note=Gives.ASKED, other=Gives.NEVER)
    with pytest.raises(InvalidAction, match="asked for this paper"):
        fold(claim, log(asking("other", "note"), WAIT, asking("other")))


def test_a_request_can_be_taken_back_until_one_waits(answered, log):
    claim = answered(note=Gives.ASKED)
    state = fold(claim, log(asking("note"), ("undo", {})))
    assert (state.status, state.acts, state.letters, state.pending) == (Status.OPEN, (), (), ())
    with pytest.raises(InvalidAction):
        fold(claim, log(asking("note"), WAIT, ("undo", {})))


def test_nothing_is_done_on_a_claim_that_waits(answered, log):
    claim = answered(note=Gives.ASKED)
    with pytest.raises(AlreadyDecided, match="waits for a reply"):
        fold(claim, log(asking("note"), ("note", {"text": "x"})))
    with pytest.raises(InvalidAction, match="before you open the debrief"):
        fold(claim, log(asking("note"), ("close", {})))


def test_nobody_waits_for_nothing(exercise, log):
    with pytest.raises(InvalidAction, match="Nothing is on its way"):
        fold(exercise, log(WAIT))


def test_a_claim_that_was_taken_over_is_decided_for_good(exercise, log):
    state = fold(exercise, log(escalating(), WAIT))
    assert (state.status, state.can_undo, state.sent.disposition) == (
        Status.DECIDED,
        False,
        Disposition.ESCALATE,
    )
    with pytest.raises(AlreadyDecided, match="decided elsewhere"):
        fold(exercise, log(escalating(), WAIT, ("undo", {})))


def test_a_claim_that_was_handed_back_is_worked_on_again(exercise, log):
    acts = [escalating(), ("wait", {"back": "within_authority"})]
    state = fold(exercise, log(*acts))
    assert (state.status, state.sent) == (Status.OPEN, None)
    assert state.letters[-1].note == "within_authority"
    decided = fold(exercise, log(*acts, approving(exercise)))
    assert [sent.decision.disposition for sent in decided.acts] == [Disposition.ESCALATE, Disposition.APPROVE]


def test_each_act_keeps_the_file_that_it_was_made_on(answered, log):
    claim = answered(note=Gives.ASKED)
    state = fold(claim, log(asking("note"), WAIT, ("open", {"paper": "expert_note"}), approving(claim)))
    first, second = state.acts
    assert first.file == claim.file
    assert second.file.paper("expert_note")
    assert "expert_note" in second.opened
    assert "expert_note" not in first.opened


@pytest.mark.parametrize(("why", "closed"), [("prejudice", ("doctors_note",)), ("alcohol", ())])
def test_a_holder_with_nothing_to_tell_closes_what_has_no_presumption(exercise, log, motor_content, why, closed):
    form = motor_content.library.editions("motor_own_damage", "ee")[0]
    assert (form.facts[why].silent is None) is bool(closed)
    kind = replace(next(iter(form.documents.values())), name="doctors_note", holder="doctor")
    asked = Asked(paper="doctors_note", holder="doctor", why=why)
    decision = Decision(disposition=Disposition.REQUEST_INFORMATION, asked=(asked,))
    kinds = {**form.documents, kind.name: kind}
    acts = log(("decide", decision_data(decision)), WAIT)
    assert fold(exercise, acts, form=replace(form, documents=kinds)).file.closed == closed
