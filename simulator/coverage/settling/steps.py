"""Steps compiled: which lines a step takes, how they are grouped, and what it does to each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from simulator.coverage.language.expressions import Name
from simulator.coverage.language.steps import (
    ApplyReductions,
    HoldBack,
    Less,
    RoundStep,
    SetValue,
    Step,
    WorkOut,
)
from simulator.coverage.rounding import more_of, round_to, share_out
from simulator.coverage.settling.acts import Amount, Amounts, compile_act
from simulator.coverage.settling.hands import Hand
from simulator.coverage.situation import OpenFact, Situation
from simulator.coverage.walking import names_in

if TYPE_CHECKING:
    from simulator.coverage.compiling import Compiler, Evaluate, Judge

_NOUGHT = Fraction(0)
PRIOR_PAYMENT = "prior_payment"
OnGroup = Callable[[Situation, Sequence[Hand], Fraction], None]


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """A step with its closures: the lines it takes, the groups they make, and what it does."""

    step: Step
    head: str
    lines: Judge | None
    when: Judge | None
    groups: tuple[Evaluate, ...] | None
    act: Amount | None
    on_group: OnGroup | None
    reduces: bool
    prior: Evaluate | None
    by_head: dict[str, bool] | None


def compile_step(step: Step, head: str, compiler: Compiler) -> CompiledStep:
    """Return *step* of *head* (empty: together) compiled."""
    compiler.where = f"settlement, {head or 'together'}, {step.word}{f' ({step.clause})' if step.clause else ''}"
    return CompiledStep(
        step=step,
        head=head,
        lines=None if step.lines is None else compiler.condition(step.lines, False),
        when=None if step.when is None else compiler.condition(step.when, False),
        groups=_grouping(step, compiler),
        act=compile_act(step, compiler),
        on_group=_on_group(step, compiler),
        reduces=isinstance(step.act, ApplyReductions),
        prior=_prior(step, compiler),
        by_head={} if step.lines is not None and set(names_in(step.lines)) == {"head"} else None,
    )


def _grouping(step: Step, compiler: Compiler) -> tuple[Evaluate, ...] | None:
    """Return the readers of the line facts that make a group; None where each line stands alone."""
    if step.per in (("line",), ()):
        return None
    return tuple(compiler.name(name) for name in step.per if name != "claim")


def _prior(step: Step, compiler: Compiler) -> Evaluate | None:
    """Return the reader of what was paid before, where the step takes that off."""
    act = step.act
    if isinstance(act, Less) and (step.reason == PRIOR_PAYMENT or act.amount == Name("paid_before")):
        return Amounts(step, compiler)(act.amount)
    return None


def _on_group(step: Step, compiler: Compiler) -> OnGroup | None:
    act = step.act
    if isinstance(act, WorkOut):
        return _work_out(act, step, compiler)
    if isinstance(act, HoldBack):
        return _hold_back(act, step, compiler)
    if isinstance(act, RoundStep):
        return _round(act, step)
    if isinstance(act, SetValue):
        return _set_value(act, step, compiler)
    return None


def _work_out(act: WorkOut, step: Step, compiler: Compiler) -> OnGroup:
    amounts = Amounts(step, compiler)
    figures = {name: amounts(expression) for name, expression in act.names.items()}

    for_all = step.per == ("claim",)

    def work_out(now: Situation, group: Sequence[Hand], running: Fraction) -> None:
        for name, figure in figures.items():
            value = figure(now)
            for hand in now.hands.values() if for_all else group:
                hand.worked[name] = value

    return work_out


def _hold_back(act: HoldBack, step: Step, compiler: Compiler) -> OnGroup:
    most = Amounts(step, compiler)(act.amount)

    def hold_back(now: Situation, group: Sequence[Hand], running: Fraction) -> None:
        held = min(running, max(_NOUGHT, most(now)))
        before = [hand.amount for hand in group]
        spread(group, running - held, running, step)
        for hand, was in zip(group, before, strict=True):
            hand.held += was - hand.amount

    return hold_back


def _set_value(act: SetValue, step: Step, compiler: Compiler) -> OnGroup:
    amount = Amounts(step, compiler)(act.amount)

    def set_value(now: Situation, group: Sequence[Hand], running: Fraction) -> None:
        spread(group, more_of(_NOUGHT, amount(now)), running, step)
        for hand in group:
            if not hand.valued:
                hand.first, hand.valued = hand.amount, True

    return set_value


def _round(act: RoundStep, step: Step) -> OnGroup:
    unit, how = act.to, act.how

    def round_group(now: Situation, group: Sequence[Hand], running: Fraction) -> None:
        if len(group) == 1:
            parts = [round_to(running, unit, how)]
        else:
            parts = share_out([hand.amount for hand in group], round_to(running, unit, how), unit)
        for hand, part in zip(group, parts, strict=True):
            hand.becomes(part, step)

    return round_group


def spread(group: Sequence[Hand], total: Fraction, was: Fraction, step: Step) -> None:
    """Give the hands of *group* their part of *total*, in proportion to what they had or in their order."""
    if len(group) == 1:
        group[0].becomes(total, step)
    elif step.order == "in_order":
        _in_order(group, total, step)
    elif was:
        part = total / was
        for hand in group:
            hand.becomes(hand.amount * part, step)
    else:
        for hand in group:
            hand.becomes(total / len(group), step)


def _in_order(group: Sequence[Hand], total: Fraction, step: Step) -> None:
    left = total
    for hand in group[:-1]:
        part = min(hand.amount, left)
        left -= part
        hand.becomes(part, step)
    group[-1].becomes(left, step)


def grouped(step: CompiledStep, now: Situation, hands: Sequence[Hand]) -> list[list[Hand]]:
    """Return the groups to which *step* is applied, lines in their order."""
    chosen = _chosen(step, now, hands)
    if step.groups is None:
        return [[hand] for hand in chosen]
    groups: dict[Any, list[Hand]] = {}
    for hand in chosen:
        now.line = hand.id
        groups.setdefault(tuple(read(now) for read in step.groups), []).append(hand)
    return list(groups.values())


def _chosen(step: CompiledStep, now: Situation, hands: Sequence[Hand]) -> list[Hand]:
    if step.lines is None:
        return list(hands)
    if step.by_head is not None:
        return [hand for hand in hands if _takes_head(step, hand, now)]
    chosen = []
    for hand in hands:
        now.line = hand.id
        if holds(step.lines, now):
            chosen.append(hand)
    return chosen


def _takes_head(step: CompiledStep, hand: Hand, now: Situation) -> bool:
    """Tell whether a step that looks at heads alone takes the lines of this head; found out once."""
    assert step.by_head is not None
    assert step.lines is not None
    if hand.head not in step.by_head:
        now.line = hand.id
        step.by_head[hand.head] = holds(step.lines, now)
    return step.by_head[hand.head]


def holds(judge: Judge, now: Situation) -> bool:
    """Return whether the condition of a step holds; what it rests on counts as used."""
    truth, refs = judge(now)
    if truth is None:
        raise OpenFact(now.keys_of(refs))
    now.used.extend(now.keys_of(refs))
    return truth
