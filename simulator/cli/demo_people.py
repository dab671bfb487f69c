"""The people of the demonstration and the claims on their desks."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from simulator.errors import Misconfigured
from simulator.persistence.people import Person, Role, is_anybody_there, person_by_email
from simulator.services.people import add_person, is_password


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One person of the demonstration."""

    email: str
    name: str
    language: str
    seed: int


PEOPLE = (
    DemoPerson(email="tess@example.com", name="Tess Lember", language="en", seed=1000),
    DemoPerson(email="tom@example.com", name="Tom Rebane", language="et", seed=2000),
)
_SYLLABLES = tuple(first + second for first in "bdfgklmnprstv" for second in "aeiou")


def seed_demo(session: Session, key: str, *, now: datetime) -> tuple[str, ...]:
    """Make the demo people and their claims where they are missing, and return the lines that tell the sign-ins.

    Raises:
        Misconfigured: The data folder holds an installation with people of its own.
    """
    if is_anybody_there(session) and not person_by_email(session, PEOPLE[0].email):
        raise Misconfigured("These data belong to an installation of its own; start it with `simulator run`.")
    return tuple(_sign_in_line(session, demo, key, now) for demo in PEOPLE)


def _sign_in_line(session: Session, demo: DemoPerson, key: str, now: datetime) -> str:
    password = demo_password(key, demo.email)
    person = person_by_email(session, demo.email)
    if person is None:
        person = add_person(session, demo.email, demo.name, password, [Role.TRAINEE], now=now, language=demo.language)
        _put_claims_on_desk(session, person, demo.seed, now)
    shown = f"password {password}" if is_password(person, password) else "the password that was chosen"
    return f"Sign in as {demo.email}, {shown}"


def demo_password(key: str, email: str) -> str:
    """Return a password that this installation alone gives, easy to type: ``kolu-mari-tase``."""
    digest = hmac.new(key.encode(), f"demo {email}".encode(), hashlib.sha256).digest()
    parts = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:6]]
    return "-".join("".join(parts[at : at + 2]) for at in (0, 2, 4))


def _put_claims_on_desk(session: Session, person: Person, seed: int, now: datetime) -> None:
    """Give the person one claim of every scenario."""
