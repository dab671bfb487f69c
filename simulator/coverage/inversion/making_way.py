"""Making way for a threshold: other amounts are set so that one of them alone can carry the claim across."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from simulator.coverage.assessing import Assessment
from simulator.coverage.inversion.amounts import Scope, Unknown, compile_amount
from simulator.coverage.inversion.drawing import Drawing, room
from simulator.coverage.inversion.grounds import Ground, keys_in
from simulator.coverage.inversion.lattice import Spans, meet, nearest
from simulator.coverage.inversion.literals import Ordered
from simulator.coverage.inversion.moving import Oracle, movable
from simulator.coverage.inversion.plans import Plan
from simulator.coverage.inversion.trees import Gate, Node, grow, literals_in
from simulator.coverage.inversion.wants import Want
from simulator.coverage.language.expressions import Const, Expression
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
    Step,
)
from simulator.coverage.settling.hands import Taken
from simulator.domain.dice import Dice
from simulator.domain.values import Value

Fixed = Mapping[str, Value]

PAST: Mapping[type, Callable[[Taken], bool]] = {
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
"""By kind of act, whether what the step took tells that its threshold was passed."""


@dataclass(frozen=True, slots=True, eq=False)
class StepTarget:
    """A wanted step, the line on which it is watched, and the test of its ``when`` if that is the threshold meant."""

    want: Want
    step: Step
    line: str
    test: Ordered | None = None


def when_test(step: Step, scope: Scope) -> Ordered | None:
    """Return the measured test that decides whether a step that adds something is taken."""
    if not isinstance(step.act, AddOn) or step.when is None:
        return None
    tests = (one for one in literals_in(grow(step.when, scope)) if isinstance(one, Ordered) and not one.foreign)
    return next((one for one in tests if one.op != "eq"), None)


def something(step: Step, ground: Ground, line: str) -> Ordered | None:
    """Return the test that a step whose amount is presumed to be 0 has something to take off."""
    if not isinstance(step.act, Less):
        return None
    amount = compile_amount(step.act.amount, ground.scopes[line])
    if not any(ground.defaults.get(key) == 0 for key in amount.keys):
        return None
    return Ordered(amount.keys, left=amount, op="gt", right=compile_amount(Const(Fraction(0)), ground.scopes[line]))


def without(node: Node, test: Ordered | None) -> Iterator[Node]:
    """Yield what of *node* must hold beside *test*."""
    if isinstance(node, Gate) and node.least == len(node.parts) and test is not None:
        yield from (part for part in node.parts if part is not test)
    elif node is not test:
        yield node


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A step to be met, and the drawing in which amounts are moved to meet it."""

    target: StepTarget
    plan: Plan
    drawing: Drawing
    oracle: Oracle
    fixed: Fixed

    def taken(self, key: str = "", point: int = 0) -> Taken | None:
        """Return what the step takes on its line, with *key* at *point*."""
        return _taken(self.target, self.oracle.at(key, point) if key else self.oracle.now())

    def threshold(self) -> Fraction | None:
        """Return the amount at which the step begins to bite, None where only the settlement knows."""
        scope, act = self.drawing.ground.scopes[self.target.line], self.target.step.act
        try:
            if self.target.test is not None:
                return Fraction(self.target.test.right.of(self.drawing.world))
            expression = getattr(act, "of", None) if isinstance(act, Franchise) else getattr(act, "amount", None)
            if isinstance(expression, Expression) and isinstance(act, Less | Cap | Floor | Franchise):
                return Fraction(compile_amount(expression, scope).of(self.drawing.world))
        except Unknown:
            pass
        return None

    def guess(self, key: str) -> int:
        """Return where *key* would meet the threshold if each unit of it counted as one."""
        lattice = self.drawing.ground.lattices[key]
        at = self.drawing.world.get(key, Fraction(0))
        threshold, taken = self.threshold(), self.taken()
        if "." in key and threshold is not None and taken is not None and isinstance(at, Fraction):
            return lattice.point(at + threshold - taken.was)
        return lattice.point(at)


def _taken(target: StepTarget, assessment: Assessment) -> Taken | None:
    every = assessment.settled.taken if assessment.settled else ()
    return next((taken for taken in every if taken.step == target.step and target.line in taken.lines), None)


def waken(scene: Scene, dice: Dice) -> None:
    """Give a step whose amount is presumed to be 0 a part of the running amount to take off."""
    taken, drawing, act = scene.taken(), scene.drawing, scene.target.step.act
    if taken is None or not isinstance(act, Less):
        return
    for key in keys_in(act.amount, drawing.ground.scopes[scene.target.line]):
        if key in scene.fixed or key in drawing.prefer or drawing.ground.defaults.get(key) != 0:
            continue
        lattice = drawing.ground.lattices[key]
        low, high = lattice.point(taken.was / 5), lattice.point(taken.was * 4 / 5)
        spans = meet(room(scene.plan, drawing, key), ((max(1, low), high),))
        if spans:
            scene.oracle.move(key, dice.whole(*spans[0]), drawing)
            return


def make_way(scene: Scene, dice: Dice) -> None:
    """Lower the other lines so that together they stay below the threshold."""
    threshold, drawing = scene.threshold(), scene.drawing
    others = [line for line, _ in drawing.ground.heads if line != scene.target.line]
    if threshold is None or not others or scene.target.step.per == ("line",):
        return
    most = threshold * 3 / 5 / len(others)
    for line in others:
        key = next((key for key in movable(drawing, line, scene.fixed) if "." in key), None)
        if key is not None:
            _lower(key, most, scene, dice)


def _lower(key: str, most: Fraction, scene: Scene, dice: Dice) -> None:
    lattice, value = scene.drawing.ground.lattices[key], scene.drawing.world.get(key)
    if isinstance(value, Fraction) and value > most:
        spans = meet(room(scene.plan, scene.drawing, key), ((lattice.low, lattice.point(value)),))
        if spans:
            high = nearest(spans, lattice.point(most))
            scene.oracle.move(key, nearest(spans, dice.whole(min(high, lattice.low), high)), scene.drawing)


def push(scene: Scene, key: str, spans: Spans, dice: Dice) -> None:
    """Leave an amount that cannot cross the threshold by itself at that end of *spans* from which others may.

    The amount of a line stops not far above the threshold.
    """
    test = PAST.get(type(scene.target.step.act))
    if not spans or test is None or scene.target.test is not None:
        return
    ends = [(point, scene.taken(key, point)) for point in (spans[0][0], spans[-1][1])]
    known = [(taken.now, taken.was, point) for point, taken in ends if taken is not None]
    if len(known) == len(ends) and known[0][:2] != known[1][:2]:
        past = all(taken is not None and test(taken) for _, taken in ends)
        point, threshold = (min if past else max)(known)[2], scene.threshold()
        if not past and "." in key and threshold is not None:
            enough = scene.drawing.ground.lattices[key].point(threshold * dice.whole(110, 160) / 100)
            point = nearest(spans, min(point, enough))
        scene.oracle.move(key, point, scene.drawing)
