"""The scorecard: criteria with points, what was expected, what was done, and because."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from simulator import __version__
from simulator.coverage.determination import Determination, Flag
from simulator.coverage.rules import Rules
from simulator.desk.actions import ActionKind
from simulator.desk.state import DeskState
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.errors import InvalidAction
from simulator.scoring.acts import ScoredAct, Walk, acts_of, is_on_path, marks_of, needless_in
from simulator.scoring.criteria import Marks
from simulator.scoring.criteria.errors import false_alarms, met, missed_flags
from simulator.scoring.follower import model_minutes
from simulator.scoring.measures import Measures, measures_of
from simulator.scoring.path import acts_ahead
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
    acts: tuple[ScoredAct, ...] = ()
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
    determinations: Sequence[Determination],
    weights: Weights,
    *,
    exercise: Exercise,
    rules: Rules,
    rubric: Mapping[str, str] | None = None,
) -> Scorecard:
    """Return the scorecard of the acts that *state* holds, each judged by its determination among *determinations*.

    Raises:
        InvalidAction: Nothing was decided.
    """
    if state.sent is None:
        raise InvalidAction("There is no decision to score.")
    weights = weights.with_rubric(rubric)
    reviews = reviews_of(state, determinations, weights, exercise=exercise, rules=rules)
    review = reviews[-1]
    walk = Walk(reviews=reviews, ahead=_ahead(state, review, exercise, rules))
    marks = {name: marks_of(name, walk) for name in CRITERIA if weights.criteria[name]}
    criteria = _criteria(weights, {name: one for name, one in marks.items() if one is not None})
    return Scorecard(
        total=sum(one.points for one in criteria),
        pass_mark=weights.pass_mark,
        done=state.sent.disposition,
        expected=review.determination.disposition,
        act_right=_is_act_right(review, criteria),
        reason_right=_is_reason_right(review, criteria),
        criteria=criteria,
        acts=tuple(acts_of(walk)),
        measures=_measures(walk),
        versions=_versions(exercise, review, rubric),
    )


def _measures(walk: Walk) -> Measures:
    last = walk.last
    before = [(review.decision, review.determination) for review in walk.reviews[:-1]]
    return replace(
        measures_of(last.decision, last.determination, before),
        needless=needless_in(walk),
        errors=len(last.flags),
        errors_found=len(last.flags) - len(missed_flags(last)),
        false_alarms=len(false_alarms(last)),
    )


def reviews_of(
    state: DeskState,
    determinations: Sequence[Determination],
    weights: Weights,
    *,
    exercise: Exercise,
    rules: Rules,
) -> tuple[Review, ...]:
    """Return a review of each act, as the criteria read them; *determinations* are in the order of the acts."""
    reviews: list[Review] = []
    due: list[Disposition] = []
    needed: frozenset[str] = frozenset()
    flags: tuple[Flag, ...] = ()
    for sent, determination in zip(state.acts, determinations, strict=True):
        flags = met(flags, determination.flags)
        review = Review(
            decision=sent.decision,
            determination=determination,
            measure=measured_by(determination, sent.decision),
            exercise=exercise,
            file=sent.file,
            form=rules.form_for(exercise.file),
            guide=rules.guide,
            weights=weights,
            opened=frozenset(sent.opened),
            minutes=sent.work_minutes,
            model_minutes=model_minutes(
                sent.file, [*due, determination.disposition], reminders_by(state, sent.n), rules.guide
            ),
            needed_before=needed,
            flags=flags,
            flagged=state.flags,
        )
        reviews.append(review)
        needed = needed.union(*(need.pins for need in determination.needs))
        due += [determination.disposition] if is_on_path(review) else []
    return tuple(reviews)


def reminders_by(state: DeskState, n: int) -> int:
    """Return how many times reminders had gone out before action *n*; they can only go out when they are due."""
    return sum(1 for action in state.actions[: n - 1] if action.kind is ActionKind.REMIND)


def _ahead(state: DeskState, last: Review, exercise: Exercise, rules: Rules) -> int:
    """Return how many acts the model path had left when the last act was done; more than 1 if it was settled early."""
    is_early = last.determination.disposition is Disposition.REQUEST_INFORMATION and not is_on_path(last)
    if not is_early or last.decision.disposition not in (Disposition.APPROVE, Disposition.REJECT):
        return 1
    before = state.actions[: state.acts[-1].n - 1]
    return acts_ahead(exercise, rules, before)


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
