"""What a year of cover costs, and in which instalments it was paid."""

from datetime import date, timedelta
from fractions import Fraction

from simulator.domain.dice import Dice
from simulator.generation.worlds import World
from simulator.generation.worlds.specs import Attributes

_CENT = Fraction(1, 100)


def price(world: World, known: Attributes, dice: Dice) -> None:
    """Write premium and instalments into *known*: so much of the insured value, more for a young driver."""
    terms = world.premium
    if terms is None or terms.of not in known:
        return
    rate = dice.whole(*terms.per_mille)
    born_on, start = known.get("driver.born_on"), known["policy.start_on"]
    if isinstance(born_on, date) and (start - born_on).days < terms.young_under * 365:
        rate = rate * terms.young_percent // 100
    quarter = Fraction(known[terms.of]) * rate / 1000 / terms.instalments // _CENT * _CENT
    known["policy.premium"] = quarter * terms.instalments
    known["policy.instalment"] = quarter
    for at in range(terms.instalments):
        due = start + timedelta(days=365 * at // terms.instalments)
        known[f"policy.instalment_{at + 1}_due"] = due
        known[f"policy.instalment_{at + 1}_amount"] = quarter
        paid_on = due + timedelta(days=dice.whole(-6, 4))
        past = due <= known["loss.occurred_on"]
        known[f"policy.instalment_{at + 1}_paid"] = paid_on if past else None
