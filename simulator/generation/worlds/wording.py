"""Values said in words: dates and amounts as each language writes them."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from simulator.domain.text import Text
from simulator.domain.values import to_text

_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "et": (
        "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober",
        "november", "detsember",
    ),
}  # fmt: skip
_SPACE = "\N{NO-BREAK SPACE}"


def said(value: Any, language: str) -> str:
    """Return *value* as a sentence in *language* says it; without a language its exact text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, bool):
        return to_text(value)
    if isinstance(value, int):
        value = Fraction(value)
    if not language:
        return to_text(value)
    if isinstance(value, date):
        return _day(value, language)
    return _number(value, language) if isinstance(value, Fraction) else to_text(value)


def _day(day: date, language: str) -> str:
    point = "." if language == "et" else ""
    words = f"{day.day}{point}{_SPACE}{_MONTHS[language][day.month - 1]}{_SPACE}{day.year}"
    return f"{words} {day:%H:%M}" if isinstance(day, datetime) else words


def _number(number: Fraction, language: str) -> str:
    cents = number * 100
    if number.denominator == 1 and abs(number) < 1000:
        return str(number.numerator)
    whole, rest = divmod(int(cents), 100)
    grouped = f"{whole:,}"
    if language == "et":
        return grouped.replace(",", _SPACE) + (f",{rest:02}" if rest else "")
    return grouped + (f".{rest:02}" if rest else "")


def statement(value: Any) -> str | Text | None:
    """Return what a field of a paper says for *value*: exact text, or words in both languages; None says nothing."""
    if isinstance(value, str):
        return value or None
    if value is None or isinstance(value, Text):
        return value
    return said(value, "")
