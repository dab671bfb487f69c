"""Counting days, months and years between dates, and the working days of a market."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from simulator.domain.values import WEEKDAYS

_SATURDAY = 5
_DAY = timedelta(days=1)


def as_day(moment: date) -> date:
    """Return the day of a date or moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def days_between(start: date, end: date) -> int:
    """Return the calendar days from *start* to *end*; the first day is not counted."""
    return as_day(end).toordinal() - as_day(start).toordinal()


def working_days_between(start: date, end: date, market: str) -> int:
    """Return the working days of *market* after *start* up to *end*; negative where *end* is earlier."""
    first, last = as_day(start), as_day(end)
    if last < first:
        return -working_days_between(last, first, market)
    return sum(is_working(first + _DAY * ahead, market) for ahead in range(1, (last - first).days + 1))


def working_day_after(start: date, count: int, market: str) -> date:
    """Return the day on which *count* working days after *start* have passed."""
    day = as_day(start)
    while count > 0:
        day += _DAY
        count -= is_working(day, market)
    return day


def is_working(day: date, market: str) -> bool:
    """Tell whether *day* is neither a weekend nor a public holiday of *market*."""
    return day.weekday() < _SATURDAY and day not in _holidays(market)


def hours_between(start: date, end: date) -> Fraction:
    """Return the full hours from *start* to *end*."""
    return Fraction((_moment(end) - _moment(start)) // timedelta(hours=1))


def months_between(start: date, end: date) -> int:
    """Return the full months from *start* to *end*."""
    first, last = as_day(start), as_day(end)
    if last < first:
        return -months_between(last, first)
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def years_between(start: date, end: date) -> int:
    """Return the full years from *start* to *end*; who was born on 29 February ages on 1 March."""
    first, last = as_day(start), as_day(end)
    if last < first:
        return -years_between(last, first)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def nth_weekday(count: int, start: date, weekdays: Collection[str]) -> date:
    """Return the *count*-th of the listed *weekdays* from *start*, itself included."""
    listed = {WEEKDAYS.index(day) for day in weekdays}
    day = as_day(start)
    while listed:
        count -= day.weekday() in listed
        if count <= 0:
            break
        day += _DAY
    return day


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


@lru_cache(maxsize=64)
def _holidays(market: str) -> Any:
    import holidays  # takes a fifth of a second; only wordings that count working days need it

    try:
        return holidays.country_holidays(market.upper())
    except NotImplementedError:
        return frozenset()
