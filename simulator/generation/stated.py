"""What a scenario states for a fact, as a value: one, or one of a range."""

from datetime import date
from fractions import Fraction

from simulator.coverage.language.facts import Fact
from simulator.domain.dice import Dice
from simulator.domain.values import Value, ValueType, from_text
from simulator.phrases import phrase


def value_of(text: str, fact: Fact) -> Value:
    """Return the value that *text* of a scenario states for *fact*.

    Raises:
        ValueError: It is no value of that fact.
    """
    try:
        share = fact.type.is_numeric and text.endswith("%")
        value = Fraction(text[:-1]) / 100 if share else from_text(text, fact.type)
    except ValueError:
        raise ValueError(_no_value(text, fact)) from None
    if fact.type is ValueType.CHOICE and value not in fact.choices:
        known = ", ".join(fact.choices)
        raise ValueError(
            phrase("%(text)s is not a choice of %(fact)s; it has %(known)s", text=text, fact=fact.name, known=known)
        )
    return value


def _no_value(text: str, fact: Fact) -> str:
    if fact.type.is_numeric:
        return phrase("%(text)s is no number", text=text)
    if fact.type is ValueType.YES_NO:
        return phrase("%(text)s is neither yes nor no", text=text)
    if fact.type is ValueType.DATE:
        return phrase("%(text)s is no date; write it as 2026-03-01", text=text)
    return phrase("%(text)s is no date with a time; write it as 2026-03-01 14:05", text=text)


def between(low: Value, high: Value, fact: Fact, dice: Dice) -> Value:
    """Return a value of *fact* from *low* to *high*, both included."""
    if isinstance(low, date) and isinstance(high, date):
        return date.fromordinal(dice.whole(low.toordinal(), high.toordinal()))
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        unit = fact.unit or Fraction(1)
        return dice.whole(-(-low // unit), high // unit) * unit
    return low
