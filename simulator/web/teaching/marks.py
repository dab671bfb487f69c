"""A claim of an assignment in one cell: its score with a word, or how far it has come, and whether it is late."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from simulator.persistence.assignments import Cell
from simulator.persistence.items import ItemState
from simulator.persistence.practice import Result
from simulator.web.context import now
from simulator.web.teaching.member import state_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One cell: *score* is empty until the claim is closed, *before* the machine's where it was adjusted."""

    item_id: UUID | None
    href: str
    look: str
    score: str
    words: str
    before: str
    late: str


def mark_of(cell: Cell | None, due_at: datetime | None, result: Result | None = None) -> Mark:
    """Return how one claim stands; *result* tells whether the score passes, where it was read."""
    late = str(_("late")) if is_late(cell, due_at) else ""
    if cell is None:
        return Mark(item_id=None, href="", look="off", score="", words=str(_("not begun")), before="", late=late)
    if cell.state != ItemState.CLOSED.value or cell.total is None:
        steps = url_for("teaching.steps", item_id=cell.item_id)
        words = state_words(cell.state)
        return Mark(item_id=cell.item_id, href=steps, look="off", score="", words=words, before="", late=late)
    is_passed = result.outcome.is_passed if result is not None else None
    return Mark(
        item_id=cell.item_id,
        href=url_for("teaching.review", item_id=cell.item_id),
        look="" if is_passed is None else "pass" if is_passed else "below",
        score=str(cell.total),
        words="" if is_passed is None else str(_("passed") if is_passed else _("below")),
        before=str(cell.first_total) if cell.first_total != cell.total else "",
        late=late,
    )


def is_late(cell: Cell | None, due_at: datetime | None) -> bool:
    """Tell whether a claim was decided after it was due, or is due and not decided."""
    if due_at is None:
        return False
    return (cell.decided_at if cell is not None and cell.decided_at is not None else now()) > due_at
