"""The criteria of a scorecard: each reads a review and gives marks, or nothing where the claim does not ask for it."""

from collections.abc import Callable, Mapping

from simulator.scoring.criteria import (
    amount,
    disposition,
    errors,
    escalation,
    evidence,
    grounds,
    procedure,
    request,
    timeliness,
)
from simulator.scoring.criteria.marks import Marks
from simulator.scoring.review import Review

JUDGES: Mapping[str, Callable[[Review], Marks | None]] = {
    "disposition": disposition.judge,
    "amount": amount.judge,
    "request": request.judge,
    "escalation": escalation.judge,
    "grounds": grounds.judge,
    "evidence": evidence.judge,
    "errors": errors.judge,
    "procedure": procedure.judge,
    "timeliness": timeliness.judge,
}

__all__ = ["JUDGES", "Marks"]
