"""Commands that keep the database in step with the software."""

import os
from datetime import UTC, datetime

import click

from simulator.config import Config
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, sessions
from simulator.services.assessments import keep_clocks


@click.group()
def db() -> None:
    """Look after the database of an installation.

    It is the one that DATABASE_URL names, or else the file in the data folder (SIMULATOR_DATA).
    """


@db.command()
def clocks() -> None:
    """End overdue sittings, let candidates go whose time is over.

    Sittings whose time ran out end; candidates whose time to be kept has come are erased or anonymised, as their
    assessment says, with a receipt. A start does the same, and so does the list of assessments once an hour; run it
    by a timer where neither happens.
    """
    config = Config.read(os.environ)
    engine = make_engine(config.database_url)
    with sessions(engine)() as session:
        done = keep_clocks(session, now=datetime.now(UTC))
    click.echo(
        f"Sittings ended: {done.ended}. Candidates erased: {done.erased}. Candidates anonymised: {done.anonymised}."
    )


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema.

    Nothing happens where it is there already; a start does the same.
    """
    config = Config.read(os.environ)
    engine = make_engine(config.database_url)
    schema.upgrade(engine)
    click.echo(f"The database is up to date: {engine.url.render_as_string()}")
