"""Who may see an assessment and its candidates, and who may change them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from simulator.errors import NotAllowed, NotFound
from simulator.persistence.assessments import Assessment, assessment_of, seen_by
from simulator.persistence.candidates import Candidate
from simulator.persistence.people import Person, Role


def need_hiring_manager(person: Person) -> None:
    """Let hiring managers pass.

    Raises:
        NotAllowed: The person is none.
    """
    if Role.HIRING_MANAGER not in person.roles or not person.active:
        raise NotAllowed("Only hiring managers run assessments.")


def seen_assessment(session: Session, assessment_id: UUID, person: Person) -> Assessment:
    """Return an assessment that the person owns or shares.

    Raises:
        NotAllowed: The person is no hiring manager.
        NotFound: There is none, or it is somebody else's.
    """
    need_hiring_manager(person)
    found = assessment_of(session, assessment_id, person.id)
    if found is None:
        raise NotFound(f"There is no assessment {assessment_id} here.")
    return found


def own_assessment(session: Session, assessment_id: UUID, person: Person) -> Assessment:
    """Return an assessment that the person owns: those with whom it is shared change nothing.

    Raises:
        NotAllowed: The person is no hiring manager.
        NotFound: There is none, or it is somebody else's.
    """
    found = seen_assessment(session, assessment_id, person)
    if found.owner_id != person.id:
        raise NotFound(f"The assessment {assessment_id} is somebody else's.")
    return found


def seen_candidate(session: Session, candidate_id: UUID, person: Person) -> tuple[Candidate, Assessment]:
    """Return a candidate of an assessment that the person owns or shares, with the assessment.

    Raises:
        NotAllowed: The person is no hiring manager.
        NotFound: There is none, or of somebody else's assessment.
    """
    need_hiring_manager(person)
    found = select(Candidate, Assessment).join(Assessment, Assessment.id == Candidate.assessment_id)
    mine = found.where(Candidate.id == candidate_id, seen_by(person.id))
    row = session.execute(mine.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(f"There is no candidate {candidate_id} here.")
    return row[0], row[1]


def own_candidate(session: Session, candidate_id: UUID, person: Person) -> tuple[Candidate, Assessment]:
    """Return a candidate of an assessment that the person owns, with the assessment.

    Raises:
        NotAllowed: The person is no hiring manager.
        NotFound: There is none, or of somebody else's assessment.
    """
    candidate, assessment = seen_candidate(session, candidate_id, person)
    if assessment.owner_id != person.id:
        raise NotFound(f"The candidate {candidate_id} is somebody else's.")
    return candidate, assessment
