"""The situation in which a condition or expression is worked out: evidence, line in hand, amounts so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from simulator.coverage.evidence import Evidence, FactState, Key
from simulator.domain.values import Value

if TYPE_CHECKING:
    from simulator.coverage.settling.hands import Hand, Pots


class OpenFact(Exception):
    """A value rests on facts that are missing, in conflict or unproved."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self.keys = keys


class Situation:
    """What closures read. ``line`` is None where several lines are in hand (``lines``)."""

    __slots__ = (
        "evidence",
        "hands",
        "line",
        "lines",
        "lost",
        "pots",
        "read_as",
        "running",
        "special",
        "states",
        "used",
    )

    def __init__(self, evidence: Evidence, special: Mapping[str, Value] | None = None) -> None:
        self.evidence = evidence
        self.states: Mapping[Key, FactState] = evidence.states
        self.line: str | None = None
        self.lines: tuple[str, ...] = ()
        self.hands: dict[str, Hand] = {}
        self.running = Fraction(0)
        self.pots: Pots | None = None
        self.special: Mapping[str, Value] = special or {}
        self.read_as: dict[str, Any] = {}
        self.used: list[Key] = []
        self.lost: list[Key] = []

    def supposing(self, values: Mapping[Key, Value]) -> Situation:
        """Return the same situation as if the facts had those *values*."""
        other = Situation(self.evidence.supposing(values), self.special)
        other.line, other.lines, other.hands = self.line, self.lines, self.hands
        other.running, other.pots, other.read_as = self.running, self.pots, self.read_as
        other.used, other.lost = self.used, self.lost
        return other

    def keys_of(self, refs: Sequence[tuple[str, str]]) -> tuple[Key, ...]:
        """Return *refs* with the lines in hand in place of the mark ``*``."""
        for _, mark in refs:
            if mark == "*":
                break
        else:
            return tuple(refs)
        lines = self.lines_in_hand()
        return tuple((fact, line) for fact, mark in refs for line in (lines if mark == "*" else (mark,)))

    def lines_in_hand(self) -> tuple[str, ...]:
        """Return the line that is judged alone, or all lines of the group."""
        return self.lines if self.line is None else (self.line,)
