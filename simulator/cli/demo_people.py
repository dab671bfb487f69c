"""The people of the demonstration and the claims on their desks."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from simulator.cli.demo_claims import HISTORY, Finished, fill_desk
from simulator.errors import Misconfigured
from simulator.persistence.people import Person, Role, is_anybody_there, person_by_email
from simulator.services.people import add_person, is_password
from simulator.web.context import House


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One person of the demonstration: claims finished before, and the levels of those that lie open."""

    email: str
    name: str
    language: str
    history: tuple[Finished, ...]
    levels: tuple[int, ...]


PEOPLE = (
    DemoPerson(email="tess@example.com", name="Tess Lember", language="en", history=HISTORY, levels=(2, 3, 2)),
    DemoPerson(email="tom@example.com", name="Tom Rebane", language="et", history=(), levels=(1, 2, 1)),
)
"""Tess has been here for some weeks; Tom comes for the first time."""
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
            fill_desk(session, person.id, house, history=demo.history, levels=demo.levels, now=now)
        return tuple(_sign_in_line(demo, person, key) for demo, person in people)


def _person(session: Session, demo: DemoPerson, key: str, now: datetime) -> Person:
    password = demo_password(key, demo.email)
    return person_by_email(session, demo.email) or add_person(
        session, demo.email, demo.name, password, [Role.TRAINEE], now=now, language=demo.language
    )


def _sign_in_line(demo: DemoPerson, person: Person, key: str) -> str:
    password = demo_password(key, demo.email)
    shown = f"password {password}" if is_password(person, password) else "the password that was chosen"
    return f"Sign in as {demo.email}, {shown}"


def demo_password(key: str, email: str) -> str:
    """Return a password that this installation alone gives, easy to type: ``kolu-mari-tase``."""
    digest = hmac.new(key.encode(), f"demo {email}".encode(), hashlib.sha256).digest()
    parts = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:6]]
    return "-".join("".join(parts[at : at + 2]) for at in (0, 2, 4))
