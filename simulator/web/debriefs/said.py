"""What an instructor said of a finished claim: comments by criterion, and scores adjusted with their reasons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from simulator.persistence.reviews import adjustments_of, comments_on
from simulator.scoring.debrief import Debrief
from simulator.web.context import db
from simulator.web.language import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment: of which criterion (empty of the whole), by whom and when."""

    criterion: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An adjusted criterion: points and total before and after, why, by whom and when."""

    criterion: str
    before: int
    after: int
    total_before: int
    total_after: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPart:
    """Everything that was said of a claim, in order; ``machine_total`` is the score before anybody adjusted it."""

    remarks: tuple[Remark, ...]
    changes: tuple[Change, ...]
    machine_total: int


def said_of(item_id: UUID, told: Debrief) -> SaidPart:
    """Return what was said of a claim whose debrief is *told*, in two statements."""
    labels = {row.id: row.label.in_(language()) for row in told.criteria}
    changes: list[Change] = []
    total = told.total
    for one in reversed(adjustments_of(db(), item_id)):
        before = total - one.points_after + one.points_before
        changes.append(
            Change(
                criterion=labels.get(one.criterion, one.criterion),
                before=one.points_before,
                after=one.points_after,
                total_before=before,
                total_after=total,
                reason=one.reason,
                by=one.by,
                at=one.at,
            )
        )
        total = before
    remarks = tuple(
        Remark(criterion=labels.get(one.criterion, one.criterion), text=one.text, by=one.by, at=one.at)
        for one in comments_on(db(), item_id)
    )
    return SaidPart(remarks=remarks, changes=tuple(reversed(changes)), machine_total=total)
