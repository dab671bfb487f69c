"""Sitting: claims lie on the desk from the start, the server's clock rules, and handing in ends it."""

from datetime import timedelta

import pytest

from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition
from simulator.errors import NotFound
from simulator.paths import scenarios_folder
from simulator.persistence.candidates import items_of_sitting, sitting_of
from simulator.persistence.items import log_rows
from simulator.scoring.weights import load
from simulator.services import shifts
from simulator.services.assessments import end_overdue, go_on, hand_in, own_sitting, start
from simulator.services.shifts import ShiftIsOver

NOTE = [(ActionKind.NOTE, {"text": "Look at the estimate."})]


@pytest.fixture(scope="module")
def weights():
    return load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))


@pytest.fixture
def desk(session, motor_content):
    def read(person, n=0):
        items = items_of_sitting(session, sitting_of(session, person.id).candidate.id)
        return shifts.desk_of(session, items[n].id, person_id=person.id, library=motor_content.library)

    return read


@pytest.fixture
def decide(session, desk, weights):
    def send(person, n, at):
        refusal = Decision(disposition=Disposition.ESCALATE, queue="supervisor", reason="Is it covered?")
        return shifts.act(
            session, desk(person, n), [(ActionKind.DECIDE, decision_data(refusal))], weights=weights, now=at
        )

    return send


def test_every_claim_lies_on_the_desk_from_the_start_and_the_time_runs(session, sit, now, hour):
    person = sit()
    found = own_sitting(session, person)
    assert (found.began_at, found.deadline_at, found.ended_at) == (now, now + hour, None)
    items = items_of_sitting(session, found.candidate.id)
    assert [(one.state, one.shift_id) for one in items] == [("open", found.candidate.shift_id)] * 2


def test_half_as_much_time_again_is_half_as_much_again(session, sit, now, hour):
    assert own_sitting(session, sit(more_time=50)).deadline_at == now + 1.5 * hour


def test_without_a_limit_there_is_no_deadline(session, sit, desk, weights, now):
    person = sit(minutes=None)
    assert own_sitting(session, person).deadline_at is None
    shifts.act(session, desk(person), NOTE, weights=weights, now=now + timedelta(days=6))


def test_a_second_click_on_begin_finds_the_sitting_begun(session, sit, claims, motor_content, now, hour):
    person = sit()
    shift_id = own_sitting(session, person).candidate.shift_id
    again = start(session, person, claims, form="{}", library=motor_content.library, minutes=60, now=now + hour / 2)
    assert again == shift_id
    assert own_sitting(session, person).deadline_at == now + hour


def test_what_is_sent_a_moment_late_does_not_count(session, sit, desk, weights, now, hour):
    person = sit()
    in_time, late = now + hour - timedelta(microseconds=1), now + hour
    shifts.act(session, desk(person), NOTE, weights=weights, now=in_time)
    with pytest.raises(ShiftIsOver):
        shifts.act(session, desk(person), NOTE, weights=weights, now=late)
    assert [row.at for row in log_rows(session, desk(person).item_id)][-1] == in_time


def test_a_laptop_that_was_closed_goes_on_where_it_was_if_time_is_left(session, sit, desk, weights, now, hour):
    person = sit()
    shifts.act(session, desk(person), NOTE, weights=weights, now=now)
    acted = shifts.act(session, desk(person), NOTE, weights=weights, now=now + hour - timedelta(minutes=1))
    assert len(acted.state.notes) == 2


def test_going_on_makes_what_was_decided_final_and_names_the_next_claim(session, sit, desk, decide, now):
    person = sit()
    assert go_on(session, person, now=now) == desk(person, 0).item_id
    decide(person, 0, now)
    assert desk(person, 0).state.can_wait
    hand_in(session, person, now=now)
    with pytest.raises(ShiftIsOver):
        go_on(session, person, now=now)


def test_what_was_handed_in_takes_no_act_even_from_a_desk_that_was_read_before(session, sit, desk, weights, now, hour):
    person = sit()
    before = desk(person)
    hand_in(session, person, now=now + hour / 2)
    with pytest.raises(ShiftIsOver):
        shifts.act(session, before, NOTE, weights=weights, now=now + hour / 2 - timedelta(seconds=1))
    with pytest.raises(ShiftIsOver):
        shifts.act(session, desk(person), NOTE, weights=weights, now=now + hour / 2)


def test_handing_in_twice_ends_it_once_and_the_clock_of_what_is_kept_starts_then(session, sit, now, hour):
    person = sit()
    hand_in(session, person, now=now + hour / 2)
    hand_in(session, person, now=now + hour * 3)
    found = own_sitting(session, person)
    assert (found.ended_at, found.candidate.ended_how) == (now + hour / 2, "handed_in")
    assert found.candidate.kept_until == (now + hour / 2).replace(year=now.year + 2)


def test_a_sitting_whose_time_ran_out_ends_as_of_that_moment(session, sit, now, hour):
    cal, noor = sit("cal"), sit("noor", more_time=100)
    assert end_overdue(session, now=now + hour * 1.5) == 1
    assert end_overdue(session, now=now + hour * 1.5) == 0
    found = own_sitting(session, cal)
    assert (found.ended_at, found.candidate.ended_how) == (now + hour, "time")
    assert own_sitting(session, noor).ended_at is None


def test_a_sitting_that_has_not_begun_cannot_be_handed_in(session, candidate, come, people, now):
    with pytest.raises(NotFound):
        hand_in(session, come(candidate()), now=now)
    with pytest.raises(NotFound):
        go_on(session, people["tess"], now=now)


def test_what_stands_on_the_desk_of_a_sitting_is_nobody_elses(session, sit, desk, motor_content):
    cal, noor = sit("cal"), sit("noor")
    with pytest.raises(NotFound):
        shifts.desk_of(session, desk(cal).item_id, person_id=noor.id, library=motor_content.library)
