"""The people of the demonstration and the claims on their desks."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from simulator.cli.demo_claims import HISTORY, Finished, fill_desk
from simulator.cli.demo_groups import fill_group
from simulator.cli.demo_hiring import fill_hiring
from simulator.cli.demo_library import fill_library
from simulator.errors import Misconfigured
from simulator.persistence.people import Person, Role, is_anybody_there, person_by_email
from simulator.services.password_links import issue_link
from simulator.services.people import add_person, deactivate, is_password
from simulator.web.context import House


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One person of the demonstration: claims finished before, and the levels of those that lie open."""

    email: str
    name: str
    language: str
    history: tuple[Finished, ...] = ()
    levels: tuple[int, ...] = ()
    role: Role = Role.TRAINEE


PEOPLE = (
    DemoPerson(email="tess@example.com", name="Tess Lember", language="en", history=HISTORY, levels=(2, 3, 2)),
    DemoPerson(email="tom@example.com", name="Tom Rebane", language="et", levels=(1, 2, 1)),
    DemoPerson(email="ines@example.com", name="Ines Kask", language="en", role=Role.INSTRUCTOR),
    DemoPerson(email="rae@example.com", name="Rae Holm", language="en", role=Role.HIRING_MANAGER),
    DemoPerson(email="ada@example.com", name="Ada Oja", language="en", role=Role.ADMINISTRATOR),
)
"""Tess has been here for weeks, Tom comes for the first time; Ines leads both, Rae assesses candidates, and Ada looks
after the installation."""
GONE, EXPECTED = ("olev@example.com", "Olev Paju"), ("liis@example.com", "Liis Mets")
"""A trainee whose account is closed, and one whose link for a password still waits."""
_SYLLABLES = tuple(first + second for first in "bdfgklmnprstv" for second in "aeiou")


def seed_demo(house: House, *, now: datetime) -> tuple[str, ...]:
    """Make the demo people and their claims where they are missing, and return the lines that tell the sign-ins.

    Raises:
        Misconfigured: The data folder holds an installation with people of its own.
    """
    key = house.config.secret_key
    with house.sessions() as session:
        if is_anybody_there(session) and not person_by_email(session, PEOPLE[0].email):
            raise Misconfigured("These data belong to an installation of its own; start it with `simulator run`.")
        people = [(demo, _person(session, demo, key, now)) for demo in PEOPLE]
        for demo, person in people:
            if demo.role is Role.TRAINEE:
                fill_desk(session, person.id, house, history=demo.history, levels=demo.levels, now=now)
            elif demo.role is Role.HIRING_MANAGER:
                fill_hiring(session, house, person, now=now)
            elif demo.role is Role.ADMINISTRATOR:
                _fill_office(session, person, now)
        _fill_group(session, house, people, now)
        return tuple(_sign_in_line(demo, person, key) for demo, person in people)


def _person(session: Session, demo: DemoPerson, key: str, now: datetime) -> Person:
    password = demo_password(key, demo.email)
    return person_by_email(session, demo.email) or add_person(
        session, demo.email, demo.name, password, [demo.role], now=now, language=demo.language
    )


def _fill_group(session: Session, house: House, people: Sequence[tuple[DemoPerson, Person]], now: datetime) -> None:
    trainees = [person for demo, person in people if demo.role is Role.TRAINEE]
    for demo, person in people:
        if demo.role is Role.INSTRUCTOR:
            fill_group(session, house, person, trainees, now=now)
            fill_library(session, house, person, now=now)


def _fill_office(session: Session, ada: Person, now: datetime) -> None:
    """Let the administrator have something to look at: an account that was closed, and a link that waits."""
    for (email, name), ends in ((GONE, True), (EXPECTED, False)):
        if person_by_email(session, email) is None:
            fresh = secrets.token_urlsafe(32)
            made = add_person(session, email, name, fresh, [Role.TRAINEE], now=now, by=ada.id)
            if ends:
                deactivate(session, made.id, by=ada.id, now=now)
            else:
                issue_link(session, made.id, by=ada.id, now=now)


def _sign_in_line(demo: DemoPerson, person: Person, key: str) -> str:
    password = demo_password(key, demo.email)
    shown = f"password {password}" if is_password(person, password) else "the password that was chosen"
    return f"Sign in as {demo.email}, {shown}"


def demo_password(key: str, email: str) -> str:
    """Return a password that this installation alone gives, easy to type: ``kolu-mari-tase``."""
    digest = hmac.new(key.encode(), f"demo {email}".encode(), hashlib.sha256).digest()
    parts = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:6]]
    return "-".join("".join(parts[at : at + 2]) for at in (0, 2, 4))
