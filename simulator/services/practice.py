"""Practice: giving a person the next claim."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

import structlog
from sqlalchemy.orm import Session

from simulator.authoring.checks import verified
from simulator.authoring.twins import Twin, twin_of
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.language.forms import Form
from simulator.domain.dice import Dice
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import Conflict, Misconfigured, NotFound, SimulatorError
from simulator.generation import build
from simulator.generation.content import Content
from simulator.generation.plans import plan_for
from simulator.generation.targets import near_miss
from simulator.json_codec import from_json, to_json
from simulator.persistence.content import kept
from simulator.persistence.items import ItemState, own_item
from simulator.persistence.practice import items_by_state, played, taken_up, waiting, waiting_of
from simulator.practice.choosing import Practice, in_order, markets_of, seeds
from simulator.practice.estimates import progress
from simulator.practice.skills import SkillsMap
from simulator.scoring.path import walked
from simulator.services.shifts import Desk, finish_decided, take_up

SIDES = ("inside", "outside")
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
        except Conflict:
            if _is_open(session, item_id, person_id):
                return item_id
            count += 1


def twin_for(session: Session, desk: Desk, content: Content) -> Twin | None:
    """Return the twin of the claim on *desk*, None where there is none."""
    body = kept(session, desk.scenario_hash).get(desk.scenario_hash, "")
    try:
        scenario = from_json(Scenario, body)
    except ValueError:
        return None
    return twin_of(desk.exercise, scenario, content)


def take_twin(session: Session, desk: Desk, *, content: Content, now: datetime) -> UUID:
    """Put the twin of the claim on *desk* on the same person's desk and return its item; once, however often asked.

    Raises:
        NotFound: The claim has no twin.
    """
    item_id = uuid5(desk.item_id, "twin")
    if own_item(session, item_id, desk.person_id) is not None:
        return item_id
    twin = twin_for(session, desk, content)
    session.rollback()
    if twin is None:
        raise NotFound(f"The claim {desk.item_id} has no twin.")
    made = twin.exercise, twin.determination
    return _taken(session, desk.person_id, twin.scenario, made, item_id, content, now)


def drill(
    session: Session, *, person_id: UUID, form: Form, provision: str, skills: SkillsMap, content: Content, now: datetime
) -> UUID:
    """Return a claim on the line of one provision; the dice of person and count choose the side of it.

    One that lies on the desk and was not begun comes first, so a double click makes one claim.

    Raises:
        NotFound: No claim can lie on the line of that provision.
    """
    name = near_miss(form, provision, SIDES[0]).id
    if (lying := waiting_of(session, person_id, name)) is not None:
        session.rollback()
        return lying
    count = sum(items_by_state(session, person_id).values())
    session.rollback()
    for side in Dice(f"{person_id}/{count}/{provision}").shuffled(SIDES):
        scenario = near_miss(form, provision, side)
        for seed in seeds(person_id, count, skills.next.tries):
            made = _near_miss(scenario, seed, form.market, content)
            if made is not None:
                return _taken(
                    session, person_id, scenario, made, uuid5(person_id, f"drill {provision} {count}"), content, now
                )
    raise NotFound(f"No claim can lie on the line of {provision}.")


def _near_miss(scenario: Scenario, seed: int, market: str, content: Content) -> tuple[Exercise, Determination] | None:
    """Return the claim with its determination, None where it cannot be made or worked to an end."""
    try:
        exercise = build(scenario, seed, market=market, content=content)
        rules = plan_for(scenario, market, content).rules
        walked(exercise, rules)
    except SimulatorError:
        return None
    return exercise, determine(rules, exercise.file)


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
    except Conflict:
        return item_id


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
