"""Coming in by a link: who holds it is told plainly what became of it; who made one up learns nothing.

A link is used up by a click, never by looking at it, since programs that read mail look at links. Who has come in stays
in with that browser; a new link, which only the hiring manager can make, lets the candidate go on with another.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from simulator.errors import SimulatorError
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, CandidateLink, LinkUse, link_of
from simulator.persistence.engine import writing
from simulator.persistence.people import Person, Role, SignIn
from simulator.services.audit import note
from simulator.services.sessions import clear_tries, count_try, token_hash

LASTS = timedelta(days=90)


class LinkIsOver(SimulatorError):
    """A link that opens nothing; ``reason`` is used, late, revoked, closed or unknown, *person_id* whose it was."""

    def __init__(self, reason: str, person_id: UUID | None = None) -> None:
        self.reason, self.person_id = reason, person_id
        super().__init__(f"The link opens nothing: {reason}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What an open link leads to."""

    candidate: Candidate
    assessment: Assessment
    opens: LinkUse


def look_at(session: Session, token: str, *, address: str, key: str, now: datetime) -> Invited:
    """Return what a link leads to; looking uses nothing up. A link that is none is counted as a try at the door.

    Raises:
        LinkIsOver: It opens nothing, or nothing any more.
        TooManyTries: Too many links that are none came from there.
    """
    count_try(session, token, address=address, key=key, now=now)
    link = link_of(session, token_hash(token))
    session.commit()
    if link is None:
        raise LinkIsOver("unknown")
    clear_tries(session, token, address=address, key=key)
    found = select(Candidate, Assessment).join(Assessment, Assessment.id == Candidate.assessment_id)
    candidate, assessment = session.execute(found.where(Candidate.id == link.candidate_id)).one()
    session.commit()
    if reason := _over(link, assessment, now):
        raise LinkIsOver(reason, candidate.person_id)
    return Invited(candidate=candidate, assessment=assessment, opens=LinkUse(link.opens))


def _over(link: CandidateLink, assessment: Assessment, now: datetime) -> str:
    if link.used_at is not None:
        return "used"
    if link.revoked_at is not None:
        return "revoked"
    if link.ends_at <= now:
        return "late"
    return "closed" if assessment.closed_at is not None and link.opens == LinkUse.SITTING.value else ""


def enter(session: Session, token: str, *, address: str, key: str, language: str, now: datetime) -> str:
    """Use a link up and return the token of a sign-in, the only one that the candidate has then.

    Raises:
        LinkIsOver: It opens nothing, or nothing any more.
        TooManyTries: Too many links that are none came from there.
    """
    candidate = look_at(session, token, address=address, key=key, now=now).candidate
    fresh = secrets.token_urlsafe(32)
    with writing(session):
        _use(session, token, now)
        person_id = _person_of(session, candidate.id, language, now)
        session.execute(delete(SignIn).where(SignIn.person_id == person_id))
        session.add(SignIn(token_hash=token_hash(fresh), person_id=person_id, created_at=now, ends_at=now + LASTS))
        note(session, "candidate_came", person_id=person_id, now=now, subject=str(candidate.id))
    return fresh


def _use(session: Session, token: str, now: datetime) -> None:
    """Use the link up, if nobody did meanwhile: of two clicks at once one counts."""
    waiting = update(CandidateLink).where(CandidateLink.token_hash == token_hash(token))
    waiting = waiting.where(CandidateLink.used_at.is_(None), CandidateLink.revoked_at.is_(None))
    used = waiting.values(used_at=now).returning(CandidateLink.token_hash)
    if session.scalar(used.execution_options(synchronize_session=False)) is None:
        raise LinkIsOver("used")


def _person_of(session: Session, candidate_id: UUID, language: str, now: datetime) -> UUID:
    """Return the person that the candidate is, made at the first coming: without an account, signed in by the link."""
    candidate = session.get_one(Candidate, candidate_id, populate_existing=True)
    if candidate.person_id is not None:
        return candidate.person_id
    person = Person(
        id=uuid4(),
        email=f"{candidate.id}@candidate.invalid",
        name=candidate.name or candidate.email,
        password_hash="",
        created_at=now,
        language=language,
        time_zone=_zone_of(session, candidate),
        roles_text=Role.CANDIDATE.value,
    )
    session.add(person)
    session.flush()
    candidate.person_id, candidate.opened_at = person.id, now
    return person.id


def _zone_of(session: Session, candidate: Candidate) -> str:
    """Return the time zone of whoever runs the assessment, until the candidate chooses another."""
    owner = select(Person.time_zone).join(Assessment, Assessment.owner_id == Person.id)
    return session.scalars(owner.where(Assessment.id == candidate.assessment_id)).one()
