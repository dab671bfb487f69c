"""People: making accounts, their roles, who may sign in; checking and changing passwords."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid, NotFound
from simulator.persistence.engine import writing
from simulator.persistence.password_links import LinkState, PasswordLink
from simulator.persistence.people import GIVEN, Person, Role, SignIn, administrators_held, person_by_email
from simulator.services.audit import note

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_EMAIL, LONGEST_NAME = 254, 120


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


class LastAdministrator(Conflict):
    """An installation keeps one administrator who may sign in."""


def add_person(
    session: Session,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    *,
    now: datetime,
    language: str = "",
    by: UUID | None = None,
) -> Person:
    """Make an account and return the person; *by* is who makes it, None for the installation itself.

    Raises:
        Conflict: The address has an account already.
        Invalid: The password is too short or too long, or name or address are none or too long.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    if not is_address(email) or not is_name(name):
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
        note(session, "person_added", person_id=by, subject=str(person.id), now=now)
    return person


def is_address(email: str) -> bool:
    """Tell whether *email* can be an address and fits."""
    local, at, host = email.strip().partition("@")
    return bool(local and at and host) and "@" not in host and len(email.split()) == 1 and len(email) <= LONGEST_EMAIL


def is_name(name: str) -> bool:
    """Tell whether *name* says something and fits."""
    return 0 < len(" ".join(name.split())) <= LONGEST_NAME


def change_roles(session: Session, person_id: UUID, roles: Collection[Role], *, by: UUID, now: datetime) -> None:
    """Give the person these roles and no others; the next page is opened with them.

    Raises:
        NotFound: Nobody is under that id.
        Invalid: There is no role among them that an account may have.
        LastAdministrator: Nobody would be left who may change it back.
    """
    if not roles or not set(roles) <= set(GIVEN):
        raise Invalid("An account has one role at least, and is no candidate's.")
    with writing(session):
        person = _held(session, person_id, keeps_office=Role.ADMINISTRATOR in roles)
        changed = sorted(person.roles ^ set(roles))
        person.roles_text = ",".join(sorted(role.value for role in roles))
        for role in changed:
            act = "role_given" if role in roles else "role_taken"
            note(session, f"{act}_{role.value}", person_id=by, subject=str(person_id), now=now)


def deactivate(session: Session, person_id: UUID, *, by: UUID, now: datetime) -> None:
    """Close the account: every sign-in ends and every link; what was done stays. Once closed, nothing happens.

    Raises:
        NotFound: Nobody is under that id.
        LastAdministrator: Nobody would be left who may open it again.
    """
    with writing(session):
        person = _held(session, person_id, keeps_office=False)
        session.execute(delete(SignIn).where(SignIn.person_id == person_id))
        replace_links(session, person_id)
        if person.active:
            person.active = False
            note(session, "person_deactivated", person_id=by, subject=str(person_id), now=now)


def reactivate(session: Session, person_id: UUID, *, by: UUID, now: datetime) -> None:
    """Open the account again, with the password that it had.

    Raises:
        NotFound: Nobody is under that id.
    """
    with writing(session):
        person = _held(session, person_id, keeps_office=True)
        if not person.active:
            person.active = True
            note(session, "person_reactivated", person_id=by, subject=str(person_id), now=now)


def _held(session: Session, person_id: UUID, *, keeps_office: bool) -> Person:
    """Return the person as the row stands now, unless the last administrator would be lost."""
    administrators = administrators_held(session)
    person = session.get(Person, person_id, populate_existing=True)
    if person is None or not person.has_account:
        raise NotFound("Nobody is under that id.")
    if not keeps_office and [one.id for one in administrators] == [person_id]:
        raise LastAdministrator("An installation keeps one administrator who may sign in.")
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
    with _new_password(session, person, new, keep=keep):
        note(session, "password_changed", person_id=person.id, now=now)


def set_password(session: Session, person: Person, new: str, *, now: datetime) -> None:
    """Give the person a new password from the console, for who forgot theirs, and end all their sign-ins.

    Raises:
        Invalid: It is too short or too long.
    """
    with _new_password(session, person, new, keep=""):
        note(session, "password_set", person_id=None, subject=str(person.id), now=now)


@contextmanager
def _new_password(session: Session, person: Person, new: str, *, keep: str) -> Iterator[None]:
    """Hash before the write begins, since it takes long; links end, and sign-ins but for the one under *keep*."""
    hashed = password_hash(new)
    with writing(session):
        person.password_hash = hashed
        session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.token_hash != keep))
        replace_links(session, person.id)
        yield


def replace_links(session: Session, person_id: UUID) -> None:
    """Let no link that waits for the person open anything, within the write that is under way."""
    waiting = (PasswordLink.person_id == person_id, PasswordLink.state == LinkState.OPEN.value)
    session.execute(update(PasswordLink).where(*waiting).values(state=LinkState.REPLACED.value))
