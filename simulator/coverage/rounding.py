"""Rounding: the one place where an exact amount becomes a round one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from simulator.coverage.language.expressions import Rounding

_HALF = Fraction(1, 2)
_NOTHING = Decimal("0.00")
_WHOLE_UNITS = frozenset({"JPY", "KRW", "CLP", "ISK", "VND"})


def round_to(amount: Fraction, unit: Fraction, how: Rounding) -> Fraction:
    """Return *amount* rounded to a multiple of *unit*."""
    if not unit or is_multiple(amount, unit):
        return amount
    return Fraction(_ROUND[how](amount / unit)) * unit


def is_multiple(amount: Fraction, unit: Fraction) -> bool:
    """Tell whether *amount* is a whole number of *unit*."""
    return amount.numerator * unit.denominator % (amount.denominator * unit.numerator) == 0


def same(one: Fraction, other: Fraction) -> bool:
    """Tell whether two amounts are equal; quicker than asking the fractions, which take any kind of number."""
    return one.numerator == other.numerator and one.denominator == other.denominator


def less_of(one: Fraction, other: Fraction) -> Fraction:
    """Return the smaller of two amounts."""
    return one if one.numerator * other.denominator <= other.numerator * one.denominator else other


def more_of(one: Fraction, other: Fraction) -> Fraction:
    """Return the greater of two amounts."""
    return one if one.numerator * other.denominator >= other.numerator * one.denominator else other


def sum_of(amounts: Sequence[Fraction]) -> Fraction:
    """Return the sum of *amounts*; most often there is one."""
    if len(amounts) == 1:
        return amounts[0]
    above, below = 0, 1
    for amount in amounts:
        if amount.denominator == below:
            above += amount.numerator
        else:
            above = above * amount.denominator + amount.numerator * below
            below *= amount.denominator
    return Fraction(above, below)


def _half_up(parts: Fraction) -> int:
    return floor(parts + _HALF) if parts >= 0 else -floor(_HALF - parts)


def _up(parts: Fraction) -> int:
    return ceil(parts) if parts >= 0 else floor(parts)


def _down(parts: Fraction) -> int:
    return floor(parts) if parts >= 0 else ceil(parts)


_ROUND: dict[Rounding, Callable[[Fraction], int]] = {"half_up": _half_up, "half_even": round, "up": _up, "down": _down}


def share_out(parts: Sequence[Fraction], total: Fraction, unit: Fraction) -> list[Fraction]:
    """Return *parts* in multiples of *unit* that add up to *total*, by largest remainder; the first wins ties."""
    lowest = [floor(part / unit) * unit for part in parts]
    over = int((total - sum(lowest, Fraction(0))) / unit)
    order = sorted(range(len(parts)), key=lambda at: (lowest[at] - parts[at], at))
    for turn in range(abs(over)):
        at = order[turn % len(order)] if over > 0 else order[-1 - turn % len(order)]
        lowest[at] += unit if over > 0 else -unit
    return lowest


def smallest_unit(currency: str) -> Fraction:
    """Return the smallest unit of *currency*."""
    return Fraction(1) if currency in _WHOLE_UNITS else Fraction(1, 100)


def money(amount: Fraction) -> Decimal:
    """Return *amount*, rounded before, as a decimal to the cent."""
    above, below = amount.numerator, amount.denominator
    if not above:
        return _NOTHING
    cents = (abs(above) * 200 + below) // (2 * below)
    return Decimal(cents if above > 0 else -cents).scaleb(-2)
