"""People with an account, and their settings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class Role(StrEnum):
    """What a person may be; roles combine, but for a candidate, who has a link and no account."""

    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    HIRING_MANAGER = "hiring_manager"
    ADMINISTRATOR = "administrator"
    CANDIDATE = "candidate"


GIVEN = tuple(role for role in Role if role is not Role.CANDIDATE)
"""The roles that an account may have."""


def roles_of(text: str) -> frozenset[Role]:
    """Return the roles that *text* names, as a person's row keeps them."""
    return frozenset(Role(role) for role in text.split(",") if role)


class Person(Base):
    """A person with an account. ``email`` is kept in small letters; ``language`` is empty until chosen.

    ``market`` is where the claims of practice come from; empty is every market.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_small"),
        CheckConstraint("language IN ('', 'en', 'et')", name="language"),
        CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
        CheckConstraint("density IN ('compact', 'roomy')", name="density"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(2), default="")
    theme: Mapped[str] = mapped_column(String(5), default="auto")
    density: Mapped[str] = mapped_column(String(7), default="compact")
    single_keys: Mapped[bool] = mapped_column(default=True)
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Tallinn")
    market: Mapped[str] = mapped_column(String(20), default="", server_default="")
    roles_text: Mapped[str] = mapped_column("roles", String(80), default="")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of this person."""
        return roles_of(self.roles_text)

    @property
    def has_account(self) -> bool:
        """Tell whether the person signs in with a password; a candidate comes by a link."""
        return Role.CANDIDATE not in self.roles

    @property
    def initials(self) -> str:
        """Up to two letters that stand for the name."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def first_name(self) -> str:
        """What the person is greeted by."""
        return self.name.split()[0]


class SignIn(Base):
    """A sign-in that lasts until it ends or is revoked; the browser holds the token, we hold its hash."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailure(Base):
    """A sign-in that failed, under the keyed hashes of its account and address."""

    __tablename__ = "sign_in_failure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with that address, however it is written."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def everybody(session: Session) -> Sequence[Person]:
    """Return everybody with an account, by address."""
    return session.scalars(select(Person).where(_HAS_ACCOUNT).order_by(Person.email)).all()


class Listed(NamedTuple):
    """A person as the administrator's list shows one; ``signed_in_at`` is the newest sign-in that lasts."""

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    active: bool
    created_at: datetime
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Which people are wanted: words of name or address, a role, whether they may sign in."""

    words: str = ""
    role: Role | None = None
    active: bool | None = None


def people_count(session: Session, wanted: PeopleFilter) -> int:
    """Return how many people there are of those."""
    return session.scalar(select(func.count()).select_from(Person).where(*_conditions(wanted))) or 0


def people_listed(
    session: Session, wanted: PeopleFilter, *, now: datetime, limit: int, offset: int = 0
) -> Sequence[Listed]:
    """Return those people by name."""
    lasting = select(func.max(SignIn.created_at)).where(SignIn.person_id == Person.id, SignIn.ends_at > now)
    found = select(
        Person.id,
        Person.name,
        Person.email,
        Person.roles_text,
        Person.active,
        Person.created_at,
        lasting.correlate(Person).scalar_subquery(),
    )
    ordered = found.where(*_conditions(wanted)).order_by(Person.name, Person.email).limit(limit).offset(offset)
    return [
        Listed(row[0], row[1], row[2], roles_of(row[3]), row[4], row[5], row[6]) for row in session.execute(ordered)
    ]


_HAS_ACCOUNT = Person.roles_text != Role.CANDIDATE.value


def _conditions(wanted: PeopleFilter) -> Iterator[ColumnElement[bool]]:
    yield _HAS_ACCOUNT
    if wanted.words:
        yield or_(*(_says(spelt) for spelt in _spellings(wanted.words)))
    if wanted.role:
        yield Person.roles_text.contains(wanted.role.value)
    if wanted.active is not None:
        yield Person.active.is_(wanted.active)


def _says(words: str) -> ColumnElement[bool]:
    return or_(Person.name.icontains(words, autoescape=True), Person.email.icontains(words, autoescape=True))


def _spellings(words: str) -> frozenset[str]:
    """Return the ways to write *words*: SQLite takes Õ and õ for different letters."""
    return frozenset((words, words.lower(), words.title(), words.upper()))


def people_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Return those people, in one statement."""
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(set(ids))))}


def administrators_held(session: Session) -> Sequence[Person]:
    """Return the administrators who may sign in as they stand now, held until the write ends.

    Two who take the role from one another at once wait here for each other.
    """
    found = select(Person).where(Person.active, Person.roles_text.contains(Role.ADMINISTRATOR.value))
    held = found.order_by(Person.id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).all()


def is_anybody_there(session: Session) -> bool:
    """Tell whether the installation has anyone in it."""
    return session.scalar(select(Person.id).limit(1)) is not None


def signed_in(session: Session, token_hash: str, now: datetime) -> Person | None:
    """Return the person whose sign-in *token_hash* still lasts."""
    found = select(Person).join(SignIn, SignIn.person_id == Person.id)
    return session.scalar(found.where(SignIn.token_hash == token_hash, SignIn.ends_at > now, Person.active))


def sign_ins_of(session: Session, person_id: UUID, now: datetime) -> int:
    """Return how many sign-ins of the person last."""
    found = select(func.count()).select_from(SignIn).where(SignIn.person_id == person_id, SignIn.ends_at > now)
    return session.scalar(found) or 0


def failures(session: Session, since: datetime, *, account: str = "", address: str = "") -> int:
    """Count the failed sign-ins since then: of an account, of an address, or of both together."""
    found = select(func.count()).select_from(SignInFailure).where(SignInFailure.at > since)
    if account:
        found = found.where(SignInFailure.account == account)
    if address:
        found = found.where(SignInFailure.address == address)
    return session.scalar(found) or 0
