"""The trade's measures of one claim: money right, people wrongly refused, needless steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from simulator.coverage.determination import Determination
from simulator.domain.decision import FINAL, Decision, Disposition
from simulator.scoring.meanwhile import owed_with

_NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """One claim in money and steps. ``owed`` is what was due to be paid now, ``kept_back`` what was owed and not paid.

    ``refused``: the person was refused what was covered. ``early``: it was decided before what decides was on the
    file. ``needless`` counts requests, papers and escalations that the claim did not need. ``errors_found`` of the
    ``errors`` on the file were pointed out; ``false_alarms`` are places that were flagged though they are right.
    """

    owed: Decimal
    paid: Decimal
    overpaid: Decimal
    kept_back: Decimal
    refused: bool
    could_be_refused: bool
    early: bool
    needless: int
    errors: int = 0
    errors_found: int = 0
    false_alarms: int = 0

    @property
    def is_money_right(self) -> bool:
        """Tell whether exactly what was owed was paid."""
        return not self.overpaid and not self.kept_back


Act = tuple[Decision, Determination]
"""What was done beside what was right."""


def measures_of(decision: Decision, determination: Determination, before: Sequence[Act] = ()) -> Measures:
    """Return the measures of *decision* beside *determination*; what was paid with acts *before* it counts in."""
    act = determination.then if determination.then is not None else determination
    meanwhile = sum((one.total for one, _ in before), _NOUGHT)
    owed = _owed(act, meanwhile, before)
    is_final = decision.disposition in FINAL
    paid = meanwhile + decision.total
    is_covered = act.disposition is not Disposition.REJECT
    return Measures(
        owed=owed,
        paid=paid,
        overpaid=max(_NOUGHT, paid - owed),
        kept_back=max(_NOUGHT, owed - paid) if is_final else _NOUGHT,
        refused=decision.disposition is Disposition.REJECT and act.disposition is Disposition.APPROVE,
        could_be_refused=is_covered,
        early=is_final and act.disposition is Disposition.REQUEST_INFORMATION,
        needless=_needless(decision, determination),
    )


def _owed(act: Determination, meanwhile: Decimal, before: Sequence[Act]) -> Decimal:
    """Return what was owed in all: what is left to pay, and of what was paid meanwhile what had to be paid."""
    if act.disposition is Disposition.APPROVE:
        return act.payable + max(_NOUGHT, meanwhile - act.overpaid)
    if act.disposition is Disposition.REJECT:
        return _NOUGHT
    return sum(act.pay_now.values(), sum((owed_with(*one) for one in before), _NOUGHT))


def _needless(decision: Decision, determination: Determination) -> int:
    """Count the steps that the claim did not need: an act, or papers asked for beyond those that decide."""
    accepted = {determination.disposition, *(one.disposition for one in determination.alternatives if one.worth == 1)}
    if decision.disposition not in accepted:
        return 0 if decision.disposition in FINAL else max(1, len(decision.asked))
    if decision.disposition is not Disposition.REQUEST_INFORMATION:
        return 0
    sets = (determination.requests, *determination.other_requests)
    return min(_beyond(decision, {request.paper for request in one}) for one in sets)


def _beyond(decision: Decision, papers: Iterable[str]) -> int:
    wanted = set(papers)
    return sum(1 for one in decision.asked if one.paper not in wanted)
