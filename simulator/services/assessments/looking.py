"""Looking at a candidate: what a hiring manager sees of somebody is noted, so that it can be told who saw what."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

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


def saw(session: Session, candidate_id: UUID, what: Seen, *, person: Person, now: datetime) -> None:
    """Note that the person sees *what* of a candidate; pages that are loaded again within half a day are noted once.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
    """
    seen_candidate(session, candidate_id, person)
    subject = str(candidate_id)
    is_file = what in (Seen.EXPORT, Seen.NAME)
    if not is_file and was_noted(session, what.value, person_id=person.id, subject=subject, since=now - _ONCE_IN):
        return
    with writing(session):
        note(session, what.value, person_id=person.id, now=now, subject=subject)


def reveal_name(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> str:
    """Return the name of a candidate, or the address where no name is known; that it was asked for is noted.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
    """
    candidate, _ = seen_candidate(session, candidate_id, person)
    name = candidate.name or candidate.email
    saw(session, candidate_id, Seen.NAME, person=person, now=now)
    return name
