"""Literals: the tests at the leaves of conditions, each of which can say where on a fact's lattice it is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from simulator.coverage.inversion.amounts import Amount, Unknown, World, together
from simulator.coverage.inversion.lattice import Lattice, Spans, instant, spans_of
from simulator.domain.values import Value

_ENUMERABLE = 64
_FEW = 4
MIRROR = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq"}
_OPPOSITE = {"lt": "ge", "ge": "lt", "le": "gt", "gt": "le", "eq": "ne"}


def compared(one: Any, other: Any) -> int:
    """Return -1, 0 or 1; a moment beside a date counts by its day."""
    if isinstance(one, date) and isinstance(other, date):
        both = isinstance(one, datetime) and isinstance(other, datetime)
        one, other = (instant(one), instant(other)) if both else (one.toordinal(), other.toordinal())
    return int(one > other) - int(one < other)


_SIGNS: Mapping[str, Callable[[int], bool]] = {
    "lt": lambda sign: sign < 0,
    "le": lambda sign: sign <= 0,
    "gt": lambda sign: sign > 0,
    "ge": lambda sign: sign >= 0,
    "eq": lambda sign: sign == 0,
}


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A test of one amount. ``keys`` are in the order in which they would rather be moved; ``crossable`` ones have a
    line that a twin may cross. Subclasses know the test itself."""

    keys: tuple[str, ...]
    crossable: bool = True

    @property
    def foreign(self) -> bool:
        """Tell whether only settlement can know a name in it."""
        return any(key.startswith("?") for key in self.keys)

    def holds(self, world: World) -> bool:
        """Return the truth in *world*.

        Raises:
            Unknown: A name has no value.
        """
        raise NotImplementedError

    def test(self, world: World) -> bool | None:
        """Return the truth in *world*, None where a name has no value."""
        try:
            return self.holds(world)
        except Unknown:
            return None

    def spans(self, key: str, world: World, truth: bool, lattice: Lattice, hull: Spans) -> Spans:
        """Return where within *hull* the fact *key* gives the literal that *truth*, all else as in *world*."""
        return searched(self, key, world, truth, lattice, hull)


def searched(literal: Literal, key: str, world: World, truth: bool, lattice: Lattice, hull: Spans) -> Spans:
    """Return where the literal has that truth: point by point on short lattices, else by bisection (monotone)."""
    trial = dict(world)

    def agrees(point: int) -> bool:
        trial[key] = lattice.value(point)
        return literal.test(trial) is truth

    low, high = hull[0][0], hull[-1][1]
    if high - low < (_ENUMERABLE if lattice.choices else _FEW):
        return spans_of([point for point in range(low, high + 1) if agrees(point)])
    at_low, at_high = agrees(low), agrees(high)
    if at_low == at_high:
        return hull if at_low else ()
    first, last = low, high
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if agrees(middle) == at_low else (first, middle)
    return ((low, first),) if at_low else ((last, high),)


@dataclass(frozen=True, slots=True, eq=False)
class Ordered(Literal):
    """``left op right``."""

    left: Amount = field(kw_only=True)
    op: str = field(kw_only=True)
    right: Amount = field(kw_only=True)

    def holds(self, world: World) -> bool:
        return _SIGNS[self.op](compared(self.left.of(world), self.right.of(world)))

    def spans(self, key: str, world: World, truth: bool, lattice: Lattice, hull: Spans) -> Spans:
        if key == self.left.key and key not in self.right.keys:
            return _beside(self.op, self.right, world, truth, lattice)
        if key == self.right.key and key not in self.left.keys:
            return _beside(MIRROR[self.op], self.left, world, truth, lattice)
        return searched(self, key, world, truth, lattice, hull)


def _beside(op: str, bound: Amount, world: World, truth: bool, lattice: Lattice) -> Spans:
    """Return the runs in range that stand (or, without *truth*, do not stand) as *op* says to the bound."""
    try:
        first, last = lattice.run(bound.of(world))
    except Unknown:
        return ()
    runs = _AROUND[op if truth else _OPPOSITE[op]](first, last, lattice)
    return tuple((low, high) for low, high in runs if low <= high)


_AROUND: Mapping[str, Callable[[int, int, Lattice], Spans]] = {
    "lt": lambda first, last, on: ((on.low, min(on.high, first - 1)),),
    "le": lambda first, last, on: ((on.low, min(on.high, last)),),
    "gt": lambda first, last, on: ((max(on.low, last + 1), on.high),),
    "ge": lambda first, last, on: ((max(on.low, first), on.high),),
    "eq": lambda first, last, on: ((max(on.low, first), min(on.high, last)),),
    "ne": lambda first, last, on: ((on.low, min(on.high, first - 1)), (max(on.low, last + 1), on.high)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Member(Literal):
    """``amount`` is one of ``values``."""

    amount: Amount = field(kw_only=True)
    values: frozenset[Value] = field(kw_only=True)
    made: dict[tuple[int, bool], Spans] = field(default_factory=dict, kw_only=True)

    def holds(self, world: World) -> bool:
        return self.amount.of(world) in self.values

    def spans(self, key: str, world: World, truth: bool, lattice: Lattice, hull: Spans) -> Spans:
        if key != self.amount.key:
            return searched(self, key, world, truth, lattice, hull)
        known = self.made.get((id(lattice), truth))
        if known is None:
            known = self.made[id(lattice), truth] = self._points(truth, lattice)
        return known

    def _points(self, truth: bool, lattice: Lattice) -> Spans:
        points = sorted({lattice.point(value) for value in self.values if lattice.value(lattice.point(value)) == value})
        if truth:
            return spans_of([point for point in points if lattice.low <= point <= lattice.high])
        runs, first = [], lattice.low
        for point in [*points, lattice.high + 1]:
            if first <= min(point - 1, lattice.high):
                runs.append((first, min(point - 1, lattice.high)))
            first = max(first, point + 1)
        return tuple(runs)


@dataclass(frozen=True, slots=True, eq=False)
class Contains(Literal):
    """A set has all (``includes``) or some (``includes_any``) of ``values``, or is exactly they (``is``)."""

    amount: Amount = field(kw_only=True)
    word: str = field(kw_only=True)
    values: frozenset[str] = field(kw_only=True)

    def holds(self, world: World) -> bool:
        return self.fits(self.amount.of(world))

    def fits(self, value: frozenset[str]) -> bool:
        """Return the truth for one set."""
        if self.word == "is":
            return value == self.values
        return self.values <= value if self.word == "includes" else bool(self.values & value)


def leading(lead: tuple[str, ...], *amounts: Amount) -> tuple[str, ...]:
    """Return all keys of *amounts*, those of *lead* first."""
    every = together(amounts)
    return (*(key for key in lead if key in every), *(key for key in every if key not in lead))
