"""Looking at a candidate: what a hiring manager sees of somebody is noted, so that it can be told who saw what."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from simulator.errors import Conflict
from simulator.persistence.audit import was_noted
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.services.assessments.seeing import seen_candidate
from simulator.services.audit import note

_ONCE_IN = timedelta(hours=12)


class Seen(StrEnum):
    """What was seen of a candidate."""

    CLAIM = "claim_read"
    REPORT = "report_seen"
    EXPORT = "report_exported"
    COMPARISON = "report_compared"
    NAME = "name_revealed"


_EACH_TIME = (Seen.EXPORT, Seen.NAME)


def saw(session: Session, candidate_id: UUID, what: Seen, *, person: Person, now: datetime) -> None:
    """Note that the person sees *what* of a candidate; pages that are loaded again within half a day are noted once.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
    """
    seen_candidate(session, candidate_id, person)
    if what in _EACH_TIME or not _was_noted(session, candidate_id, what, person, now):
        with writing(session):
            note(session, what.value, person_id=person.id, now=now, subject=str(candidate_id))


def saw_names(session: Session, candidate_ids: Iterable[UUID], *, person: Person, now: datetime) -> None:
    """Note that a list shows the person the names of those candidates, once in half a day for each.

    Raises:
        NotFound: One of them is no candidate, or of somebody else's assessment.
    """
    fresh = []
    for one in candidate_ids:
        seen_candidate(session, one, person)
        if not _was_noted(session, one, Seen.NAME, person, now):
            fresh.append(one)
    if fresh:
        with writing(session):
            for one in fresh:
                note(session, Seen.NAME.value, person_id=person.id, now=now, subject=str(one))


def _was_noted(session: Session, candidate_id: UUID, what: Seen, person: Person, now: datetime) -> bool:
    since = now - _ONCE_IN
    return was_noted(session, what.value, person_id=person.id, subject=str(candidate_id), since=since)


def reveal_name(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> str:
    """Return the name of a candidate, or the address where no name is known; that it was asked for is noted.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The candidate is anonymised.
    """
    candidate, _ = seen_candidate(session, candidate_id, person)
    if candidate.anonymised_at is not None:
        raise Conflict("The candidate is anonymised: the name is gone.")
    name = candidate.name or candidate.email
    saw(session, candidate_id, Seen.NAME, person=person, now=now)
    return name
