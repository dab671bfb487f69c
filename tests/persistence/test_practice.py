"""What the practice of a person reads: one's own, in order, each scorecard once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from simulator.domain.decision import Disposition
from simulator.json_codec import to_json
from simulator.persistence import practice
from simulator.persistence.items import Item, LoggedAction, Shift, StoredScorecard
from simulator.practice.played import Outcome
from simulator.scoring.measures import Measures


def card(total):
    money = {"owed": Decimal(1), "paid": Decimal(1), "overpaid": Decimal(0), "kept_back": Decimal(0)}
    rest = {"refused": False, "could_be_refused": True, "early": False, "needless": 0}
    act = Disposition.APPROVE
    measures = Measures(**money, **rest)
    return to_json(Outcome(total=total, pass_mark=70, done=act, expected=act, criteria=(), measures=measures))


@pytest.fixture
def finish(session, now):
    def finished(item_id, days_ago, *totals):
        at = now - timedelta(days=days_ago)
        session.execute(update(Item).where(Item.id == item_id).values(state="closed", decided_at=at, closed_at=at))
        for n, total in enumerate(totals, 1):
            row = StoredScorecard(item_id=item_id, n=n, total=total, body=card(total), created_at=at)
            session.add(row)
        session.commit()

    return finished


def totals(session, person_id, limit=9, offset=0):
    rows = practice.finished(session, person_id, limit, offset)
    return [practice.results(session, [row.card_id])[row.card_id].outcome.total for row in rows]


def test_finished_claims_are_one_s_own_and_the_latest_come_first(session, people, claim, finish):
    finish(claim("tess"), 3, 80)
    finish(claim("tess"), 1, 90)
    finish(claim("tom"), 2, 10)
    claim("tess")
    assert totals(session, people["tess"].id) == [90, 80]
    assert totals(session, people["tess"].id, 1, 1) == [80]


def test_the_newest_scorecard_of_a_claim_counts(session, people, claim, finish):
    finish(claim("tess"), 1, 40, 60)
    assert totals(session, people["tess"].id) == [60]


def test_a_scorecard_is_read_once(session, people, claim, finish, statements):
    finish(claim("tess"), 1, 70)
    (row,) = practice.finished(session, people["tess"].id, 9)
    first = practice.results(session, [row.card_id])
    with statements() as seen:
        assert practice.results(session, [row.card_id]) == first
    assert seen.count == 0


def test_the_level_is_that_of_the_scenario_as_it_was_stored(session, people, claim, finish):
    finish(claim("tess", body='{"level": 4, "title": {"en": "A", "et": "B"}}'), 1, 70)
    (one,) = practice.played(session, people["tess"].id, 9)
    assert one.level == 4


def test_a_cover_tells_the_kind_and_the_days_of_the_story(session, people, claim, motor_exercise, statements):
    claim("tess")
    (row,) = practice.on_desk(session, people["tess"].id, 9)
    cover = practice.covers(session, [row.exercise_hash])[row.exercise_hash]
    assert (cover.kind, cover.as_of) == (motor_exercise.kind, motor_exercise.file.as_of)
    assert cover.reported_at <= cover.last_paper_at <= cover.as_of
    with statements() as seen:
        practice.covers(session, [row.exercise_hash])
    assert seen.count == 0


def test_what_lies_on_the_desk_is_one_s_own_and_not_closed(session, people, claim, finish):
    lying = claim("tess")
    finish(claim("tess"), 1, 70)
    claim("tom")
    assert [row.item_id for row in practice.on_desk(session, people["tess"].id, 9)] == [lying]
    assert practice.items_by_state(session, people["tess"].id) == {"open": 1, "closed": 1}


def test_a_claim_waits_until_it_is_begun(session, people, claim, now):
    item_id = claim("tess")
    assert practice.waiting(session, people["tess"].id) == item_id
    assert practice.waiting(session, people["tom"].id) is None
    session.add(LoggedAction(item_id=item_id, n=practice.FIRST_ACTS + 1, at=now, kind="note", data={"text": "Begun"}))
    session.commit()
    assert practice.waiting(session, people["tess"].id) is None


def test_a_claim_of_another_kind_of_shift_does_not_wait_for_practice(session, people, claim):
    claim("tess")
    session.execute(update(Shift).values(kind="sitting"))
    session.commit()
    assert practice.waiting(session, people["tess"].id) is None


def test_what_was_taken_up_is_told_latest_first(session, people, claim, now):
    first, second = claim("tess"), claim("tess")
    session.execute(update(Item).where(Item.id == first).values(created_at=now - timedelta(days=2), scenario_id="old"))
    session.execute(update(Item).where(Item.id == second).values(scenario_id="new"))
    session.commit()
    assert [one.scenario for one in practice.taken_up(session, people["tess"].id, 9)] == ["new", "old"]
