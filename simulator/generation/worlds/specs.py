"""Specs: how an attribute comes about. Each is a function of dice and the attributes known so far."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any

from simulator.domain.dice import Dice
from simulator.domain.text import LANGUAGES, Text
from simulator.errors import SimulatorError
from simulator.generation.worlds.wording import said

Attributes = dict[str, Any]
Spec = Callable[[Dice, Attributes], Any]

_HOLE = re.compile(r"\{([a-z_]+\.[a-z0-9_]+)\}")
_CENT = Fraction(1, 100)


class UnknownAttribute(SimulatorError):
    """A world file names an attribute that nothing fills."""


def constant(value: Any) -> Spec:
    """Return a spec that is always *value*."""
    return lambda dice, known: value


def attribute(name: str) -> Spec:
    """Return the spec of another attribute."""

    def look(dice: Dice, known: Attributes) -> Any:
        return known_as(name, known)

    return look


def known_as(name: str, known: Attributes) -> Any:
    """Return the attribute of that name.

    Raises:
        UnknownAttribute: Nothing fills it.
    """
    try:
        return known[name]
    except KeyError:
        raise UnknownAttribute(f"nothing fills the attribute {name}; correct the name in the world file") from None


def has_holes(words: str) -> bool:
    """Tell whether *words* name attributes in braces."""
    return _HOLE.search(words) is not None


def pattern(words: str, language: str = "") -> Spec:
    """Return a spec that fills the holes of *words*, in *language* or as exact text."""
    parts = _HOLE.split(words)

    def fill(dice: Dice, known: Attributes) -> str:
        return "".join(said(known_as(part, known), language) if at % 2 else part for at, part in enumerate(parts))

    return fill


def words(text: Text) -> Spec:
    """Return a spec for words in both languages, their holes filled in each."""
    if not any(has_holes(text.in_(language)) for language in LANGUAGES):
        return constant(text)
    en, et = pattern(text.en, "en"), pattern(text.et, "et")
    return lambda dice, known: Text(en(dice, known), et(dice, known))


def picked(among: Sequence[Spec], weights: Sequence[int] = ()) -> Spec:
    """Return a spec that picks one of *among*; the weights are summed once."""
    up_to = tuple(accumulate(weights or [1] * len(among)))

    def pick(dice: Dice, known: Attributes) -> Any:
        return among[bisect_right(up_to, dice.whole(0, up_to[-1] - 1))](dice, known)

    return pick


def chosen(by: str, of: Mapping[str, Spec], otherwise: Spec | None) -> Spec:
    """Return a spec that depends on the value of another attribute."""

    def choose(dice: Dice, known: Attributes) -> Any:
        spec = of.get(text_of(known.get(by)), otherwise)
        return spec(dice, known) if spec is not None else None

    return choose


def text_of(value: Any) -> str:
    """Return the word by which ``by`` and ``when`` know a value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def whole(low: int, high: int, step: int = 1) -> Spec:
    """Return a whole number from *low* to *high* in steps."""
    return lambda dice, known: Fraction(dice.whole(low // step, high // step) * step)


def clock(early: time, late: time) -> Spec:
    """Return a time of the day, to five minutes."""
    first, last = _minutes(early) // 5, _minutes(late) // 5

    def tick(dice: Dice, known: Attributes) -> str:
        at = dice.whole(first, last) * 5
        return f"{at // 60:02}:{at % 60:02}"

    return tick


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def day(of: Spec, low: int, high: int, by: Spec | None = None) -> Spec:
    """Return a day so many days after another (before it where negative), no later than *by*."""

    def move(dice: Dice, known: Attributes) -> date | None:
        start = of(dice, known)
        days = dice.whole(low, high)
        if start is None:
            return None
        moved = day_of(start) + timedelta(days=days)
        return moved if by is None else min(moved, day_of(by(dice, known)))

    return move


def day_of(value: date | datetime) -> date:
    """Return the day of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value


def year_after(of: Spec) -> Spec:
    """Return the last day of the year that begins on a day."""

    def end(dice: Dice, known: Attributes) -> date:
        start = of(dice, known)
        leap = (start.month, start.day) == (2, 29)
        return date(start.year + 1, start.month, 28 if leap else start.day) - timedelta(days=0 if leap else 1)

    return end


def year_of(of: Spec) -> Spec:
    """Return the year of a day, as text."""
    return lambda dice, known: str(day_of(of(dice, known)).year)


def latest(specs: Sequence[Spec]) -> Spec:
    """Return the latest of several days."""

    def last(dice: Dice, known: Attributes) -> date:
        return max(day_of(found) for spec in specs if (found := spec(dice, known)) is not None)

    return last


def part(low: int, high: int, of: Spec, to: Fraction) -> Spec:
    """Return so many percent of an amount, rounded down to a multiple of *to*."""

    def take(dice: Dice, known: Attributes) -> Fraction | None:
        percent, whole_amount = dice.whole(low, high), of(dice, known)
        return None if whole_amount is None else Fraction(whole_amount * percent, 100) // to * to

    return take


def drawn_money(curve: Sequence[tuple[int, Fraction]], to: Fraction = _CENT) -> Spec:
    """Return an amount from a quantile table: (of ten thousand, amount) rows, straight lines between them."""
    at = tuple(row[0] for row in curve)

    def draw(dice: Dice, known: Attributes) -> Fraction:
        where = dice.whole(0, 9999)
        upper = min(bisect_right(at, where), len(curve) - 1)
        (low_at, low), (high_at, high) = curve[upper - 1], curve[upper]
        return Fraction(low + (high - low) * Fraction(where - low_at, high_at - low_at)) // to * to

    return draw


def share_left(days: int, percent: Sequence[int]) -> Fraction:
    """Return what is left of a price after so many days: percent by full years, straight between them."""
    years, rest = divmod(max(0, days), 365)
    here, there = (percent[min(at, len(percent) - 1)] for at in (years, years + 1))
    return here + Fraction((there - here) * rest, 365)


def aged(new: Spec, since: Spec, on: Spec, percent: Sequence[int], spread: int, to: Fraction) -> Spec:
    """Return what is left of a price after some years: a table of percent by full years, straight between them."""

    def value(dice: Dice, known: Attributes) -> Fraction:
        left = share_left((day_of(on(dice, known)) - day_of(since(dice, known))).days, percent)
        wobble = 100 + dice.whole(-spread, spread)
        return Fraction(new(dice, known)) * left * wobble / 10000 // to * to

    return value


def grown(a_year: Spec, since: Spec, on: Spec, most: int = 0) -> Spec:
    """Return what grows by so much a year, such as an odometer; what would pass *most* stays a little below it."""

    def value(dice: Dice, known: Attributes) -> Fraction:
        each, days = a_year(dice, known), max(1, (day_of(on(dice, known)) - day_of(since(dice, known))).days)
        far = Fraction(each * days // 365)
        return far if not most or far <= most else most - far % (most // 8)

    return value


def moment(on: Spec, at: Spec) -> Spec:
    """Return a day with a time of the day."""

    def join(dice: Dice, known: Attributes) -> datetime:
        return datetime.combine(day_of(on(dice, known)), time.fromisoformat(at(dice, known)))

    return join
