"""Commands that keep the database in step with the software."""

import os

import click

from simulator.config import Config
from simulator.persistence import schema
from simulator.persistence.engine import make_engine


@click.group()
def db() -> None:
    """Look after the database that DATABASE_URL or the data folder names."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema; nothing happens where it is there already."""
    config = Config.read(os.environ)
    engine = make_engine(config.database_url)
    schema.upgrade(engine)
    click.echo(f"The database is up to date: {engine.url.render_as_string()}")
