"""Anonymising: what tells who somebody is goes for good; acts, scores and decisions stay, for measurement."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, Select, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from simulator.desk.actions import ActionKind
from simulator.errors import Conflict
from simulator.persistence.assessments import WhenOver
from simulator.persistence.audit import AuditRow
from simulator.persistence.candidates import Candidate, CandidateLink, CandidateReview, Erasure
from simulator.persistence.engine import forget_what_is_gone, writing
from simulator.persistence.items import Item, LoggedAction, Shift
from simulator.persistence.people import Person, SignIn
from simulator.services.assessments.seeing import own_candidate
from simulator.services.audit import note

GONE = "—"
"""What stands where somebody had written something: that there was a text can count, what it said is gone."""

_TEXTS = (ActionKind.NOTE.value, ActionKind.DRAFT.value, ActionKind.DECIDE.value)


def anonymise(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> UUID:
    """Take away all that tells who a candidate is, keep the figures of the sitting, and return the receipt.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The sitting has not ended, so that there is nothing to keep; or it was done before.
    """
    candidate, _ = own_candidate(session, candidate_id, person)
    if candidate.ended_how == "":
        raise Conflict("The sitting has not ended: there are no figures to keep. Erase instead.")
    return without_the_person(session, candidate, why="asked", by=person.id, now=now)


def without_the_person(session: Session, candidate: Candidate, *, why: str, by: UUID | None, now: datetime) -> UUID:
    """Anonymise a candidate who has ended, and return the receipt.

    Raises:
        Conflict: It was done before.
    """
    candidate_id, receipt = candidate.id, uuid4()
    row = {"id": receipt, "assessment_id": candidate.assessment_id, "n": candidate.n, "at": now, "by": by, "why": why}
    written = _written_by(candidate.person_id)
    is_done = select(Candidate.anonymised_at).where(Candidate.id == candidate_id)
    with writing(session):
        if session.scalar(is_done) is not None:
            raise Conflict("The candidate is anonymised already.")
        texts = [(item_id, n, without_texts(kind, data)) for item_id, n, kind, data in session.execute(written)]
        for statement in (*_taken_away(candidate, now), *_rewritten(texts)):
            session.execute(statement.execution_options(synchronize_session=False))
        session.execute(insert(Erasure), {**row, "what": WhenOver.ANONYMISE.value})
        note(session, "candidate_anonymised", person_id=by, now=now, subject=f"{receipt} {candidate_id}")
    session.expire_all()
    forget_what_is_gone(session)
    return receipt


def without_texts(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an act needs to be played again, without what its author wrote in own words."""
    if kind == ActionKind.NOTE.value:
        return {**data, "text": GONE}
    if kind == ActionKind.DRAFT.value:
        return {**data, "fields": {}}
    decision = data.get("decision")
    if not isinstance(decision, Mapping) or not decision.get("reason"):
        return dict(data)
    return {**data, "decision": {**decision, "reason": GONE}}


def _written_by(person_id: UUID | None) -> Select[tuple[UUID, int, str, dict[str, Any]]]:
    found = select(LoggedAction.item_id, LoggedAction.n, LoggedAction.kind, LoggedAction.data)
    mine = found.join(Item, Item.id == LoggedAction.item_id).where(Item.person_id == person_id)
    return mine.where(LoggedAction.kind.in_(_TEXTS))


def _taken_away(candidate: Candidate, now: datetime) -> Iterator[Executable]:
    """Give the statements that leave a letter of somebody; more time would show in the deadline too."""
    nobody = f"{candidate.id}@candidate.invalid"
    told = AuditRow.subject.endswith(str(candidate.id))
    yield delete(CandidateLink).where(CandidateLink.candidate_id == candidate.id)
    yield delete(SignIn).where(SignIn.person_id == candidate.person_id)
    yield delete(AuditRow).where(
        or_(AuditRow.person_id == candidate.person_id, told & (AuditRow.act == "more_time_set"))
    )
    reviewed = CandidateReview.candidate_id == candidate.id
    yield update(CandidateReview).where(reviewed, CandidateReview.reason != "").values(reason=GONE)
    yield update(Shift).where(Shift.person_id == candidate.person_id).values(deadline_at=None)
    bare = {"name": "", "email": nobody, "more_time": 0, "more_time_by": None, "anonymised_at": now}
    yield update(Candidate).where(Candidate.id == candidate.id).values(**bare)
    person = {"name": GONE, "email": nobody, "active": False, "time_zone": "UTC"}
    yield update(Person).where(Person.id == candidate.person_id).values(**person)


def _rewritten(texts: list[tuple[UUID, int, dict[str, Any]]]) -> Iterator[Executable]:
    for item_id, n, data in texts:
        yield update(LoggedAction).where(LoggedAction.item_id == item_id, LoggedAction.n == n).values(data=data)
