"""What the generator asks of the solver, and what it gets: wants, and a draft of a claim before papers are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.domain.values import Value
from simulator.errors import SimulatorError

Side = Literal["inside", "outside", "bites", "passes", "any"]
Near = Literal["line", "any"]
EvidenceSide = Literal["known", "open", "split", "agreeing", "unproved"]
StepSide = Literal["", "under", "at", "over"]
ShownAs = Literal["left_out", "split", "agreeing", "unproved"]
Preference = Value | tuple[Value, Value]
"""A value to keep where the constraints allow, or a range (both ends in) to draw from."""

AUTHORITY = "authority"


class Unreachable(SimulatorError):
    """No facts of this form can meet the wants; the message says which want failed and why."""


class BeyondAuthority(Unreachable):
    """The amounts of the draft cannot be lowered to what the role may decide alone; smaller ones may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One target: a provision (or a guide's trigger, stage or ``authority``) and the side on which the claim falls.

    ``inside`` and ``outside``: the main condition (``when``, ``must``) is true or false, or, with ``part``, that part
    of the provision (``unless``, ``excused_if``, ``only_if``, ``applies``); the verdict hangs on it. ``bites`` and
    ``passes``: by verdict, whichever part brings it about. Authority: inside is within, at the limit included;
    ``any`` leaves it free. ``near`` line: the last value on that side, so that one unit more changes the verdict.
    ``line`` is the id or head of the line meant. ``step`` names a settlement step instead (``provision`` is its code,
    clause or word): the amount before it is one unit under, at, or one unit over its threshold.
    """

    provision: str
    side: Side = "inside"
    near: Near = "any"
    evidence: EvidenceSide = "known"
    part: str = ""
    line: str = ""
    step: StepSide = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """A line that the claim shall have; ``id`` defaults to L1, L2 .. by position."""

    head: str
    id: str = ""
    fixed: Mapping[str, Value] = field(default_factory=dict)
    prefer: Mapping[str, Preference] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line of the draft with the facts that its papers state."""

    id: str
    head: str
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the file shows a fact that is not simply known: left out, two values on two papers, or unproved.

    ``values`` are the stated ones; the fact's own value, stays in the draft, for a reply that comes later.
    """

    fact: str
    line: str = ""
    state: ShownAs
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """The one fact on which a want hangs: its value, and the nearest value on the other side of the line."""

    provision: str
    fact: str
    line: str = ""
    value: Value
    across: Value
    target_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The facts of a claim. Facts that keep their presumption, or that nothing hangs on, are not in it.

    ``on_file`` are paper kinds that must lie on the file, ``closed`` those that were asked for and never come.
    """

    declarations: Mapping[str, Value]
    facts: Mapping[str, Value]
    lines: tuple[DraftLine, ...]
    evidence: tuple[Shown, ...] = ()
    on_file: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    crossings: tuple[Crossing, ...] = ()
