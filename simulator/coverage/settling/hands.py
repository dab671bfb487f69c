"""What a settlement keeps while it runs: a hand for each line, and the balances of the pots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.coverage.language.steps import Step

if TYPE_CHECKING:
    from simulator.coverage.compiling import Evaluate
    from simulator.coverage.situation import Situation

_NOUGHT = Fraction(0)


@dataclass(slots=True, kw_only=True)
class Hand:
    """A line while it is settled: its running amount, its first value, what is held back and what ended it."""

    id: str
    head: str
    amount: Fraction = _NOUGHT
    first: Fraction = _NOUGHT
    valued: bool = False
    held: Fraction = _NOUGHT
    worked: dict[str, Any] = field(default_factory=dict)
    ended_by: Step | None = None
    read_as: dict[str, Evaluate] = field(default_factory=dict)

    @property
    def borne(self) -> Fraction:
        """What the person bears: the first value less the running amount."""
        return self.first - self.amount

    def becomes(self, amount: Fraction, step: Step) -> None:
        """Set the running amount to what *step* left; remember the step that left nothing."""
        if not amount and (self.amount or not self.ended_by):
            self.ended_by = step
        elif amount:
            self.ended_by = None
        self.amount = amount


@dataclass(frozen=True, slots=True)
class CompiledPot:
    """A pot: what it opens with, what was used before, and the line facts that each have one of their own."""

    name: str
    opens: Evaluate
    used: Evaluate | None
    per: tuple[Evaluate, ...]


class Pots:
    """The balances of one settlement; never below nothing."""

    __slots__ = ("_balances", "_pots")

    def __init__(self, pots: Mapping[str, CompiledPot]) -> None:
        self._pots = pots
        self._balances: dict[tuple[Any, ...], Fraction] = {}

    def left(self, name: str, now: Situation) -> Fraction:
        """Return what is left in the pot for the line or group in hand."""
        return self._balances.get(self._key(name, now)) or self._open(name, now)

    def use(self, name: str, amount: Fraction, now: Situation) -> None:
        """Take *amount* out of the pot."""
        self._balances[self._key(name, now)] = max(_NOUGHT, self.left(name, now) - amount)

    def _key(self, name: str, now: Situation) -> tuple[Any, ...]:
        return (name, *(read(now) for read in self._pots[name].per))

    def _open(self, name: str, now: Situation) -> Fraction:
        key = self._key(name, now)
        if key not in self._balances:
            pot = self._pots[name]
            used = pot.used(now) if pot.used else _NOUGHT
            self._balances[key] = max(_NOUGHT, pot.opens(now) - used)
        return self._balances[key]


class Taken(NamedTuple):
    """One application of a step: to which lines, what it took, and the facts it read (``lost``: of no moment)."""

    step: Step
    head: str
    lines: tuple[str, ...]
    was: Fraction
    now: Fraction
    took: Fraction
    held: Fraction
    used: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    provisions: tuple[str, ...] = ()


Apply = Callable[["Situation", Sequence[Hand]], None]
