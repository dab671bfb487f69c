"""Twins: the file that somebody worked on, with one fact moved across the line on which its outcome hung."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from simulator.authoring.checks import outcome
from simulator.authoring.moves import Move, moves
from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined, determine
from simulator.coverage.explain import value_text
from simulator.coverage.inversion import Crossing, Draft
from simulator.coverage.inversion.trees import ON_FILE
from simulator.coverage.inversion.twins import across
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.domain.text import Text
from simulator.domain.values import Value
from simulator.errors import SimulatorError
from simulator.generation import Content
from simulator.generation.building import build_from, build_once
from simulator.generation.plans import Plan, plan_for
from simulator.scoring.path import walked
from simulator.scoring.wording import ACTS, filled, money

_MOVED = Text("{fact}: {there} instead of {here}", "{fact}: {there}, mitte {here}")
_TITLE = Text("The twin of {number}", "Juhtumi {number} kaksik")
_TOLD = Text(
    "This is the file that you had before, with one fact moved. {moved}. Right there: “{before}”; right here: "
    "“{after}”. Everything else is the same, so the outcome hung on that one fact.",
    "See on sama toimik, mis sul enne oli, ainult üks fakt on teine. {moved}. Seal oli õige „{before}“, siin on õige "
    "„{after}“. Kõik muu on sama, seega sõltus tulemus just sellest.",
)
_MOST_TRIED = 24
_WITH_AMOUNT = Text("{act}, {amount}", "{act}, {amount}")
_WITH_QUEUE = Text("{act}: {queue}", "{act}: {queue}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The fact that is another in a twin: its label, and its value there and in the twin."""

    fact: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A twin with its determination; ``change`` says which fact is another and tells nothing of the outcome."""

    exercise: Exercise
    determination: Determination
    change: Change
    scenario: Scenario

    @property
    def moved(self) -> Text:
        """The change as one sentence without its full stop."""
        return told(self.change)


def told(change: Change) -> Text:
    """Return which fact is another, as a sentence without its full stop."""
    return filled(_MOVED, fact=change.fact, here=change.before, there=change.after)


def twin_of(exercise: Exercise, scenario: Scenario, content: Content) -> Twin | None:
    """Return a twin of *exercise* whose outcome is another.

    There is none where nothing hung on one fact, or where scenario, form or world have changed since it was made.
    """
    return next(_twins(exercise, scenario, content), None)


def _twins(exercise: Exercise, scenario: Scenario, content: Content) -> Iterator[Twin]:
    market = exercise.file.market
    try:
        plan = plan_for(scenario, market, content)
        built = build_once(scenario, exercise.seed, market=market, content=content)
    except SimulatorError:
        return
    if built.exercise != exercise:
        return
    before = determine(plan.rules, exercise.file)
    fallback: list[Twin] = []
    for move in islice(moves(plan, built.draft, exercise, before), _MOST_TRIED):
        made = _made(built.draft, move, exercise, before, content)
        if made is None:
            continue
        twin = _twin(*made, _change(move.crossing, plan), scenario, exercise, before, plan)
        if move.is_aim or twin.determination.disposition is not before.disposition:
            yield twin
        else:
            fallback.append(twin)
    yield from fallback


def _made(
    draft: Draft, move: Move, exercise: Exercise, before: Determination, content: Content
) -> tuple[Exercise, Determination] | None:
    """Return the exercise across that line, None where it comes out as *before* or nobody could decide it."""
    market, moved = exercise.file.market, across(draft, move.crossing)
    try:
        rules = plan_for(move.scenario, market, content).rules
        found = build_from(moved, move.scenario, exercise.seed, market=market, content=content).exercise
        determined = Determined(rules)
        after = determined.of(found.file)
        if outcome(after) == outcome(before):
            return None
        walked(found, rules, determined=determined)
    except SimulatorError:
        return None
    return found, after


def _twin(
    twin: Exercise,
    after: Determination,
    change: Change,
    scenario: Scenario,
    exercise: Exercise,
    before: Determination,
    plan: Plan,
) -> Twin:
    taught = _taught(scenario, exercise, told(change), before, after, plan)
    return Twin(exercise=twin, determination=after, change=change, scenario=taught)


def _change(crossing: Crossing, plan: Plan) -> Change:
    name = crossing.fact
    if name.startswith(ON_FILE):
        fact = plan.documents[name.removeprefix(ON_FILE)].label
        here, there = (
            Text("on file", "toimikus") if there else Text("not on file", "puudub") for there in _both(crossing)
        )
    else:
        known, currency = plan.facts[name], plan.form.currency
        fact = known.label
        here, there = (value_text(value, known, currency) for value in _both(crossing))
    capital = Text(fact.en[:1].upper() + fact.en[1:], fact.et[:1].upper() + fact.et[1:])
    return Change(fact=capital, before=here, after=there)


def _both(crossing: Crossing) -> tuple[Value, Value]:
    return crossing.value, crossing.across


def _taught(
    scenario: Scenario, exercise: Exercise, moved: Text, before: Determination, after: Determination, plan: Plan
) -> Scenario:
    """Return the scenario as it is told once the twin is decided."""
    debrief = filled(_TOLD, moved=moved, before=_right(before, plan), after=_right(after, plan))
    return replace(scenario, title=filled(_TITLE, number=exercise.file.number), debrief=debrief)


def _right(found: Determination, plan: Plan) -> Text:
    act = ACTS[found.disposition]
    if found.disposition is Disposition.ESCALATE and found.escalate_to in plan.rules.guide.queues:
        return filled(_WITH_QUEUE, act=act, queue=plan.rules.guide.queues[found.escalate_to])
    if found.disposition is not Disposition.APPROVE:
        return act
    return filled(_WITH_AMOUNT, act=act, amount=money(found.payable, plan.form.currency))
