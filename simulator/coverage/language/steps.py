"""Settlement steps: the 14 kinds, in the order in which the form writes them (COVERAGE_LANGUAGE, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression, Rounding


@dataclass(frozen=True, slots=True)
class SetValue:
    """``value: x``."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class WorkOut:
    """``work_out: {name: x}``."""

    names: Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Cap:
    """``cap: x``."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class CapPot:
    """``cap: {pot: p}``."""

    pot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """``floor: x``, never on a line of 0 unless ``even_nil``."""

    amount: Expression
    even_nil: bool = False


@dataclass(frozen=True, slots=True)
class Less:
    """``less: x``."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class LessPot:
    """``less: {pot: p}``."""

    pot: str


@dataclass(frozen=True, slots=True)
class Times:
    """``times: s``."""

    share: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """``proportion: {have, need}``, at most 1."""

    have: Expression
    need: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Franchise:
    """``franchise: {of, pays}``: nothing unless over or from the threshold, then in full."""

    of: Expression
    pays: Literal["over", "from"] = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class BearAtMost:
    """``bear_at_most: {of, pot}``: the person bears no more than the pot."""

    of: Expression
    pot: str


@dataclass(frozen=True, slots=True)
class AddOn:
    """``add: x``."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class ApplyReductions:
    """``reduce: yes``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute:
    """``contribute: {own, others, method}``; ``labels`` are the others' names, if they have any."""

    own: Expression
    others: tuple[Expression, ...]
    labels: tuple[str, ...] = ()
    method: Literal["pro_rata", "equal_shares", "excess"] = "pro_rata"


@dataclass(frozen=True, slots=True)
class HoldBack:
    """``hold_back: x``."""

    amount: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStep:
    """``round: {to, how}``."""

    to: Fraction = Fraction(1, 100)
    how: Rounding = "half_up"


Act = (
    SetValue | WorkOut | Cap | CapPot | Floor | Less | LessPot | Times | Proportion | Franchise | BearAtMost | AddOn
    | ApplyReductions | Contribute | HoldBack | RoundStep
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``per`` is ``("line",)``, ``("claim",)`` or the names of the line facts that make a group.

    ``lines`` picks lines, ``when`` decides whether the step is taken, ``clause`` is a provision id, ``reason`` the
    code (``as``), ``nil`` what it means when this step leaves nothing, ``if_unproved`` stands in for amounts never
    proved. ``at`` is the line in the YAML file.
    """

    word: str
    act: Act
    lines: Condition | None = None
    when: Condition | None = None
    per: tuple[str, ...] = ("line",)
    order: Literal["pro_rata", "in_order"] = "pro_rata"
    clause: str = ""
    reason: str = ""
    nil: Literal["approve", "reject"] = "approve"
    if_unproved: Expression | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """A balance that is used up; ``used`` names the fact that says how much already was."""

    name: str
    opens: Expression
    used: str = ""
    per: tuple[str, ...] = ()
