"""What is paid while a reply is awaited: which lines are undisputed, and what a payment of them should come to."""

from dataclasses import replace
from decimal import Decimal

from simulator.coverage.determination import Determination, LineResult
from simulator.domain.decision import Decision, Disposition

_NOUGHT = Decimal(0)


def undisputed(of: Determination) -> tuple[LineResult, ...]:
    """Return the lines on which nothing is open: with a request those that may be paid now, all of an approval.

    There are none where the payment is for others to make.
    """
    if of.disposition is not Disposition.APPROVE and not of.pay_now:
        return ()
    return tuple(line for line in of.lines if line.disposition is Disposition.APPROVE)


def disputed_in(decision: Decision, of: Determination) -> tuple[str, ...]:
    """Return the lines that *decision* pays though they are open, refused, or for others to pay."""
    free = {line.line for line in undisputed(of)}
    return tuple(name for name, row in decision.rows.items() if row.accepted and name not in free)


def paying(decision: Decision, of: Determination) -> Determination:
    """Return what the payment that goes with a request is measured by: its own lines, settled as they should be."""
    free = {line.line: line for line in undisputed(of)}
    lines = tuple(_line(name, free.get(name)) for name in decision.rows)
    offs = of.offs if free else ()
    accepted = sum((line.accepted for line in lines), _NOUGHT)
    payable = max(_NOUGHT, accepted - sum((off.amount for off in offs), _NOUGHT))
    return replace(of, disposition=Disposition.APPROVE, lines=lines, offs=offs, payable=payable)


def _line(name: str, right: LineResult | None) -> LineResult:
    if right is not None:
        return right
    return LineResult(line=name, disposition=Disposition.APPROVE, accepted=_NOUGHT, payable=_NOUGHT)


def owed_with(decision: Decision, of: Determination) -> Decimal:
    """Return how much of what *decision* pays with a request was rightly paid."""
    return min(decision.total, paying(decision, of).payable) if decision.pays_meanwhile else _NOUGHT
