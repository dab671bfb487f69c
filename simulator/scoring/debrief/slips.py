"""Slips: what was wrong with an act by itself, on the file as it stood when it was sent."""

from dataclasses import dataclass

from simulator.domain.decision import FINAL, Disposition
from simulator.domain.text import Text
from simulator.scoring.acts import is_on_path
from simulator.scoring.criteria import JUDGES
from simulator.scoring.criteria.disposition import is_asked_past_others
from simulator.scoring.criteria.grounds import is_lead_right
from simulator.scoring.criteria.marks import FULL
from simulator.scoring.criteria.request import nearest
from simulator.scoring.review import Review

_OF_AN_ACT = ("disposition", "request", "escalation", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What an act lost first: the criterion, the review of the act, and because."""

    criterion: str
    review: Review
    because: Text


def slip_of(review: Review) -> Slip | None:
    """Return the first thing that is wrong with the act itself; nothing where it was sent as it should be."""
    for name in _OF_AN_ACT:
        marks = JUDGES[name](review)
        if marks is not None and marks.share < FULL:
            return Slip(criterion=name, review=review, because=marks.because)
    if not is_lead_right(review):
        marks = JUDGES["grounds"](review)
        return Slip(criterion="grounds", review=review, because=marks.because) if marks is not None else None
    return None


def is_only_unsaid(review: Review) -> bool:
    """Tell whether the right papers were asked of those who have them, and only the reason was not said."""
    asked = {(one.paper, one.holder) for one in review.decision.asked}
    return asked == {(one.paper, one.holder) for one in nearest(review)}


def is_in_vain(review: Review) -> bool:
    """Tell whether nothing that decides could come back on an act: not due, or asked of nobody who has it."""
    if is_asked_past_others(review):
        return False
    if not is_on_path(review):
        return review.decision.disposition not in FINAL
    if review.decision.disposition is not Disposition.REQUEST_INFORMATION:
        return False
    asked = {(one.paper, one.holder) for one in review.decision.asked}
    return not any((one.paper, one.holder) in asked for one in nearest(review))
