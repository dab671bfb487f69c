"""The settlement sheet: a row for each line, a row for what comes off the claim, adding up to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.coverage.assessing import LineVerdict, LineView
from simulator.coverage.determination import LineResult, SheetOff
from simulator.coverage.rounding import is_multiple, money, round_to, sum_of
from simulator.coverage.settling.settle import CENT, Settled
from simulator.domain.decision import Disposition

if TYPE_CHECKING:
    from simulator.coverage.rules import CompiledForm

_NOTHING = Decimal(0)
_DISPOSITIONS = {
    LineVerdict.REFUSED: Disposition.REJECT,
    LineVerdict.OPEN: Disposition.REQUEST_INFORMATION,
    LineVerdict.REFER: Disposition.ESCALATE,
    LineVerdict.PAYABLE: Disposition.APPROVE,
}


def sheet_rows(
    compiled: CompiledForm, views: Sequence[LineView], settled: Settled | None, *, nil: bool = False
) -> tuple[tuple[LineResult, ...], tuple[SheetOff, ...]]:
    """Return the rows of the lines and of what comes off; accepted less offs is what is payable, to the cent.

    Rows are rounded one by one, half up. What the rows then lack or have too much stands in the row whose rounding
    changed most, a row of what comes off before a line's. *nil*: a step that rejects left nothing.
    """
    exact = {} if settled is None else dict(settled.accepted)
    offs = _offs(compiled, settled)
    rounded = _adding_up([*offs.values()], [*exact.values()], settled)
    taken = dict(zip(offs, rounded[: len(offs)], strict=True))
    accepted = dict(zip(exact, rounded[len(offs) :], strict=True))
    hands = {} if settled is None else {hand.id: hand for hand in settled.hands}
    lines = tuple(
        LineResult(
            line=view.line.id,
            disposition=_line_disposition(view, view.line.id in hands, nil),
            accepted=money(accepted.get(view.line.id, Fraction(0))),
            payable=money(hands[view.line.id].amount) if view.line.id in hands else _NOTHING,
            held_back=money(hands[view.line.id].held) if view.line.id in hands else _NOTHING,
            grounds=view.grounds,
        )
        for view in views
    )
    return lines, tuple(SheetOff(id=name, clause=clause, amount=money(taken[name, clause])) for name, clause in offs)


def _line_disposition(view: LineView, settled: bool, nil: bool) -> Disposition:
    if view.verdict is LineVerdict.PAYABLE and (nil or not settled):
        return Disposition.REJECT if nil else Disposition.REQUEST_INFORMATION
    return _DISPOSITIONS[view.verdict]


def _offs(compiled: CompiledForm, settled: Settled | None) -> dict[tuple[str, str], Fraction]:
    """Return what each step across heads took, by its row's id and clause; nothing where nothing was settled."""
    taken = [amount for _, amount in settled.offs] if settled else [Fraction(0)] * len(compiled.form.together)
    return {
        (name, step.clause): amount
        for name, step, amount in zip(compiled.off_names, compiled.form.together, taken, strict=True)
        if name
    }


def _adding_up(offs: list[Fraction], accepted: list[Fraction], settled: Settled | None) -> list[Fraction]:
    exact = [*offs, *accepted]
    if settled is None:
        return exact
    if all(is_multiple(amount, CENT) for amount in exact):
        return exact
    payable = sum_of([hand.amount for hand in settled.hands])
    rounded = [round_to(amount, CENT, "half_up") for amount in exact]
    residue = sum(rounded[len(offs) :], Fraction(0)) - sum(rounded[: len(offs)], Fraction(0)) - payable
    if residue:
        shifts = [abs(amount - whole) for amount, whole in zip(exact, rounded, strict=True)]
        at = max(range(len(exact)), key=lambda place: (shifts[place], -place))
        rounded[at] += residue if at < len(offs) else -residue
    return rounded
