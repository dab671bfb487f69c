"""Working on a claim: one's own, one act after another, scored once, taken back until it is final."""

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.desk.state import Status
from simulator.domain.decision import Decision, Disposition, Row
from simulator.errors import AlreadyDecided, InvalidAction, NotFound
from simulator.generation import Content
from simulator.persistence.items import Item, LoggedAction, StoredScorecard
from simulator.scoring.weights import load
from simulator.services import shifts

PIN = (ActionKind.PIN, {"pin": "invoice#total"})
SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def weights():
    return load((SCENARIOS / "scoring.yaml").read_text("utf-8"))


@pytest.fixture
def desk_of(session, people, motor_content):
    def read(item_id, short="tess"):
        return shifts.desk_of(session, item_id, person_id=people[short].id, library=motor_content.library)

    return read


@pytest.fixture
def approval(motor_exercise):
    rows = {line.id: Row(accepted=line.claimed) for line in motor_exercise.file.lines}
    decision = Decision(disposition=Disposition.APPROVE, rows=rows, offs={"deductible": Decimal(300)})
    return ActionKind.DECIDE, decision_data(decision)


def scorecards(session, item_id):
    return session.scalar(select(func.count()).select_from(StoredScorecard).where(StoredScorecard.item_id == item_id))


def test_a_claim_that_is_taken_up_lies_open_at_its_first_paper(claim, desk_of):
    state = desk_of(claim()).state
    assert (state.status, state.opened, state.position) == (Status.OPEN, ("first_notice",), 2)


def test_acts_are_appended_in_order_and_read_back_the_same(claim, desk_of, session, weights, now):
    item_id = claim()
    acted = shifts.act(
        session, desk_of(item_id), [PIN, (ActionKind.NOTE, {"text": "Õnnetus"})], weights=weights, now=now
    )
    assert desk_of(item_id).state == acted.state
    assert [action.n for action in acted.state.actions] == [1, 2, 3, 4]


def test_somebody_elses_claim_is_not_there(claim, desk_of):
    item_id = claim("tess")
    with pytest.raises(NotFound):
        desk_of(item_id, "tom")


def test_an_act_that_is_refused_writes_nothing(claim, desk_of, session, weights, now):
    item_id = claim()
    with pytest.raises(InvalidAction):
        shifts.act(session, desk_of(item_id), [PIN, PIN], weights=weights, now=now)
    assert desk_of(item_id).state.pins == ()


def test_a_decision_moves_the_item_and_is_scored_once(claim, desk_of, session, weights, now, approval):
    item_id = claim()
    shifts.act(session, desk_of(item_id), [approval], weights=weights, now=now)
    item = session.get(Item, item_id, populate_existing=True)
    assert (item.state, item.decided_at, item.closed_at) == ("decided", now, None)
    assert scorecards(session, item_id) == 1


def test_two_windows_that_act_at_once_are_not_both_heard(claim, desk_of, session, weights, now, approval):
    item_id = claim()
    first, second = desk_of(item_id), desk_of(item_id)
    shifts.act(session, first, [approval], weights=weights, now=now)
    with pytest.raises(shifts.Stale, match="another window"):
        shifts.act(session, second, [approval], weights=weights, now=now)
    assert scorecards(session, item_id) == 1


def test_undo_opens_the_claim_again_and_takes_the_score_away(claim, desk_of, session, weights, now, approval):
    item_id = claim()
    shifts.act(session, desk_of(item_id), [approval], weights=weights, now=now)
    shifts.undo(session, desk_of(item_id), weights=weights, now=now)
    item = session.get(Item, item_id, populate_existing=True)
    assert (item.state, item.decided_at, scorecards(session, item_id)) == ("open", None, 0)
    shifts.act(session, desk_of(item_id), [approval], weights=weights, now=now)
    assert scorecards(session, item_id) == 1


def test_a_closed_claim_stays_closed(claim, desk_of, session, weights, now, approval):
    item_id = claim()
    shifts.act(session, desk_of(item_id), [approval], weights=weights, now=now)
    shifts.close(session, desk_of(item_id), weights=weights, now=now)
    again = shifts.close(session, desk_of(item_id), weights=weights, now=now)
    assert again.state.status is Status.CLOSED
    with pytest.raises(AlreadyDecided):
        shifts.undo(session, desk_of(item_id), weights=weights, now=now)


def test_an_open_claim_has_no_debrief(claim, desk_of, session, weights, now):
    with pytest.raises(InvalidAction):
        shifts.close(session, desk_of(claim()), weights=weights, now=now)


def test_taking_up_the_next_claim_closes_what_was_decided(claim, desk_of, session, weights, now, approval):
    first, open_one = claim(), claim()
    shifts.act(session, desk_of(first), [approval], weights=weights, now=now + timedelta(minutes=1))
    claim()
    assert desk_of(first).state.status is Status.CLOSED
    assert desk_of(open_one).state.status is Status.OPEN


def test_equal_exercises_are_stored_once(claim, session):
    claim("tess")
    claim("tom")
    hashes = session.scalars(select(Item.exercise_hash)).all()
    assert len(hashes) == 2
    assert len(set(hashes)) == 1


def test_the_log_counts_from_one_for_each_item(claim, session):
    first, second = claim(), claim()
    for item_id in (first, second):
        assert session.scalars(select(LoggedAction.n).where(LoggedAction.item_id == item_id)).all() == [1, 2]


def test_the_wording_that_was_promised_stays_when_the_library_changes(session, people, weights, now, tmp_path):
    folder = tmp_path / "scenarios"
    shutil.copytree(SCENARIOS, folder)
    content = Content.read(folder)
    scenario = next(one for one in read_scenarios(folder / "library") if "ee" in one.markets)
    exercise, determination = verified(scenario, 1, market="ee", content=content)
    item_id = shifts.take_up(
        session,
        person_id=people["tess"].id,
        exercise=exercise,
        determination=determination,
        scenario_body="{}",
        library=content.library,
        now=now,
    )
    form = folder / "forms" / "motor_own_damage" / "ee-2026-01.yaml"
    form.write_text(form.read_text("utf-8").replace("Policy period", "Time of cover"), "utf-8")
    changed = Content.read(folder).library
    desk = shifts.desk_of(session, item_id, person_id=people["tess"].id, library=changed)
    assert desk.form.provisions[0].title.en == "Policy period"
    assert changed.editions("motor_own_damage", "ee")[0].provisions[0].title.en == "Time of cover"
    assert determine(desk.rules, exercise.file) == determination
