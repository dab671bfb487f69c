"""Scenarios written in this installation: one draft at a time, versions that never change, and runs of the checks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_, case, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from simulator.persistence.base import Base
from simulator.persistence.content import StoredContent
from simulator.persistence.items import Item, ItemState, StoredScorecard
from simulator.persistence.people import Person
from simulator.persistence.practice import counts


class Origin(StrEnum):
    """Where a scenario came from."""

    BLANK = "blank"
    PROVISION = "provision"
    DUPLICATE = "duplicate"
    IMPORT = "import"


class RunState(StrEnum):
    """How far a run of the checks has come."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class StoredScenario(Base):
    """A scenario of this installation. ``draft`` is kept however broken it is; ``revision`` counts every change.

    ``card`` is what the library shows of the draft or else of the newest version, as far as it could be read;
    ``problems`` counts what is wrong with the draft; ``version`` is the newest one, 0 where none was published.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        CheckConstraint("origin IN ('blank', 'provision', 'duplicate', 'import')", name="origin"),
        CheckConstraint("revision > 0 AND version >= 0 AND problems >= 0", name="counts"),
        CheckConstraint(
            "(draft IS NULL AND draft_hash IS NULL AND saved_at IS NULL AND saved_by IS NULL AND version > 0)"
            " OR (draft IS NOT NULL AND draft_hash IS NOT NULL AND saved_at IS NOT NULL AND saved_by IS NOT NULL)",
            name="draft_has_its_moment",
        ),
        CheckConstraint(
            "(retired_at IS NULL AND retired_by IS NULL) OR (retired_at IS NOT NULL AND retired_by IS NOT NULL)",
            name="retired_has_its_moment",
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    origin: Mapped[str] = mapped_column(String(12))
    came_from: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=0)
    card: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    problems: Mapped[int] = mapped_column(default=0)
    draft: Mapped[str | None] = mapped_column(Text)
    draft_hash: Mapped[str | None] = mapped_column(String(64))
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class CheckRun(Base):
    """The checks of one text over many seeds, with how far they have come; a killed process loses no finished slice.

    ``edition`` names the forms and the software by which it is judged; a text is checked once by each.
    """

    __tablename__ = "check_run"
    __table_args__ = (
        UniqueConstraint("text_hash", "edition", "seeds"),
        CheckConstraint("seeds > 0 AND done BETWEEN 0 AND seeds AND failed >= 0", name="counts"),
        CheckConstraint(
            "(state = 'running' AND finished_at IS NULL)"
            " OR (state = 'passed' AND finished_at IS NOT NULL AND done = seeds AND failed = 0)"
            " OR (state = 'failed' AND finished_at IS NOT NULL AND failed > 0)",
            name="state_has_its_moment",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    text_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    edition: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=RunState.RUNNING.value)
    seeds: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    failures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    dispositions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    robots: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime]
    started_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ScenarioVersion(Base):
    """A published version: the text, the scenario that was read from it, and the run of checks that it passed."""

    __tablename__ = "scenario_version"
    __table_args__ = (CheckConstraint("n > 0", name="n_counts_from_one"),)

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    body_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("check_run.id"))
    note: Mapped[str] = mapped_column(String(400), default="")
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Authored(NamedTuple):
    """A row of the library: a scenario of this installation without its text, and the state of its draft's checks."""

    id: str
    card: Mapping[str, Any]
    version: int
    problems: int
    has_draft: bool
    changed_at: datetime
    retired_at: datetime | None
    run: str | None


class Plays(NamedTuple):
    """How many decided claims a scenario has had, and the mean of their newest scores, of 100."""

    claims: int
    mean: float


class Version(NamedTuple):
    """A version in the history: number, moment, author, note, and the hashes of its text and of what was read."""

    n: int
    at: datetime
    by: str
    note: str
    text_hash: str
    body_hash: str


def authored(session: Session, edition: str) -> Sequence[Authored]:
    """Return every scenario of this installation, in one query."""
    same = and_(CheckRun.text_hash == StoredScenario.draft_hash, CheckRun.edition == edition)
    newest = select(func.max(CheckRun.started_at)).where(same).correlate(StoredScenario).scalar_subquery()
    found = select(
        StoredScenario.id,
        StoredScenario.card,
        StoredScenario.version,
        StoredScenario.problems,
        StoredScenario.draft_hash.is_not(None),
        StoredScenario.changed_at,
        StoredScenario.retired_at,
        select(CheckRun.state)
        .where(same, CheckRun.started_at == newest)
        .correlate(StoredScenario)
        .limit(1)
        .scalar_subquery(),
    )
    return [Authored._make(row) for row in session.execute(found.order_by(StoredScenario.id))]


def plays(session: Session, scenarios: Collection[str]) -> Mapping[str, Plays]:
    """Return the plays of those scenarios without the trials of authors; what nobody has decided is not there."""
    newer = aliased(StoredScorecard)
    newest = select(func.max(newer.n)).where(newer.item_id == Item.id).scalar_subquery()
    found = (
        select(Item.scenario_id, func.count(), func.avg(StoredScorecard.total))
        .join(StoredScorecard, and_(StoredScorecard.item_id == Item.id, StoredScorecard.n == newest))
        .where(Item.scenario_id.in_(scenarios), Item.state == ItemState.CLOSED.value, counts())
        .group_by(Item.scenario_id)
    )
    return {name: Plays(claims, float(mean)) for name, claims, mean in session.execute(found)}


