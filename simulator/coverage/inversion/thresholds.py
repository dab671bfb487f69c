"""Thresholds of steps: the first cent over a deductible, a limit reached to the cent, a floor just lifted."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from simulator.coverage.assessing import Assessment
from simulator.coverage.inversion.drawing import Drawing
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import holds
from simulator.coverage.inversion.moving import Boundary, Oracle, Past, boundary, movable, room
from simulator.coverage.inversion.plans import Plan
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
from simulator.domain.values import Value

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


def place(want: Want, plan: Plan, drawing: Drawing, oracle: Oracle, fixed: Mapping[str, Value]) -> Crossing:
    """Move one amount so that the step named by *want* is met under, at or over its threshold.

    Raises:
        Unreachable: There is no such step, it has no threshold, or no amount reaches it exactly.
    """
    step, line = _step(want, drawing.ground)
    for key in movable(drawing, line, fixed, *_driving(step)):
        past = _past(step, line, key, oracle)
        spans = room(plan, drawing, key)
        lattice = drawing.ground.lattices[key]
        at = lattice.point(drawing.world.get(key, Fraction(0)))
        found = boundary(past, spans, at) if spans else None
        if found is None:
            continue
        point, other = _sides(found, step, want)
        if not holds(spans, point) or not _exact(step, line, key, found, oracle):
            continue
        drawing.world[key] = lattice.value(point)
        drawing.stated.add(key)
        oracle.moved(key, lattice.value(point))
        return _crossing(want, key, lattice.value(point), lattice.value(other))
    raise Unreachable(f"{want.provision}: no amount of {line} reaches this step's threshold to the unit")


def _crossing(want: Want, key: str, value: Any, other: Any) -> Crossing:
    line, _, fact = key.rpartition(".")
    return Crossing(provision=want.provision, target_line=want.line, fact=fact, line=line, value=value, across=other)


def _step(want: Want, ground: Ground) -> tuple[Step, str]:
    """Return the step that *want* names by code, clause or word, and the line on which to watch it."""
    for line, head in ground.heads:
        if want.line and want.line not in (line, head):
            continue
        steps = (*ground.form.heads.get(head, ()), *ground.form.together)
        named = [step for step in steps if want.provision in (step.reason, step.clause, step.word)]
        named.sort(key=lambda step: want.provision != step.reason)
        for step in named:
            if _has_threshold(step):
                return step, line
    raise Unreachable(f"{want.provision}: no step of that code or clause with a threshold settles these lines")


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
        return beyond.was - beyond.now == taken.was
    if isinstance(step.act, Cap | CapPot):
        return beyond.now == taken.was
    if isinstance(step.act, Floor):
        return taken.now == beyond.was
    return True
