"""Authority: what a role may pay or refuse, kept within, or reached to the cent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from simulator.coverage.assessing import Assessment, LineVerdict
from simulator.coverage.inversion.amounts import Unknown, World, compile_amount
from simulator.coverage.inversion.drawing import Drawing, room
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import Spans, meet, nearest
from simulator.coverage.inversion.moving import Boundary, Oracle, boundary, movable, total
from simulator.coverage.inversion.plans import Plan
from simulator.coverage.inversion.thresholds import crossing_at
from simulator.coverage.inversion.wants import BeyondAuthority, Crossing, Unreachable, Want
from simulator.coverage.language.expressions import Expression
from simulator.domain.decision import Disposition
from simulator.domain.dice import Dice
from simulator.domain.values import Value, ValueType
from simulator.phrases import phrase

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """How far a drawing is over the authority of a role, as its amounts are moved."""

    plan: Plan
    drawing: Drawing
    oracle: Oracle
    role: str
    fixed: Mapping[str, Value]

    @property
    def most(self) -> Fraction:
        """The most that the role may pay, or may refuse where it may pay nothing."""
        authority = self.drawing.ground.guide.authority
        if authority is None:
            return _NOTHING
        return authority.may_pay.get(self.role, authority.may_refuse.get(self.role, _NOTHING))

    def excess(self, key: str = "", point: int = 0) -> Fraction:
        """Return by how much the claim is over, with *key* at *point*; not above 0 is within, at the limit included."""
        here, world = self.drawing.ground, self.drawing.world
        if not key:
            return excess(here, self.oracle.now(), world, self.role)
        moved = {**world, key: here.lattices[key].value(point)}
        return excess(here, self.oracle.at(key, point), moved, self.role)

    def movables(self) -> Iterator[str]:
        """Yield the amounts that can be moved, line by line."""
        here = self.drawing.ground
        measure = here.guide.authority.measure if here.guide.authority else None
        more = (measure,) if measure is not None else ()
        every = (key for line, _ in here.heads for key in movable(self.drawing, line, self.fixed, *more))
        yield from sorted(dict.fromkeys(every), key=lambda key: "." not in key)

    def anchors(self) -> Iterator[str]:
        """Yield the sums of money from which those amounts are measured."""
        amounts, here = set(self.movables()), self.drawing.ground
        tests = (literal for move in self.plan.moves for literal, _ in move.tests)
        aims = (aim.literal for aim in self.plan.aims)
        near = (key for literal in (*tests, *aims) if amounts & set(literal.keys) for key in literal.keys)
        for key in dict.fromkeys(near):
            if key in here.facts and here.facts[key].type is ValueType.MONEY and key not in self.fixed:
                yield key

    def found(self, key: str) -> tuple[Boundary | None, Spans]:
        """Return where *key* takes the claim over the limit, and where it can be moved at all."""
        spans = room(self.plan, self.drawing, key)
        lattice = self.drawing.ground.lattices[key]
        at = lattice.point(self.drawing.world.get(key, Fraction(0)))
        return (boundary(lambda point: self.excess(key, point) > 0, spans, at) if spans else None), spans


def excess(here: Ground, assessment: Assessment, world: World, role: str) -> Fraction:
    """Return by how much a claim is over what *role* may pay or refuse.

    A request is never over: what will be paid is not known yet.
    """
    authority = here.guide.authority
    rejected = assessment.disposition is Disposition.REJECT
    if authority is None or not (rejected or assessment.disposition is Disposition.APPROVE):
        return _NOTHING
    refused = _refused(here, world, assessment)
    over = refused - authority.may_refuse[role] if role in authority.may_refuse else -refused
    if rejected or assessment.settled is None or role not in authority.may_pay:
        return over
    return max(over, _measured(here, authority.measure, world, assessment) - authority.may_pay[role])


def _refused(here: Ground, world: World, assessment: Assessment) -> Fraction:
    """Return what is claimed on the lines that are refused: all of them, where a settlement of nothing rejects."""
    every = assessment.disposition is Disposition.REJECT
    lines = (view.line.id for view in assessment.lines if every or view.verdict is LineVerdict.REFUSED)
    return sum((_claimed(here, world, line) for line in lines), _NOTHING)


def _measured(here: Ground, measure: Expression, world: World, assessment: Assessment) -> Fraction:
    hands = assessment.settled.hands if assessment.settled else ()
    claimed = sum((_claimed(here, world, line) for line, _ in here.heads), _NOTHING)
    known = {
        "?paid_before": _NOTHING,
        **world,
        "?payable": total(assessment),
        "?held_back": sum((hand.held for hand in hands), _NOTHING),
        "?claimed": claimed,
        "?reserve": claimed,
    }
    try:
        return Fraction(compile_amount(measure, here.scopes[""]).of(known))
    except Unknown:
        return _NOTHING


def _claimed(here: Ground, world: World, line: str) -> Fraction:
    money = (key for key, fact in here.facts.items() if fact.type is ValueType.MONEY and key.startswith(f"{line}."))
    return next((value for key in money if isinstance(value := world.get(key), Fraction)), Fraction(0))


def keep_within(limits: Limits, dice: Dice) -> None:
    """Lower amounts until the role may decide the claim alone; then what they are measured from, and amounts again.

    Raises:
        BeyondAuthority: The wants or fixed facts keep it above.
    """
    if limits.excess() <= 0 or _lowered(limits, dice):
        return
    for key in limits.anchors():
        spans = room(limits.plan, limits.drawing, key)
        if spans:
            low, high = spans[0]
            limits.oracle.move(key, dice.whole(low, low + (high - low) // 20), limits.drawing)
    if not _lowered(limits, dice):
        raise BeyondAuthority(f"the amounts that are wanted or fixed are above the authority of a {limits.role}")


_ROUNDS = 6


def _lowered(limits: Limits, dice: Dice) -> bool:
    """Lower sums of money, those of the lines first, until the claim is within; tell whether it is."""
    for turn in range(_ROUNDS):
        over = limits.excess()
        if over <= 0:
            return True
        share = limits.most / (limits.most + over) * dice.whole(60, 99) / 100
        for key in limits.movables():
            if ("." in key or turn) and limits.drawing.ground.facts[key].type is ValueType.MONEY:
                _lower(key, share if turn < _ROUNDS - 1 else _NOTHING, limits)
    return limits.excess() <= 0


def _lower(key: str, share: Fraction, limits: Limits) -> None:
    """Move the amount of *key* down to that share of itself, or as near as the plan allows."""
    lattice, was = limits.drawing.ground.lattices[key], limits.drawing.world.get(key)
    if not isinstance(was, Fraction):
        return
    at = lattice.point(was)
    spans = meet(room(limits.plan, limits.drawing, key), ((lattice.low, at),))
    point = nearest(spans, lattice.point(was * share)) if spans else at
    if point < at:
        limits.oracle.move(key, point, limits.drawing)


def reach(want: Want, limits: Limits, dice: Dice, *, lines_only: bool) -> Crossing | None:
    """Move an amount so that the claim lies within or over the authority, at the limit or one unit over it on a line.

    Raises:
        Unreachable: No amount (of a line, if *lines_only*) reaches it.
    """
    if want.near != "line" and (limits.excess() > 0) is (want.side in _OVER):
        return None
    crossing = _reached(want, limits, dice, lines_only=True)
    if crossing is None and _lowered(limits, dice):
        crossing = _reached(want, limits, dice, lines_only=lines_only)
    if crossing is None:
        raise Unreachable(phrase("no amount takes the claim to the authority of a %(role)s", role=limits.role))
    return crossing


_OVER = ("outside", "bites")


def _reached(want: Want, limits: Limits, dice: Dice, *, lines_only: bool) -> Crossing | None:
    for key in limits.movables():
        found, spans = limits.found(key) if "." in key or not lines_only else (None, ())
        if found is None or (want.near == "line" and limits.excess(key, found.last) != 0):
            continue
        point, other = (found.first, found.last) if want.side in _OVER else (found.last, found.first)
        if want.near != "line":
            point = _beyond(point, other, spans, dice)
        value = limits.drawing.ground.lattices[key].value
        limits.oracle.move(key, point, limits.drawing)
        return crossing_at(want, key, value(point), value(other))
    return None


def _beyond(point: int, other: int, spans: Spans, dice: Dice) -> int:
    """Return a point on the side of *point*, away from the line but not absurdly far."""
    low, high = next((first, last) for first, last in spans if first <= point <= last)
    if point > other:
        return dice.whole(point, max(point, min(high, point * 2)))
    return dice.whole(max(low, point * 2 // 5), point)
