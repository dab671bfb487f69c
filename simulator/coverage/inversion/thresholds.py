"""Thresholds of steps: the first cent over a deductible, a limit reached to the cent, a floor just lifted."""

from collections.abc import Iterator

from simulator.coverage.inversion.drafting import split_key
from simulator.coverage.inversion.drawing import Drawing, room
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import holds
from simulator.coverage.inversion.literals import Ordered, compared
from simulator.coverage.inversion.making_way import (
    PAST,
    Fixed,
    Scene,
    StepTarget,
    make_way,
    push,
    something,
    waken,
    when_test,
    without,
)
from simulator.coverage.inversion.moving import Boundary, Oracle, Past, boundary, movable
from simulator.coverage.inversion.plans import Plan
from simulator.coverage.inversion.trees import Node, grow
from simulator.coverage.inversion.wants import Crossing, Unreachable, Want
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression, Fold
from simulator.coverage.language.steps import (
    AddOn,
    Cap,
    CapPot,
    Floor,
    Franchise,
    HoldBack,
    Less,
    LessPot,
    Proportion,
    SetValue,
    Step,
)
from simulator.domain.dice import Dice
from simulator.domain.values import Value
from simulator.phrases import phrase

_REACHED_WHEN_PAST = (Floor, Proportion)


def place(
    target: StepTarget, plan: Plan, drawing: Drawing, oracle: Oracle, fixed: Fixed, dice: Dice, *, exact: bool = True
) -> Crossing:
    """Move one amount so that a step is met under, at or over its threshold; not *exact*: as near as the unit allows.

    Raises:
        Unreachable: No amount reaches the threshold exactly.
    """
    scene = Scene(target, plan, drawing, oracle, fixed)
    waken(scene, dice)
    make_way(scene, dice)
    keys = movable(drawing, target.line, fixed, *_driving(target.step), *_before(target, drawing.ground))
    for key in list(keys):
        spans, lattice = room(plan, drawing, key), drawing.ground.lattices[key]
        found = boundary(_past(scene, key), spans, scene.guess(key)) if spans else None
        if found is None:
            push(scene, key, spans, dice)
            continue
        point, other = _sides(found, target)
        near_enough = not exact and target.want.step != "at"
        if holds(spans, point) and (near_enough or _exact(scene, key, found)):
            oracle.move(key, point, drawing)
            return crossing_at(target.want, key, lattice.value(point), lattice.value(other))
    raise Unreachable(
        phrase(
            "%(name)s: no amount of %(line)s reaches this step's threshold to the unit",
            name=target.want.provision,
            line=target.line,
        )
    )


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
            test = when_test(step, ground.scopes[line])
            if test is not None or _has_threshold(step):
                return StepTarget(want, step, line, test)
    raise Unreachable(
        phrase("%(name)s: no step of that code or clause with a threshold settles these lines", name=want.provision)
    )


def conditions_of(target: StepTarget, ground: Ground) -> Iterator[Node]:
    """Yield what must hold for the step to be taken on its line, and to take something."""
    scope = ground.scopes[target.line]
    for condition in (target.step.lines, target.step.when):
        if condition is not None:
            yield from without(grow(condition, scope), target.test)
    test = something(target.step, ground, target.line)
    if test is not None and not test.foreign:
        yield test


def _has_threshold(step: Step) -> bool:
    if isinstance(step.act, SetValue):
        return isinstance(step.act.amount, Fold) and step.act.amount.word in ("least", "greatest")
    return type(step.act) in PAST


def _driving(step: Step) -> Iterator[Expression | Condition]:
    if isinstance(step.act, Proportion):
        yield step.act.have
        yield step.act.need
    if isinstance(step.act, AddOn) and step.when is not None:
        yield step.when
    for name in ("amount", "of", "own"):
        expression = getattr(step.act, name, None)
        if expression is not None and not isinstance(step.act, SetValue | AddOn):
            yield expression


def _before(target: StepTarget, ground: Ground) -> Iterator[Step]:
    """Yield the steps that settle the line up to that of *target*: what they read can move the amount too."""
    for earlier in (*ground.form.heads.get(dict(ground.heads)[target.line], ()), *ground.form.together):
        if earlier is target.step:
            return
        yield earlier


def _past(scene: Scene, key: str) -> Past:
    if scene.target.test is not None:
        return _tested(scene.target.test, key, scene.drawing)
    if isinstance(scene.target.step.act, SetValue):
        return _outgrown(scene, key)
    test = PAST[type(scene.target.step.act)]

    def past(point: int) -> bool:
        taken = scene.taken(key, point)
        return taken is not None and test(taken)

    return past


def _tested(test: Ordered, key: str, drawing: Drawing) -> Past:
    world, value = dict(drawing.world), drawing.ground.lattices[key].value

    def past(point: int) -> bool:
        world[key] = value(point)
        return test.test(world) is True

    return past


def _outgrown(scene: Scene, key: str) -> Past:
    """Another candidate of least (greatest) wins: one unit more (less) of this fact changes nothing."""
    act = scene.target.step.act
    toward = 1 if isinstance(act, SetValue) and getattr(act.amount, "word", "") == "least" else -1

    def past(point: int) -> bool:
        here, there = (scene.taken(key, at) for at in (point, point + toward))
        return here is not None and there is not None and (here.now == there.now) is (toward > 0)

    return past


def _sides(found: Boundary, target: StepTarget) -> tuple[int, int]:
    """Return the wanted point and its neighbour on the other side of the threshold."""
    step, onward = target.step, found.first - found.last
    pays_from = isinstance(step.act, Franchise) and step.act.pays == "from"
    reached_when_past = pays_from or isinstance(step.act, (*_REACHED_WHEN_PAST, SetValue))
    if target.test is not None:
        reached_when_past = target.test.op in ("ge", "le")
    at = found.first if reached_when_past else found.last
    point = at + {"under": -onward, "at": 0, "over": onward}[target.want.step]
    is_past = (point - found.first) * onward >= 0
    return point, found.last if is_past else found.first


def _exact(scene: Scene, key: str, found: Boundary) -> bool:
    """Tell whether the amount before the step meets the threshold exactly at the boundary."""
    step = scene.target.step
    if scene.target.test is not None:
        at = found.first if scene.target.test.op in ("ge", "le") else found.last
        return _meets(scene.target.test, key, at, scene.drawing)
    taken, beyond = scene.taken(key, found.last), scene.taken(key, found.first)
    if taken is None or beyond is None:
        return isinstance(step.act, Proportion | SetValue)
    if isinstance(step.act, Less | LessPot | HoldBack):
        return taken.was > 0 and beyond.was - beyond.now == taken.was
    if isinstance(step.act, Cap | CapPot):
        return beyond.now == taken.was
    if isinstance(step.act, Floor):
        return taken.now == beyond.was
    return True


def _meets(test: Ordered, key: str, point: int, drawing: Drawing) -> bool:
    world = {**drawing.world, key: drawing.ground.lattices[key].value(point)}
    return compared(test.left.of(world), test.right.of(world)) == 0
