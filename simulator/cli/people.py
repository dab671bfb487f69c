"""Commands about people: who is there, a new account, a new password."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from simulator.config import Config
from simulator.errors import NotFound
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, sessions
from simulator.persistence.people import GIVEN, Role, everybody, person_by_email
from simulator.services.people import add_person, set_password


@click.group()
def people() -> None:
    """Look after the accounts of an installation.

    It is the one that DATABASE_URL names, or else the data folder (SIMULATOR_DATA).
    """


@people.command(name="list")
def list_people() -> None:
    """List everybody: address, name and roles."""
    with _session() as session:
        for person in everybody(session):
            click.echo("\t".join((person.email, person.name, person.roles_text)))


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="Name that pages show.")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in GIVEN]),
    multiple=True,
    default=["trainee"],
    show_default=True,
    help="What the person may do; may be given more than once.",
)
def add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Make an account for EMAIL, with a password shown once."""
    password = secrets.token_urlsafe(12)
    with _session() as session:
        add_person(session, email, name, password, [Role(role) for role in roles], now=datetime.now(UTC))
    click.echo(f"{email.strip().lower()}, password {password} (shown once: write it down)")


@people.command()
@click.argument("email")
def password(email: str) -> None:
    """Give EMAIL a new password, shown once.

    Every sign-in of that person ends.
    """
    fresh = secrets.token_urlsafe(12)
    with _session() as session:
        person = person_by_email(session, email)
        if person is None:
            raise NotFound(f"Nobody has the address {email}.")
        set_password(session, person, fresh, now=datetime.now(UTC))
    click.echo(f"{person.email}, password {fresh} (shown once: write it down)")


@contextmanager
def _session() -> Iterator[Session]:
    engine = make_engine(Config.read(os.environ).database_url)
    schema.upgrade(engine)
    with sessions(engine)() as session:
        yield session
    engine.dispose()
