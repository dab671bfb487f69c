"""The decision: what the trainee sends about a claim file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Disposition(StrEnum):
    """What can be done with a claim file."""

    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_INFORMATION = "request_information"
    ESCALATE = "escalate"


FINAL = (Disposition.APPROVE, Disposition.REJECT)
"""The acts that end a claim."""
PAYING = (Disposition.APPROVE, Disposition.REQUEST_INFORMATION)
"""The acts with which something may be paid: all that is owed, or what is undisputed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the settlement sheet: an accepted amount, or a refusal with its ground (a provision id)."""

    accepted: Decimal | None = None
    refused: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A paper asked for: which kind, from which party, and the fact that it must prove."""

    paper: str
    holder: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided. Only the parts of the chosen disposition are filled; the rest stay empty.

    ``rows`` are by line id, ``offs`` by sheet row id (what comes off the whole claim): the settlement of an approval,
    or what is paid meanwhile with a request, where only the lines that are paid have rows. ``cites`` are provision ids,
    ``pins`` as ``paper#field``; ``ties`` say what a pin supports (``provision:4.1``-like ids) or clashes with (a pin).
    """

    disposition: Disposition
    rows: Mapping[str, Row] = field(default_factory=dict)
    offs: Mapping[str, Decimal] = field(default_factory=dict)
    lead: str = ""
    cites: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    ties: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    queue: str = ""
    brief: tuple[str, ...] = ()
    reason: str = ""

    @property
    def total(self) -> Decimal:
        """The amount paid with this act: accepted rows less what comes off, never below nothing; with most acts 0."""
        if self.disposition not in PAYING:
            return Decimal(0)
        lines = sum((row.accepted or Decimal(0) for row in self.rows.values() if not row.refused), Decimal(0))
        return max(Decimal(0), lines - sum(self.offs.values(), Decimal(0)))

    @property
    def pays_meanwhile(self) -> bool:
        """Tell whether something is paid with a request, while its reply is awaited."""
        return self.disposition is Disposition.REQUEST_INFORMATION and bool(self.rows or self.offs)
