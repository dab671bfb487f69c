"""Links by which a person chooses a new password: each works once and for a while."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class LinkState(StrEnum):
    """What became of a link; one that ran out stays open."""

    OPEN = "open"
    USED = "used"
    REPLACED = "replaced"


class PasswordLink(Base):
    """A link for one person; the link holds the token, we hold its hash. ``created_by`` is empty for the console."""

    __tablename__ = "password_link"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'used', 'replaced')", name="state"),
        CheckConstraint("ends_at > created_at", name="ends_after_it_begins"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default=LinkState.OPEN.value)


def open_link_of(session: Session, person_id: UUID, now: datetime) -> PasswordLink | None:
    """Return the link that waits for the person, if one does."""
    found = select(PasswordLink).where(
        PasswordLink.person_id == person_id, PasswordLink.state == LinkState.OPEN.value, PasswordLink.ends_at > now
    )
    return session.scalar(found.limit(1))
