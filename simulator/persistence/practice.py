"""What the practice of a person reads: claims on the desk, finished claims with what came of them, and their covers.

Scorecards and exercises never change once stored, so what was read of one stays in memory under its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Uuid, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from simulator.domain.text import Text
from simulator.json_codec import from_json
from simulator.persistence.content import StoredContent, kept
from simulator.persistence.items import Item, ItemState, LoggedAction, Shift, StoredScorecard
from simulator.practice.choosing import Taken
from simulator.practice.played import Outcome, Played

FIRST_ACTS = 2
"""Taking a claim up writes this many acts; a claim with more has been begun."""
PRACTICE = "practice"
TRIAL = "trial"
"""The kind of a shift on which an author tries a scenario out: it is on no desk and in nobody's measures."""
_FIRST_NOTICE = "first_notice"
_MOST_KEPT = 6_000
_results: dict[UUID, "Result"] = {}
_covers: dict[str, "Cover"] = {}


class OnDesk(NamedTuple):
    """A claim that is open or decided; ``acts`` counts its log."""

    item_id: UUID
    number: str
    state: str
    created_at: datetime
    decided_at: datetime | None
    exercise_hash: str
    acts: int


class Finished(NamedTuple):
    """A claim that is closed, with its newest scorecard."""

    item_id: UUID
    number: str
    scenario: str
    seed: str
    exercise_hash: str
    decided_at: datetime
    card_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a finished claim, and the level of the scenario as it was then."""

    level: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What may be told of a claim file before it is decided: kind of loss, rules, and its days in the story."""

    kind: Text
    form: str
    market: str
    guide: str
    as_of: datetime
    reported_at: datetime
    last_paper_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    kind: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    form: str
    market: str
    guide: str
    as_of: datetime
    papers: tuple[_Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exercise:
    kind: Text
    file: _File


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scenario:
    level: int = 0


def counts() -> ColumnElement[bool]:
    """Return the condition that an item is work, and no author's trial."""
    return ~select(Shift.id).where(Shift.id == Item.shift_id, Shift.kind == TRIAL).correlate(Item).exists()


_PERSON, _MOST = bindparam("person", type_=Uuid), bindparam("most", type_=Integer)
_ACTS = select(func.max(LoggedAction.n)).where(LoggedAction.item_id == Item.id).scalar_subquery()
_ON_DESK = (
    select(Item.id, Item.number, Item.state, Item.created_at, Item.decided_at, Item.exercise_hash, _ACTS)
    .where(Item.person_id == _PERSON, Item.state != ItemState.CLOSED.value, counts())
    .order_by(Item.created_at, Item.number)
    .limit(_MOST)
)
_BY_STATE = (
    select(Item.state, func.count().label("claims")).where(Item.person_id == _PERSON, counts()).group_by(Item.state)
)
_NEWER = aliased(StoredScorecard)
_NEWEST = select(func.max(_NEWER.n)).where(_NEWER.item_id == Item.id).scalar_subquery()
_FINISHED = (
    select(Item.id, Item.number, Item.scenario_id, Item.seed, Item.exercise_hash, Item.decided_at, StoredScorecard.id)
    .join(StoredScorecard, StoredScorecard.item_id == Item.id)
    .where(Item.person_id == _PERSON, Item.state == ItemState.CLOSED.value)
    .where(Item.decided_at.is_not(None), StoredScorecard.n == _NEWEST, counts())
    .order_by(Item.decided_at.desc(), Item.number)
    .limit(_MOST)
    .offset(bindparam("first", type_=Integer))
)
"""Home asks these at each visit, so they are put together once."""


def on_desk(session: Session, person_id: UUID, limit: int) -> Sequence[OnDesk]:
    """Return the person's claims that are not closed, those taken up first in front."""
    rows = session.execute(_ON_DESK, {"person": person_id, "most": limit})
    return [OnDesk._make(row) for row in rows]


def _not_begun(person_id: UUID) -> Select[UUID]:
    begun = select(LoggedAction.n).where(LoggedAction.item_id == Item.id, LoggedAction.n > FIRST_ACTS).exists()
    found = select(Item.id).where(Item.person_id == person_id, Item.state == ItemState.OPEN.value, ~begun, counts())
    return found.order_by(Item.created_at, Item.number).limit(1)


def waiting(session: Session, person_id: UUID) -> UUID | None:
    """Return the practice claim that has lain longest on the person's desk without being begun."""
    return session.scalar(_not_begun(person_id).join(Shift, Shift.id == Item.shift_id).where(Shift.kind == PRACTICE))


def waiting_of(session: Session, person_id: UUID, scenario_id: str) -> UUID | None:
    """Return the claim of that scenario that has lain longest on the person's desk without being begun."""
    return session.scalar(_not_begun(person_id).where(Item.scenario_id == scenario_id))


def taken_of(session: Session, person_id: UUID, scenario_id: str) -> int:
    """Return how many claims of that scenario the person has taken up."""
    found = select(func.count()).select_from(Item).where(Item.person_id == person_id, Item.scenario_id == scenario_id)
    return session.scalar(found.where(counts())) or 0


def items_by_state(session: Session, person_id: UUID) -> Mapping[str, int]:
    """Return how many claims of the person are open, decided and closed."""
    return {row.state: row.claims for row in session.execute(_BY_STATE, {"person": person_id})}


def taken_up(session: Session, person_id: UUID, limit: int) -> tuple[Taken, ...]:
    """Return the claims that the person took up, the latest first."""
    found = select(Item.scenario_id, Item.created_at).where(Item.person_id == person_id, counts())
    rows = session.execute(found.order_by(Item.created_at.desc(), Item.id).limit(limit))
    return tuple(Taken(scenario=scenario, taken_at=at) for scenario, at in rows)


def finished(session: Session, person_id: UUID, limit: int, offset: int = 0) -> Sequence[Finished]:
    """Return the person's closed claims that were scored, those decided last in front."""
    rows = session.execute(_FINISHED, {"person": person_id, "most": limit, "first": offset})
    return [Finished._make(row) for row in rows]


def results(session: Session, cards: Iterable[UUID]) -> Mapping[UUID, Result]:
    """Return what came of the claims with those scorecards; one query for those that are not in memory."""
    wanted = set(cards)
    got = {one: kept_one for one in wanted if (kept_one := _results.get(one)) is not None}
    if missing := wanted - got.keys():
        _make_room(_results)
        asked = (
            select(StoredScorecard.id, StoredScorecard.body, StoredContent.body)
            .join(Item, Item.id == StoredScorecard.item_id)
            .join(StoredContent, StoredContent.hash == Item.scenario_hash)
            .where(StoredScorecard.id.in_(missing))
        )
        for card_id, card, scenario in session.execute(asked):
            level = from_json(_Scenario, scenario).level
            got[card_id] = _results[card_id] = Result(level=level, outcome=from_json(Outcome, card))
    return got


def covers(session: Session, hashes: Iterable[str]) -> Mapping[str, Cover]:
    """Return the covers of those exercises; one query for those that are not in memory."""
    wanted = set(hashes)
    got = {one: kept_one for one in wanted if (kept_one := _covers.get(one)) is not None}
    if missing := wanted - got.keys():
        _make_room(_covers)
        for name, body in kept(session, *missing).items():
            got[name] = _covers[name] = _cover(from_json(_Exercise, body))
    return got


def played(session: Session, person_id: UUID, limit: int) -> tuple[Played, ...]:
    """Return the latest claims that the person finished, as practice sees them."""
    rows = finished(session, person_id, limit)
    return as_played(rows, results(session, [row.card_id for row in rows]))


def as_played(rows: Iterable[Finished], found: Mapping[UUID, Result]) -> tuple[Played, ...]:
    """Return finished claims as practice sees them."""
    return tuple(
        Played(
            scenario=row.scenario,
            seed=row.seed,
            level=found[row.card_id].level,
            decided_at=row.decided_at,
            outcome=found[row.card_id].outcome,
        )
        for row in rows
    )


def _cover(exercise: _Exercise) -> Cover:
    file = exercise.file
    arrived = [paper for paper in file.papers if paper.received_at <= file.as_of]
    notices = [paper.received_at for paper in arrived if paper.kind == _FIRST_NOTICE]
    return Cover(
        kind=exercise.kind,
        form=file.form,
        market=file.market,
        guide=file.guide,
        as_of=file.as_of,
        reported_at=min(notices, default=file.as_of),
        last_paper_at=max((paper.received_at for paper in arrived), default=file.as_of),
    )


def _make_room(memory: dict[UUID, Result] | dict[str, Cover]) -> None:
    if len(memory) >= _MOST_KEPT:
        memory.clear()
