"""Values as whole numbers: each fact's values lie on a lattice of its unit, and allowed values are spans on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from simulator.coverage.language.facts import Fact
from simulator.domain.dice import Dice
from simulator.domain.values import WEEKDAYS, Value, ValueType

Spans = tuple[tuple[int, int], ...]
"""Whole numbers as runs from first to last, both in, in order and apart."""

_DAY = 24 * 60
_NATURAL_SPAN = {ValueType.DATE: 365, ValueType.MOMENT: 30 * _DAY, ValueType.DAYS: 60}


def meet(one: Spans, other: Spans) -> Spans:
    """Return what lies in both."""
    if len(one) == 1 and len(other) == 1:
        low, high = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((low, high),) if low <= high else ()
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((low, high) for low, high in both if low <= high)


def join(one: Spans, other: Spans) -> Spans:
    """Return what lies in either."""
    if one == other or not other:
        return one
    runs: list[tuple[int, int]] = []
    for low, high in sorted((*one, *other)):
        if runs and low <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(high, runs[-1][1]))
        else:
            runs.append((low, high))
    return tuple(runs)


def holds(spans: Spans, point: int) -> bool:
    """Tell whether *point* lies in *spans*."""
    return any(low <= point <= high for low, high in spans)


def nearest(spans: Spans, point: int) -> int:
    """Return the point of *spans* (not empty) that lies closest to *point*."""
    return min((min(max(point, low), high) for low, high in spans), key=lambda at: (abs(at - point), at))


def spans_of(points: Sequence[int]) -> Spans:
    """Return single points as spans."""
    return tuple((point, point) for point in sorted(set(points)))


def edges(inside: Spans, outside: Spans) -> tuple[tuple[int, int], ...]:
    """Return each last point of *inside* with its neighbour in *outside*."""
    found = [(low, low - 1) for low, _ in inside if holds(outside, low - 1)]
    found += [(high, high + 1) for _, high in inside if holds(outside, high + 1)]
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """The values of one fact as whole numbers from ``low`` to ``high``."""

    type: ValueType
    low: int
    high: int
    unit: Fraction
    choices: tuple[str, ...] = ()

    @property
    def everything(self) -> Spans:
        """All values in range."""
        return ((self.low, self.high),)

    @property
    def is_ordered(self) -> bool:
        """Tell whether one unit more or less means anything."""
        return not self.choices and self.type is not ValueType.YES_NO

    def point(self, value: Value) -> int:
        """Return the point of *value*; a number between two points counts as the lower one."""
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, Fraction):
            return value.numerator * self.unit.denominator // (value.denominator * self.unit.numerator)
        if isinstance(value, date):
            return instant(value) if self.type is ValueType.MOMENT else value.toordinal()
        return self.choices.index(value) if value in self.choices else -1

    def run(self, value: Value) -> tuple[int, int]:
        """Return the first and last point that count as equal to *value*; first is last + 1 where none does."""
        last = self.point(value)
        if isinstance(value, Fraction) and last * self.unit != value:
            return last + 1, last
        if self.type is ValueType.MOMENT and not isinstance(value, datetime):
            return last, last + _DAY - 1
        return last, last

    def value(self, point: int) -> Value:
        """Return the value at *point*."""
        if self.choices:
            return self.choices[point]
        if self.type is ValueType.YES_NO:
            return bool(point)
        if self.type is ValueType.DATE:
            return date.fromordinal(point)
        if self.type is ValueType.MOMENT:
            return datetime.fromordinal(point // _DAY) + timedelta(minutes=point % _DAY)
        return point * self.unit

    def draw(self, spans: Spans, dice: Dice) -> int:
        """Return a point of *spans*; where they are wide, one near their bounded end, as lives are short."""
        low, high = spans[0] if len(spans) == 1 else dice.pick(spans)
        width = _NATURAL_SPAN.get(self.type, 0)
        if width and high - low > width:
            anchored_above = low <= self.low and high < self.high
            low, high = (high - width, high) if anchored_above else (low, low + width)
        return dice.whole(low, high)


def instant(value: date) -> int:
    """Return a date or moment in minutes, a date at midnight."""
    if isinstance(value, datetime):
        return value.toordinal() * _DAY + value.hour * 60 + value.minute
    return value.toordinal() * _DAY


def lattice_of(fact: Fact, first: date, last: date) -> Lattice:
    """Return the lattice of *fact*; dates without a range lie from *first* to *last*."""
    if fact.type is ValueType.YES_NO:
        return Lattice(fact.type, 0, 1, Fraction(1))
    if fact.type in (ValueType.CHOICE, ValueType.SET, ValueType.WEEKDAYS):
        choices = tuple(fact.choices) or (WEEKDAYS if fact.type is ValueType.WEEKDAYS else ())
        return Lattice(fact.type, 0, len(choices) - 1, Fraction(1), choices)
    numeric = fact.type.is_numeric
    low = fact.low if fact.low is not None else (Fraction(0) if numeric else first)
    high = fact.high if fact.high is not None else (_HIGHEST[fact.type] if numeric else last)
    bare = Lattice(fact.type, 0, 0, fact.unit)
    return Lattice(fact.type, bare.run(low)[0], bare.run(high)[1], fact.unit)


_HIGHEST = {
    ValueType.MONEY: Fraction(1_000_000),
    ValueType.DAYS: Fraction(366),
    ValueType.SHARE: Fraction(1),
    ValueType.NUMBER: Fraction(1_000_000),
}
