"""Running a settlement: the steps of the heads, then those across heads, in the order written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.coverage.evidence import Key
from simulator.coverage.language.steps import ApplyReductions, RoundStep, Step
from simulator.coverage.rounding import is_multiple, round_to, same, share_out, sum_of
from simulator.coverage.settling.hands import CompiledPot, Hand, Pots, Taken
from simulator.coverage.settling.steps import CompiledStep, grouped, holds, spread
from simulator.coverage.situation import OpenFact, Situation

if TYPE_CHECKING:
    from simulator.coverage.compiling import Evaluate

_NOUGHT = Fraction(0)
_ONE = Fraction(1)
CENT = Fraction(1, 100)
_AT_THE_END = Step(word="round", act=RoundStep())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A breach that takes a share or an amount off the lines on which it bites; *once*: off the claim."""

    provision: str
    lines: tuple[str, ...]
    share: Evaluate | None = None
    amount: Evaluate | None = None
    once: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The steps of a form, compiled: by head, then together."""

    heads: Mapping[str, tuple[CompiledStep, ...]]
    together: tuple[CompiledStep, ...]
    pots: Mapping[str, CompiledPot]
    reductions: str
    unit: Fraction
    order: Evaluate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a settlement came to: hands as they ended, the amounts after the heads, and every step taken."""

    hands: tuple[Hand, ...]
    accepted: Mapping[str, Fraction]
    offs: tuple[tuple[Step, Fraction], ...]
    taken: tuple[Taken, ...]
    overpaid: Fraction


class OpenSettlement(Exception):
    """The settlement meets facts that are open; ``clause`` is that of the step."""

    def __init__(self, keys: tuple[Key, ...], clause: str) -> None:
        self.keys = keys
        self.clause = clause

    @property
    def wanting(self) -> dict[Key, tuple[str, ...]]:
        """The facts with the clauses that turn on them."""
        return dict.fromkeys(self.keys, (self.clause,) if self.clause else ())


def _is_figure_of_claim(step: CompiledStep) -> bool:
    """Tell whether *step* works out a figure that every head may read."""
    return step.step.word == "work_out" and step.step.per == ("claim",)


