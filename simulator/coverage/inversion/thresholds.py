"""Thresholds of steps: the first cent over a deductible, a limit reached to the cent, a floor just lifted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from simulator.coverage.assessing import Assessment
from simulator.coverage.inversion.drafting import split_key
from simulator.coverage.inversion.drawing import Drawing, room
from simulator.coverage.inversion.grounds import Ground, keys_in
from simulator.coverage.inversion.lattice import holds, meet
from simulator.coverage.inversion.moving import Boundary, Oracle, Past, boundary, movable
from simulator.coverage.inversion.plans import Plan
from simulator.coverage.inversion.trees import Node, grow
from simulator.coverage.inversion.wants import Crossing, Unreachable, Want
from simulator.coverage.language.expressions import Expression, Fold
from simulator.coverage.language.steps import (
    AddOn,
    BearAtMost,
    Cap,
    CapPot,
    Contribute,
    Floor,
    Franchise,
    HoldBack,
    Less,
    LessPot,
    Proportion,
    SetValue,
    Step,
)
from simulator.coverage.settling.hands import Taken
from simulator.domain.dice import Dice
from simulator.domain.values import Value

Fixed = Mapping[str, Value]

_PAST: Mapping[type, Callable[[Taken], bool]] = {
    Less: lambda taken: taken.now > 0,
    LessPot: lambda taken: taken.now > 0,
    Cap: lambda taken: taken.was > taken.now,
    CapPot: lambda taken: taken.was > taken.now,
    Floor: lambda taken: taken.now == taken.was and taken.was > 0,
    Franchise: lambda taken: taken.now > 0,
    Proportion: lambda taken: taken.now == taken.was,
    BearAtMost: lambda taken: taken.now > taken.was,
    Contribute: lambda taken: taken.now < taken.was,
    HoldBack: lambda taken: taken.now > 0,
}
_REACHED_WHEN_PAST = (Floor, Proportion)


@dataclass(frozen=True, slots=True, eq=False)
class StepTarget:
    """A wanted step and the line on which it is watched."""

    want: Want
    step: Step
    line: str


def place(
    target: StepTarget, plan: Plan, drawing: Drawing, oracle: Oracle, fixed: Fixed, dice: Dice, *, exact: bool = True
) -> Crossing:
    """Move one amount so that a step is met under, at or over its threshold; not *exact*: as near as the unit allows.

    Raises:
        Unreachable: No amount reaches the threshold exactly.
    """
    step, line = target.step, target.line
    _waken(target, plan, drawing, oracle, fixed, dice)
    for key in movable(drawing, line, fixed, *_driving(step), *_before(step, line, drawing.ground)):
        spans = room(plan, drawing, key)
        lattice = drawing.ground.lattices[key]
        at = lattice.point(drawing.world.get(key, Fraction(0)))
        found = boundary(_past(step, line, key, oracle), spans, at) if spans else None
        if found is None:
            continue
        point, other = _sides(found, step, target.want)
        near_enough = not exact and target.want.step != "at"
        if holds(spans, point) and (near_enough or _exact(step, line, key, found, oracle)):
            oracle.move(key, point, drawing)
            return crossing_at(target.want, key, lattice.value(point), lattice.value(other))
    raise Unreachable(f"{target.want.provision}: no amount of {line} reaches this step's threshold to the unit")


def _waken(target: StepTarget, plan: Plan, drawing: Drawing, oracle: Oracle, fixed: Fixed, dice: Dice) -> None:
    """Give a step that takes nothing off, since its amount is presumed to be 0, a part of the running amount."""
    taken = _taken(target.step, target.line, oracle.now())
    if taken is None or taken.was != taken.now or not isinstance(target.step.act, Less):
        return
    keys = keys_in(target.step.act.amount, drawing.ground.scopes[target.line])
    for key in keys:
        if key in fixed or drawing.world.get(key) != 0:
            continue
        lattice = drawing.ground.lattices[key]
        low, high = lattice.point(taken.was / 5), lattice.point(taken.was * 4 / 5)
        spans = meet(room(plan, drawing, key), ((max(1, low), high),))
        if spans:
            oracle.move(key, dice.whole(*spans[0]), drawing)
            return


def crossing_at(want: Want, key: str, value: Value, across: Value) -> Crossing:
    """Return the crossing of *want* at the fact of *key*."""
    line, fact = split_key(key)
    return Crossing(provision=want.provision, target_line=want.line, fact=fact, line=line, value=value, across=across)


def step_target(want: Want, ground: Ground) -> StepTarget:
    """Return the step that *want* names by code, clause or word, and the line on which to watch it.

    Raises:
        Unreachable: There is no such step, or it has no threshold.
    """
    for line, head in ground.heads:
        if want.line and want.line not in (line, head):
            continue
        steps = (*ground.form.heads.get(head, ()), *ground.form.together)
        named = [step for step in steps if want.provision in (step.reason, step.clause, step.word)]
        named.sort(key=lambda step: want.provision != step.reason)
        for step in named:
            if _has_threshold(step):
                return StepTarget(want, step, line)
    raise Unreachable(f"{want.provision}: no step of that code or clause with a threshold settles these lines")


def conditions_of(target: StepTarget, ground: Ground) -> Iterator[Node]:
    """Yield what must hold for the step to be taken on its line."""
    scope = ground.scopes[target.line]
    for condition in (target.step.lines, target.step.when):
        if condition is not None:
            yield grow(condition, scope)


def _has_threshold(step: Step) -> bool:
    if isinstance(step.act, SetValue):
        return isinstance(step.act.amount, Fold) and step.act.amount.word in ("least", "greatest")
    return type(step.act) in _PAST


def _driving(step: Step) -> Iterator[Expression]:
    if isinstance(step.act, Proportion):
        yield step.act.have
        yield step.act.need
    for name in ("amount", "of", "own"):
        expression = getattr(step.act, name, None)
        if expression is not None and not isinstance(step.act, SetValue | AddOn):
            yield expression


def _before(step: Step, line: str, ground: Ground) -> Iterator[Step]:
    """Yield the steps of the line's head up to *step*: what they read can move the amount too."""
    for earlier in ground.form.heads.get(dict(ground.heads)[line], ()):
        if earlier is step:
            return
        yield earlier


