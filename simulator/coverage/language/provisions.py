"""Provisions: the clauses of a form, their effects and who must prove what (COVERAGE_LANGUAGE, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.domain.text import Text


class ProvisionKind(StrEnum):
    """The nine kinds."""

    IN_FORCE = "in_force"
    ELIGIBILITY = "eligibility"
    INSURED_EVENT = "insured_event"
    WAITING_PERIOD = "waiting_period"
    EXCLUSION = "exclusion"
    CONDITION = "condition"
    MISREPRESENTATION = "misrepresentation"
    DEFINITION = "definition"
    TERM = "term"


Burden = Literal["claimant", "insurer"]
PARTS = ("when", "unless", "must", "excused_if", "only_if")


@dataclass(frozen=True, slots=True)
class Refuse:
    """The line is refused."""


@dataclass(frozen=True, slots=True)
class ReduceBy:
    """A share comes off where the ``reduce`` step stands."""

    share: Expression


@dataclass(frozen=True, slots=True)
class LessBy:
    """An amount comes off where the ``reduce`` step stands."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Settle as if the policy said so."""

    declaration: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Refer:
    """To the supervisor."""


@dataclass(frozen=True, slots=True)
class NoEffect:
    """Bites without consequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung of a ladder; ``condition`` is None for ``else``."""

    condition: Condition | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class Ladder:
    """The first rung that holds decides."""

    rungs: tuple[Rung, ...]


Effect = Refuse | ReduceBy | LessBy | ReadAs | Refer | NoEffect | Ladder


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One clause: what the trainee reads (``cite``, ``title``, ``text``) and what the engine judges.

    ``burden`` holds who must prove each part, defaults filled in; ``effect`` likewise. ``heads`` is empty for all.
    ``overlays`` are the ids of the guide's overlays that were added to it.
    """

    id: str
    cite: str
    kind: ProvisionKind
    text: Text
    title: Text
    heads: tuple[str, ...] = ()
    applies: Condition | None = None
    when: Condition | None = None
    unless: Condition | None = None
    must: Condition | None = None
    excused_if: Condition | None = None
    only_if: Condition | None = None
    effect: Effect = Refuse()
    burden: Mapping[str, Burden] = field(default_factory=dict)
    reason: str = ""
    close: bool = False
    overlays: tuple[str, ...] = ()
    at: int = 0
