"""Numbers, money, shares and dates as people write them in each language."""

from datetime import date, datetime
from fractions import Fraction

from simulator.coverage.language.facts import Fact
from simulator.domain.text import Text
from simulator.domain.values import WEEKDAYS, Value, ValueType

_MONTHS = Text(
    "January February March April May June July August September October November December",
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
)
_WEEKDAYS = Text(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev",
)
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_GAP = "\N{NO-BREAK SPACE}"
_PLACES = 4
"""Decimal places at most in a figure that a person reads; amounts have two."""


def day_text(day: date) -> Text:
    """Return 14 March 2026, or 14. märts 2026."""
    return Text(
        f"{day.day} {_MONTHS.en.split()[day.month - 1]} {day.year}",
        f"{day.day}. {_MONTHS.et.split()[day.month - 1]} {day.year}",
    )


def moment_text(moment: datetime) -> Text:
    """Return 14 March 2026 at 14:05, or 14. märts 2026 kell 14.05."""
    day = day_text(moment.date())
    return Text(f"{day.en} at {moment:%H:%M}", f"{day.et} kell {moment:%H.%M}")


def number_text(number: Fraction, *, places: int | None = None) -> Text:
    """Return the number with so many decimal places, or with as many as it needs, at most four."""
    wanted = _PLACES if places is None else places
    scaled = abs(number) * 10**wanted
    rounded = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    whole, rest = divmod(rounded, 10**wanted)
    digits = str(rest).rjust(wanted, "0") if wanted else ""
    decimals = digits if places is not None else digits.rstrip("0")
    sign = "−" if number < 0 and rounded else ""
    return Text(
        f"{sign}{_grouped(whole, ',', 4)}{'.' if decimals else ''}{decimals}",
        f"{sign}{_grouped(whole, _GAP, 5)}{',' if decimals else ''}{decimals}",
    )


def _grouped(whole: int, gap: str, from_digits: int) -> str:
    return f"{whole:,}".replace(",", gap) if len(str(whole)) >= from_digits else str(whole)


def money_text(amount: Fraction, currency: str) -> Text:
    """Return €350.00, or 350,00 €; a currency without a sign stands before or after by its code."""
    figures = number_text(abs(amount), places=2)
    minus = "−" if amount < 0 else ""
    sign = _SIGNS.get(currency)
    english = f"{minus}{sign}{figures.en}" if sign else f"{minus}{currency}{_GAP}{figures.en}"
    return Text(english, f"{minus}{figures.et}{_GAP}{sign or currency}")


def share_text(share: Fraction) -> Text:
    """Return 12.5%, or 12,5%."""
    number = number_text(share * 100)
    return Text(f"{number.en}%", f"{number.et}%")


def days_text(days: Fraction, *, working: bool = False) -> Text:
    """Return 10 days, or 10 päeva (1 day, 1 päev)."""
    number = number_text(days)
    english, estonian = ("working day", "tööpäev") if working else ("day", "päev")
    one = days == 1
    return Text(
        f"{number.en} {english}{'' if one else 's'}",
        f"{number.et} {estonian}{'' if one else 'a'}",
    )


def value_text(value: Value, fact: Fact | None, currency: str) -> Text:
    """Return *value* as a person reads it; *fact* tells what kind of value it is."""
    if isinstance(value, bool):
        return Text("yes", "jah") if value else Text("no", "ei")
    if isinstance(value, Fraction):
        return _figure(value, fact.type if fact else ValueType.NUMBER, currency)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, frozenset):
        return (
            list_text([word_text(word, fact) for word in sorted(value)], "and")
            if value
            else Text("none", "mitte ükski")
        )
    return word_text(value, fact)


def _figure(value: Fraction, kind: ValueType, currency: str) -> Text:
    if kind is ValueType.MONEY:
        return money_text(value, currency)
    if kind is ValueType.SHARE:
        return share_text(value)
    return days_text(value) if kind is ValueType.DAYS else number_text(value)


def word_text(word: str, fact: Fact | None) -> Text:
    """Return the label of a choice."""
    if fact is not None and word in fact.choices:
        return fact.choices[word]
    if word in WEEKDAYS:
        at = WEEKDAYS.index(word)
        return Text(_WEEKDAYS.en.split()[at], _WEEKDAYS.et.split()[at])
    return Text(word.replace("_", " "), word.replace("_", " "))


_JOINING = {"and": Text("and", "ja"), "or": Text("or", "või")}


def list_text(items: list[Text], joint: str) -> Text:
    """Return ``a, b or c`` in both languages; *joint* is ``and`` or ``or``."""
    word = _JOINING[joint]
    return Text(_join([item.en for item in items], word.en), _join([item.et for item in items], word.et))


def _join(items: list[str], word: str) -> str:
    return f" {word} ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)