def _taken(step: Step, line: str, assessment: Assessment) -> Taken | None:
    settled = assessment.settled
    every = settled.taken if settled else ()
    return next((taken for taken in every if taken.step == step and line in taken.lines), None)


def _past(step: Step, line: str, key: str, oracle: Oracle) -> Past:
    if isinstance(step.act, SetValue):
        return _outgrown(step, line, key, oracle)
    test = _PAST[type(step.act)]

    def past(point: int) -> bool:
        taken = _taken(step, line, oracle.at(key, point))
        return taken is not None and test(taken)

    return past


def _outgrown(step: Step, line: str, key: str, oracle: Oracle) -> Past:
    """Another candidate of least (greatest) wins: one unit more (less) of this fact changes nothing."""
    toward = 1 if isinstance(step.act, SetValue) and getattr(step.act.amount, "word", "") == "least" else -1

    def past(point: int) -> bool:
        here, there = (_taken(step, line, oracle.at(key, at)) for at in (point, point + toward))
        return here is not None and there is not None and (here.now == there.now) is (toward > 0)

    return past


def _sides(found: Boundary, step: Step, want: Want) -> tuple[int, int]:
    """Return the wanted point and its neighbour on the other side of the threshold."""
    onward = found.first - found.last
    pays_from = isinstance(step.act, Franchise) and step.act.pays == "from"
    reached_when_past = pays_from or isinstance(step.act, (*_REACHED_WHEN_PAST, SetValue))
    at = found.first if reached_when_past else found.last
    point = at + {"under": -onward, "at": 0, "over": onward}[want.step]
    is_past = (point - found.first) * onward >= 0
    return point, found.last if is_past else found.first


def _exact(step: Step, line: str, key: str, found: Boundary, oracle: Oracle) -> bool:
    """Tell whether the amount before the step meets the threshold exactly at the boundary."""
    taken = _taken(step, line, oracle.at(key, found.last))
    beyond = _taken(step, line, oracle.at(key, found.first))
    if taken is None or beyond is None:
        return isinstance(step.act, Proportion | SetValue)
    if isinstance(step.act, Less | LessPot | HoldBack):
        return taken.was > 0 and beyond.was - beyond.now == taken.was
    if isinstance(step.act, Cap | CapPot):
        return beyond.now == taken.was
    if isinstance(step.act, Floor):
        return taken.now == beyond.was
    return True
