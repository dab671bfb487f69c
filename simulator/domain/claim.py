"""The claim file: policy, claim and papers, as the trainee and the engine see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from simulator.domain.papers import Paper
from simulator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One line of the claim: what is asked for under one head, and how much."""

    id: str
    head: str
    label: Text
    claimed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """Everything on the file at ``as_of``. ``record`` is what was keyed into the system and never evidence.

    ``closed`` are the paper kinds that were asked for and will never come; ``unproved`` are facts known not to be
    provable, as (line id or ``""``, fact). Both are sorted, so that a file has one text.
    """

    number: str
    form: str
    edition: str
    market: str
    guide: str
    as_of: datetime
    lines: tuple[ClaimLine, ...]
    papers: tuple[Paper, ...]
    record: Mapping[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    unproved: tuple[tuple[str, str], ...] = ()

    def paper(self, paper_id: str) -> Paper | None:
        """Return the paper of that id, if it is on the file."""
        return next((paper for paper in self.papers if paper.id == paper_id), None)
