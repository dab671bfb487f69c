"""Reviewing: the evidence is opened first, then a person decides with a reason; no score decides alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid
from simulator.persistence.candidates import CandidateReview
from simulator.persistence.engine import reached, writing
from simulator.persistence.people import Person
from simulator.services.assessments.seeing import seen_candidate
from simulator.services.audit import note

DECISIONS = ("interview", "second_sitting", "no_offer")
LONGEST_REASON = 2_000
_NOTED = {one: f"candidate_{one}" for one in DECISIONS}


def open_evidence(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> None:
    """Note that the reviewer has opened the evidence of a sitting that has ended; the first time counts.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The sitting has not ended.
    """
    candidate, _ = seen_candidate(session, candidate_id, person)
    if candidate.ended_how == "":
        raise Conflict("The sitting has not ended: there is nothing to review yet.")
    if session.get(CandidateReview, (candidate_id, person.id)) is not None:
        return
    row = {"candidate_id": candidate_id, "reviewer_id": person.id, "opened_at": now}
    try:
        with writing(session):
            session.execute(insert(CandidateReview), row)
            note(session, "evidence_opened", person_id=person.id, now=now, subject=str(candidate_id))
    except IntegrityError:
        session.rollback()


def decide(session: Session, candidate_id: UUID, decision: str, reason: str, *, person: Person, now: datetime) -> None:
    """Record the reviewer's own decision with its reason; a later one takes its place, and the audit tells of both.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Invalid: It is no decision, or there is no reason, or too long a one.
        Conflict: The reviewer has not opened the evidence, or the candidate is anonymised.
    """
    candidate, _ = seen_candidate(session, candidate_id, person)
    if candidate.anonymised_at is not None:
        raise Conflict("The candidate is anonymised: there is nobody to decide about.")
    reason = reason.replace("\r\n", "\n").strip()
    if decision not in DECISIONS:
        raise Invalid("Choose what is to follow: an interview, a second sitting, or no offer.")
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid(f"A reason has 1 to {LONGEST_REASON} characters.")
    mine = update(CandidateReview).where(
        CandidateReview.candidate_id == candidate_id, CandidateReview.reviewer_id == person.id
    )
    with writing(session):
        decided = mine.values(decision=decision, reason=reason, decided_at=now)
        if not reached(session, decided.execution_options(synchronize_session=False)):
            raise Conflict("Open the evidence first, then decide.")
        note(session, _NOTED[decision], person_id=person.id, now=now, subject=str(candidate_id))


def reviews_of(session: Session, candidate_ids: Iterable[UUID], *, person: Person) -> Mapping[UUID, CandidateReview]:
    """Return the reviewer's own reviews of those candidates."""
    found = select(CandidateReview).where(
        CandidateReview.candidate_id.in_(set(candidate_ids)), CandidateReview.reviewer_id == person.id
    )
    mine = session.scalars(found.execution_options(populate_existing=True))
    return {one.candidate_id: one for one in mine}


def reviews_by_others(session: Session, candidate_id: UUID, *, person: Person) -> tuple[CandidateReview, ...]:
    """Return what other reviewers have decided, the first in front; nothing until the reviewer has decided too.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
    """
    seen_candidate(session, candidate_id, person)
    found = select(CandidateReview).where(
        CandidateReview.candidate_id == candidate_id, CandidateReview.decided_at.is_not(None)
    )
    decided = session.scalars(found.order_by(CandidateReview.decided_at, CandidateReview.reviewer_id)).all()
    if person.id not in {one.reviewer_id for one in decided}:
        return ()
    return tuple(one for one in decided if one.reviewer_id != person.id)
