"""Taking a claim up: what is promised is stored with it, and what was decided before becomes final."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.coverage.library import Library
from simulator.desk.actions import Act, ActionKind, numbered
from simulator.desk.filing import on_file
from simulator.domain.exercise import Exercise
from simulator.errors import Conflict
from simulator.json_codec import to_json
from simulator.persistence.base import Base
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.items import Item, ItemState, Shift, log_rows
from simulator.persistence.practice import PRACTICE, TRIAL
from simulator.services.shifts.log import write_log

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A claim as it is promised to whoever gets it: the exercise, what is right on it, and the scenario as it reads."""

    exercise: Exercise
    determination: Determination
    scenario_body: str


class AlreadyOnDesk(Conflict):
    """There is an item of that name: another window has put it on the desk."""


def take_up(
    session: Session,
    *,
    person_id: UUID,
    exercise: Exercise,
    determination: Determination,
    scenario_body: str,
    library: Library,
    now: datetime,
    item_id: UUID | None = None,
    beside: Sequence[Base] = (),
    kind: str = PRACTICE,
) -> UUID:
    """Put a claim on the person's desk and return its item; what was decided before can no longer be undone.

    The exercise, the determination, the wording, the guide and the scenario are stored by content, so that the work
    lasts as it was promised, whatever is edited later. *item_id* names the item where a claim must not come twice;
    rows *beside* it go into the same write. A trial, by its *kind* of shift, makes nothing final.

    Raises:
        AlreadyOnDesk: There is an item of that name; nothing was written.
        Conflict: What was decided before has changed in another window; nothing was written.
    """
    item_id, shift_id = item_id or uuid4(), uuid4()
    claim = Promised(exercise=exercise, determination=determination, scenario_body=scenario_body)
    bodies = bodies_of(claim, library)
    try:
        with writing(session):
            if kind != TRIAL:
                _close_decided(session, person_id, now)
            begin_shift(session, shift_id, person_id=person_id, kind=kind, now=now)
            put_on_desk(session, item_id, exercise, keep(session, *bodies), shift_id, person_id=person_id, now=now)
            session.add_all(beside)
    except IntegrityError as error:
        raise _conflict(session, item_id) from error
    log.info("taken_up", item=str(item_id))
    return item_id


def _conflict(session: Session, item_id: UUID) -> Conflict:
    """Return what stood in the way: the item itself, or what another window did at the same moment."""
    is_there = session.scalar(select(Item.id).where(Item.id == item_id)) is not None
    session.rollback()
    if is_there:
        return AlreadyOnDesk(f"The item {item_id} is on a desk already.")
    return Conflict("What was decided before has changed in another window. Load the page again.")


def finish_decided(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Close what the person has decided: opening the next claim makes it final, also one that lay there already."""
    try:
        with writing(session):
            _close_decided(session, person_id, now)
    except IntegrityError:
        log.info("finished_elsewhere", person=str(person_id))


def bodies_of(claim: Promised, library: Library) -> tuple[str, ...]:
    """Return what is stored of a claim: exercise, determination, scenario, wording and guide."""
    form, guide = _wording_of(claim.exercise, library)
    return (to_json(claim.exercise), to_json(claim.determination), claim.scenario_body, form, guide)


def begin_shift(
    session: Session, shift_id: UUID, *, person_id: UUID, kind: str, now: datetime, deadline_at: datetime | None = None
) -> None:
    """Begin a shift, within the write that is under way."""
    row = {"id": shift_id, "person_id": person_id, "kind": kind, "created_at": now, "deadline_at": deadline_at}
    session.execute(insert(Shift), row)


def put_on_desk(
    session: Session,
    item_id: UUID,
    exercise: Exercise,
    hashes: tuple[str, ...],
    shift_id: UUID,
    *,
    person_id: UUID,
    now: datetime,
) -> None:
    """Put a claim whose bodies are stored under *hashes* on a desk, within the write that is under way."""
    exercise_hash, determination_hash, scenario_hash, form_hash, guide_hash = hashes
    session.execute(
        insert(Item),
        {
            "id": item_id,
            "shift_id": shift_id,
            "person_id": person_id,
            "number": exercise.file.number,
            "scenario_id": exercise.scenario,
            "seed": str(exercise.seed),
            "exercise_hash": exercise_hash,
            "determination_hash": determination_hash,
            "scenario_hash": scenario_hash,
            "form_hash": form_hash,
            "guide_hash": guide_hash,
            "state": ItemState.OPEN.value,
            "created_at": now,
        },
    )
    write_log(session, item_id, numbered(_first_acts(exercise), after=0, at=now))


def _first_acts(exercise: Exercise) -> list[Act]:
    """Return what taking a claim up means: the first paper lies open."""
    return [(ActionKind.TAKE_UP, {}), (ActionKind.OPEN, {"paper": on_file(exercise.file)[0].id})]


def _wording_of(exercise: Exercise, library: Library) -> tuple[str, str]:
    """Return the texts of the edition by which the claim is judged, and of its guide."""
    file = exercise.file
    rules = library.rules(file.form, file.market, file.guide)
    return library.texts[rules.form_for(file).content_hash], library.texts[rules.guide.content_hash]


def _close_decided(session: Session, person_id: UUID, now: datetime) -> None:
    """Close what the person has decided and not looked at: the next claim makes it final."""
    decided = select(Item.id).where(Item.person_id == person_id, Item.state == ItemState.DECIDED.value)
    for item_id in session.scalars(decided).all():
        position = log_rows(session, item_id)[-1].n
        write_log(session, item_id, numbered([(ActionKind.CLOSE, {})], after=position, at=now))
        session.execute(update(Item).where(Item.id == item_id).values(state=ItemState.CLOSED.value, closed_at=now))
