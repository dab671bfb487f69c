"""Links by which a person chooses a new password: made by an administrator, good once and for a while.

A link is a secret like a password, so who tries one is counted as at the door.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from simulator.errors import Conflict, NotFound, SimulatorError
from simulator.persistence.engine import writing
from simulator.persistence.password_links import LinkState, PasswordLink
from simulator.persistence.people import Person, SignIn
from simulator.services.audit import note
from simulator.services.people import password_hash, replace_links
from simulator.services.sessions import clear_tries, count_try, token_hash

LASTS = timedelta(days=3)
KEPT = timedelta(days=30)
"""How long a link that is over is remembered, so that who opens it late is told what became of it."""


class LinkIsOver(SimulatorError):
    """A link that opens nothing; ``reason`` is used, replaced, late or unknown."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The link opens nothing: {reason}.")


def issue_link(session: Session, person_id: UUID, *, by: UUID | None, now: datetime) -> str:
    """Return the token of a new link for the person; one that was given out before opens nothing any more.

    Raises:
        NotFound: Nobody is under that id.
        Conflict: The account is closed.
    """
    token = secrets.token_urlsafe(32)
    with writing(session):
        person = session.get(Person, person_id, populate_existing=True)
        if person is None or not person.has_account:
            raise NotFound("Nobody is under that id.")
        if not person.active:
            raise Conflict("The account is closed: open it first.")
        session.execute(delete(PasswordLink).where(PasswordLink.ends_at <= now - KEPT))
        replace_links(session, person_id)
        session.add(_link(token, person_id, by, now))
        note(session, "password_link_made", person_id=by, subject=str(person_id), now=now)
    return token


def person_of_link(session: Session, token: str, *, address: str, key: str, now: datetime) -> Person:
    """Return whose link it is; opening it uses nothing up.

    Raises:
        LinkIsOver: It opens nothing (any more).
        TooManyTries: Too many links failed lately from there.
    """
    with _counted(session, token, address=address, key=key, now=now):
        return _open(session, token, now)


def choose_password(session: Session, token: str, new: str, *, address: str, key: str, now: datetime) -> Person:
    """Give the person of the link the password *new*, use the link up and end all their sign-ins.

    Raises:
        LinkIsOver: It opens nothing (any more).
        Invalid: The password is too short or too long; the link stays good.
        TooManyTries: Too many links failed lately from there.
    """
    person = person_of_link(session, token, address=address, key=key, now=now)
    hashed = password_hash(new)
    with writing(session):
        _use(session, token)
        person.password_hash = hashed
        session.execute(delete(SignIn).where(SignIn.person_id == person.id))
        note(session, "password_chosen", person_id=person.id, now=now)
    return person


def _link(token: str, person_id: UUID, by: UUID | None, now: datetime) -> PasswordLink:
    return PasswordLink(
        token_hash=token_hash(token), person_id=person_id, created_at=now, created_by=by, ends_at=now + LASTS
    )


def _use(session: Session, token: str) -> None:
    """Use the link up, if nobody did meanwhile: of two clicks at once one counts."""
    waiting = (PasswordLink.token_hash == token_hash(token), PasswordLink.state == LinkState.OPEN.value)
    used = update(PasswordLink).where(*waiting).values(state=LinkState.USED.value).returning(PasswordLink.token_hash)
    if session.scalar(used) is None:
        raise LinkIsOver(LinkState.USED.value)


@contextmanager
def _counted(session: Session, token: str, *, address: str, key: str, now: datetime) -> Iterator[None]:
    """Count the try as a failure unless what is done under this succeeds."""
    count_try(session, token, address=address, key=key, now=now)
    yield
    session.commit()
    clear_tries(session, token, address=address, key=key)


def _open(session: Session, token: str, now: datetime) -> Person:
    link = session.get(PasswordLink, token_hash(token), populate_existing=True)
    person = session.get(Person, link.person_id) if link else None
    if link is None or person is None or not person.active:
        raise LinkIsOver("unknown")
    if link.state != LinkState.OPEN.value:
        raise LinkIsOver(link.state)
    if link.ends_at <= now:
        raise LinkIsOver("late")
    return person
