"""One person of a group as the instructor sees him or her: skills, and claims with what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from simulator.persistence.items import ItemState
from simulator.persistence.people import Person
from simulator.persistence.practice import (
    Cover,
    Finished,
    OnDesk,
    Result,
    as_played,
    covers,
    finished,
    items_by_state,
    on_desk,
    results,
)
from simulator.practice.estimates import progress
from simulator.web.context import db, house, now
from simulator.web.home.figures import SkillRow, skill_rows
from simulator.web.language import language
from simulator.web.teaching.room import Paging, paging

_MOST_OPEN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A finished claim with its newest score."""

    item_id: UUID
    number: str
    kind: str
    at: datetime
    total: int
    is_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A claim that is in work, or decided with its debrief unread."""

    item_id: UUID
    number: str
    kind: str
    since: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """Skills, claims in work and finished claims of one person."""

    skills: tuple[SkillRow, ...]
    target: int
    moved_days: int
    open: tuple[OpenRow, ...]
    claims: tuple[ClaimRow, ...]
    closed: int
    pages: Paging


def member_page(person: Person) -> MemberPage:
    """Return what the instructor sees of *person*; the statements do not grow with the claims."""
    skills = house().skills
    closed = items_by_state(db(), person.id).get(ItemState.CLOSED.value, 0)
    pages = paging(closed)
    window = finished(db(), person.id, skills.window)
    shown = finished(db(), person.id, pages.size, pages.offset)
    lying = on_desk(db(), person.id, _MOST_OPEN)
    found = results(db(), [row.card_id for row in (*window, *shown)])
    sheets = covers(db(), [*(row.exercise_hash for row in lying), *(row.exercise_hash for row in shown)])
    return MemberPage(
        skills=skill_rows(progress(skills, as_played(window, found), now()), skills),
        target=skills.target,
        moved_days=skills.moved_days,
        open=tuple(_open(row, sheets) for row in lying),
        claims=tuple(_claim(row, found[row.card_id], sheets) for row in shown),
        closed=closed,
        pages=pages,
    )


def _open(row: OnDesk, sheets: Mapping[str, Cover]) -> OpenRow:
    return OpenRow(
        item_id=row.item_id,
        number=row.number,
        kind=sheets[row.exercise_hash].kind.in_(language()),
        since=row.created_at,
        state=state_words(row.state),
    )


def state_words(state: str) -> str:
    """Return in words how far a claim has come."""
    words = {
        ItemState.OPEN: _("in work"),
        ItemState.WAITING: _("waits for a reply"),
        ItemState.DECIDED: _("decided"),
        ItemState.CLOSED: _("closed"),
    }
    return str(words[ItemState(state)])


def _claim(row: Finished, result: Result, sheets: Mapping[str, Cover]) -> ClaimRow:
    return ClaimRow(
        item_id=row.item_id,
        number=row.number,
        kind=sheets[row.exercise_hash].kind.in_(language()),
        at=row.decided_at,
        total=result.outcome.total,
        is_passed=result.outcome.is_passed,
    )
