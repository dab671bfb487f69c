"""Bills: what a line costs without tax, what the tax is, and how many hours were worked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulator.domain.dice import Dice
from simulator.domain.market import Tax
from simulator.generation.lines import Line

_CENT = Fraction(1, 100)
_TENTH = Fraction(1, 10)
_HALF = Fraction(1, 2)
AMOUNTS = ("net", "vat", "gross", "parts", "labor")
"""What a bill of some market adds up; nothing where no line is billed."""
_LABOUR_PERCENT = (22, 58)
"""How much of a line that needs hours is labour, where labour is billed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The amounts of one line; they add up to the cent. ``hours`` is None where nobody worked."""

    amounts: Mapping[str, Fraction]
    hours: Fraction | None


def billed(line: Line, tax: Tax, day: date, region: str, dice: Dice, *, an_hour: Fraction | None = None) -> Bill:
    """Return the bill of a line, in the way of the market: tax on everything, or on parts alone.

    Where an hour costs *an_hour*, no more hours were worked than half of the line pays for.
    """
    gross, rate = line.gross or Fraction(0), tax.on(day, region)
    if tax.labour_an_hour is None:
        amounts = _taxed(gross, rate)
        return Bill(amounts=amounts, hours=_paid_for(_hours(line, dice), amounts["net"], an_hour))
    return _labour_apart(line, gross, rate, tax.labour_an_hour, dice)


def _taxed(gross: Fraction, rate: Fraction) -> dict[str, Fraction]:
    net = to_cent(gross / (1 + rate))
    return {"net": net, "vat": gross - net, "gross": gross}


def _paid_for(hours: Fraction | None, net: Fraction, an_hour: Fraction | None) -> Fraction | None:
    """Return the hours, no more than half of the net amount pays for, in half hours."""
    if hours is None or an_hour is None:
        return hours
    most = Fraction(int(net / an_hour), 2)
    return max(_HALF, min(hours, most))


def _hours(line: Line, dice: Dice) -> Fraction | None:
    """Return half hours within what the job takes."""
    if line.job is None:
        return None
    low, high = line.job.hours
    return Fraction(dice.whole(low * 2, high * 2), 2) or None


def _labour_apart(line: Line, gross: Fraction, rate: Fraction, an_hour: Fraction, dice: Dice) -> Bill:
    """Return parts with their tax and labour without; a job of no hours, such as a tow, bears no tax."""
    if line.job is None or not line.job.hours[1]:
        return Bill(
            amounts={"net": gross, "parts": Fraction(0), "labor": gross, "vat": Fraction(0), "gross": gross}, hours=None
        )
    share = Fraction(dice.whole(*_LABOUR_PERCENT), 100)
    hours = min(max(_TENTH, gross * share / an_hour // _TENTH * _TENTH), Fraction(line.job.hours[1]))
    labour = min(to_cent(hours * an_hour), gross)
    taxed = _taxed(gross - labour, rate)
    amounts = {**taxed, "parts": taxed["net"], "labor": labour, "net": taxed["net"] + labour, "gross": gross}
    return Bill(amounts=amounts, hours=hours)


def to_cent(amount: Fraction) -> Fraction:
    """Return *amount* to the cent, halves up."""
    return (amount + _CENT / 2) // _CENT * _CENT
