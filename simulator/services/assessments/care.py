"""Care for what is known of candidates: erased or anonymised when its time has come, or when somebody asks.

A receipt stays.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Executable, delete, insert, select
from sqlalchemy.orm import Session

from simulator.persistence.assessments import Assessment, WhenOver
from simulator.persistence.audit import AuditRow
from simulator.persistence.base import Base
from simulator.persistence.candidates import (
    Candidate,
    CandidateLink,
    CandidateReview,
    Erasure,
    SittingItem,
    StoredReport,
)
from simulator.persistence.engine import forget_what_is_gone, writing
from simulator.persistence.items import Item, LoggedAction, Shift, StoredScorecard, StoredState
from simulator.persistence.people import Person, SignIn
from simulator.services.assessments.anonymising import without_the_person
from simulator.services.assessments.seeing import own_candidate
from simulator.services.assessments.sitting import end_overdue
from simulator.services.audit import note

_OF_ITEMS: tuple[type[StoredScorecard] | type[StoredState] | type[LoggedAction] | type[SittingItem], ...] = (
    StoredScorecard,
    StoredState,
    LoggedAction,
    SittingItem,
)
_OF_CANDIDATES: tuple[type[CandidateLink] | type[CandidateReview] | type[StoredReport], ...] = (
    CandidateLink,
    CandidateReview,
    StoredReport,
)


class Kept(NamedTuple):
    """What the clocks did: how many sittings ended, how many candidates were erased, how many anonymised."""

    ended: int
    erased: int
    anonymised: int


def erase(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> UUID:
    """Erase a candidate with all that was done, scored and decided, and return the receipt.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
    """
    candidate, _ = own_candidate(session, candidate_id, person)
    return _erase(session, candidate, why="asked", by=person.id, now=now)


def keep_clocks(session: Session, *, now: datetime) -> Kept:
    """End the sittings whose time ran out, let go whose time to be kept has come, and return how many of each.

    What was erased while somebody was reading is brought out of the journal here.
    """
    ended = end_overdue(session, now=now)
    erased, anonymised = let_go_overdue(session, now=now)
    forget_what_is_gone(session)
    return Kept(ended, erased, anonymised)


def let_go_overdue(session: Session, *, now: datetime) -> tuple[int, int]:
    """Let every candidate go whose time to be kept has come, and return how many were erased, and how many anonymised.

    Who has not sat to the end leaves no figures: there the clock of every assessment erases.
    """
    due = select(Candidate, Assessment.when_over).join(Assessment, Assessment.id == Candidate.assessment_id)
    overdue = session.execute(due.where(Candidate.kept_until <= now, Candidate.anonymised_at.is_(None))).all()
    kept = [one for one, when_over in overdue if when_over == WhenOver.ANONYMISE.value and one.ended_how != ""]
    for candidate, _ in overdue:
        go = without_the_person if candidate in kept else _erase
        go(session, candidate, why="clock", by=None, now=now)
    return len(overdue) - len(kept), len(kept)


def _erase(session: Session, candidate: Candidate, *, why: str, by: UUID | None, now: datetime) -> UUID:
    receipt = {"id": uuid4(), "assessment_id": candidate.assessment_id, "n": candidate.n, "at": now, "by": by}
    with writing(session):
        for statement in _gone(candidate.id, candidate.person_id):
            session.execute(statement)
        session.execute(insert(Erasure), {**receipt, "why": why})
        note(session, "candidate_erased", person_id=by, now=now, subject=str(receipt["id"]))
    forget_what_is_gone(session)
    return UUID(str(receipt["id"]))


def _gone(candidate_id: UUID, person_id: UUID | None) -> Iterator[Executable]:
    """Give the statements that take everything away, what hangs on a row before the row."""
    if person_id is not None:
        items = select(Item.id).where(Item.person_id == person_id)
        yield from (_delete(table, table.item_id.in_(items)) for table in _OF_ITEMS)
    yield from (_delete(table, table.candidate_id == candidate_id) for table in _OF_CANDIDATES)
    yield _delete(Candidate, Candidate.id == candidate_id)
    if person_id is not None:
        yield from _gone_with(person_id)


def _gone_with(person_id: UUID) -> Iterator[Executable]:
    yield _delete(Item, Item.person_id == person_id)
    yield _delete(Shift, Shift.person_id == person_id)
    yield _delete(SignIn, SignIn.person_id == person_id)
    yield _delete(AuditRow, AuditRow.person_id == person_id)
    yield _delete(Person, Person.id == person_id)


def _delete(table: type[Base], where: ColumnElement[bool]) -> Executable:
    return delete(table).where(where).execution_options(synchronize_session=False)
