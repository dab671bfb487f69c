"""What can be paid while papers are awaited: the lines that nobody disputes, settled by themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from simulator.coverage.assessing import Assessment, LineVerdict, LineView, settle
from simulator.coverage.determination import Determination
from simulator.coverage.determine.guided import is_above, measured, special_figures
from simulator.coverage.evidence import Evidence
from simulator.coverage.rules import CompiledForm, CompiledGuide
from simulator.coverage.settling.settle import OpenSettlement, Settled
from simulator.coverage.situation import Situation
from simulator.domain.values import Value


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


def within_reach(
    decided: Determination,
    assessment: Assessment,
    evidence: Evidence,
    guide: CompiledGuide,
    situation: Callable[[Mapping[str, Value]], Situation],
    role: str,
) -> Determination:
    """Return *decided* with what may be paid meanwhile: nothing where such a payment is for others to make.

    Authority counts everything that was paid before, so no part is small enough to be paid around it.
    """
    if not decided.pay_now:
        return decided
    held = sum((line.held_back for line in decided.lines), Decimal(0))
    paid = replace(decided, payable=sum(decided.pay_now.values(), Decimal(0)), held_back=held)
    now = situation(special_figures(assessment, paid, evidence))
    sent_on = any("payment" in trigger.at and judge(now)[0] for trigger, judge in guide.triggers)
    held_up = any(stage.at == "payment" and not judge(now)[0] for stage, judge in guide.checks)
    sent_on = sent_on or held_up
    return replace(decided, pay_now={}) if sent_on or _is_over(guide, now, evidence, role) else decided


def _is_over(guide: CompiledGuide, now: Situation, evidence: Evidence, role: str) -> bool:
    if guide.authority is None or guide.measure is None:
        return False
    return is_above(measured(guide.measure, now, evidence), guide.authority.may_pay, role)
