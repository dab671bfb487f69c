"""The fold: the same log gives the same desk, and what cannot be done is refused in plain words."""

from decimal import Decimal

import pytest

from simulator.desk.fold import fold
from simulator.desk.sending import decision_data
from simulator.desk.state import Status
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.errors import AlreadyDecided, InvalidAction

PIN = ("pin", {"pin": "invoice#dated_on"})
OTHER = ("pin", {"pin": "first_notice#occurred_on"})


def approval(exercise, **changes):
    rows = {line.id: Row(accepted=line.claimed) for line in exercise.file.lines} | changes
    return ("decide", decision_data(Decision(disposition=Disposition.APPROVE, rows=rows, offs={"d": Decimal(300)})))


def test_papers_opened_twice_are_listed_once_and_the_last_lies_on_top(exercise, log):
    state = fold(
        exercise, log(("open", {"paper": "invoice"}), ("open", {"paper": "email"}), ("open", {"paper": "invoice"}))
    )
    assert (state.opened, state.current) == (("invoice", "email"), "invoice")


def test_pins_keep_the_order_in_which_they_were_made(exercise, log):
    assert fold(exercise, log(OTHER, PIN)).pins == ("first_notice#occurred_on", "invoice#dated_on")


def test_a_line_of_an_invoice_can_be_pinned(exercise, log):
    assert fold(exercise, log(("pin", {"pin": "invoice#L4.repair"}))).pins == ("invoice#L4.repair",)


def test_taking_a_pin_off_takes_its_ties_off_both_ways(exercise, log):
    tied = [PIN, OTHER, ("tie", {"pin": "first_notice#occurred_on", "to": "invoice#dated_on"})]
    assert fold(exercise, log(*tied)).ties == {"first_notice#occurred_on": "invoice#dated_on"}
    assert fold(exercise, log(*tied, ("unpin", {"pin": "invoice#dated_on"}))).ties == {}


def test_a_draft_keeps_what_was_typed_even_where_it_is_no_amount(exercise, log):
    state = fold(
        exercise, log(("draft", {"fields": {"pay.L1": "abc", "reason": "x"}}), ("draft", {"fields": {"reason": ""}}))
    )
    assert state.draft == {"pay.L1": "abc"}


def test_a_decision_is_sent_as_it_was_made(exercise, log):
    state = fold(exercise, log(approval(exercise, L4=Row(refused=True, ground="6.1"))))
    assert state.status is Status.DECIDED
    assert state.sent is not None
    assert state.sent.rows["L4"] == Row(refused=True, ground="6.1")
    assert state.sent.total == sum(line.claimed for line in exercise.file.lines if line.id != "L4") - 300


def test_undo_puts_the_desk_back_as_it_was(exercise, log):
    before = fold(exercise, log(PIN))
    after = fold(exercise, log(PIN, approval(exercise), ("undo", {})))
    assert (after.status, after.sent, after.pins, after.draft) == (before.status, None, before.pins, before.draft)


def test_after_the_debrief_nothing_can_be_undone(exercise, log):
    with pytest.raises(AlreadyDecided, match="debrief has been opened"):
        fold(exercise, log(approval(exercise), ("close", {}), ("undo", {})))


def test_a_decided_claim_is_not_worked_on(exercise, log):
    with pytest.raises(AlreadyDecided, match="has been decided"):
        fold(exercise, log(approval(exercise), PIN))


def test_playing_a_log_twice_gives_the_same_state(exercise, log):
    actions = log(PIN, OTHER, ("note", {"text": "Asked by phone"}), approval(exercise))
    assert fold(exercise, actions) == fold(exercise, actions)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (("open", {"paper": "letter"}), "no paper 'letter'"),
        (("open", {}), "needs 'paper'"),
        (("pin", {"pin": "invoice#colour"}), "Nothing on this file"),
        (("unpin", {"pin": "invoice#total"}), "is not pinned"),
        (("tie", {"pin": "invoice#total", "to": "provision:4.1"}), "before you tie it"),
        (("uncite", {"provision": "4.1"}), "is not cited"),
        (("note", {"text": "  "}), "Write something"),
        (("undo", {}), "no decision to undo"),
        (("close", {}), "before you open its debrief"),
        (("draft", {"fields": "all"}), "names the fields"),
        (("decide", {"decision": {"disposition": "perhaps"}}), "no decision"),
        (("decide", decision_data(Decision(disposition=Disposition.APPROVE))), "on each line"),
        (("decide", decision_data(Decision(disposition=Disposition.REJECT))), "leads the refusal"),
        (("decide", decision_data(Decision(disposition=Disposition.REQUEST_INFORMATION))), "which paper"),
        (
            (
                "decide",
                decision_data(
                    Decision(disposition=Disposition.REQUEST_INFORMATION, asked=(Asked(paper="estimate", holder=""),))
                ),
            ),
            "who should send it",
        ),
        (("decide", decision_data(Decision(disposition=Disposition.ESCALATE))), "who takes the claim over"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(exercise, log, act, words):
    with pytest.raises(InvalidAction, match=words):
        fold(exercise, log(act))


def test_the_same_fact_cannot_be_pinned_twice(exercise, log):
    with pytest.raises(InvalidAction, match="pinned already"):
        fold(exercise, log(PIN, PIN))


def test_a_clash_needs_both_facts_pinned(exercise, log):
    with pytest.raises(InvalidAction, match="pin that fact too"):
        fold(exercise, log(PIN, ("tie", {"pin": "invoice#dated_on", "to": "email#sent_on"})))


def test_a_log_with_a_gap_is_refused(exercise, log):
    actions = log(PIN, OTHER)
    with pytest.raises(InvalidAction, match="where action 2 should be"):
        fold(exercise, (actions[0], actions[2]))


def test_nothing_comes_before_taking_the_claim_up(exercise, log):
    actions = log()
    with pytest.raises(InvalidAction, match="Take the claim up"):
        fold(exercise, [type(actions[0])(n=1, at=actions[0].at, kind="open", data={"paper": "invoice"})])


def test_the_minutes_of_work_stand_after_each_act(exercise, log, motor_content):
    rules = motor_content.library.rules(exercise.file.form, exercise.file.market, exercise.file.guide)
    acts = (("open", {"paper": "invoice"}), PIN, ("open", {"paper": "email"}), ("open", {"paper": "invoice"}))
    state = fold(exercise, log(*acts), form=rules.form_for(exercise.file), guide=rules.guide)
    assert state.spent == (0, 2, 2, 4, 4)
    assert state.work_minutes == 4
