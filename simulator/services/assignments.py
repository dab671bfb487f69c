"""Assignments: giving work out, withdrawing it, and taking it up on the receiver's desk, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import Conflict, Invalid, Misconfigured, NotFound
from simulator.generation.content import Content
from simulator.json_codec import from_json, to_json
from simulator.persistence.assignments import (
    AssignedItem,
    AssignedScenario,
    Assignment,
    SeedPolicy,
    assignment_for,
    item_of,
    led_assignment,
    scenarios_of,
)
from simulator.persistence.content import keep, kept
from simulator.persistence.engine import reached, writing
from simulator.persistence.groups import is_member
from simulator.persistence.people import Person
from simulator.practice.choosing import seeds
from simulator.services.audit import note
from simulator.services.groups import LONGEST_NAME, require_led
from simulator.services.practice import servable
from simulator.services.shifts import AlreadyOnDesk, take_up

MOST_CLAIMS = 30
TRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an instructor gives out: to the group, or to one *person_id* in it; *market* is empty where any will do."""

    title: str
    scenarios: tuple[Scenario, ...]
    opens_at: datetime
    due_at: datetime | None
    seeds: SeedPolicy = SeedPolicy.OWN
    market: str = ""
    person_id: UUID | None = None


def give(
    session: Session, group_id: UUID, order: Order, *, leader_id: UUID, assignment_id: UUID, now: datetime
) -> UUID:
    """Give work out and return its id; asked twice under one id it is given once.

    Every scenario is stored as it is now, so that everybody works on what was promised, whatever is edited later.

    Raises:
        NotFound: There is no such group, or somebody else leads it, or the person does not learn in it.
        Invalid: The title, the number of claims or the times cannot be used.
        Conflict: Something else was given out under that id.
    """
    title = _checked(order)
    require_led(session, group_id, leader_id)
    if order.person_id is not None and not is_member(session, group_id, order.person_id):
        raise NotFound(f"There is no person {order.person_id} in this group.")
    try:
        with writing(session):
            _write(session, group_id, order, title, leader_id, assignment_id, now)
    except IntegrityError as error:
        if led_assignment(session, assignment_id, leader_id) is None:
            raise Conflict("Something else was given out under that id.") from error
    return assignment_id


def _checked(order: Order) -> str:
    title = " ".join(order.title.split())
    if not 1 <= len(title) <= LONGEST_NAME:
        raise Invalid(f"A title has 1 to {LONGEST_NAME} characters.")
    if not 1 <= len(order.scenarios) <= MOST_CLAIMS:
        raise Invalid(f"An assignment has 1 to {MOST_CLAIMS} claims.")
    if order.due_at is not None and order.due_at <= order.opens_at:
        raise Invalid("Work is due after it opens.")
    return title


def _write(
    session: Session, group_id: UUID, order: Order, title: str, leader_id: UUID, assignment_id: UUID, now: datetime
) -> None:
    hashes = keep(session, *(to_json(one) for one in order.scenarios))
    row = {
        "id": assignment_id,
        "title": title,
        "group_id": None if order.person_id else group_id,
        "person_id": order.person_id,
        "given_by": leader_id,
        "created_at": now,
        "opens_at": order.opens_at,
        "due_at": order.due_at,
        "seeds": order.seeds.value,
    }
    session.execute(insert(Assignment), row)
    session.execute(insert(AssignedScenario), _claims(order, assignment_id, hashes))
    note(session, "work_given_out", person_id=leader_id, now=now, subject=str(assignment_id))


def _claims(order: Order, assignment_id: UUID, hashes: Sequence[str]) -> list[dict[str, object]]:
    return [
        {
            "assignment_id": assignment_id,
            "n": n,
            "scenario_id": scenario.id,
            "body_hash": name,
            "market": _market_promised(order, scenario),
        }
        for n, (scenario, name) in enumerate(zip(order.scenarios, hashes, strict=True), start=1)
    ]


def _market_promised(order: Order, scenario: Scenario) -> str:
    """Return the market of a claim: the one asked for; where all get the same file, it is one in any case."""
    if order.market in scenario.markets:
        return order.market
    return scenario.markets[0] if order.seeds is SeedPolicy.SAME else ""


def withdraw(session: Session, assignment_id: UUID, *, leader_id: UUID, now: datetime) -> None:
    """Offer the work no longer; what was begun stays on the desks where it lies.

    Raises:
        NotFound: There is no such work, or somebody else leads the group.
    """
    if led_assignment(session, assignment_id, leader_id) is None:
        raise NotFound(f"There is no assignment {assignment_id} here.")
    ended = update(Assignment).where(Assignment.id == assignment_id, Assignment.withdrawn_at.is_(None))
    with writing(session):
        if reached(session, ended.values(withdrawn_at=now)):
            note(session, "work_withdrawn", person_id=leader_id, now=now, subject=str(assignment_id))


def take(session: Session, assignment_id: UUID, n: int, *, person: Person, content: Content, now: datetime) -> UUID:
    """Put the *n*-th claim of an assignment on the person's desk and return its item; once, however often asked.

    Raises:
        NotFound: Nothing of the kind was given to that person, or it is not open yet.
        Misconfigured: No seed of the scenario passes its checks.
        Conflict: What was decided before has changed in another window.
    """
    assignment = assignment_for(session, assignment_id, person.id)
    if assignment is None or assignment.opens_at > now:
        raise NotFound(f"There is no assignment {assignment_id} for this person.")
    if (there := item_of(session, assignment_id, person.id, n)) is not None:
        return there
    promised = next((one for one in scenarios_of(session, [assignment_id])[assignment_id] if one.n == n), None)
    if promised is None:
        raise NotFound(f"The assignment {assignment_id} has no claim {n}.")
    body = kept(session, promised.body_hash)[promised.body_hash]
    session.rollback()
    made = _made(from_json(Scenario, body), assignment, promised, person, content)
    return _taken(session, assignment_id, n, person.id, made, body, content, now)


def assigned_item(assignment_id: UUID, person_id: UUID, n: int) -> UUID:
    """Return the name of the item of a claim of an assignment: however often it is asked for, it is one."""
    return uuid5(assignment_id, f"{person_id} {n}")


def _made(
    scenario: Scenario, assignment: Assignment, promised: AssignedScenario, person: Person, content: Content
) -> tuple[Exercise, Determination]:
    same = assignment.seeds == SeedPolicy.SAME.value
    dice = uuid5(assignment.id, f"{promised.n}" if same else f"{person.id} {promised.n}")
    own = person.market if person.market in scenario.markets else ""
    first = promised.market or own
    fitting = [one for one in scenario.markets if one in content.markets and promised.market in ("", one)]
    for market in sorted(fitting, key=lambda one: one != first):
        if made := servable(scenario, seeds(dice, 0, TRIES), market=market, content=content):
            return made
    raise Misconfigured(f"No seed of the scenario {scenario.id} passes its checks.")


def _taken(
    session: Session,
    assignment_id: UUID,
    n: int,
    person_id: UUID,
    made: tuple[Exercise, Determination],
    body: str,
    content: Content,
    now: datetime,
) -> UUID:
    item_id = assigned_item(assignment_id, person_id, n)
    row = AssignedItem(assignment_id=assignment_id, person_id=person_id, n=n, item_id=item_id)
    try:
        return take_up(
            session,
            person_id=person_id,
            exercise=made[0],
            determination=made[1],
            scenario_body=body,
            library=content.library,
            now=now,
            item_id=item_id,
            beside=[row],
        )
    except AlreadyOnDesk:
        return item_id