class Run:
    """One settlement of the payable lines."""

    __slots__ = ("hands", "now", "overpaid", "reductions", "sheet", "taken")

    def __init__(self, sheet: Sheet, now: Situation, hands: Sequence[Hand], reductions: Sequence[Reduction]) -> None:
        self.sheet = sheet
        self.now = now
        self.reductions = reductions
        self.taken: list[Taken] = []
        self.overpaid = _NOUGHT
        now.hands = {hand.id: hand for hand in hands}
        now.pots = Pots(sheet.pots)
        self.hands = self._ordered(hands)

    def settle(self) -> Settled:
        """Return what the steps make of the lines.

        Raises:
            OpenSettlement: A step needs a fact that is open.
        """
        for head, steps in self.sheet.heads.items():
            of_head = [hand for hand in self.hands if hand.head == head]
            for step in steps:
                if of_head or _is_figure_of_claim(step):
                    self._take(step, of_head or self.hands)
        accepted = {hand.id: hand.amount for hand in self.hands}
        offs = []
        for step in self.sheet.together:
            offs.append((step.step, self._take(step, self.hands)))
        self._round_at_the_end()
        return Settled(
            hands=tuple(self.hands),
            accepted=accepted,
            offs=tuple(offs),
            taken=tuple(self.taken),
            overpaid=self.overpaid,
        )

    def _ordered(self, hands: Sequence[Hand]) -> list[Hand]:
        """Return the lines by date, where lines have one, then by id; pots and spreads depend on the order."""
        order, now = self.sheet.order, self.now

        def place(hand: Hand) -> tuple[str, int, str]:
            now.line = hand.id
            try:
                day = "" if order is None else str(order(now))
            except OpenFact:
                day = "9999"
            return day, len(hand.id), hand.id

        return sorted(hands, key=place) if len(hands) > 1 else list(hands)

    def _take(self, step: CompiledStep, hands: Sequence[Hand]) -> Fraction:
        """Take a step over *hands* and return what it took off them."""
        now, began = self.now, len(self.taken)
        now.lines = tuple(hand.id for hand in hands)
        try:
            for group in self._groups(step, hands):
                self._apply(step, group, alone=step.groups is None)
        except OpenFact as open_:
            raise OpenSettlement(open_.keys, step.step.clause) from None
        took = [one.took for one in self.taken[began:] if one.took.numerator]
        return sum_of(took) if took else _NOUGHT

    def _groups(self, step: CompiledStep, hands: Sequence[Hand]) -> list[list[Hand]]:
        """Return the groups of *step*; what comes off the claim once is told of all its lines together."""
        if step.reduces and any(one.once and one.amount is not None for one in self.reductions):
            return [list(hands)]
        return grouped(step, self.now, hands)

    def _apply(self, step: CompiledStep, group: list[Hand], *, alone: bool) -> None:
        now = self.now
        single = len(group) == 1
        if not alone:
            now.lines = tuple([hand.id for hand in group])
        now.line = group[0].id if single else None
        now.read_as = group[0].read_as
        now.used, now.lost = [], []
        if step.when is not None and not holds(step.when, now):
            return
        now.running = was = group[0].amount if single else sum_of([hand.amount for hand in group])
        holds_back = step.step.word == "hold_back"
        held = _held(group) if holds_back else _NOUGHT
        cited = self._act(step, group, was)
        left = self._left(step, group, was)
        self.taken.append(
            Taken(
                step.step,
                step.head,
                (group[0].id,) if single else now.lines,
                was,
                left,
                _NOUGHT if left is was else was - left,
                _held(group) - held if holds_back else _NOUGHT,
                tuple(now.used),
                tuple(now.lost),
                cited,
            )
        )

    def _left(self, step: CompiledStep, group: list[Hand], was: Fraction) -> Fraction:
        """Return the amount of the group after the step; *was* itself where the step changed nothing."""
        if step.step.word == "work_out":
            return was
        left = group[0].amount if len(group) == 1 else sum_of([hand.amount for hand in group])
        return was if left is was or same(left, was) else left

    def _act(self, step: CompiledStep, group: list[Hand], was: Fraction) -> tuple[str, ...]:
        if step.reduces:
            return self._reduce(step, group)
        if step.on_group is not None:
            step.on_group(self.now, group, was)
            return ()
        assert step.act is not None
        left = step.act(self.now, was)
        if step.prior is not None:
            self.overpaid += max(_NOUGHT, step.prior(self.now) - was)
        if not was.numerator or not same(left, was):
            spread(group, left, was, step.step)
        return ()

    def _reduce(self, step: CompiledStep, group: list[Hand]) -> tuple[str, ...]:
        if not self.reductions:
            return ()
        cited: list[str] = []
        for hand in group:
            shares = self._shares(hand, cited)
            if shares:
                hand.becomes(hand.amount * _combined(shares, self.sheet.reductions), step.step)
        for reduction in self.reductions:
            if reduction.amount is not None:
                self._less(reduction, step, group, cited)
        return tuple(dict.fromkeys(cited))

    def _shares(self, hand: Hand, cited: list[str]) -> list[Fraction]:
        shares = []
        for reduction in self.reductions:
            if reduction.share is not None and hand.id in reduction.lines:
                self.now.line = hand.id
                shares.append(reduction.share(self.now))
                cited.append(reduction.provision)
        return shares

    def _less(self, reduction: Reduction, step: CompiledStep, group: list[Hand], cited: list[str]) -> None:
        """Take the amount of a breach off: once off the claim's lines together, or off each line that it concerns."""
        assert reduction.amount is not None
        hands = [hand for hand in (self.hands if reduction.once else group) if hand.id in reduction.lines]
        if not hands or (reduction.once and hands[0] not in group):
            return
        cited.append(reduction.provision)
        for part in [hands] if reduction.once else [[hand] for hand in hands]:
            self.now.line = part[0].id
            was = sum((hand.amount for hand in part), _NOUGHT)
            spread(part, max(_NOUGHT, was - reduction.amount(self.now)), was, step.step)

    def _round_at_the_end(self) -> None:
        """Round once, half up, per claim, what the form left unrounded (COVERAGE_LANGUAGE, 13.12)."""
        unit = self.sheet.unit
        for kept, put in (("amount", _put_amount), ("held", _put_held)):
            parts = [getattr(hand, kept) for hand in self.hands]
            if not all(is_multiple(part, unit) for part in parts):
                total = round_to(sum_of(parts), unit, "half_up")
                for hand, part in zip(self.hands, share_out(parts, total, unit), strict=True):
                    put(hand, part)


def _held(group: Sequence[Hand]) -> Fraction:
    return sum_of([hand.held for hand in group])


def _put_amount(hand: Hand, amount: Fraction) -> None:
    hand.becomes(amount, hand.ended_by or _AT_THE_END)


def _put_held(hand: Hand, amount: Fraction) -> None:
    hand.held = amount


def _combined(shares: Sequence[Fraction], how: str) -> Fraction:
    """Return what is left of an amount after several *shares* come off."""
    if how == "largest":
        return max(_NOUGHT, _ONE - max(shares))
    if how == "add":
        return max(_NOUGHT, _ONE - sum(shares, _NOUGHT))
    left = _ONE
    for share in shares:
        left *= max(_NOUGHT, _ONE - share)
    return left


def comes_off(step: Step) -> bool:
    """Tell whether *step* is a row of the settlement sheet: it can change what the whole claim comes to."""
    return step.word not in ("value", "work_out", "round") or isinstance(step.act, ApplyReductions)
