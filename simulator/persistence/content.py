"""Large texts that were promised and are equal for many (exercises, determinations, wordings): once each, by hash."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import String, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class StoredContent(Base):
    """A text under the SHA-256 of its bytes; never changed."""

    __tablename__ = "content"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


def content_hash(body: str) -> str:
    """Return the name under which *body* is kept."""
    return hashlib.sha256(body.encode()).hexdigest()


def keep(session: Session, *bodies: str) -> tuple[str, ...]:
    """Store each body that is not there yet, and return the hashes in the order given. Call it inside a write."""
    rows = {content_hash(body): body for body in bodies}
    postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(StoredContent) if postgres else sqlite.insert(StoredContent)
    session.execute(insert.on_conflict_do_nothing(), [{"hash": key, "body": rows[key]} for key in sorted(rows)])
    return tuple(content_hash(body) for body in bodies)


def kept(session: Session, *hashes: str) -> Mapping[str, str]:
    """Return the bodies of those hashes, in one query."""
    found = select(StoredContent.hash, StoredContent.body).where(StoredContent.hash.in_(hashes))
    return {row.hash: row.body for row in session.execute(found)}
