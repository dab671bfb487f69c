"""The installation as its database knows it: kind, version, size, migration, how much of everything there is."""

from datetime import datetime
from typing import NamedTuple

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from simulator.persistence.audit import AuditRow, last_act
from simulator.persistence.items import Item
from simulator.persistence.people import Person, SignIn
from simulator.persistence.scenarios import StoredScenario
from simulator.persistence.schema import migrations

BACKUP = "backup_made"
"""The act that the backup notes."""
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class Database(NamedTuple):
    """The database: what it is, how many bytes it takes, at which migration it stands and should stand."""

    kind: str
    version: str
    size: int | None
    migration: str
    newest_migration: str


class Counts(NamedTuple):
    """How much there is of what grows."""

    people: int
    active: int
    sign_ins: int
    items: int
    scenarios: int
    acts: int


def database(session: Session) -> Database:
    """Return what the database is, and where it stands."""
    connection = session.connection()
    kind = connection.dialect.name
    size = session.scalar(text(_SIZE[kind])) if kind in _SIZE else None
    return Database(
        kind=kind,
        version=".".join(str(part) for part in connection.dialect.server_version_info or ()),
        size=size,
        migration=MigrationContext.configure(connection).get_current_revision() or "",
        newest_migration=ScriptDirectory.from_config(migrations()).get_current_head() or "",
    )


def counts(session: Session, now: datetime) -> Counts:
    """Return how much there is, in one statement."""
    wanted = (
        select(func.count()).select_from(Person),
        select(func.count()).select_from(Person).where(Person.active),
        select(func.count()).select_from(SignIn).where(SignIn.ends_at > now),
        select(func.count()).select_from(Item),
        select(func.count()).select_from(StoredScenario),
        select(func.count()).select_from(AuditRow),
    )
    row = session.execute(select(*(one.scalar_subquery() for one in wanted))).one()
    return Counts(*(int(count) for count in row))


def last_backup(session: Session) -> datetime | None:
    """Return when the last backup was noted."""
    return last_act(session, BACKUP)
