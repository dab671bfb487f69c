"""Invitations: links by which people come into a group; each works once, and only its hash is kept."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid
from simulator.persistence.engine import reached, writing
from simulator.persistence.groups import Invitation, open_invitation
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services.audit import note
from simulator.services.groups import LONGEST_NAME, join, require_led
from simulator.services.people import password_hash
from simulator.services.sessions import token_hash

LONGEST_EMAIL = 254
DAYS_OFFERED = (2, 7, 14, 30)
"""For how many days an invitation may work."""


class Closed(Conflict):
    """The invitation was used, withdrawn, or has run out, or there never was one."""


class HasAccount(Conflict):
    """The address has an account already: sign in, and use the invitation then."""


class ForAnother(Invalid):
    """The invitation is for another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who is to come in: an address and a name, both empty where the link is for anybody."""

    email: str = ""
    name: str = ""


def invite(
    session: Session,
    group_id: UUID,
    newcomer: Newcomer,
    *,
    leader_id: UUID,
    invitation_id: UUID,
    days: int,
    key: str,
    now: datetime,
) -> str:
    """Make a link into the group that works once, for *days* days, and return its token.

    Where *newcomer* has an address only that person can use it. Asked twice under one id it is made once.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
        Invalid: The address is none, the name too long, or so many days are not offered.
    """
    if days not in DAYS_OFFERED:
        raise Invalid("An invitation does not last for so many days.")
    require_led(session, group_id, leader_id)
    newcomer = checked(newcomer) if newcomer.email else Newcomer(name=" ".join(newcomer.name.split())[:LONGEST_NAME])
    row = invitation_row(
        newcomer, group_id=group_id, invitation_id=invitation_id, by=leader_id, key=key, now=now, days=days
    )
    try:
        with writing(session):
            session.execute(insert(Invitation), row)
            note(session, "invited", person_id=leader_id, now=now, subject=str(invitation_id))
    except IntegrityError as error:
        there = session.get(Invitation, invitation_id)
        if there is None or there.group_id != group_id:
            raise Conflict("There is an invitation of that id already.") from error
    return invitation_token(key, invitation_id)


def invitation_token(key: str, invitation_id: UUID) -> str:
    """Return the token of an invitation: made with the installation's key, so that no row of ours gives it away."""
    made = hmac.digest(key.encode(), f"invitation {invitation_id}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def revoke_invitation(session: Session, invitation_id: UUID, group_id: UUID, *, leader_id: UUID, now: datetime) -> None:
    """Let the link work no longer; one that was used stays used.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
    """
    require_led(session, group_id, leader_id)
    ended = update(Invitation).where(Invitation.id == invitation_id, Invitation.group_id == group_id)
    ended = ended.where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    with writing(session):
        if reached(session, ended.values(revoked_at=now)):
            note(session, "invitation_revoked", person_id=leader_id, now=now, subject=str(invitation_id))


def join_as_new(
    session: Session, token: str, *, email: str, name: str, password: str, now: datetime, language: str = ""
) -> Person:
    """Make the account of who was invited, put the person into the group, and return the person; the link is used up.

    Raises:
        Closed: The invitation can no longer be used.
        Invalid: Address, name or password cannot be used, or the invitation is for another address.
        HasAccount: The address has an account already; sign in to use the invitation.
    """
    newcomer = checked(Newcomer(email=email, name=name))
    _require_open(session, token, newcomer.email, now)
    if person_by_email(session, newcomer.email) is not None:
        raise HasAccount(f"{newcomer.email} has an account already.")
    session.rollback()
    hashed = password_hash(password)
    person = Person(
        id=uuid4(),
        email=newcomer.email,
        name=newcomer.name,
        password_hash=hashed,
        created_at=now,
        language=language,
        roles_text=Role.TRAINEE.value,
    )
    try:
        with writing(session):
            invitation = _require_open(session, token, newcomer.email, now)
            session.add(person)
            session.flush()
            note(session, "person_added", person_id=person.id, now=now)
            _use(session, invitation, person.id, now)
    except IntegrityError as error:
        raise HasAccount(f"{newcomer.email} has an account already.") from error
    return person


def join_as(session: Session, token: str, person: Person, *, now: datetime) -> UUID:
    """Put somebody who has an account into the group of the invitation and return the group; the link is used up.

    Raises:
        Closed: The invitation can no longer be used.
        Invalid: The invitation is for another address, or the person is no trainee.
    """
    if Role.TRAINEE not in person.roles:
        raise Invalid("Only trainees learn in groups.")
    with writing(session):
        invitation = _require_open(session, token, person.email, now)
        _use(session, invitation, person.id, now)
    return invitation.group_id


def checked(newcomer: Newcomer) -> Newcomer:
    """Return *newcomer* with a tidy address and name.

    Raises:
        Invalid: The address is none, or the name is empty or too long.
    """
    email, name = newcomer.email.strip().lower(), " ".join(newcomer.name.split())
    if not is_address(email):
        raise Invalid("That is no e-mail address.")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(f"A name has 1 to {LONGEST_NAME} characters.")
    return Newcomer(email=email, name=name)


def is_address(email: str) -> bool:
    """Tell whether *email* looks like an address; whether anybody reads it, only a letter can tell."""
    name, at, host = email.partition("@")
    is_plain = not any(letter.isspace() or letter in '<>,;"' for letter in email)
    return bool(name and at and "." in host.strip(".")) and "@" not in host and is_plain and len(email) <= LONGEST_EMAIL


def invitation_row(
    newcomer: Newcomer, *, group_id: UUID, invitation_id: UUID, by: UUID, key: str, now: datetime, days: int
) -> dict[str, object]:
    """Return the row of an invitation that works for *days* days."""
    return {
        "id": invitation_id,
        "token_hash": token_hash(invitation_token(key, invitation_id)),
        "group_id": group_id,
        "email": newcomer.email,
        "name": newcomer.name,
        "created_at": now,
        "created_by": by,
        "ends_at": now + timedelta(days=days),
    }


def _require_open(session: Session, token: str, email: str, now: datetime) -> Invitation:
    invitation = open_invitation(session, token_hash(token), now)
    if invitation is None:
        raise Closed("This invitation can no longer be used.")
    if invitation.email not in ("", email):
        raise ForAnother("This invitation is for another address.")
    return invitation


def _use(session: Session, invitation: Invitation, person_id: UUID, now: datetime) -> None:
    """Use the link up: of two windows at once only one does."""
    mine = update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
    mine = mine.where(Invitation.revoked_at.is_(None))
    if not reached(session, mine.values(used_at=now, used_by=person_id)):
        raise Closed("This invitation was used a moment ago.")
    join(session, invitation.group_id, person_id, now)
    note(session, "invitation_used", person_id=person_id, now=now, subject=str(invitation.id))
