"""Candidates of assessments: their links, their sittings, reports, what reviewers decided, and what was erased."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.items import Item, Shift, StoredScorecard


class Ended(StrEnum):
    """How a sitting ended."""

    HANDED_IN = "handed_in"
    TIME = "time"


class LinkUse(StrEnum):
    """What a link opens: the assessment, or later the own result."""

    SITTING = "sitting"
    RESULT = "result"


class Candidate(Base):
    """Somebody who is invited to an assessment. The name and the address stand here and in the person, nowhere else.

    ``n`` is the letter under which reviewers know the candidate. ``more_time`` is in percent, set before the start, and
    seen by whoever set it and by administrators. The person comes with the first use of the link, the shift and the
    form that was drawn with the start. What is kept goes at ``kept_until``. From ``anonymised_at`` on only
    the figures of a letter are left: neither name nor address, nor what was granted.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("assessment_id", "n"),
        UniqueConstraint("assessment_id", "email"),
        UniqueConstraint("person_id"),
        UniqueConstraint("shift_id"),
        CheckConstraint("n > 0", name="n_counts_from_one"),
        CheckConstraint("more_time BETWEEN 0 AND 900", name="more_time"),
        CheckConstraint("(more_time = 0) = (more_time_by IS NULL)", name="more_time_has_its_author"),
        CheckConstraint("(person_id IS NULL) = (opened_at IS NULL)", name="opened_has_its_moment"),
        CheckConstraint("shift_id IS NULL OR person_id IS NOT NULL", name="who_sits_has_opened"),
        CheckConstraint("(form_hash IS NULL) = (shift_id IS NULL)", name="who_sits_has_a_form"),
        CheckConstraint("ended_how IN ('', 'handed_in', 'time')", name="ended_how"),
        CheckConstraint("ended_how = '' OR shift_id IS NOT NULL", name="who_ended_has_sat"),
        CheckConstraint("anonymised_at IS NULL OR ended_how <> ''", name="anonymised_has_ended"),
        CheckConstraint("anonymised_at IS NULL OR (name = '' AND more_time = 0)", name="anonymised_has_no_name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    n: Mapped[int]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")
    more_time: Mapped[int] = mapped_column(default=0)
    more_time_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    form_hash: Mapped[str | None] = mapped_column(ForeignKey("content.hash"))
    ended_how: Mapped[str] = mapped_column(String(10), default="")
    kept_until: Mapped[datetime] = mapped_column(index=True)
    anonymised_at: Mapped[datetime | None]


class CandidateLink(Base):
    """The *n*-th link of a candidate, which works once; the link holds the token, we hold its hash."""

    __tablename__ = "candidate_link"
    __table_args__ = (
        UniqueConstraint("candidate_id", "n"),
        CheckConstraint("n > 0", name="n_counts_from_one"),
        CheckConstraint("opens IN ('sitting', 'result')", name="opens"),
        CheckConstraint("ends_at > created_at", name="ends_after_it_begins"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"))
    n: Mapped[int]
    opens: Mapped[str] = mapped_column(String(8), default=LinkUse.SITTING.value)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SittingItem(Base):
    """The *n*-th claim of a sitting."""

    __tablename__ = "sitting_item"
    __table_args__ = (UniqueConstraint("item_id"), CheckConstraint("n > 0", name="n_counts_from_one"))

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))


