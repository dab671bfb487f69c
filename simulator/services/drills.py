"""Drills: near misses of one provision, one claim at a time, on either side of its line."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.authoring.twins import twin_of
from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined
from simulator.coverage.language.forms import Form
from simulator.domain.dice import Dice
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import NotFound, SimulatorError
from simulator.generation.building import build_once
from simulator.generation.content import Content
from simulator.generation.plans import plan_for
from simulator.generation.targets import near_miss, near_miss_id
from simulator.json_codec import to_json
from simulator.persistence.practice import items_by_state, taken_of, waiting_of
from simulator.practice.choosing import seeds
from simulator.practice.skills import SkillsMap
from simulator.scoring.path import walked
from simulator.services.shifts import AlreadyOnDesk, take_up

_SIDES = ("inside", "outside")
_ROUND = (*_SIDES, *_SIDES)
"""Of every four drills of a provision two are on each side, in an order of the dice that gives neither away."""


def drill(
    session: Session, *, person_id: UUID, form: Form, provision: str, skills: SkillsMap, content: Content, now: datetime
) -> UUID:
    """Return a claim on the line of one provision; the dice choose the side of it.

    One that lies on the desk and was not begun comes first, so a double click makes one claim.

    Raises:
        NotFound: No claim can lie on the line of that provision.
        Conflict: What was decided before has changed in another window.
    """
    name = near_miss_id(form, provision)
    count = sum(items_by_state(session, person_id).values())
    lying, before = waiting_of(session, person_id, name), taken_of(session, person_id, name)
    session.rollback()
    if lying is not None:
        return lying
    for side in _sides(f"{person_id}/{name}", before):
        scenario = near_miss(form, provision, side)
        for seed in seeds(person_id, count, skills.next.tries):
            if (made := _made(scenario, seed, form.market, content)) is not None:
                return _taken(session, person_id, scenario, made, drill_item(person_id, name, count), content, now)
    raise NotFound(f"No claim can lie on the line of {provision}.")


def drill_item(person_id: UUID, name: str, count: int) -> UUID:
    """Return the name of the item of a person's claim number *count* where it is a drill called *name*."""
    return uuid5(person_id, f"drill {name} {count}")


def _sides(dice: str, before: int) -> tuple[str, ...]:
    """Return the side to try first after *before* drills, and the other one for where that cannot be made."""
    turn, place = divmod(before, len(_ROUND))
    first = Dice(f"{dice}/{turn}").shuffled(_ROUND)[place]
    return first, *(side for side in _SIDES if side != first)


def _made(scenario: Scenario, seed: int, market: str, content: Content) -> tuple[Exercise, Determination] | None:
    """Return the claim with its determination, None where it cannot be worked to an end or nothing hangs on the line.

    What has no twin is no near miss: on the other side of the line the outcome would be the same.
    """
    try:
        exercise = build_once(scenario, seed, market=market, content=content).exercise
        rules = plan_for(scenario, market, content).rules
        determined = Determined(rules)
        walked(exercise, rules, determined=determined)
    except SimulatorError:
        return None
    if twin_of(exercise, scenario, content) is None:
        return None
    return exercise, determined.of(exercise.file)


def _taken(
    session: Session,
    person_id: UUID,
    scenario: Scenario,
    made: tuple[Exercise, Determination],
    item_id: UUID,
    content: Content,
    now: datetime,
) -> UUID:
    """Put the claim on the desk and return its item; another window may have done so already."""
    exercise, determination = made
    try:
        return take_up(
            session,
            person_id=person_id,
            exercise=exercise,
            determination=determination,
            scenario_body=to_json(scenario),
            library=content.library,
            now=now,
            item_id=item_id,
        )
    except AlreadyOnDesk:
        return item_id
