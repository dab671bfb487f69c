"""Specs of moments: what comes after what, and how old a car must be to be worth so little."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from simulator.domain.dice import Dice
from simulator.generation.worlds.specs import Attributes, Spec, day_of, share_left

_STEP = 5
_FRIDAY = 4


def later(than: Spec, low: int, high: int, by: Spec | None) -> Spec:
    """Return a moment so many minutes after another, to five minutes, no later than *by*."""

    def move(dice: Dice, known: Attributes) -> datetime:
        minutes = dice.whole(-(-low // _STEP), high // _STEP) * _STEP
        moved: datetime = than(dice, known) + timedelta(minutes=minutes)
        return moved if by is None else min(moved, by(dice, known))

    return move


def put_off(moment: Spec, than: Spec, minutes: int) -> Spec:
    """Return the moment, put off to so many minutes after another where it lies before that, on the same day."""

    def move(dice: Dice, known: Attributes) -> datetime:
        wished: datetime = moment(dice, known)
        earliest: datetime = than(dice, known) + timedelta(minutes=minutes)
        last = wished.replace(hour=23, minute=55)
        return max(wished, min(earliest, last))

    return move


def working(day: Spec) -> Spec:
    """Return the day, or the Monday after it where it is a Saturday or a Sunday."""

    def move(dice: Dice, known: Attributes) -> date:
        found: date = day(dice, known)
        return found + timedelta(days=7 - found.weekday() if found.weekday() > _FRIDAY else 0)

    return move


def date_of(moment: Spec) -> Spec:
    """Return the day of a moment."""
    return lambda dice, known: day_of(moment(dice, known))


def time_of(moment: Spec) -> Spec:
    """Return the time of the day of a moment, as text."""
    return lambda dice, known: f"{moment(dice, known):%H:%M}"


def is_after(one: Spec, other: Spec, days: int) -> Spec:
    """Return yes where one day lies more than so many days after another, else no."""

    def compare(dice: Dice, known: Attributes) -> str:
        first, second = one(dice, known), other(dice, known)
        if first is None or second is None:
            return "no"
        return "yes" if (day_of(first) - day_of(second)).days > days else "no"

    return compare


def old_enough(
    since: Spec, worth: Spec, new: Spec, on: Spec, percent: Sequence[int], spread: int, not_before: Spec
) -> Spec:
    """Return the day *since*, or an earlier or later one where the car would not be worth what it is worth."""

    def date_back(dice: Dice, known: Attributes) -> date:
        day: date = since(dice, known)
        today = day_of(on(dice, known))
        left = Fraction(worth(dice, known)) * 100 / new(dice, known)
        held = share_left((today - day).days, percent)
        if abs(left - held) * 100 <= held * spread:
            return day
        found = today - timedelta(days=_days_until(left, percent) + dice.whole(0, 60))
        return max(found, not_before(dice, known) or found)

    return date_back


def _days_until(left: Fraction, percent: Sequence[int]) -> int:
    """Return after how many days so many percent are left; a month at least, the end of the table at most."""
    for years, (here, there) in enumerate(pairwise(percent)):
        if there <= left and here > there:
            part = max(Fraction(0), here - left) / (here - there)
            return max(30, years * 365 + int(part * 365))
    return (len(percent) - 1) * 365
