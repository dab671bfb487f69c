"""What an instructor says of somebody's work: comments on a criterion, and scores adjusted with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.items import StoredScorecard
from simulator.persistence.people import Person


class Comment(Base):
    """What somebody said of one criterion of an item's scorecard, or of the whole where ``criterion`` is empty."""

    __tablename__ = "comment"
    __table_args__ = (CheckConstraint("length(text) BETWEEN 1 AND 2000", name="text_says_something"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(30), default="")
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Adjustment(Base):
    """Why a scorecard differs from the one before it: which criterion, from how many points to how many, and who."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("points_before <> points_after AND points_before >= 0 AND points_after >= 0", name="points"),
        CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="reason_says_something"),
    )

    scorecard_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(30))
    points_before: Mapped[int]
    points_after: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Said(NamedTuple):
    """A comment with the name of who wrote it."""

    id: UUID
    criterion: str
    text: str
    by: str
    at: datetime


class Adjusted(NamedTuple):
    """An adjustment with the name of who made it; ``n`` is the scorecard that came of it."""

    n: int
    criterion: str
    points_before: int
    points_after: int
    reason: str
    by: str
    at: datetime


def comments_on(session: Session, item_id: UUID) -> Sequence[Said]:
    """Return what was said of an item, in order."""
    found = select(Comment.id, Comment.criterion, Comment.text, Person.name, Comment.at)
    found = found.join(Person, Person.id == Comment.person_id).where(Comment.item_id == item_id)
    return [Said._make(row) for row in session.execute(found.order_by(Comment.at, Comment.id))]


def adjustments_of(session: Session, item_id: UUID) -> Sequence[Adjusted]:
    """Return how the score of an item was adjusted, in order."""
    found = (
        select(
            StoredScorecard.n,
            Adjustment.criterion,
            Adjustment.points_before,
            Adjustment.points_after,
            Adjustment.reason,
            Person.name,
            Adjustment.at,
        )
        .join(StoredScorecard, StoredScorecard.id == Adjustment.scorecard_id)
        .join(Person, Person.id == Adjustment.person_id)
        .where(StoredScorecard.item_id == item_id)
    )
    return [Adjusted._make(row) for row in session.execute(found.order_by(StoredScorecard.n))]


def scorecards_of(session: Session, item_id: UUID) -> Sequence[StoredScorecard]:
    """Return every scorecard of an item, the machine's first, the one in force last."""
    found = select(StoredScorecard).where(StoredScorecard.item_id == item_id)
    return session.scalars(found.order_by(StoredScorecard.n)).all()