def scenario_of(session: Session, scenario_id: str) -> StoredScenario | None:
    """Return a scenario of this installation as it stands now."""
    return session.scalar(
        select(StoredScenario).where(StoredScenario.id == scenario_id).execution_options(populate_existing=True)
    )


def name_of(session: Session, person_id: UUID | None) -> str:
    """Return the name of a person; nothing where there is none."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def versions_of(session: Session, scenario_id: str) -> Sequence[Version]:
    """Return the published versions, the newest first."""
    found = (
        select(
            ScenarioVersion.n,
            ScenarioVersion.published_at,
            Person.name,
            ScenarioVersion.note,
            ScenarioVersion.text_hash,
            ScenarioVersion.body_hash,
        )
        .join(Person, Person.id == ScenarioVersion.published_by)
        .where(ScenarioVersion.scenario_id == scenario_id)
    )
    return [Version._make(row) for row in session.execute(found.order_by(ScenarioVersion.n.desc()))]


def newest_bodies(session: Session, scenarios: Collection[str] | None = None) -> Mapping[str, str]:
    """Return the hash of what was read of the newest version, by scenario; those in use, or of *scenarios*."""
    found = select(ScenarioVersion.scenario_id, ScenarioVersion.body_hash).join(
        StoredScenario,
        and_(StoredScenario.id == ScenarioVersion.scenario_id, StoredScenario.version == ScenarioVersion.n),
    )
    found = found.where(StoredScenario.retired_at.is_(None))
    if scenarios is not None:
        found = found.where(StoredScenario.id.in_(scenarios))
    return {name: body for name, body in session.execute(found.order_by(ScenarioVersion.scenario_id))}  # noqa: C416


def text_of_version(session: Session, scenario_id: str, n: int) -> str | None:
    """Return the text of a published version."""
    found = select(StoredContent.body).join(ScenarioVersion, ScenarioVersion.text_hash == StoredContent.hash)
    return session.scalar(found.where(ScenarioVersion.scenario_id == scenario_id, ScenarioVersion.n == n))


def newest_texts(session: Session, scenarios: Collection[str] | None = None) -> Mapping[str, str]:
    """Return by scenario the text of its draft, or else of its newest version; of *scenarios*, or of all."""
    newest = and_(ScenarioVersion.scenario_id == StoredScenario.id, ScenarioVersion.n == StoredScenario.version)
    found = (
        select(StoredScenario.id, func.coalesce(StoredScenario.draft, StoredContent.body))
        .outerjoin(ScenarioVersion, newest)
        .outerjoin(StoredContent, StoredContent.hash == ScenarioVersion.text_hash)
    )
    if scenarios is not None:
        found = found.where(StoredScenario.id.in_(scenarios))
    return {name: text for name, text in session.execute(found.order_by(StoredScenario.id))}  # noqa: C416


def sound_texts(session: Session, scenarios: Collection[str] | None = None) -> Mapping[str, str]:
    """Return what another installation can read, by scenario, of *scenarios* or of all: the draft if it has no problem,
    else the newest version; a draft with problems of which no version was published is not there."""
    newest = and_(ScenarioVersion.scenario_id == StoredScenario.id, ScenarioVersion.n == StoredScenario.version)
    text = func.coalesce(case((StoredScenario.problems == 0, StoredScenario.draft)), StoredContent.body)
    found = (
        select(StoredScenario.id, text)
        .outerjoin(ScenarioVersion, newest)
        .outerjoin(StoredContent, StoredContent.hash == ScenarioVersion.text_hash)
        .where(text.is_not(None))
    )
    if scenarios is not None:
        found = found.where(StoredScenario.id.in_(scenarios))
    return {name: text for name, text in session.execute(found.order_by(StoredScenario.id))}  # noqa: C416


def run_of(session: Session, run_id: UUID) -> CheckRun | None:
    """Return a run of the checks as it stands now."""
    return session.scalar(select(CheckRun).where(CheckRun.id == run_id).execution_options(populate_existing=True))


def run_for(session: Session, text_hash: str, edition: str, seeds: int = 0) -> CheckRun | None:
    """Return the run over most seeds, at least *seeds*, of that text under that edition."""
    found = select(CheckRun).where(CheckRun.text_hash == text_hash, CheckRun.edition == edition)
    found = found.where(CheckRun.seeds >= seeds).order_by(CheckRun.seeds.desc()).limit(1)
    return session.scalar(found.execution_options(populate_existing=True))


def rows_of(session: Session, scenarios: Collection[str]) -> Sequence[StoredScenario]:
    """Return the rows of those scenarios, as they stand now."""
    found = select(StoredScenario).where(StoredScenario.id.in_(scenarios)).execution_options(populate_existing=True)
    return session.scalars(found).all()


def cards_of(session: Session, scenarios: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the cards of those scenarios."""
    found = select(StoredScenario.id, StoredScenario.card).where(StoredScenario.id.in_(scenarios))
    return {name: card for name, card in session.execute(found)}  # noqa: C416
