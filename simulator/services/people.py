"""People: making accounts, checking and changing passwords."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid
from simulator.persistence.engine import writing
from simulator.persistence.people import Person, Role, SignIn, person_by_email
from simulator.services.audit import note

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


def _unpadded(raw: bytes) -> str:
    return b64encode(raw).decode().rstrip("=")


_hasher = PasswordHasher()
_turns = BoundedSemaphore(2)
"""Hashing takes 64 MiB and a tenth of a second by design: a class that signs in at once waits its turn."""
_nobody = (
    f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}$"
    f"{_unpadded(bytes(_hasher.salt_len))}${_unpadded(bytes(_hasher.hash_len))}"
)
"""The hash of no password; to check against it takes as long as against somebody's."""


def add_person(
    session: Session, email: str, name: str, password: str, roles: Iterable[Role], *, now: datetime, language: str = ""
) -> Person:
    """Make an account and return the person.

    Raises:
        Conflict: The address has an account already.
        Invalid: The password is too short or too long, or the address is none.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    if "@" not in email or not name:
        raise Invalid("An account needs an e-mail address and a name.")
    hashed = password_hash(password)
    person = Person(
        email=email,
        name=name,
        password_hash=hashed,
        created_at=now,
        language=language,
        roles_text=",".join(sorted(role.value for role in roles)),
    )
    with writing(session):
        if person_by_email(session, email):
            raise Conflict(f"{email} has an account already.")
        session.add(person)
        session.flush()
        note(session, "person_added", person_id=person.id, now=now)
    return person


def password_hash(password: str) -> str:
    """Return the hash of a new password.

    Raises:
        Invalid: It is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    with _turns:
        return _hasher.hash(password)


def is_password(person: Person | None, password: str) -> bool:
    """Tell whether *password* is the person's; it takes as long when there is no such person."""
    try:
        with _turns:
            return _hasher.verify(person.password_hash if person else _nobody, password) and person is not None
    except (VerificationError, InvalidHashError):
        return False


def change_password(session: Session, person: Person, new: str, *, keep: str, now: datetime) -> None:
    """Change the person's own password and end every other sign-in than the one under the hash *keep*.

    Raises:
        Invalid: It is too short or too long.
    """
    _put_password(session, person, new, keep, "password_changed", now)


def set_password(session: Session, person: Person, new: str, *, now: datetime) -> None:
    """Give the person a new password, for who forgot theirs, and end all their sign-ins.

    Raises:
        Invalid: It is too short or too long.
    """
    _put_password(session, person, new, "", "password_set", now)


def _put_password(session: Session, person: Person, new: str, keep: str, act: str, now: datetime) -> None:
    hashed = password_hash(new)
    with writing(session):
        person.password_hash = hashed
        session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.token_hash != keep))
        note(session, act, person_id=person.id, now=now)
