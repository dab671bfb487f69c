"""Groups: who leads one and who learns in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid, NotFound
from simulator.persistence.engine import reached, writing
from simulator.persistence.groups import Group, Lead, Membership, is_member, led_group
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services.audit import note

LONGEST_NAME = 120


def create_group(session: Session, name: str, *, leader_id: UUID, group_id: UUID, now: datetime) -> UUID:
    """Make a group that *leader_id* leads and return its id; asked twice under one id it is made once.

    Raises:
        Invalid: The name is empty or too long.
        Conflict: Somebody else has a group of that id.
    """
    name = group_name(name)
    try:
        with writing(session):
            session.execute(insert(Group), {"id": group_id, "name": name, "created_at": now, "created_by": leader_id})
            session.execute(insert(Lead), {"group_id": group_id, "person_id": leader_id, "since": now})
            note(session, "group_created", person_id=leader_id, now=now, subject=str(group_id))
    except IntegrityError as error:
        if led_group(session, group_id, leader_id) is None:
            raise Conflict("There is a group of that id already.") from error
    return group_id


def rename_group(session: Session, group_id: UUID, name: str, *, leader_id: UUID, now: datetime) -> None:
    """Give the group another name.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
        Invalid: The name is empty or too long.
    """
    name = group_name(name)
    require_led(session, group_id, leader_id)
    with writing(session):
        session.execute(update(Group).where(Group.id == group_id).values(name=name))
        note(session, "group_renamed", person_id=leader_id, now=now, subject=str(group_id))


def group_name(name: str) -> str:
    """Return *name* without needless blanks.

    Raises:
        Invalid: It is empty or too long.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(f"A name has 1 to {LONGEST_NAME} characters.")
    return name


def add_member(session: Session, group_id: UUID, email: str, *, leader_id: UUID, now: datetime) -> Person:
    """Add the trainee with that address, who has an account, and return the person; who is there stays there.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
        Invalid: No trainee has an account under that address.
    """
    require_led(session, group_id, leader_id)
    person = person_by_email(session, email)
    if person is None or not person.active or Role.TRAINEE not in person.roles:
        raise Invalid("No trainee has an account under that address.")
    if not is_member(session, group_id, person.id):
        with writing(session):
            join(session, group_id, person.id, now)
            note(session, "member_added", person_id=leader_id, now=now, subject=f"{group_id} {person.id}")
    return person


def join(session: Session, group_id: UUID, person_id: UUID, now: datetime) -> None:
    """Put the person into the group; who is there stays. Call it inside a write."""
    if not is_member(session, group_id, person_id):
        session.execute(insert(Membership), {"group_id": group_id, "person_id": person_id, "joined_at": now})


def remove_member(session: Session, group_id: UUID, person_id: UUID, *, leader_id: UUID, now: datetime) -> None:
    """Take the person out of the group; what he or she did there stays.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
    """
    require_led(session, group_id, leader_id)
    gone = delete(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    with writing(session):
        if reached(session, gone):
            note(session, "member_removed", person_id=leader_id, now=now, subject=f"{group_id} {person_id}")


def require_led(session: Session, group_id: UUID, leader_id: UUID) -> Group:
    """Return the group.

    Raises:
        NotFound: There is no such group, it is closed, or somebody else leads it.
    """
    group = led_group(session, group_id, leader_id)
    if group is None or group.closed_at is not None:
        raise NotFound(f"There is no group {group_id} here.")
    return group
