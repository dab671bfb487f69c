"""Shifts, their items, the log of acts on each, and the scorecards that came of them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Row, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class ItemState(StrEnum):
    """How far an item has come: waiting for a reply and decided can still be undone, closed cannot."""

    OPEN = "open"
    WAITING = "waiting"
    DECIDED = "decided"
    CLOSED = "closed"


SITTING = "sitting"
"""The kind of a shift that a candidate sits: it has a deadline where the assessment has one, and no debriefs."""


class Shift(Base):
    """One clock and one desk; practice is a shift of one item, a sitting has several and may have a deadline."""

    __tablename__ = "shift"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="practice")
    created_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Item(Base):
    """One claim on a desk, with what was promised when it was taken up: exercise, determination, wording, scenario."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('open', 'waiting') AND decided_at IS NULL AND closed_at IS NULL)"
            " OR (state = 'decided' AND decided_at IS NOT NULL AND closed_at IS NULL)"
            " OR (state = 'closed' AND closed_at IS NOT NULL)",
            name="state_has_its_moments",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    scenario_id: Mapped[str] = mapped_column(String(40), index=True)
    seed: Mapped[str] = mapped_column(String(40))
    exercise_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    determination_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    scenario_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    form_hash: Mapped[str | None] = mapped_column(ForeignKey("content.hash"))
    guide_hash: Mapped[str | None] = mapped_column(ForeignKey("content.hash"))
    state: Mapped[str] = mapped_column(String(10), default=ItemState.OPEN.value)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class LoggedAction(Base):
    """The n-th act on an item. The log is all that is kept of the work; UNIQUE(item, n) makes it one line of acts."""

    __tablename__ = "action"
    __table_args__ = (CheckConstraint("n > 0", name="n_counts_from_one"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class StoredState(Base):
    """What was right on the file of an item as it stood after its act *n*; the item itself names what was at first."""

    __tablename__ = "state"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    determination_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))


class StoredScorecard(Base):
    """A scorecard of an item; re-scoring adds the next *n* and keeps the old. ``total`` is in points of 100."""

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("item_id", "n"), CheckConstraint("total BETWEEN 0 AND 100", name="total"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    n: Mapped[int] = mapped_column(default=1)
    total: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    versions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]


def kind_of_shift(session: Session, item_id: UUID) -> str:
    """Return the kind of the shift that an item belongs to; nothing where there is no such item."""
    found = select(Shift.kind).join(Item, Item.shift_id == Shift.id).where(Item.id == item_id)
    return session.scalar(found) or ""


def own_item(session: Session, item_id: UUID, person_id: UUID) -> Item | None:
    """Return the item if it is that person's."""
    return session.scalar(select(Item).where(Item.id == item_id, Item.person_id == person_id))


def own_work(session: Session, item_id: UUID, person_id: UUID) -> tuple[Item, Shift] | None:
    """Return the item and its shift as they stand now, if the item is that person's."""
    found = select(Item, Shift).join(Shift, Shift.id == Item.shift_id)
    mine = found.where(Item.id == item_id, Item.person_id == person_id)
    row = session.execute(mine.execution_options(populate_existing=True)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def items_of(session: Session, person_id: UUID, state: ItemState | None = None, limit: int = 50) -> Sequence[Item]:
    """Return the person's items, newest first."""
    found = select(Item).where(Item.person_id == person_id)
    if state is not None:
        found = found.where(Item.state == state.value)
    return session.scalars(found.order_by(Item.created_at.desc(), Item.number).limit(limit)).all()


def log_of(session: Session, item_id: UUID) -> Sequence[LoggedAction]:
    """Return the log of an item, in order."""
    return session.scalars(select(LoggedAction).where(LoggedAction.item_id == item_id).order_by(LoggedAction.n)).all()


def scorecard_of(session: Session, item_id: UUID) -> StoredScorecard | None:
    """Return the newest scorecard of an item."""
    found = select(StoredScorecard).where(StoredScorecard.item_id == item_id)
    return session.scalar(found.order_by(StoredScorecard.n.desc()).limit(1))


def states_of(session: Session, item_id: UUID) -> Sequence[tuple[int, str]]:
    """Return act and determination of every later state of the file of an item, in order."""
    found = select(StoredState.n, StoredState.determination_hash).where(StoredState.item_id == item_id)
    return [(row.n, row.determination_hash) for row in session.execute(found.order_by(StoredState.n))]


def log_rows(session: Session, item_id: UUID) -> Sequence[Row[tuple[int, datetime, str, dict[str, Any]]]]:
    """Return n, at, kind and data of the log of an item, in order, without making objects of ours."""
    found = select(LoggedAction.n, LoggedAction.at, LoggedAction.kind, LoggedAction.data)
    return session.execute(found.where(LoggedAction.item_id == item_id).order_by(LoggedAction.n)).all()
