"""The acts of steps: each a function of the situation and the running amount (COVERAGE_LANGUAGE, section 6)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from simulator.coverage.evidence import State
from simulator.coverage.language.expressions import Expression
from simulator.coverage.language.steps import (
    AddOn,
    BearAtMost,
    Cap,
    CapPot,
    Contribute,
    Floor,
    Franchise,
    Less,
    LessPot,
    Proportion,
    SetValue,
    Step,
    Times,
)
from simulator.coverage.rounding import less_of, more_of
from simulator.coverage.situation import OpenFact, Situation
from simulator.domain.values import ValueType
from simulator.errors import Invalid

if TYPE_CHECKING:
    from simulator.coverage.compiling import Compiler, Evaluate

Amount = Callable[[Situation, Fraction], Fraction]
_NOUGHT = Fraction(0)
_ONE = Fraction(1)


def compile_act(step: Step, compiler: Compiler) -> Amount | None:
    """Return what *step* makes of an amount; None for steps that do more than change an amount."""
    make = _ACTS.get(type(step.act))
    return make(step.act, Amounts(step, compiler)) if make else None


class Amounts:
    """Compiles the amounts of one step, with what stands in for amounts never proved."""

    def __init__(self, step: Step, compiler: Compiler) -> None:
        self.compiler = compiler
        self._instead = None if step.if_unproved is None else compiler.expression(step.if_unproved)

    def __call__(self, expression: Expression) -> Evaluate:
        """Return the function that works *expression* out, unproved amounts counting as the step says."""
        work = self.compiler.expression(expression)

        def amount(now: Situation) -> Any:
            try:
                return work(now)
            except OpenFact as open_:
                unproved = _unproved(open_, now)
                if not unproved:
                    raise
                now.used.extend(unproved)
                return self._instead(now) if self._instead else _as_nothing(work, now, unproved)

        return amount


def _unproved(open_: OpenFact, now: Situation) -> list[tuple[str, str]]:
    return [key for key in open_.keys if now.states[key].state is State.UNPROVED]


def _as_nothing(work: Evaluate, now: Situation, unproved: list[tuple[str, str]]) -> Any:
    """Work out an amount in which money never proved counts as 0; where more is unproved than money it is 0 itself."""
    facts = now.evidence.knowledge.facts
    if not all(fact in facts and facts[fact].type is ValueType.MONEY for fact, _ in unproved):
        return _NOUGHT
    trial = now.supposing(dict.fromkeys(unproved, _NOUGHT))
    trial.used, trial.lost = [], []
    try:
        return work(trial)
    except OpenFact as open_:
        more = _unproved(open_, now)
        if not more:
            raise
        now.used.extend(more)
        return _as_nothing(work, now, [*unproved, *more])
    except Invalid:
        return _NOUGHT


def _value(act: SetValue, amounts: Amounts) -> Amount:
    amount = amounts(act.amount)
    return lambda now, running: amount(now)


def _cap(act: Cap, amounts: Amounts) -> Amount:
    most = amounts(act.amount)
    return lambda now, running: less_of(running, more_of(_NOUGHT, most(now)))


def _cap_pot(act: CapPot, amounts: Amounts) -> Amount:
    pot = act.pot

    def cap(now: Situation, running: Fraction) -> Fraction:
        assert now.pots is not None
        left = less_of(running, now.pots.left(pot, now))
        now.pots.use(pot, left, now)
        return left

    return cap


def _floor(act: Floor, amounts: Amounts) -> Amount:
    least, even_nil = amounts(act.amount), act.even_nil

    def floor(now: Situation, running: Fraction) -> Fraction:
        return max(running, least(now)) if running or even_nil else running

    return floor


def _less(act: Less, amounts: Amounts) -> Amount:
    amount = amounts(act.amount)

    def less(now: Situation, running: Fraction) -> Fraction:
        off: Fraction = amount(now)
        if not off.numerator:
            return running
        left = running - off
        return left if left.numerator > 0 else _NOUGHT

    return less


def _less_pot(act: LessPot, amounts: Amounts) -> Amount:
    pot = act.pot

    def less(now: Situation, running: Fraction) -> Fraction:
        assert now.pots is not None
        took = less_of(running, now.pots.left(pot, now))
        now.pots.use(pot, took, now)
        return running - took

    return less


def _times(act: Times, amounts: Amounts) -> Amount:
    share = amounts(act.share)
    return lambda now, running: running * share(now)


def _proportion(act: Proportion, amounts: Amounts) -> Amount:
    have, need = amounts(act.have), amounts(act.need)

    def proportion(now: Situation, running: Fraction) -> Fraction:
        whole, part = need(now), have(now)
        return running if whole <= 0 else running * max(_NOUGHT, min(_ONE, part / whole))

    return proportion


def _franchise(act: Franchise, amounts: Amounts) -> Amount:
    of, over = amounts(act.of), act.pays == "over"

    def franchise(now: Situation, running: Fraction) -> Fraction:
        edge = of(now)
        return running if running > edge or (not over and running == edge) else _NOUGHT

    return franchise


def _bear_at_most(act: BearAtMost, amounts: Amounts) -> Amount:
    of, pot = amounts(act.of), act.pot

    def bear(now: Situation, running: Fraction) -> Fraction:
        assert now.pots is not None
        allowed = of(now)
        borne = min(max(_NOUGHT, allowed - running), now.pots.left(pot, now))
        now.pots.use(pot, borne, now)
        return max(running, Fraction(allowed - borne))

    return bear


def _add(act: AddOn, amounts: Amounts) -> Amount:
    amount = amounts(act.amount)
    return lambda now, running: max(_NOUGHT, running + amount(now))


def _contribute(act: Contribute, amounts: Amounts) -> Amount:
    own, others = amounts(act.own), tuple(amounts(other) for other in act.others)
    share = _METHODS[act.method]

    def contribute(now: Situation, running: Fraction) -> Fraction:
        limit = own(now)
        return min(running, Fraction(limit), share(running, limit, [other(now) for other in others]))

    return contribute


def _pro_rata(loss: Fraction, own: Fraction, others: list[Fraction]) -> Fraction:
    limits = own + sum(others, _NOUGHT)
    return loss * own / limits if limits else _NOUGHT


def _equal_shares(loss: Fraction, own: Fraction, others: list[Fraction]) -> Fraction:
    """Equal parts; what an insurer cannot pay up to its limit is shared again by the rest."""
    left, limits = loss, sorted([own, *others])
    for at, limit in enumerate(limits):
        part = left / (len(limits) - at)
        if part <= limit:
            return min(own, part)
        left -= limit
    return own


def _excess(loss: Fraction, own: Fraction, others: list[Fraction]) -> Fraction:
    return max(_NOUGHT, loss - sum(others, _NOUGHT))


_METHODS: dict[str, Callable[[Fraction, Fraction, list[Fraction]], Fraction]] = {
    "pro_rata": _pro_rata,
    "equal_shares": _equal_shares,
    "excess": _excess,
}

_ACTS: dict[type, Callable[[Any, Amounts], Amount]] = {
    SetValue: _value,
    Cap: _cap,
    CapPot: _cap_pot,
    Floor: _floor,
    Less: _less,
    LessPot: _less_pot,
    Times: _times,
    Proportion: _proportion,
    Franchise: _franchise,
    BearAtMost: _bear_at_most,
    AddOn: _add,
    Contribute: _contribute,
}
