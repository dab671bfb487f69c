"""Values of facts, and the exact text in which papers carry them.

A value is never a float: numbers are ``Fraction``, from the text of the paper or the YAML scalar.
"""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

Value = str | bool | Fraction | date | datetime | frozenset[str]

NONE = "-"
"""How a paper states the empty set; an empty field states nothing."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ValueType(StrEnum):
    """The types of the coverage language (COVERAGE_LANGUAGE, section 1)."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    DAYS = "days"
    SET = "set"
    WEEKDAYS = "weekdays"

    @property
    def is_numeric(self) -> bool:
        """Tell whether values of this type are fractions."""
        return self in _NUMERIC


_NUMERIC = frozenset({ValueType.NUMBER, ValueType.SHARE, ValueType.MONEY, ValueType.DAYS})


def number_text(number: Fraction) -> str:
    """Return *number* exactly: decimal digits where they end (``"0.5"``), else a fraction (``"635/3"``)."""
    below = number.denominator
    if below == 1:
        return str(number.numerator)
    twos = fives = 0
    while below % 2 == 0:
        below, twos = below // 2, twos + 1
    while below % 5 == 0:
        below, fives = below // 5, fives + 1
    if below != 1:
        return f"{number.numerator}/{number.denominator}"
    places = max(twos, fives)
    if not places:
        return str(number.numerator)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def to_text(value: Value) -> str:
    """Return the exact text of *value* as a paper carries it: ``yes``, ``2026-03-01``, ``2480.5``, ``a,b``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return ",".join(sorted(value)) or NONE
    return value


def from_text(text: str, kind: ValueType) -> Value:
    """Return the value that *text* states for a fact of type *kind*.

    Raises:
        ValueError: The text is no value of that type.
    """
    if kind.is_numeric:
        return Fraction(text)
    if kind is ValueType.YES_NO:
        if text not in ("yes", "no"):
            raise ValueError(f"{text!r} is neither yes nor no")
        return text == "yes"
    if kind is ValueType.DATE:
        return date.fromisoformat(text)
    if kind is ValueType.MOMENT:
        return datetime.strptime(text, "%Y-%m-%d %H:%M")
    if kind in (ValueType.SET, ValueType.WEEKDAYS):
        return frozenset(part for part in text.split(",") if part and part != NONE)
    return text
