"""Making a backup while the installation runs."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from simulator import __version__
from simulator.config import Config, database_file
from simulator.errors import Invalid, Misconfigured, NotFound
from simulator.persistence.copying import Held, Progress, copy_sqlite, dump_postgres, held_by_sqlite
from simulator.persistence.engine import sessions, writing
from simulator.persistence.installation import BACKUP
from simulator.services.audit import note
from simulator.services.backups.archive import KIND, Manifest, fingerprint, pack
from simulator.services.backups.places import is_there, put, working_folder

Tell = Callable[[str], Progress]
"""Begins a step of that name, and gives back what is to be told how far it has come."""


def make_backup(engine: Engine, config: Config, file: Path, *, force: bool, tell: Tell, now: datetime) -> Manifest:
    """Write all that the installation is made of, as it is at one moment, into *file*, note it, and say what it holds.

    The file appears whole or not at all, its owner alone can read it, and its database was found whole.

    Raises:
        Conflict: The file is there, and it is not to be overwritten.
        NotFound: There is no database to copy.
        Misconfigured: The database cannot be copied or is damaged, or the file cannot be written.
    """
    if file.exists() and not force:
        raise is_there(file)
    if not (file.parent.is_dir() and (not file.exists() or file.is_file())):
        raise Misconfigured(f"{file} cannot be written: name a file in a folder that is there.")
    try:
        with working_folder(file.parent) as work:
            manifest = _packed(engine, config, work, tell=tell, now=now)
            put(work / "backup", file, force=force)
    except OSError as error:
        raise Misconfigured(f"{file} cannot be written ({error.strerror or error}).") from error
    with sessions(engine)() as session, writing(session):
        note(session, BACKUP, person_id=None, now=now)
    return manifest


def _packed(engine: Engine, config: Config, work: Path, *, tell: Tell, now: datetime) -> Manifest:
    copy, kind = work / "database", engine.dialect.name
    held = _copied(engine, config, copy, tell)
    manifest = Manifest(
        kind=KIND,
        made_at=now,
        program=__version__,
        database=kind,
        migration=held.migration,
        people=held.people,
        works=held.works,
        size=copy.stat().st_size,
        sha256=fingerprint(copy),
    )
    pack(work / "backup", manifest, secret_key=config.secret_key, database=copy, progress=tell("Packing"))
    return manifest


def _copied(engine: Engine, config: Config, copy: Path, tell: Tell) -> Held:
    if engine.dialect.name == "postgresql":
        tell("Dumping with pg_dump")
        return dump_postgres(engine, copy)
    source = database_file(config.database_url)
    if source is None or not source.is_file():
        raise NotFound(f"There is no database to back up at {source or config.database_url}.")
    copy_sqlite(source, copy, tell("Copying"))
    tell("Checking")
    try:
        return held_by_sqlite(copy)
    except Invalid as error:
        raise Misconfigured(f"The database {source} cannot be backed up: {error}. Restore the last backup.") from error
