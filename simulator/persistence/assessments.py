"""Assessments: a plan of claims, how it runs, its notice, and who else may see what comes of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.candidates import Candidate
from simulator.persistence.items import Shift


class WhenOver(StrEnum):
    """What becomes of a candidate when the time is over."""

    ERASE = "erase"
    ANONYMISE = "anonymise"


class Assessment(Base):
    """An assessment. ``blueprint`` can be written until it is fixed; then ``plan`` names the patterns, by content.

    ``revision`` counts what was saved, so that two windows never overwrite each other. Links work for ``link_days``;
    what is kept of a candidate goes ``kept_months`` after the sitting, or after the invitation that nobody took:
    ``when_over`` says whether all of it, or what tells who it was.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint("revision > 0", name="revision_counts_from_one"),
        CheckConstraint("link_days BETWEEN 1 AND 90", name="link_days"),
        CheckConstraint("kept_months BETWEEN 6 AND 60", name="kept_months"),
        CheckConstraint("when_over IN ('erase', 'anonymise')", name="when_over"),
        CheckConstraint("(fixed_at IS NULL) = (plan_hash IS NULL)", name="fixed_has_its_plan"),
        CheckConstraint("closed_at IS NULL OR fixed_at IS NOT NULL", name="closed_was_fixed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    blueprint: Mapped[str] = mapped_column(Text)
    notice_en: Mapped[str] = mapped_column(Text)
    notice_et: Mapped[str] = mapped_column(Text)
    link_days: Mapped[int] = mapped_column(default=14)
    kept_months: Mapped[int] = mapped_column(default=24)
    when_over: Mapped[str] = mapped_column(String(9), default=WhenOver.ERASE.value, server_default="erase")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    plan_hash: Mapped[str | None] = mapped_column(ForeignKey("content.hash"))
    fixed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class AssessmentViewer(Base):
    """Somebody with whom the owner shares an assessment: reads evidence and decides, changes nothing of the plan."""

    __tablename__ = "assessment_viewer"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Summary(NamedTuple):
    """An assessment as the list shows it, with how many were invited, began and ended."""

    id: UUID
    title: str
    owner_id: UUID
    changed_at: datetime
    fixed_at: datetime | None
    closed_at: datetime | None
    invited: int
    begun: int
    ended: int


def seen_by(person_id: UUID) -> ColumnElement[bool]:
    """Return the condition that an assessment is the person's own, or shared with him or her."""
    shared = select(AssessmentViewer.person_id).where(
        AssessmentViewer.assessment_id == Assessment.id, AssessmentViewer.person_id == person_id
    )
    return or_(Assessment.owner_id == person_id, shared.correlate(Assessment).exists())


def assessment_of(session: Session, assessment_id: UUID, person_id: UUID) -> Assessment | None:
    """Return the assessment as it stands now, if the person may see it."""
    found = select(Assessment).where(Assessment.id == assessment_id, seen_by(person_id))
    return session.scalar(found.execution_options(populate_existing=True))


def assessments_of(session: Session, person_id: UUID, *, limit: int, offset: int = 0) -> Sequence[Summary]:
    """Return the assessments that the person may see, what changed last in front."""
    mine = Candidate.assessment_id == Assessment.id
    invited = select(func.count()).select_from(Candidate).where(mine)
    sat = invited.join(Shift, Shift.id == Candidate.shift_id)
    found = select(
        Assessment.id,
        Assessment.title,
        Assessment.owner_id,
        Assessment.changed_at,
        Assessment.fixed_at,
        Assessment.closed_at,
        invited.correlate(Assessment).scalar_subquery(),
        sat.correlate(Assessment).scalar_subquery(),
        sat.where(Shift.ended_at.is_not(None)).correlate(Assessment).scalar_subquery(),
    )
    ordered = found.where(seen_by(person_id)).order_by(Assessment.changed_at.desc(), Assessment.id)
    return [Summary._make(row) for row in session.execute(ordered.limit(limit).offset(offset))]


def assessment_count(session: Session, person_id: UUID) -> int:
    """Return how many assessments the person may see."""
    return session.scalar(select(func.count()).select_from(Assessment).where(seen_by(person_id))) or 0


def viewers_of(session: Session, assessment_id: UUID) -> Sequence[UUID]:
    """Return with whom the assessment is shared."""
    found = select(AssessmentViewer.person_id).where(AssessmentViewer.assessment_id == assessment_id)
    return session.scalars(found.order_by(AssessmentViewer.since, AssessmentViewer.person_id)).all()


def candidates_among(session: Session, candidate_ids: Iterable[UUID]) -> Sequence[Candidate]:
    """Return those candidates as they stand now, by letter."""
    found = select(Candidate).where(Candidate.id.in_(set(candidate_ids))).order_by(Candidate.n)
    return session.scalars(found.execution_options(populate_existing=True)).all()
