"""Scalars to exact values. Each function raises ValueError with words for the author."""

import re
from datetime import date, datetime
from fractions import Fraction

from simulator.phrases import phrase
from simulator.strict_yaml.nodes import Node, Scalar

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?%?")
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+.]?[0-9][0-9_.,'’ ]*([eE][-+]?[0-9]+)?%?")
_LEADING_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")


def is_number(node: Node) -> bool:
    """Tell whether *node* is a number or share as it must be written."""
    return isinstance(node, Scalar) and not node.quoted and _NUMBER.fullmatch(node.text) is not None


def looks_like_a_number(node: Node) -> bool:
    """Tell whether the author most likely meant a number, well written or not."""
    return isinstance(node, Scalar) and not node.quoted and _LOOKS_LIKE_A_NUMBER.fullmatch(node.text) is not None


def is_day(node: Node) -> bool:
    """Tell whether *node* has the shape of a date."""
    return isinstance(node, Scalar) and _DAY.fullmatch(node.text) is not None


def is_moment(node: Node) -> bool:
    """Tell whether *node* has the shape of a date with a time."""
    return isinstance(node, Scalar) and _MOMENT.fullmatch(node.text) is not None


def number(node: Node) -> Fraction:
    """Return the exact number; ``20%`` is 1/5.

    Raises:
        ValueError: It is no number, or not written as one must be.
    """
    text = _text(node, phrase("a number"))
    if not is_number(node):
        raise ValueError(_number_hint(text, isinstance(node, Scalar) and node.quoted))
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def _number_hint(text: str, quoted: bool) -> str:
    if quoted and _NUMBER.fullmatch(text):
        return phrase('"%(text)s" is text; write %(text)s without quotes', text=text)
    if re.fullmatch(r"-?[0-9][0-9]*(\.[0-9]+)?[eE][-+]?[0-9]+", text):
        return _write_instead(text, format(Fraction(text).__float__(), "f").rstrip("0").rstrip("."))
    digits = re.sub(r"[_'’ ]", "", text)
    if re.fullmatch(r"-?0[0-9]+(\.[0-9]+)?%?", digits):
        return _write_instead(text, _LEADING_ZEROS.sub("", digits, count=1))
    if digits != text and _NUMBER.fullmatch(digits):
        return _write_instead(text, digits)
    start = re.match(r"-?[0-9]+(\.[0-9]+)?", text)
    if start:
        return phrase("%(text)s is text; write %(instead)s", text=text, instead=start.group())
    return phrase("%(text)s is no number", text=text)


def _write_instead(text: str, instead: str) -> str:
    return phrase("%(text)s is refused; write %(instead)s", text=text, instead=instead)


def day(node: Node) -> date:
    """Return the date written as 2026-03-01.

    Raises:
        ValueError: It is no date.
    """
    text = _text(node, phrase("a date"))
    try:
        return date.fromisoformat(text) if is_day(node) else _no_date(text)
    except ValueError:
        raise ValueError(phrase("%(text)s is no date; write it as 2026-03-01", text=text)) from None


def _no_date(text: str) -> date:
    raise ValueError(text)


def moment(node: Node) -> datetime:
    """Return the date and time written as 2026-03-01 14:05.

    Raises:
        ValueError: It is neither.
    """
    text = _text(node, phrase("a date and time"))
    try:
        return datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M")
    except ValueError:
        message = phrase("%(text)s is no date with a time; write it as 2026-03-01 14:05", text=text)
        raise ValueError(message) from None


def yes_no(node: Node) -> bool:
    """Return True for yes, False for no.

    Raises:
        ValueError: It is neither.
    """
    text = _text(node, phrase("yes or no"))
    if text not in ("yes", "no"):
        raise ValueError(phrase("%(text)s is neither yes nor no", text=text))
    return text == "yes"


def _text(node: Node, what: str) -> str:
    if not isinstance(node, Scalar):
        raise ValueError(phrase("%(what)s must stand here, not a list or mapping", what=what))
    if node.is_empty:
        raise ValueError(phrase("%(what)s must stand here, nothing is written", what=what))
    return node.text
