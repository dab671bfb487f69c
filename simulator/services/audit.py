"""Noting what was done: a row for people, a line for operators; ids, never names."""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from simulator.persistence.audit import AuditRow

log = structlog.get_logger()


def note(session: Session, act: str, *, person_id: UUID | None, now: datetime, subject: str = "") -> None:
    """Add the row of *act* to the write that is under way, and write its line."""
    session.add(AuditRow(at=now, person_id=person_id, act=act, subject=subject))
    log.info(act, person=str(person_id) if person_id else "", subject=subject)
