"""People with an account, and their settings."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from simulator.persistence.base import Base


class Role(StrEnum):
    """What a person may be; roles combine."""

    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    HIRING_MANAGER = "hiring_manager"
    ADMINISTRATOR = "administrator"


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
        return frozenset(Role(role) for role in self.roles_text.split(",") if role)

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
    """Return everybody by address."""
    return session.scalars(select(Person).order_by(Person.email)).all()


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
