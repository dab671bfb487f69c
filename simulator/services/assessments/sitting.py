"""Sitting: all claims lie on the desk from the start; the server's clock rules; handing in ends it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from simulator.coverage.library import Library
from simulator.errors import Invalid, NotFound
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, Ended, Sitting, SittingItem, items_of_sitting, sitting_of
from simulator.persistence.content import keep
from simulator.persistence.engine import reached, writing
from simulator.persistence.items import SITTING, ItemState, Shift
from simulator.persistence.people import Person
from simulator.services.assessments.inviting import kept_until
from simulator.services.audit import note
from simulator.services.settings import time_zones
from simulator.services.shifts import Promised, ShiftIsOver, begin_shift, bodies_of, finish_decided, put_on_desk


def own_sitting(session: Session, person: Person) -> Sitting:
    """Return the sitting of a candidate.

    Raises:
        NotFound: The person is no candidate.
    """
    found = sitting_of(session, person.id)
    if found is None:
        raise NotFound("There is no sitting here.")
    return found


def start(
    session: Session,
    person: Person,
    claims: Sequence[Promised],
    *,
    form: str,
    library: Library,
    minutes: int | None,
    now: datetime,
    language: str = "",
) -> UUID:
    """Put *claims* on the candidate's desk, let the time run, and return the shift; a second click finds it begun.

    *form* is what was drawn, as text, for the report. *minutes* is what everybody has, None without a limit; a
    candidate's own share of more time is added here. *language* is that of the sitting, empty as it stands.

    Raises:
        NotFound: The person is no candidate.
    """
    candidate = own_sitting(session, person).candidate
    if candidate.shift_id is not None:
        return candidate.shift_id
    session.commit()
    bodies = [bodies_of(one, library) for one in claims]
    with writing(session):
        candidate = session.get_one(Candidate, candidate.id, populate_existing=True, with_for_update=True)
        if candidate.shift_id is not None:
            return candidate.shift_id
        shift_id, ends_at = uuid4(), _deadline(candidate, minutes, now)
        begin_shift(session, shift_id, person_id=person.id, kind=SITTING, now=now, deadline_at=ends_at)
        for n, (claim, texts) in enumerate(zip(claims, bodies, strict=True), start=1):
            item_id, hashes = uuid5(candidate.id, f"claim {n}"), keep(session, *texts)
            put_on_desk(session, item_id, claim.exercise, hashes, shift_id, person_id=person.id, now=now)
            session.execute(insert(SittingItem), {"candidate_id": candidate.id, "n": n, "item_id": item_id})
        candidate.shift_id = shift_id
        (candidate.form_hash,) = keep(session, form)
        if language:
            session.execute(update(Person).where(Person.id == person.id).values(language=language))
        note(session, "sitting_begun", person_id=person.id, now=now, subject=str(candidate.id))
    return shift_id


def _deadline(candidate: Candidate, minutes: int | None, now: datetime) -> datetime | None:
    return None if minutes is None else now + timedelta(minutes=minutes) * (100 + candidate.more_time) / 100


def choose_zone(session: Session, person: Person, zone: str, *, now: datetime) -> None:
    """Show a candidate times in *zone* from now on.

    Raises:
        NotFound: The person is no candidate.
        Invalid: There is no such zone.
    """
    candidate_id = own_sitting(session, person).candidate.id
    if zone not in time_zones():
        raise Invalid("Choose one of the time zones.")
    with writing(session):
        session.execute(update(Person).where(Person.id == person.id).values(time_zone=zone))
        note(session, "time_zone_chosen", person_id=person.id, now=now, subject=str(candidate_id))


def go_on(session: Session, person: Person, *, now: datetime) -> UUID | None:
    """Return the next claim that is not decided, None where all are; what was decided can no longer be undone.

    Raises:
        NotFound: The person is no candidate, or has not begun.
        ShiftIsOver: The sitting has ended.
    """
    sitting = _going_on(session, person, now)
    finish_decided(session, person_id=person.id, now=now)
    items = items_of_sitting(session, sitting.candidate.id)
    session.commit()
    waiting = (one.id for one in items if one.state in (ItemState.OPEN.value, ItemState.WAITING.value))
    return next(waiting, None)


def hand_in(session: Session, person: Person, *, now: datetime) -> None:
    """End the sitting; what is decided counts, and nothing that comes later. A second click finds it handed in.

    Raises:
        NotFound: The person is no candidate, or has not begun.
    """
    sitting = own_sitting(session, person)
    if sitting.began_at is None:
        raise NotFound("The sitting has not begun.")
    if not _is_over(sitting, now):
        _end(session, sitting.candidate, at=now, how=Ended.HANDED_IN, by=person.id)


def end_overdue(session: Session, *, now: datetime) -> int:
    """End every sitting whose time ran out, as of that moment, and return how many there were."""
    found = select(Candidate, Shift.deadline_at).join(Shift, Shift.id == Candidate.shift_id)
    overdue = session.execute(found.where(Shift.ended_at.is_(None), Shift.deadline_at <= now)).all()
    for candidate, deadline_at in overdue:
        _end(session, candidate, at=deadline_at or now, how=Ended.TIME, by=None)
    return len(overdue)


def _end(session: Session, candidate: Candidate, *, at: datetime, how: Ended, by: UUID | None) -> None:
    assessment = session.get_one(Assessment, candidate.assessment_id)
    with writing(session):
        going_on = update(Shift).where(Shift.id == candidate.shift_id, Shift.ended_at.is_(None))
        ended = going_on.values(ended_at=at).execution_options(synchronize_session=False)
        if not reached(session, ended):
            return
        values = {"ended_how": how.value, "kept_until": kept_until(assessment, at)}
        session.execute(update(Candidate).where(Candidate.id == candidate.id).values(**values))
        note(session, "sitting_ended", person_id=by, now=at, subject=str(candidate.id))


def _going_on(session: Session, person: Person, now: datetime) -> Sitting:
    sitting = own_sitting(session, person)
    if sitting.began_at is None:
        raise NotFound("The sitting has not begun.")
    if _is_over(sitting, now):
        raise ShiftIsOver("The time of this sitting is over.")
    return sitting


def _is_over(sitting: Sitting, now: datetime) -> bool:
    ends_at = sitting.ended_at or sitting.deadline_at
    return ends_at is not None and now >= ends_at
