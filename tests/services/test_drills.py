"""Drills: one claim however often asked, each form and market its own, both sides of the line, conflicts told truly."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.desk.actions import ActionKind
from simulator.errors import Conflict
from simulator.generation.targets import near_miss
from simulator.paths import scenarios_folder
from simulator.persistence.engine import sessions
from simulator.persistence.items import Item, ItemState, LoggedAction
from simulator.practice import skills as practice_skills
from simulator.services import drills, shifts

NOTE = (ActionKind.NOTE, {"text": "Begun"})


@pytest.fixture(scope="module")
def skills():
    return practice_skills.load((scenarios_folder() / "skills.yaml").read_text("utf-8"))


@pytest.fixture
def motor(content):
    """The motor form of a market: ``motor("ee")``."""
    return lambda market: content.library.editions("motor_own_damage", market)[-1]


@pytest.fixture
def drilled(session, people, content, skills, motor, now):
    """Ask for a drill as Tess: ``drilled("us")``."""

    def asked(market="ee", provision="in_force", by=None):
        return drills.drill(
            by or session,
            person_id=people["tess"].id,
            form=motor(market),
            provision=provision,
            skills=skills,
            content=content,
            now=now,
        )

    return asked


def items(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Item))


def test_the_same_provision_of_two_markets_is_two_drills(drilled, session):
    assert drilled("ee") != drilled("us")
    assert items(session) == 2


def test_the_name_of_an_item_tells_form_and_market_apart(motor, people):
    forms = [motor("ee"), motor("us"), replace(motor("ee"), name="home_contents")]
    names = [near_miss(form, "in_force", "inside").id for form in forms]
    assert len({drills.drill_item(people["tess"].id, name, 7) for name in names}) == 3


def test_two_windows_that_ask_at_once_are_given_one_drill(engine, drilled, session, monkeypatch):
    together, given, real = threading.Barrier(2), [], drills.take_up

    def both_have_read(*how, **more):
        together.wait(30)
        return real(*how, **more)

    def ask():
        with sessions(engine)() as own:
            given.append(drilled(by=own))

    monkeypatch.setattr(drills, "take_up", both_have_read)
    windows = [threading.Thread(target=ask) for _ in range(2)]
    for window in windows:
        window.start()
    for window in windows:
        window.join(60)
    assert len(given) == 2
    assert given[0] == given[1]
    assert items(session) == 1


def decide_elsewhere(session, item_id, monkeypatch):
    """Make the closing of a decided claim collide with what another window wrote at the same moment."""
    item = session.get(Item, item_id)
    item.state, item.decided_at = ItemState.DECIDED.value, item.created_at
    session.commit()
    from simulator.services.shifts import taking_up

    monkeypatch.setattr(
        taking_up,
        "log_rows",
        lambda session, item_id: session.scalars(
            select(LoggedAction).where(LoggedAction.item_id == item_id).order_by(LoggedAction.n.desc())
        ).all(),
    )


def test_another_conflict_is_told_as_it_is(drilled, claim, session, monkeypatch):
    decide_elsewhere(session, claim(), monkeypatch)
    with pytest.raises(Conflict, match="decided before has changed") as told:
        drilled()
    assert not isinstance(told.value, shifts.AlreadyOnDesk)
    assert items(session) == 1


def test_a_name_that_is_taken_is_told_as_taken(claim, session):
    name = uuid4()
    claim(item_id=name)
    with pytest.raises(shifts.AlreadyOnDesk):
        claim(item_id=name)
    assert items(session) == 1


def test_of_every_four_drills_two_are_on_each_side():
    for dice in ("tess", "tom"):
        for turn in range(5):
            sides = [drills._sides(dice, 4 * turn + place)[0] for place in range(4)]
            assert sorted(sides) == ["inside", "inside", "outside", "outside"]


def test_where_one_side_cannot_be_made_the_other_is_tried():
    assert all(sorted(drills._sides("tess", before)) == ["inside", "outside"] for before in range(8))
