"""The report: a snapshot with its uncertainty. Nothing in it tells who sat, or what was granted to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from simulator.assessment.blueprints import MarkFrom
from simulator.assessment.reports.sittings import Conditions
from simulator.assessment.reports.texts import Topic
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.measurement import Detection, Leaning, Measured, ScoreInterval, TooFew


class Standing(StrEnum):
    """Where a whole interval lies beside the mark."""

    ABOVE = "above"
    BELOW = "below"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillScore:
    """How a skill was scored, in points of 100, over *claims*.

    Only a part of a claim speaks of a skill; together they weigh as much as ``worth`` whole claims, and the interval
    is as wide as that of a form of so many.
    """

    id: str
    label: Text
    claims: int
    worth: int
    interval: ScoreInterval
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """A criterion over all claims that asked for it: points of most, and how it is counted."""

    id: str
    label: Text
    rule: Text
    points: int
    most: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimScore:
    """One claim of the sitting: its score of 100; what was not decided counts 0. ``skill`` is that of its cell."""

    number: int
    scenario: str
    content_hash: str
    level: int
    skill: str
    is_decided: bool
    total: int
    act: Disposition | None = None
    right: Disposition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostProfile:
    """What the decided claims would have cost. Amounts are in *currency*; every count has what it is counted of.

    ``detection`` tells which way the decisions lean, or that a class is too small to tell.
    """

    claims: int
    currency: str
    paid: Decimal
    overpaid: Decimal
    kept_back: Decimal
    refused_wrongly: int
    to_pay: int
    paid_wrongly: int
    to_refuse: int
    missed_escalations: int
    escalations: int
    needless_escalations: int
    needless_requests: int
    decided_early: int
    detection: Detection | TooFew
    leaning: Leaning | None

    @property
    def right(self) -> Decimal:
        """The money that was rightly paid."""
        return self.paid - self.overpaid

    @property
    def right_share(self) -> float | None:
        """Money rightly paid by money paid, 0 to 1; None where nothing was paid."""
        return float(self.right / self.paid) if self.paid else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A place to show, on a paper (``paper#field``) or the record (``record#key``), and whether it was marked."""

    pin: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A claim held up as evidence: what was done, what was expected, and because, by the criterion that says most."""

    number: int
    total: int
    is_good: bool
    act: Disposition
    right: Disposition
    criterion: str
    label: Text
    done: Text
    expected: Text
    because: Text
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTopic:
    """Something to ask, and the claims from which it comes; none where it is asked of everybody."""

    topic: Topic
    criterion: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """Where the pass mark comes from; of a mark set by judges how many, in how many rounds, and when."""

    mark_from: MarkFrom
    judges: int = 0
    rounds: int = 0
    held_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a sitting came to. ``undecided`` are the numbers of claims that count 0 for want of a decision."""

    title: Text
    blueprint: str
    measured: Measured
    method: Method
    claims: tuple[ClaimScore, ...]
    undecided: tuple[int, ...]
    skills: tuple[SkillScore, ...]
    parts: tuple[PartScore, ...]
    cost: CostProfile
    moments: tuple[Moment, ...]
    interview: tuple[InterviewTopic, ...]
    not_measured: tuple[Text, ...]
    conditions: Conditions
    versions: Mapping[str, str]

    @property
    def score(self) -> float:
        """The overall score, of 100."""
        return self.measured.interval.score

    @property
    def same_side(self) -> float:
        """How likely (0 to 1) another form of equal weight puts this person on the same side of the mark, by Rudner."""
        return self.measured.passes**2 + (1 - self.measured.passes) ** 2

    @property
    def decided(self) -> int:
        """How many claims were decided."""
        return len(self.claims) - len(self.undecided)
