"""Practice: giving a person the next claim."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

import structlog
from sqlalchemy.orm import Session

from simulator.authoring.checks import verified
from simulator.coverage.determination import Determination
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import Misconfigured, SimulatorError
from simulator.generation.content import Content
from simulator.json_codec import to_json
from simulator.persistence.items import ItemState, own_item
from simulator.persistence.practice import items_by_state, played, taken_up, waiting
from simulator.practice.choosing import Practice, in_order, markets_of, seeds
from simulator.practice.estimates import progress
from simulator.practice.skills import SkillsMap
from simulator.services.shifts import AlreadyOnDesk, finish_decided, take_up

log = structlog.get_logger()


def next_claim(
    session: Session,
    *,
    person_id: UUID,
    scenarios: Sequence[Scenario],
    skills: SkillsMap,
    content: Content,
    now: datetime,
    market: str = "",
) -> UUID:
    """Return the item to work on next, of *market* if one is named; what was decided before can no longer be undone.

    A practice claim that lies on the desk and was not begun comes first, the oldest of them; only where there is none
    is a new one made. So a double click, or a trainee who only looks, never has two new claims.

    Raises:
        Misconfigured: There is no scenario of which an exercise passes its checks.
    """
    if (lying := waiting(session, person_id)) is not None:
        finish_decided(session, person_id=person_id, now=now)
        return lying
    count = sum(items_by_state(session, person_id).values())
    while True:
        practice = _practice(session, person_id, count, skills, now)
        scenario, exercise, determination = _made(scenarios, skills, practice, content, market)
        item_id = practice_item(person_id, count)
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
            if _is_open(session, item_id, person_id):
                return item_id
            count += 1


def practice_item(person_id: UUID, count: int) -> UUID:
    """Return the name of the item of a person's claim number *count*: two windows that ask at once ask for one."""
    return uuid5(person_id, f"practice {count}")


def servable(
    scenario: Scenario, seeds_to_try: Sequence[int], *, market: str, content: Content
) -> tuple[Exercise, Determination] | None:
    """Return the first exercise of *scenario* that passes its checks, None where no seed of these does."""
    for seed in seeds_to_try:
        try:
            return verified(scenario, seed, market=market, content=content)
        except SimulatorError as error:
            log.info("unfit", scenario=scenario.id, market=market, seed=seed, why=str(error))
    return None


def _practice(session: Session, person_id: UUID, count: int, skills: SkillsMap, now: datetime) -> Practice:
    return Practice(
        person_id=person_id,
        count=count,
        taken=taken_up(session, person_id, skills.window),
        progress=progress(skills, played(session, person_id, skills.window), now),
        now=now,
    )


def _made(
    scenarios: Sequence[Scenario], skills: SkillsMap, practice: Practice, content: Content, only: str
) -> tuple[Scenario, Exercise, Determination]:
    to_try = seeds(practice.person_id, practice.count, skills.next.tries)
    for scenario in in_order(scenarios, skills, practice):
        for market in markets_of(scenario, practice):
            if only not in ("", market) or market not in content.markets:
                continue
            if made := servable(scenario, to_try, market=market, content=content):
                return scenario, *made
    raise Misconfigured("There is no scenario of which an exercise passes its checks.")


def _is_open(session: Session, item_id: UUID, person_id: UUID) -> bool:
    item = own_item(session, item_id, person_id)
    session.commit()
    return item is not None and item.state == ItemState.OPEN.value
