"""The schema as migrations know it: bring a database up to date, and tell whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from simulator.errors import Misconfigured
from simulator.persistence import (
    assessments,
    assignments,
    audit,
    candidates,
    content,
    groups,
    items,
    password_links,
    people,
    reviews,
    scenarios,
)
from simulator.persistence.base import Base

MODELS = (
    assessments,
    assignments,
    audit,
    candidates,
    content,
    groups,
    items,
    password_links,
    people,
    reviews,
    scenarios,
)
"""Every module with tables, so that the metadata is whole wherever it is used."""
METADATA = Base.metadata


def migrations() -> Config:
    """Return Alembic's view of our migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration; nothing happens where it is there already.

    Raises:
        Misconfigured: The database cannot be opened or written, or a newer edition of the simulator has changed it.
    """
    config = migrations()
    try:
        with engine.connect() as connection, _rebuilding(connection), connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise Misconfigured(f"The database {_named(engine)} cannot be used: {_first_line(error)}.") from error
    except CommandError as error:
        raise Misconfigured(f"The database {_named(engine)} is of another edition: {error}.") from error


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite drop and rebuild a table that others refer to: it changes a constraint in no other way."""
    raw: Any = connection.connection.dbapi_connection
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys=OFF").close()
    try:
        yield
    finally:
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=ON").close()


def _named(engine: Engine) -> str:
    """Return the address of the database, without its password."""
    return engine.url.render_as_string(hide_password=True)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


def is_up_to_date(engine: Engine) -> bool:
    """Tell whether the database stands at the newest migration."""
    head = ScriptDirectory.from_config(migrations()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
