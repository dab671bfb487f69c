"""Slips: what somebody writes or keys by mistake: in the right form, and another value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from simulator.coverage.comparing import normalised
from simulator.coverage.language.facts import Fact
from simulator.domain.dice import Dice
from simulator.domain.scenario import Slip
from simulator.domain.values import ValueType, from_text, number_text
from simulator.phrases import phrase

_OF_DATES = (Slip.SWAPPED, Slip.DIGIT, Slip.YEAR)
_OF_NUMBERS = (Slip.SWAPPED, Slip.DIGIT, Slip.NOUGHT)
_OF_LISTS = (Slip.OTHER,)
_OF_WORDS = (Slip.SWAPPED, Slip.DIGIT, Slip.LETTER)
_UNUSED = "IOQ"
"""Letters that keep a plate or an account from being anybody's: no slip touches them."""
_TAIL = 8
"""So many signs at the end of a code may be mistaken; what stands before keeps it from being anybody's."""
_SHORTEST = 4
"""A word of fewer letters is not misspelt."""
_CARRIED = (10, 20, 50, 90, 100, 200, 300)
"""What is easily lost or won when a column is added up."""

Ways = Mapping[Slip, tuple[str, ...]]


def slips_of(fact: Fact | None) -> tuple[Slip, ...]:
    """Return the slips that a statement of *fact* may suffer; of a name or a code where it is no fact."""
    if fact is None:
        return _OF_WORDS
    if fact.type is ValueType.DATE:
        return _OF_DATES
    return _OF_NUMBERS if fact.type.is_numeric else _OF_LISTS


def slipped(said: str, fact: Fact | None, slip: Slip | None, dice: Dice, *, until: date | None = None) -> str:
    """Return *said* with a slip in it; with another one where *slip* cannot happen to it. A day stays before *until*.

    Raises:
        ValueError: Nothing can be mistaken in it.
    """
    ways = {way: found for way, found in _ways(said, fact, until).items() if found}
    if not ways:
        raise ValueError(phrase("nothing can be mistaken in %(text)s", text=said))
    way = slip if slip in ways else dice.pick(tuple(ways))
    return dice.pick(ways[way])


def misadded(said: str, dice: Dice) -> str:
    """Return another sum than *said*, such as comes of adding up wrongly or of two digits swapped."""
    amount = Fraction(said)
    wrong = [amount + sign * Fraction(by) for by in _CARRIED for sign in (1, -1)]
    wrong += [Fraction(text) for text in _swapped(said) if not text.startswith("0")]
    near = [sum_ for sum_ in wrong if sum_ > 0 and 1 <= abs(sum_ - amount) <= max(amount / 3, Fraction(10))]
    return number_text(dice.pick(tuple(dict.fromkeys(near or [amount + 10]))))


def _ways(said: str, fact: Fact | None, until: date | None) -> Ways:
    slips = slips_of(fact)
    if fact is None:
        found: Ways = {Slip.SWAPPED: _swapped(said), Slip.DIGIT: _next_key(said), Slip.LETTER: _misspelt(said)}
    elif slips is _OF_DATES:
        found = _dates(date.fromisoformat(said), until)
    elif slips is _OF_NUMBERS:
        found = _numbers(said, fact)
    else:
        found = {Slip.OTHER: tuple(choice for choice in fact.choices or ("yes", "no") if choice != said)}
    return {way: tuple(text for text in texts if normalised(text) != normalised(said)) for way, texts in found.items()}


def _swapped(said: str) -> tuple[str, ...]:
    """Return *said* with two neighbours of one class swapped."""
    pairs = [at for at in _free(said) if at + 1 in _free(said) and _swap_well(said[at], said[at + 1])]
    return tuple(f"{said[:at]}{said[at + 1]}{said[at]}{said[at + 2 :]}" for at in pairs)


def _swap_well(one: str, other: str) -> bool:
    alike = one.isdigit() == other.isdigit() and one.isupper() == other.isupper()
    return alike and one.casefold() != other.casefold()


def _free(said: str) -> tuple[int, ...]:
    """Return where *said* may be mistaken: anywhere in a name, near the end of a code."""
    signs = [at for at, sign in enumerate(said) if sign.isalnum()]
    if any(sign.isdigit() for sign in said):
        signs = [at for at in signs[-_TAIL:] if said[at] not in _UNUSED]
    return tuple(signs)


def _next_key(said: str) -> tuple[str, ...]:
    """Return *said* with a digit that lies beside the right one."""
    places = [at for at in _free(said) if said[at].isdigit()]
    return tuple(f"{said[:at]}{key}{said[at + 1 :]}" for at in places for key in _beside(said[at]))


def _beside(digit: str) -> Iterator[str]:
    keys = "1234567890"
    at = keys.index(digit)
    yield from (keys[other] for other in (at - 1, at + 1) if 0 <= other < len(keys))


def _misspelt(said: str) -> tuple[str, ...]:
    """Return *said* with a letter within a word doubled or left out."""
    if any(sign.isdigit() for sign in said):
        return ()
    found = []
    start = 0
    for word in said.split(" "):
        for at in range(start + 1, start + len(word) - 1) if len(word) >= _SHORTEST else ():
            if said[at].islower():
                found += [f"{said[: at + 1]}{said[at:]}", f"{said[:at]}{said[at + 1 :]}"]
        start += len(word) + 1
    return tuple(found)


def _dates(day: date, until: date | None) -> Ways:
    def valid(*wrong: tuple[int, int, int]) -> tuple[str, ...]:
        days = (_day(*parts) for parts in wrong)
        return tuple(one.isoformat() for one in days if one and (until is None or one <= until or day > until))

    year, month, of_month = day.year, day.month, day.day
    tens, ones = divmod(of_month, 10)
    keys = (int(key) for key in _beside(str(ones)))
    return {
        Slip.SWAPPED: valid((year, of_month, month), (year, month, ones * 10 + tens)),
        Slip.DIGIT: valid(*((year, month, tens * 10 + key) for key in keys)),
        Slip.YEAR: valid((year - 1, month, of_month)) or ((day - timedelta(days=365)).isoformat(),),
    }


def _day(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _numbers(said: str, fact: Fact) -> Ways:
    whole = "." not in said
    noughts = (f"{said}0", said[:-1]) if whole and said.endswith("0") and len(said) > 1 else (f"{said}0",) * whole
    found: Ways = {Slip.SWAPPED: _swapped(said), Slip.DIGIT: _next_key(said), Slip.NOUGHT: noughts}
    return {way: tuple(text for text in texts if _could_be(text, fact)) for way, texts in found.items()}


def _could_be(text: str, fact: Fact) -> bool:
    """Tell whether a number looks like one of *fact*: in its range, and no nought before it."""
    if text.startswith("0"):
        return False
    value = from_text(text, fact.type)
    low, high = fact.low, fact.high
    return not isinstance(low, Fraction) or not isinstance(high, Fraction) or low <= value <= high  # type: ignore[operator]
