"""What a year of cover costs, and in which instalments it was paid."""

from datetime import date, timedelta
from fractions import Fraction

from simulator.domain.dice import Dice
from simulator.generation.worlds import Premium, World
from simulator.generation.worlds.specs import Attributes

_CENT = Fraction(1, 100)


def price(world: World, known: Attributes, dice: Dice) -> None:
    """Write premium and instalments into *known*; what is owed is the last instalment that fell due."""
    terms = world.premium
    if terms is None or terms.of not in known:
        return
    owed = known.get(terms.owed) or Fraction(0)
    premium = known.get(terms.charged) or (owed * terms.instalments if owed else _worked_out(terms, known, dice))
    known["policy.premium"] = premium
    for at, amount in enumerate(_instalments(premium, terms.instalments), 1):
        due = known["policy.start_on"] + timedelta(days=365 * (at - 1) // terms.instalments)
        known[f"policy.instalment_{at}_due"] = due
        known[f"policy.instalment_{at}_amount"] = amount
        known[f"policy.instalment_{at}_paid"] = due + timedelta(days=dice.whole(-6, 4))
    _leave_unpaid(terms, known, owed)


def _worked_out(terms: Premium, known: Attributes, dice: Dice) -> Fraction:
    rate = dice.whole(*terms.per_mille)
    born_on, start = known.get("driver.born_on"), known["policy.start_on"]
    if isinstance(born_on, date) and (start - born_on).days < terms.young_under * 365:
        rate = rate * terms.young_percent // 100
    return Fraction(known[terms.of]) * rate / 1000 // _CENT * _CENT


def _instalments(premium: Fraction, count: int) -> list[Fraction]:
    """Return equal instalments; the first takes the cents that do not divide."""
    each = premium / count // _CENT * _CENT
    return [premium - each * (count - 1), *[each] * (count - 1)]


def _leave_unpaid(terms: Premium, known: Attributes, owed: Fraction) -> None:
    """Take the payment off what is not due yet, and off the last instalment due where something is owed."""
    on, last_due = known["loss.reported_on"], 1
    for at in range(1, terms.instalments + 1):
        if known[f"policy.instalment_{at}_due"] <= on:
            last_due = at
            known[f"policy.instalment_{at}_paid"] = min(known[f"policy.instalment_{at}_paid"], on)
        else:
            known[f"policy.instalment_{at}_paid"] = None
    if owed:
        known[f"policy.instalment_{last_due}_paid"] = None
        known[f"policy.instalment_{last_due}_amount"] = owed
