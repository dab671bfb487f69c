"""What can be paid while papers are awaited: the lines that nobody disputes, settled by themselves."""

from collections.abc import Sequence

from simulator.coverage.assessing import LineVerdict, LineView, settle
from simulator.coverage.evidence import Evidence
from simulator.coverage.rules import CompiledForm
from simulator.coverage.settling.settle import OpenSettlement, Settled


def undisputed(compiled: CompiledForm, evidence: Evidence, views: Sequence[LineView]) -> Settled | None:
    """Return the settlement of the lines of *views* that meet no open fact; None where that is none or all of them."""

    def tried(some: Sequence[LineView]) -> Settled | None:
        try:
            return settle(compiled, evidence, some)
        except OpenSettlement:
            return None

    payable = [view for view in views if view.verdict is LineVerdict.PAYABLE]
    clear = [view for view in payable if tried(payable if len(payable) == 1 else [view]) is not None]
    return tried(clear) if len(clear) < len(views) else None
