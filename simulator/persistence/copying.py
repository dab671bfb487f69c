"""Whole copies of a database, made while others read and write it, checked, and put back.

SQLite: the online backup API, inside one read transaction, so that the copy is of one moment and no writer waits.
PostgreSQL: its own pg_dump and pg_restore, in the snapshot from which the copy is counted.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from simulator.errors import Invalid, Misconfigured
from simulator.persistence.schema import migrations

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; in pages or bytes."""
_PAGES_AT_ONCE = 2000
_HEADER = b"SQLite format 3\x00"
_MIGRATION = "SELECT version_num FROM alembic_version"
_COUNTED = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM item)"
_TABLES = (
    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    " AND schemaname NOT LIKE 'pg_toast%'"
)


class Held(NamedTuple):
    """What a database holds: the migration at which it stands, how many people, and how many works of theirs."""

    migration: str
    people: int
    works: int


def copy_sqlite(source: Path, target: Path, progress: Progress) -> None:
    """Copy the database *source*, as it is at one moment, into the new file *target*.

    Raises:
        Misconfigured: It cannot be read, or is no database.
    """
    try:
        with closing(_connected(source)) as there, closing(sqlite3.connect(target)) as here:
            there.execute("BEGIN")
            there.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            there.backup(here, pages=_PAGES_AT_ONCE, progress=lambda _status, left, of: progress(of - left, of))
            here.execute("PRAGMA journal_mode=DELETE").close()
    except sqlite3.Error as error:
        raise Misconfigured(f"The database {source} cannot be copied: {error}.") from error


def held_by_sqlite(file: Path) -> Held:
    """Return what the database *file* holds, once every page, index and reference of it was found whole.

    Raises:
        Invalid: It is no database of the simulator, or it is damaged.
    """
    with file.open("rb") as opened:
        if opened.read(len(_HEADER)) != _HEADER:
            raise Invalid("it is no SQLite database")
    try:
        with closing(_connected(file)) as base:
            (state,) = base.execute("PRAGMA integrity_check(1)").fetchone()
            if state != "ok":
                raise Invalid(f"it is damaged ({state})")
            if loose := base.execute("PRAGMA foreign_key_check").fetchone():
                raise Invalid(f"it is damaged (a row of {loose[0]} belongs to nothing)")
            ((migration,), counted) = (base.execute(one).fetchone() for one in (_MIGRATION, _COUNTED))
    except (sqlite3.Error, TypeError) as error:
        raise Invalid(f"it is no database of the simulator, or damaged ({error})") from error
    return Held(migration, *counted)


def settle_sqlite(file: Path) -> None:
    """Bring what lies in the write-ahead log of *file* into it, so that the file is whole by itself.

    Raises:
        sqlite3.Error: It is damaged, or somebody else has it open.
    """
    with closing(_connected(file, patience=2)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        base.execute("PRAGMA journal_mode=DELETE").close()


def is_known(migration: str) -> bool:
    """Tell whether this program has that migration; it has none that a newer program made."""
    try:
        return ScriptDirectory.from_config(migrations()).get_revision(migration) is not None
    except CommandError:
        return False


def dump_postgres(engine: Engine, target: Path) -> Held:
    """Write the database of *engine*, as it is at one moment, into the new file *target*, and return what it holds.

    Raises:
        Misconfigured: pg_dump is not installed, does not fit the server, or cannot read; or it is no database of ours.
    """
    tool = _tool("pg_dump", "make a backup")
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            migration = connection.scalar(text(_MIGRATION)) or ""
            people, works = connection.execute(text(_COUNTED)).one()
            _run([tool, "--format=custom", f"--snapshot={snapshot}", f"--file={target}"], engine.url)
    except DBAPIError as error:
        told = str(error.orig).partition("\n")[0]
        raise Misconfigured(f"The database cannot be backed up: {told}.") from error
    return Held(migration, people, works)


def is_empty(engine: Engine) -> bool:
    """Tell whether the PostgreSQL database of *engine* has no table."""
    with engine.connect() as connection:
        return not connection.scalar(text(_TABLES))


def load_postgres(engine: Engine, source: Path) -> None:
    """Bring the dump *source* into the empty database of *engine*: all of it, or, where that fails, nothing.

    Raises:
        Misconfigured: pg_restore is not installed, or refuses.
    """
    tool = _tool("pg_restore", "restore")
    _run([tool, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(source)], engine.url)


def _connected(file: Path, *, patience: float = 30) -> sqlite3.Connection:
    """Open a database that is there; none is made."""
    return sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True, isolation_level=None, timeout=patience)


def _tool(name: str, purpose: str) -> str:
    if found := shutil.which(name):
        return found
    raise Misconfigured(
        f"To {purpose} on PostgreSQL this needs {name}, which is not installed here. Install the client programs of "
        "PostgreSQL, of the server's version or newer, or use the backup of your database server."
    )


def _run(words: list[str], url: URL) -> None:
    """Run a tool of PostgreSQL on the database at *url*; the password travels where no list of processes shows it."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    command = [words[0], f"--dbname={address}", *words[1:]]
    done = subprocess.run(  # noqa: S603 - a program that was looked up, with words of ours
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = done.stderr.strip().partition("\n")[0] or f"exit code {done.returncode}"
        raise Misconfigured(f"{Path(words[0]).name} could not do it: {told}")
