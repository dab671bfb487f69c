"""Groups: who belongs to one, who leads it, and the links by which people come in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.items import Item
from simulator.persistence.people import Person
from simulator.persistence.practice import counts

_AT_ONCE = 500
"""So many values go into one list of a query: databases have a limit."""


class Group(Base):
    """People who learn together."""

    __tablename__ = "group_"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]


class Membership(Base):
    """That a person learns in a group."""

    __tablename__ = "membership"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("group_.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


class Lead(Base):
    """That an instructor leads a group, and so sees what its members do."""

    __tablename__ = "lead"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("group_.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Invitation(Base):
    """A link into a group that works once; the link holds the token, we hold its hash.

    ``email`` and ``name`` are of the person whom it is for, empty where it is for anybody.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_small"),
        CheckConstraint(
            "(used_at IS NULL AND used_by IS NULL)"
            " OR (used_at IS NOT NULL AND used_by IS NOT NULL AND revoked_at IS NULL)",
            name="used_has_its_moment",
        ),
        CheckConstraint("ends_at > created_at", name="ends_after_it_begins"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("group_.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]


class Led(NamedTuple):
    """A group that a person leads, with how many learn in it."""

    id: UUID
    name: str
    members: int
    created_at: datetime


class Member(NamedTuple):
    """A person who learns in a group."""

    id: UUID
    name: str
    email: str
    joined_at: datetime


def led_group(session: Session, group_id: UUID, leader_id: UUID) -> Group | None:
    """Return the group if that person leads it."""
    found = select(Group).join(Lead, Lead.group_id == Group.id)
    return session.scalar(found.where(Group.id == group_id, Lead.person_id == leader_id))


def groups_led(session: Session, leader_id: UUID, limit: int, offset: int = 0) -> Sequence[Led]:
    """Return the groups that a person leads and that are not closed, by name."""
    members = select(func.count()).where(Membership.group_id == Group.id).scalar_subquery()
    found = select(Group.id, Group.name, members, Group.created_at).join(Lead, Lead.group_id == Group.id)
    found = found.where(Lead.person_id == leader_id, Group.closed_at.is_(None)).order_by(Group.name, Group.id)
    return [Led._make(row) for row in session.execute(found.limit(limit).offset(offset))]


def members_of(session: Session, group_id: UUID, limit: int, offset: int = 0) -> Sequence[Member]:
    """Return who learns in a group, by name."""
    found = select(Person.id, Person.name, Person.email, Membership.joined_at)
    found = found.join(Membership, Membership.person_id == Person.id).where(Membership.group_id == group_id)
    return [
        Member._make(row) for row in session.execute(found.order_by(Person.name, Person.id).limit(limit).offset(offset))
    ]


def member_count(session: Session, group_id: UUID) -> int:
    """Return how many learn in a group."""
    return session.scalar(select(func.count()).where(Membership.group_id == group_id)) or 0


def is_member(session: Session, group_id: UUID, person_id: UUID) -> bool:
    """Tell whether the person learns in the group."""
    found = select(Membership.person_id).where(Membership.group_id == group_id, Membership.person_id == person_id)
    return session.scalar(found) is not None


def leaders_of(session: Session, group_id: UUID) -> Sequence[Person]:
    """Return who leads a group, by name."""
    found = select(Person).join(Lead, Lead.person_id == Person.id).where(Lead.group_id == group_id)
    return session.scalars(found.order_by(Person.name, Person.id)).all()


def led_people(leader_id: UUID) -> Select[UUID]:
    """Return the selection of everybody who learns in a group that this person leads."""
    return (
        select(Membership.person_id)
        .join(Lead, Lead.group_id == Membership.group_id)
        .join(Group, Group.id == Membership.group_id)
        .where(Lead.person_id == leader_id, Group.closed_at.is_(None))
    )


def led_person(session: Session, person_id: UUID, leader_id: UUID) -> Person | None:
    """Return the person if he or she learns in a group that the leader leads."""
    return session.scalar(select(Person).where(Person.id == person_id, Person.id.in_(led_people(leader_id))))


def led_item(session: Session, item_id: UUID, leader_id: UUID) -> Item | None:
    """Return the item if it is work of somebody who learns in a group that the leader leads; no author's trial."""
    mine = select(Item).where(Item.id == item_id, Item.person_id.in_(led_people(leader_id)), counts())
    return session.scalar(mine)


def invitations_of(session: Session, group_id: UUID, limit: int, offset: int = 0) -> Sequence[Invitation]:
    """Return the invitations into a group, the newest first."""
    found = select(Invitation).where(Invitation.group_id == group_id)
    found = found.order_by(Invitation.created_at.desc(), Invitation.id)
    return session.scalars(found.limit(limit).offset(offset)).all()


def open_invitation(session: Session, token_hash: str, now: datetime) -> Invitation | None:
    """Return the invitation of that token if it can still be used."""
    found = select(Invitation).join(Group, Group.id == Invitation.group_id)
    found = found.where(Invitation.token_hash == token_hash, Invitation.used_at.is_(None), Group.closed_at.is_(None))
    return session.scalar(found.where(Invitation.revoked_at.is_(None), Invitation.ends_at > now))


def group_invited_into(session: Session, token_hash: str) -> tuple[Invitation, str] | None:
    """Return the invitation of that token, whatever became of it, and the name of its group."""
    found = select(Invitation, Group.name).join(Group, Group.id == Invitation.group_id)
    row = session.execute(found.where(Invitation.token_hash == token_hash)).first()
    return (row[0], row[1]) if row else None


def invitation_count(session: Session, group_id: UUID) -> int:
    """Return how many invitations into a group there ever were."""
    return session.scalar(select(func.count()).where(Invitation.group_id == group_id)) or 0


def group_count(session: Session, leader_id: UUID) -> int:
    """Return how many groups a person leads that are not closed."""
    found = select(func.count()).select_from(Lead).join(Group, Group.id == Lead.group_id)
    return session.scalar(found.where(Lead.person_id == leader_id, Group.closed_at.is_(None))) or 0


def people_at(session: Session, emails: Collection[str]) -> Mapping[str, Person]:
    """Return the people with those addresses, by address."""
    found: dict[str, Person] = {}
    wanted = sorted(emails)
    for first in range(0, len(wanted), _AT_ONCE):
        some = select(Person).where(Person.email.in_(wanted[first : first + _AT_ONCE]))
        found |= {one.email: one for one in session.scalars(some)}
    return found


def members_among(session: Session, group_id: UUID, people: Iterable[Person]) -> frozenset[UUID]:
    """Return which of *people* learn in the group."""
    wanted = {one.id for one in people}
    return frozenset(wanted & set(session.scalars(select(Membership.person_id).where(Membership.group_id == group_id))))


def invited_among(session: Session, group_id: UUID, now: datetime) -> frozenset[str]:
    """Return the addresses that have an invitation into the group which can still be used."""
    found = select(Invitation.email).where(Invitation.group_id == group_id, Invitation.used_at.is_(None))
    return frozenset(session.scalars(found.where(Invitation.revoked_at.is_(None), Invitation.ends_at > now)))
