"""Audit rows: who did what to which thing, for people to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ForeignKey, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class AuditRow(Base):
    """One act; ``person_id`` is empty where the installation itself acted, ``subject`` where the act was to oneself.

    The subject is an id, or several with a space between; a person among them comes last.
    """

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which acts are wanted: those by or to a person, those of a kind; all where nothing is said."""

    person_id: UUID | None = None
    act: str = ""


class Acted(NamedTuple):
    """One act as it is listed."""

    at: datetime
    person_id: UUID | None
    act: str
    subject: str


def audit_count(session: Session, wanted: AuditFilter) -> int:
    """Return how many acts there are of those."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_conditions(wanted))) or 0


def acts(session: Session, wanted: AuditFilter, *, limit: int, offset: int = 0) -> Sequence[Acted]:
    """Return those acts, the newest first."""
    found = _ACTS.where(*_conditions(wanted)).limit(limit).offset(offset)
    return [Acted(at, person_id, act, subject) for at, person_id, act, subject in session.execute(found)]


def all_acts(session: Session, wanted: AuditFilter, *, at_once: int = 500) -> Iterator[Sequence[Acted]]:
    """Give those acts in parts, the newest first, so that a long list takes little memory."""
    found = _ACTS.where(*_conditions(wanted)).execution_options(yield_per=at_once)
    for rows in session.execute(found).partitions():
        yield [Acted(at, person_id, act, subject) for at, person_id, act, subject in rows]


def acts_on(session: Session, subject: str) -> Sequence[Acted]:
    """Return every act whose subject is that, or ends with it, the newest first."""
    found = _ACTS.where(AuditRow.subject.endswith(subject))
    return [Acted(at, person_id, act, on) for at, person_id, act, on in session.execute(found)]


def was_noted(session: Session, act: str, *, person_id: UUID, subject: str, since: datetime) -> bool:
    """Tell whether the person did that to *subject* since then."""
    mine = select(AuditRow.id).where(AuditRow.act == act, AuditRow.person_id == person_id, AuditRow.subject == subject)
    return session.scalar(mine.where(AuditRow.at >= since).limit(1)) is not None


def last_act(session: Session, act: str) -> datetime | None:
    """Return when that was done last."""
    return session.scalar(select(func.max(AuditRow.at)).where(AuditRow.act == act))


_ACTS = select(AuditRow.at, AuditRow.person_id, AuditRow.act, AuditRow.subject).order_by(
    AuditRow.at.desc(), AuditRow.id
)


def _conditions(wanted: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.person_id:
        yield or_(AuditRow.person_id == wanted.person_id, AuditRow.subject.endswith(str(wanted.person_id)))
    if wanted.act:
        yield AuditRow.act == wanted.act
