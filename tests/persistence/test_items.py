"""Items, their states and their log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.items import (
    Item,
    ItemState,
    LoggedAction,
    Shift,
    StoredScorecard,
    items_of,
    own_item,
    scorecard_of,
)


@pytest.fixture
def put(session, people, now):
    """Put an item on somebody's desk."""

    def put_item(short="tess", at=now, **columns):
        shift, item_id = uuid4(), uuid4()
        with writing(session):
            (body,) = keep(session, "{}")
            session.add(Shift(id=shift, person_id=people[short].id, created_at=at))
            session.flush()
            session.add(
                Item(
                    id=item_id,
                    shift_id=shift,
                    person_id=people[short].id,
                    number="MTR-1",
                    scenario_id="s",
                    seed="1",
                    exercise_hash=body,
                    determination_hash=body,
                    scenario_hash=body,
                    created_at=at,
                    **columns,
                )
            )
        return item_id

    return put_item


def test_an_item_is_found_by_its_owner_alone(session, people, put):
    item = put("tess")
    assert own_item(session, item, people["tess"].id).id == item
    assert own_item(session, item, people["tom"].id) is None
    assert own_item(session, uuid4(), people["tess"].id) is None


def test_items_come_newest_first_and_by_state(session, people, put, now):
    first, last = put(at=now), put(at=now + timedelta(hours=1))
    closed = put(at=now, state="closed", decided_at=now, closed_at=now)
    put("tom")
    assert [item.id for item in items_of(session, people["tess"].id, ItemState.OPEN)] == [last, first]
    assert [item.id for item in items_of(session, people["tess"].id, ItemState.CLOSED)] == [closed]
    assert len(items_of(session, people["tess"].id)) == 3


@pytest.mark.parametrize(
    ("state", "is_decided", "is_closed"),
    [("open", True, False), ("open", False, True), ("decided", False, False), ("decided", True, True),
     ("closed", True, False), ("lost", False, False)],
)  # fmt: skip
def test_a_state_without_its_moments_is_refused(put, now, state, is_decided, is_closed):
    with pytest.raises(IntegrityError):
        put(state=state, decided_at=now if is_decided else None, closed_at=now if is_closed else None)


def test_an_act_has_its_number_once(session, put, now):
    item = put()
    with writing(session):
        session.add(LoggedAction(item_id=item, n=1, at=now, kind="open", data={}))
    session.expunge_all()
    with pytest.raises(IntegrityError), writing(session):
        session.add(LoggedAction(item_id=item, n=1, at=now, kind="note", data={}))


def test_acts_count_from_one(session, put, now):
    with pytest.raises(IntegrityError), writing(session):
        session.add(LoggedAction(item_id=put(), n=0, at=now, kind="open", data={}))


def test_the_newest_scorecard_counts_and_the_old_one_stays(session, put, now):
    item = put()
    assert scorecard_of(session, item) is None
    with writing(session):
        for n, total in ((1, 60), (2, 80)):
            session.add(StoredScorecard(item_id=item, n=n, total=total, body="{}", versions={}, created_at=now))
    assert scorecard_of(session, item).total == 80
    assert session.query(StoredScorecard).count() == 2
    session.expunge_all()
    with pytest.raises(IntegrityError), writing(session):
        session.add(StoredScorecard(item_id=item, n=2, total=90, body="{}", versions={}, created_at=now))
