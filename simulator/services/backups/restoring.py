"""Restoring a backup: looked through first, brought to the newest schema aside, then put in place in one step.

The database takes its place by one rename, and that is the moment of the restore: what is cut short before leaves the
old installation, what is cut short after leaves the new one (``config`` lets the key follow at the next start).
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Engine

from simulator.config import KEY_FILE, NEXT, Config, database_file
from simulator.errors import Conflict, Invalid, Misconfigured
from simulator.persistence import schema
from simulator.persistence.copying import held_by_sqlite, is_empty, is_known, load_postgres, settle_sqlite
from simulator.persistence.engine import opened_engine, sessions, writing
from simulator.services.audit import note
from simulator.services.backups.archive import Archive
from simulator.services.backups.making import Tell
from simulator.services.backups.places import make_durable, working_folder, write_secret

RESTORED = "backup_restored"
"""The act that a restore notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """Where the restored database is, and what of before was kept under which names."""

    place: str
    kept: tuple[Path, ...]


def require_usable(archive: Archive) -> None:
    """Raise Invalid where a newer program made the backup, or there is nothing like it to restore into."""
    manifest = archive.manifest
    if not is_known(manifest.migration):
        raise Invalid(
            f"it stands at schema {manifest.migration!r} of version {manifest.program}, which this program does not "
            "know. Install that version or a newer one, then restore"
        )


def look_through(archive: Archive, *, tell: Tell) -> None:
    """Unpack the backup into a passing folder, to see whether it is whole.

    Raises:
        Invalid: It is damaged.
        Misconfigured: There is no room to unpack it.
    """
    try:
        with working_folder(Path(gettempdir())) as work:
            _unpacked(archive, work / "database", tell)
    except OSError as error:
        told = (
            f"The backup cannot be unpacked in {gettempdir()} ({error.strerror or error}). Name a folder with TMPDIR."
        )
        raise Misconfigured(told) from error


def _unpacked(archive: Archive, fresh: Path, tell: Tell) -> None:
    archive.extract(fresh, tell("Unpacking"))
    if archive.manifest.database == "sqlite":
        tell("Checking")
        if held_by_sqlite(fresh).migration != archive.manifest.migration:
            raise Invalid("the database in it is not the one that was backed up")


def restore(archive: Archive, config: Config, *, force: bool, tell: Tell, now: datetime) -> Restored:
    """Make the installation of *config* what the backup holds, at the newest schema, and note it.

    Raises:
        Invalid: The backup is damaged, of a newer program, or of another kind of database.
        Conflict: There is a database already, and *force* is not set; or somebody has it open.
        Misconfigured: The place cannot be written, or a tool is missing.
    """
    require_usable(archive)
    file = database_file(config.database_url)
    kind = "sqlite" if file is not None else "postgresql"
    if archive.manifest.database != kind:
        raise Invalid(f"it is of a {archive.manifest.database} database, and this installation has {kind}")
    try:
        if file is not None:
            return _into_file(archive, config, file, force=force, tell=tell, now=now)
        with opened_engine(config.database_url) as engine:
            return _into_server(archive, config, engine, tell=tell, now=now)
    except OSError as error:
        raise Misconfigured(f"The backup cannot be put in place ({error.strerror or error}).") from error


def _into_file(archive: Archive, config: Config, file: Path, *, force: bool, tell: Tell, now: datetime) -> Restored:
    if file.exists() and not force:
        raise Conflict(f"{file} is there already. Restore over it with --force; it is kept under another name.")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with working_folder(file.parent) as work:
        fresh = work / "database"
        _unpacked(archive, fresh, tell)
        tell("Bringing it to the newest schema")
        with opened_engine(f"sqlite:///{fresh}") as engine:
            _finish(engine, now)
        settle_sqlite(fresh)
        fresh.chmod(0o600)
        kept = _take_places(fresh, file, config.data / KEY_FILE, archive.secret_key, f"before-{now:%Y-%m-%d-%H%M%S}")
    return Restored(place=str(file), kept=kept)


def _take_places(fresh: Path, file: Path, key: Path, secret: str, before: str) -> tuple[Path, ...]:
    """Put database and key where they belong; return what of before was kept."""
    next_file, next_key = file.with_name(file.name + NEXT), key.with_name(key.name + NEXT)
    next_key.unlink(missing_ok=True)
    fresh.replace(next_file)
    write_secret(next_key, secret)
    make_durable(next_file)
    kept = _kept_aside(file, before)
    if key.exists() and kept and key.read_text().strip() != secret:
        kept += (_linked(key, before),)
    make_durable(file.parent)
    next_file.replace(file)
    next_key.replace(key)
    make_durable(file.parent)
    return kept


def _kept_aside(file: Path, before: str) -> tuple[Path, ...]:
    """Give the database of before a second name, with what lay in its log; a log must never meet another database."""
    if not file.exists():
        return ()
    try:
        settle_sqlite(file)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Conflict(f"{file} is open elsewhere ({error}). End what uses it, then restore again.") from error
        for log in (f"{file.name}-wal", f"{file.name}-shm"):
            with suppress(FileNotFoundError):
                file.with_name(log).rename(file.with_name(log.replace(file.name, f"{file.name}.{before}", 1)))
    return (_linked(file, before),)


def _linked(file: Path, before: str) -> Path:
    other = file.with_name(f"{file.name}.{before}")
    other.unlink(missing_ok=True)
    try:
        os.link(file, other)
    except OSError:
        shutil.copy2(file, other)
    return other


def _into_server(archive: Archive, config: Config, engine: Engine, *, tell: Tell, now: datetime) -> Restored:
    """Fill an empty PostgreSQL database; the key comes first, since without a database it opens nothing."""
    place = engine.url.render_as_string(hide_password=True)
    if not is_empty(engine):
        raise Conflict(
            f"The database {place} is not empty. Make a new one and name it with DATABASE_URL; the old one stays as "
            "it is, and --force does not change that."
        )
    with working_folder(config.data) as work:
        _unpacked(archive, work / "database", tell)
        key, kept = config.data / KEY_FILE, tuple[Path, ...]()
        if key.exists() and key.read_text().strip() != archive.secret_key:
            kept = (_linked(key, f"before-{now:%Y-%m-%d-%H%M%S}"),)
        write_secret(work / "key", archive.secret_key)
        (work / "key").replace(key)
        tell("Loading with pg_restore")
        try:
            load_postgres(engine, work / "database")
        except BaseException:
            for before in kept:
                before.replace(key)
            raise
    tell("Bringing it to the newest schema")
    _finish(engine, now)
    return Restored(place=place, kept=kept)


def _finish(engine: Engine, now: datetime) -> None:
    schema.upgrade(engine)
    with sessions(engine)() as session, writing(session):
        note(session, RESTORED, person_id=None, now=now)
