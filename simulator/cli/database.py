"""Commands that keep the database in step with the software."""

import os

import click

from simulator.config import Config
from simulator.persistence import schema
from simulator.persistence.engine import make_engine


@click.group()
def db() -> None:
    """Look after the database of an installation.

    It is the one that DATABASE_URL names, or else the file in the data folder (SIMULATOR_DATA).
    """


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema.

    Nothing happens where it is there already; a start does the same.
    """
    config = Config.read(os.environ)
    engine = make_engine(config.database_url)
    schema.upgrade(engine)
    click.echo(f"The database is up to date: {engine.url.render_as_string()}")