class StoredReport(Base):
    """The report of a sitting, a snapshot made when it ended."""

    __tablename__ = "report"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class CandidateReview(Base):
    """What one reviewer has opened and decided: the evidence first, then a decision with its reason."""

    __tablename__ = "candidate_review"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decision = '')", name="decision_has_its_moment"),
        CheckConstraint("decided_at IS NULL OR length(reason) > 0", name="decision_has_its_reason"),
    )

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class Erasure(Base):
    """The receipt of an erasure, or of an anonymising: of which assessment, which letter, when and why; no person."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("why IN ('asked', 'clock')", name="why"),
        CheckConstraint("what IN ('erase', 'anonymise')", name="what"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    n: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(8))
    what: Mapped[str] = mapped_column(String(9), default="erase", server_default="erase")


class Sitting(NamedTuple):
    """A candidate with the sitting as it stands: begun, to end by, ended."""

    candidate: Candidate
    began_at: datetime | None
    deadline_at: datetime | None
    ended_at: datetime | None


def sitting_of(session: Session, person_id: UUID) -> Sitting | None:
    """Return the candidate that the person is, with the sitting."""
    found = select(Candidate, Shift.created_at, Shift.deadline_at, Shift.ended_at).outerjoin(
        Shift, Shift.id == Candidate.shift_id
    )
    row = session.execute(
        found.where(Candidate.person_id == person_id).execution_options(populate_existing=True)
    ).one_or_none()
    return Sitting(*row) if row is not None else None


def candidates_of(session: Session, assessment_id: UUID, *, limit: int, offset: int = 0) -> Sequence[Sitting]:
    """Return the candidates of an assessment by letter, each with the sitting."""
    found = select(Candidate, Shift.created_at, Shift.deadline_at, Shift.ended_at).outerjoin(
        Shift, Shift.id == Candidate.shift_id
    )
    found = found.where(Candidate.assessment_id == assessment_id).order_by(Candidate.n).limit(limit).offset(offset)
    return [Sitting(*row) for row in session.execute(found)]


def candidate_count(session: Session, assessment_id: UUID) -> int:
    """Return how many candidates an assessment has."""
    found = select(func.count()).select_from(Candidate).where(Candidate.assessment_id == assessment_id)
    return session.scalar(found) or 0


def last_letter(session: Session, assessment_id: UUID) -> int:
    """Return the last letter that was given out, also to who was erased; none is used again."""
    there = select(func.max(Candidate.n)).where(Candidate.assessment_id == assessment_id)
    gone = select(func.max(Erasure.n)).where(Erasure.assessment_id == assessment_id)
    return max(session.scalar(there) or 0, session.scalar(gone) or 0)


def items_of_sitting(session: Session, candidate_id: UUID) -> Sequence[Item]:
    """Return the claims of a sitting in their order."""
    found = select(Item).join(SittingItem, SittingItem.item_id == Item.id)
    return session.scalars(found.where(SittingItem.candidate_id == candidate_id).order_by(SittingItem.n)).all()


class ClaimTotal(NamedTuple):
    """What the *n*-th claim of a sitting scored, of 100, and by which form it was drawn."""

    candidate_id: UUID
    form_hash: str
    n: int
    total: int


def decided_throughout(session: Session, assessment_id: UUID) -> int:
    """Return how many sittings of an assessment have ended with every claim decided."""
    return session.scalar(select(func.count()).select_from(Candidate).where(_is_decided(assessment_id))) or 0


def totals_of(session: Session, assessment_id: UUID) -> Sequence[ClaimTotal]:
    """Return the newest score of every claim of the sittings that have ended with every claim decided."""
    newer = aliased(StoredScorecard)
    newest = select(func.max(newer.n)).where(newer.item_id == StoredScorecard.item_id).scalar_subquery()
    found = (
        select(Candidate.id, Candidate.form_hash, SittingItem.n, StoredScorecard.total)
        .join(SittingItem, SittingItem.candidate_id == Candidate.id)
        .join(StoredScorecard, and_(StoredScorecard.item_id == SittingItem.item_id, StoredScorecard.n == newest))
    )
    rows = session.execute(found.where(_is_decided(assessment_id)).order_by(Candidate.n, SittingItem.n))
    return [ClaimTotal._make(row) for row in rows]


def _is_decided(assessment_id: UUID) -> ColumnElement[bool]:
    card = select(StoredScorecard.id).where(StoredScorecard.item_id == SittingItem.item_id).correlate(SittingItem)
    left = select(SittingItem.n).where(SittingItem.candidate_id == Candidate.id, ~card.exists()).correlate(Candidate)
    return and_(Candidate.assessment_id == assessment_id, Candidate.ended_how != "", ~left.exists())


def link_of(session: Session, token_hash: str) -> CandidateLink | None:
    """Return the link as it stands now."""
    found = select(CandidateLink).where(CandidateLink.token_hash == token_hash)
    return session.scalar(found.execution_options(populate_existing=True))


def links_of(session: Session, candidate_ids: Iterable[UUID]) -> Mapping[UUID, CandidateLink]:
    """Return the newest link of each candidate."""
    newer = aliased(CandidateLink)
    newest = select(func.max(newer.n)).where(newer.candidate_id == CandidateLink.candidate_id).scalar_subquery()
    found = select(CandidateLink).where(CandidateLink.candidate_id.in_(set(candidate_ids)), CandidateLink.n == newest)
    return {one.candidate_id: one for one in session.scalars(found)}


def invited_among(session: Session, assessment_id: UUID, emails: Iterable[str]) -> frozenset[str]:
    """Return which of those addresses were invited to the assessment before."""
    found = select(Candidate.email).where(Candidate.assessment_id == assessment_id, Candidate.email.in_(set(emails)))
    return frozenset(session.scalars(found))
