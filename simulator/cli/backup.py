"""``simulator backup`` and ``simulator restore``: an installation as one file, and back."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.cli.holding import held_alone
from simulator.config import DATA_FOLDER, KEY_FILE, SECRET_KEY, Config, data_folder, known_key
from simulator.errors import Invalid, NotFound
from simulator.persistence.copying import Progress
from simulator.persistence.engine import opened_engine
from simulator.services import backups
from simulator.services.backups import Manifest, opened_archive, require_usable

_FORCE_BACKUP = click.option("--force", is_flag=True, help="Overwrite FILE where it is there.")
_FORCE_RESTORE = click.option("--force", is_flag=True, help="Restore over a database; it is kept under another name.")
_CHECK = click.option("--check", "only_check", is_flag=True, help="Say what FILE holds and whether it fits, no more.")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@_FORCE_BACKUP
def backup(file: Path | None, force: bool) -> None:
    """Copy the installation into one file, while it runs.

    FILE is a new file; by default one in the data folder (SIMULATOR_DATA), named after the moment. It holds the
    database as it is at one moment, checked, and the secret key, so that a restore elsewhere keeps sign-ins and
    signatures. Whoever has it can read everything and sign in as anybody: keep it where only you can read it. On
    PostgreSQL (DATABASE_URL) it is made with pg_dump.
    """
    now = datetime.now(UTC)
    if known_key(os.environ) is None:
        raise NotFound(f"There is no installation in {data_folder(os.environ)}. Name its folder with {DATA_FOLDER}.")
    config = Config.read(os.environ)
    file = (file or config.data / f"backup-{now:%Y-%m-%d-%H%M%S}.zip").absolute()
    with opened_engine(config.database_url) as engine:
        held = backups.make_backup(engine, config, file, force=force, tell=_tell, now=now)
    click.echo(f"{file}, {file.stat().st_size / 1e6:.2f} MB: {_counted(held)}.")
    click.echo("It holds the secret key and what everybody did: keep it where only you can read it.", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_FORCE_RESTORE
@_CHECK
def restore(file: Path, force: bool, only_check: bool) -> None:
    """Make the installation what a backup holds.

    FILE is what `simulator backup` wrote. It is checked first, and brought to the newest schema; then it takes its
    place in one step. End the server before. Into a data folder (SIMULATOR_DATA) with a database it goes by --force
    alone, and that database is kept beside it; into PostgreSQL (DATABASE_URL) only while the database is empty.
    """
    try:
        _restore(file, force, only_check)
    except Invalid as error:
        raise Invalid(f"{file} cannot be restored: {error}. Nothing was changed.") from error


def _restore(file: Path, force: bool, only_check: bool) -> None:
    with opened_archive(file) as archive:
        held = archive.manifest
        click.echo(f"Backup of {held.made_at:%Y-%m-%d %H:%M} UTC, made by version {held.program}: {_counted(held)}.")
        require_usable(archive)
        if only_check:
            backups.look_through(archive, tell=_tell)
            click.echo("It is whole, and this program can restore it.")
            return
        config = Config.read(os.environ)
        with held_alone(config.data):
            done = backups.restore(archive, config, force=force, tell=_tell, now=datetime.now(UTC))
    click.echo(f"Restored: {done.place}")
    for kept in done.kept:
        click.echo(f"Kept what was there before: {kept}")
    if os.environ.get(SECRET_KEY, archive.secret_key) != archive.secret_key:
        told = (
            f"{SECRET_KEY} is another key than the backup's: take it away, or sign-ins and signatures of before fail."
        )
        click.echo(f"{told} The backup's lies in {config.data / KEY_FILE}.", err=True)


def _counted(held: Manifest) -> str:
    people = f"{held.people} {'person' if held.people == 1 else 'people'}"
    works = f"{held.works} {'work' if held.works == 1 else 'works'}"
    return f"{people}, {works}, {held.database}, schema {held.migration}"


def _tell(step: str) -> Progress:
    """Begin a step; on a terminal it is shown, with how far it has come."""
    if not sys.stderr.isatty():
        return lambda _done, _of: None
    click.echo(f"{step} ...", err=True)
    return lambda done, of: click.echo(f"\r{done * 100 // max(of, 1)} %", nl=done >= of, err=True)
