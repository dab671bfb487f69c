"""Assignments: work that an instructor gives to a group or a person, and the items that came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.groups import Lead, Membership
from simulator.persistence.items import Item, ItemState, StoredScorecard
from simulator.persistence.people import Person


class SeedPolicy(StrEnum):
    """Whether everybody gets a file of one's own, or all the same."""

    OWN = "own"
    SAME = "same"


class Assignment(Base):
    """Work given out: to a group or to one person, never both."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "(group_id IS NOT NULL AND person_id IS NULL) OR (group_id IS NULL AND person_id IS NOT NULL)",
            name="for_a_group_or_a_person",
        ),
        CheckConstraint("due_at IS NULL OR due_at > opens_at", name="due_after_it_opens"),
        CheckConstraint("seeds IN ('own', 'same')", name="seeds"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str] = mapped_column(String(160))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("group_.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    seeds: Mapped[str] = mapped_column(String(4), default=SeedPolicy.OWN.value)
    withdrawn_at: Mapped[datetime | None]


class AssignedScenario(Base):
    """The n-th scenario of an assignment, in the version that was promised when the work was given out."""

    __tablename__ = "assigned_scenario"
    __table_args__ = (CheckConstraint("n > 0", name="n_counts_from_one"),)

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    scenario_id: Mapped[str] = mapped_column(String(40), index=True)
    body_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    market: Mapped[str] = mapped_column(String(20), default="")


class AssignedItem(Base):
    """The item on which a person does the n-th scenario of an assignment; each once."""

    __tablename__ = "assigned_item"
    __table_args__ = (UniqueConstraint("item_id"),)

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))


class Given(NamedTuple):
    """An assignment as its receiver sees it, with how many claims it has and how many of them are begun and closed."""

    id: UUID
    title: str
    opens_at: datetime
    due_at: datetime | None
    claims: int
    begun: int
    closed: int


class Cell(NamedTuple):
    """One claim of an assignment in the results; ``total`` is the newest score, ``first_total`` that of the machine.

    ``card_id`` is the newest scorecard.
    """

    assignment_id: UUID
    person_id: UUID
    n: int
    item_id: UUID
    number: str
    state: str
    begun_at: datetime
    decided_at: datetime | None
    total: int | None
    first_total: int | None
    card_id: UUID | None


def assignment_for(session: Session, assignment_id: UUID, person_id: UUID) -> Assignment | None:
    """Return the assignment if it was given to that person, alone or in a group, and not withdrawn."""
    groups = select(Membership.group_id).where(Membership.person_id == person_id)
    found = select(Assignment).where(Assignment.id == assignment_id, Assignment.withdrawn_at.is_(None))
    return session.scalar(found.where(or_(Assignment.person_id == person_id, Assignment.group_id.in_(groups))))


def led_assignment(session: Session, assignment_id: UUID, leader_id: UUID) -> Assignment | None:
    """Return the assignment if that person leads its group, or gave it to a person whom he or she still leads."""
    groups = select(Lead.group_id).where(Lead.person_id == leader_id)
    people = select(Membership.person_id).where(Membership.group_id.in_(groups))
    found = select(Assignment).where(Assignment.id == assignment_id)
    mine = and_(Assignment.given_by == leader_id, Assignment.person_id.in_(people))
    return session.scalar(found.where(or_(Assignment.group_id.in_(groups), mine)))


def assignments_of_group(session: Session, group_id: UUID, limit: int, offset: int = 0) -> Sequence[Assignment]:
    """Return the assignments of a group that were not withdrawn, those due first in front."""
    found = select(Assignment).where(Assignment.group_id == group_id, Assignment.withdrawn_at.is_(None))
    found = found.order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.opens_at, Assignment.id)
    return session.scalars(found.limit(limit).offset(offset)).all()


def given_to(
    session: Session, person_id: UUID, now: datetime, limit: int, offset: int = 0, *, unfinished: bool = False
) -> Sequence[Given]:
    """Return what was given to a person and is open by now, or what of it is *unfinished*, those due first in front."""
    mine = and_(AssignedItem.assignment_id == Assignment.id, AssignedItem.person_id == person_id)
    claims = select(func.count()).where(AssignedScenario.assignment_id == Assignment.id).scalar_subquery()
    begun = select(func.count()).where(mine).scalar_subquery()
    closed = select(func.count()).select_from(AssignedItem).join(Item, Item.id == AssignedItem.item_id)
    groups = select(Membership.group_id).where(Membership.person_id == person_id)
    done = closed.where(mine, Item.state == ItemState.CLOSED.value).scalar_subquery()
    found = select(Assignment.id, Assignment.title, Assignment.opens_at, Assignment.due_at, claims, begun, done)
    found = found.where(or_(Assignment.person_id == person_id, Assignment.group_id.in_(groups)))
    if unfinished:
        found = found.where(done < claims)
    found = found.where(Assignment.withdrawn_at.is_(None), Assignment.opens_at <= now)
    found = found.order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.opens_at, Assignment.id)
    return [Given._make(row) for row in session.execute(found.limit(limit).offset(offset))]


def scenarios_of(session: Session, assignments: Sequence[UUID]) -> Mapping[UUID, Sequence[AssignedScenario]]:
    """Return the scenarios of each of those assignments in their order, in one query."""
    found = select(AssignedScenario).where(AssignedScenario.assignment_id.in_(assignments))
    told: dict[UUID, list[AssignedScenario]] = {one: [] for one in assignments}
    for row in session.scalars(found.order_by(AssignedScenario.assignment_id, AssignedScenario.n)):
        told[row.assignment_id].append(row)
    return told


def item_of(session: Session, assignment_id: UUID, person_id: UUID, n: int) -> UUID | None:
    """Return the item on which the person does the n-th scenario of the assignment, if it was taken up."""
    found = select(AssignedItem.item_id).where(AssignedItem.assignment_id == assignment_id, AssignedItem.n == n)
    return session.scalar(found.where(AssignedItem.person_id == person_id))


def receivers_of(session: Session, assignment: Assignment, limit: int, offset: int = 0) -> Sequence[Person]:
    """Return those to whom the work was given, by name."""
    if assignment.group_id is None:
        wanted = select(Person).where(Person.id == assignment.person_id)
    else:
        wanted = select(Person).join(Membership, Membership.person_id == Person.id)
        wanted = wanted.where(Membership.group_id == assignment.group_id)
    return session.scalars(wanted.order_by(Person.name, Person.id).limit(limit).offset(offset)).all()


def given_count(session: Session, person_id: UUID, now: datetime) -> int:
    """Return how many assignments were given to a person and are open by now."""
    groups = select(Membership.group_id).where(Membership.person_id == person_id)
    found = select(func.count()).select_from(Assignment).where(Assignment.withdrawn_at.is_(None))
    found = found.where(or_(Assignment.person_id == person_id, Assignment.group_id.in_(groups)))
    return session.scalar(found.where(Assignment.opens_at <= now)) or 0


class OwnClaim(NamedTuple):
    """The n-th claim of an assignment as its receiver sees it; *item_id* is empty until it is taken up."""

    assignment_id: UUID
    n: int
    item_id: UUID | None
    number: str | None
    state: str | None
    decided_at: datetime | None


def own_claims(session: Session, assignments: Sequence[UUID], person_id: UUID) -> Sequence[OwnClaim]:
    """Return the claims of those assignments with what the person has done of them, in one query."""
    mine = and_(
        AssignedItem.assignment_id == AssignedScenario.assignment_id,
        AssignedItem.n == AssignedScenario.n,
        AssignedItem.person_id == person_id,
    )
    found = (
        select(AssignedScenario.assignment_id, AssignedScenario.n, Item.id, Item.number, Item.state, Item.decided_at)
        .outerjoin(AssignedItem, mine)
        .outerjoin(Item, Item.id == AssignedItem.item_id)
        .where(AssignedScenario.assignment_id.in_(assignments))
    )
    rows = session.execute(found.order_by(AssignedScenario.assignment_id, AssignedScenario.n))
    return [OwnClaim._make(row) for row in rows]


def results_of(session: Session, assignments: Sequence[UUID], people: Sequence[UUID]) -> Sequence[Cell]:
    """Return what came of those assignments for those people, in one query."""
    newer, first = aliased(StoredScorecard), aliased(StoredScorecard)
    newest = select(func.max(newer.n)).where(newer.item_id == Item.id).scalar_subquery()
    found = (
        select(
            AssignedItem.assignment_id,
            AssignedItem.person_id,
            AssignedItem.n,
            Item.id,
            Item.number,
            Item.state,
            Item.created_at,
            Item.decided_at,
            StoredScorecard.total,
            first.total,
            StoredScorecard.id,
        )
        .join(Item, Item.id == AssignedItem.item_id)
        .outerjoin(StoredScorecard, and_(StoredScorecard.item_id == Item.id, StoredScorecard.n == newest))
        .outerjoin(first, and_(first.item_id == Item.id, first.n == 1))
        .where(AssignedItem.assignment_id.in_(assignments), AssignedItem.person_id.in_(people))
    )
    return [Cell._make(row) for row in session.execute(found.order_by(AssignedItem.person_id, AssignedItem.n))]


class Progress(NamedTuple):
    """How far an assignment of a group has come, over everybody: claims in it, begun and closed."""

    claims: int
    begun: int
    closed: int


def progress_of(session: Session, assignments: Sequence[UUID]) -> Mapping[UUID, Progress]:
    """Return how far those assignments have come, in two queries; who has left the group is not counted."""
    claims = select(AssignedScenario.assignment_id, func.count()).group_by(AssignedScenario.assignment_id)
    counted = session.execute(claims.where(AssignedScenario.assignment_id.in_(assignments)))
    many = {one: number for one, number in counted}  # noqa: C416 - rows are no plain tuples to the type checker
    closed = func.sum(case((Item.state == ItemState.CLOSED.value, 1), else_=0))
    found = (
        select(AssignedItem.assignment_id, func.count(), closed)
        .join(Assignment, Assignment.id == AssignedItem.assignment_id)
        .join(Item, Item.id == AssignedItem.item_id)
        .outerjoin(
            Membership,
            and_(Membership.group_id == Assignment.group_id, Membership.person_id == AssignedItem.person_id),
        )
        .where(AssignedItem.assignment_id.in_(assignments))
        .where(or_(Assignment.person_id.is_not(None), Membership.person_id.is_not(None)))
        .group_by(AssignedItem.assignment_id)
    )
    done = {one: (begun, int(finished)) for one, begun, finished in session.execute(found)}
    return {one: Progress(many.get(one, 0), *done.get(one, (0, 0))) for one in assignments}


def work_of_group(
    session: Session, group_id: UUID, leader_id: UUID, limit: int, offset: int = 0
) -> Sequence[Assignment]:
    """Return what was given to a group, and by its leader to single people in it, the newest first."""
    found = select(Assignment).where(_of_group(group_id, leader_id), Assignment.withdrawn_at.is_(None))
    found = found.order_by(Assignment.opens_at.desc(), Assignment.created_at.desc(), Assignment.id)
    return session.scalars(found.limit(limit).offset(offset)).all()


def work_count(session: Session, group_id: UUID, leader_id: UUID) -> int:
    """Return how many assignments `work_of_group` has."""
    found = select(func.count()).select_from(Assignment).where(Assignment.withdrawn_at.is_(None))
    return session.scalar(found.where(_of_group(group_id, leader_id))) or 0


def _of_group(group_id: UUID, leader_id: UUID) -> ColumnElement[bool]:
    people = select(Membership.person_id).where(Membership.group_id == group_id)
    alone = and_(Assignment.given_by == leader_id, Assignment.person_id.in_(people))
    return or_(Assignment.group_id == group_id, alone)
