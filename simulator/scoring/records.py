"""Records of work: one finished claim with everything its score came from, so that anybody can score it again.

A record is pure data: the log, the exercise, the wording and the guide that were promised, the versions, the scorecard
that came of it and how it was adjusted. It is sealed with the key of the installation that exports it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from simulator.coverage.determine import determine
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.rules import compile_rules
from simulator.desk.actions import Action
from simulator.desk.fold import fold
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.errors import Invalid
from simulator.json_codec import canonical, from_plain, to_plain
from simulator.scoring.scorecard import Scorecard, score
from simulator.scoring.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedPoints:
    """An instructor gave a criterion other points than the scorecard before: which, why, who and when."""

    criterion: str
    points_before: int
    points_after: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRecord:
    """One finished claim of one person. ``scorecard`` is the one that was computed, as plain JSON of its version."""

    item_id: UUID
    number: str
    title: Text
    person: str
    exported_at: datetime
    versions: Mapping[str, str]
    exercise: Exercise
    form: str
    guide: str
    rubric: Mapping[str, str]
    log: tuple[Action, ...]
    scorecard: Mapping[str, Any]
    adjustments: tuple[AdjustedPoints, ...] = ()

    @property
    def total(self) -> int:
        """The points of 100 that the scorecard states."""
        return int(self.scorecard["total"])

    @property
    def total_in_force(self) -> int:
        """The points of 100 after every adjustment."""
        return self.total + sum(one.points_after - one.points_before for one in self.adjustments)


def record_in(plain: object) -> WorkRecord:
    """Return the record that plain dictionaries, lists and texts hold.

    Raises:
        Invalid: They hold none; the message names the first place that is wrong.
    """
    try:
        record = from_plain(WorkRecord, plain)
    except ValueError as error:
        raise Invalid(f"it holds no record of work: {_first(error)}") from error
    if not isinstance(record.scorecard.get("total"), int):
        raise Invalid("it holds no record of work: scorecard.total is not a whole number")
    return record


def scored_again(record: WorkRecord, weights: Weights) -> Scorecard:
    """Return the scorecard that the log of *record* comes to with this engine and *weights*.

    What was right at each act is determined anew from the wording that the record holds.

    Raises:
        Invalid: The log, the exercise or the wording cannot be played by this engine.
    """
    try:
        return _scored(record, weights)
    except Exception as error:
        # A record that somebody wrote may hold anything under its keys; whatever breaks on it, it cannot be scored.
        raise Invalid(f"the log cannot be played again: {str(error) or type(error).__name__}") from error


def _scored(record: WorkRecord, weights: Weights) -> Scorecard:
    form, guide = load_form(record.form, file="the wording"), load_guide(record.guide, file="the guide")
    rules = compile_rules([form], guide)
    state = fold(record.exercise, record.log, form=rules.form_for(record.exercise.file), guide=guide)
    right = tuple(determine(rules, sent.file) for sent in state.acts)
    return score(state, right, weights, exercise=record.exercise, rules=rules, rubric=record.rubric)


def is_same(record: WorkRecord, card: Scorecard) -> bool:
    """Tell whether the scorecard of *record* and *card* are the same bytes."""
    return canonical(record.scorecard) == canonical(to_plain(card))


def _first(error: ValueError) -> str:
    """Return the first thing wrong, with its path where the error names one."""
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error)
    first = errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'the whole'}: {first['msg']}"
