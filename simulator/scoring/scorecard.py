"""The scorecard: criteria with points, what was expected, what was done, and because."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from simulator import __version__
from simulator.coverage.determination import Determination
from simulator.coverage.rules import Rules
from simulator.desk.state import DeskState
from simulator.domain.decision import Decision, Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.errors import InvalidAction
from simulator.scoring.criteria import JUDGES, Marks
from simulator.scoring.measures import Measures, measures_of
from simulator.scoring.review import Review, measured_by
from simulator.scoring.weights import CRITERIA, Weights

FULL_SCORE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: *points* of *most*; ``share`` is exact; ``rows`` names what differs inside it."""

    id: str
    label: Text
    points: int
    most: int
    share: Fraction
    expected: Text
    done: Text
    because: Text
    rows: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether points were lost."""
        return self.points < self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What a decision came to. ``reason_right`` stands apart from the points: right for the right reason.

    The same state, determination and weights give the same scorecard; ``versions`` name all three.
    """

    total: int
    pass_mark: int
    done: Disposition
    expected: Disposition
    act_right: bool
    reason_right: bool
    criteria: tuple[Criterion, ...]
    measures: Measures
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_passed(self) -> bool:
        """Tell whether the pass mark is reached."""
        return self.total >= self.pass_mark

    def criterion(self, name: str) -> Criterion | None:
        """Return the criterion of that id, if this claim asked for it."""
        return next((one for one in self.criteria if one.id == name), None)


def score(
    state: DeskState,
    determination: Determination,
    weights: Weights,
    *,
    exercise: Exercise,
    rules: Rules,
    rubric: Mapping[str, str] | None = None,
) -> Scorecard:
    """Return the scorecard of the decision that *state* holds, judged against *determination*.

    Raises:
        InvalidAction: Nothing was decided.
    """
    if state.sent is None:
        raise InvalidAction("There is no decision to score.")
    weights = weights.with_rubric(rubric)
    review = review_of(state, state.sent, determination, weights, exercise=exercise, rules=rules)
    marks = {name: JUDGES[name](review) for name in CRITERIA if weights.criteria[name]}
    criteria = _criteria(weights, {name: one for name, one in marks.items() if one is not None})
    return Scorecard(
        total=sum(one.points for one in criteria),
        pass_mark=weights.pass_mark,
        done=state.sent.disposition,
        expected=determination.disposition,
        act_right=_is_act_right(review, criteria),
        reason_right=_is_reason_right(review, criteria),
        criteria=criteria,
        measures=measures_of(state.sent, determination),
        versions=_versions(exercise, review, rubric),
    )


def review_of(
    state: DeskState,
    decision: Decision,
    determination: Determination,
    weights: Weights,
    *,
    exercise: Exercise,
    rules: Rules,
) -> Review:
    """Return the review that the criteria read."""
    return Review(
        decision=decision,
        determination=determination,
        measure=measured_by(determination, decision),
        exercise=exercise,
        form=rules.form_for(exercise.file),
        guide=rules.guide,
        weights=weights,
        opened=frozenset(state.opened),
        minutes=state.work_minutes,
    )


def _criteria(weights: Weights, marks: Mapping[str, Marks]) -> tuple[Criterion, ...]:
    most = shared_out({name: weights.criteria[name] for name in marks}, FULL_SCORE)
    return tuple(
        Criterion(
            id=name,
            label=weights.labels[name],
            points=_points(one.share, most[name]),
            most=most[name],
            share=one.share,
            expected=one.expected,
            done=one.done,
            because=one.because,
            rows=one.rows,
        )
        for name, one in marks.items()
    )


def shared_out(weights: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Return whole points that add up to *total*, in proportion to *weights*, by largest remainder."""
    whole = sum(weights.values(), Fraction(0))
    exact = {name: weight * total / whole for name, weight in weights.items()}
    points = {name: int(part) for name, part in exact.items()}
    by_rest = sorted(exact, key=lambda name: points[name] - exact[name])
    for name in by_rest[: total - sum(points.values())]:
        points[name] += 1
    return points


def _points(share: Fraction, most: int) -> int:
    """Return whole points, halves up; full points only for what is fully right, none only for what is not at all."""
    if share >= 1:
        return most
    return min(most - 1, int(share * most + Fraction(1, 2)))


def _is_act_right(review: Review, criteria: tuple[Criterion, ...]) -> bool:
    return review.is_act_right or any(one.id == "disposition" and one.share == 1 for one in criteria)


def _is_reason_right(review: Review, criteria: tuple[Criterion, ...]) -> bool:
    """Tell whether what speaks of the reason (grounds, request, escalation) was right enough."""
    reasons = [one for one in criteria if one.id in ("grounds", "request", "escalation")]
    return all(one.share >= review.weights.reason_right for one in reasons)


def _versions(exercise: Exercise, review: Review, rubric: Mapping[str, str] | None) -> dict[str, str]:
    weights = review.weights
    own = {"rubric": ",".join(f"{name}={rubric[name]}" for name in sorted(rubric))} if rubric else {}
    edition = f"{weights.edition}+{weights.content_hash[:8]}" if weights.content_hash else weights.edition
    return {**exercise.versions, "engine": __version__, "weights": edition, **own}
