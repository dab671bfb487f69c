"""What was played: a finished claim as practice sees it, and the measures of the trade over many of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from simulator.domain.decision import Disposition
from simulator.scoring.measures import Measures
from simulator.scoring.skills import share_of

_NOUGHT = Decimal(0)
_CARE = ("procedure", "timeliness")
_CLAUSES = "grounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What practice reads of one criterion of a scorecard: its *share* of *most* points, and what differs inside it."""

    id: str
    points: int
    most: int
    share: Fraction
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What practice reads of a scorecard."""

    total: int
    pass_mark: int
    done: Disposition
    expected: Disposition
    criteria: tuple[Part, ...]
    measures: Measures

    @property
    def is_passed(self) -> bool:
        """Tell whether the pass mark was reached."""
        return self.total >= self.pass_mark

    @property
    def is_careful(self) -> bool:
        """Tell whether no point was lost in the way of working."""
        return all(part.points == part.most for part in self.criteria if part.id in _CARE)

    @property
    def missed_clauses(self) -> tuple[str, ...]:
        """The clauses that should have been named and were not; lines with a wrong ground stand among them."""
        return tuple(row for part in self.criteria if part.id == _CLAUSES for row in part.rows)

    def share_of(self, criteria: Sequence[str]) -> float | None:
        """Return how much of *criteria* was right, from 0 to 1; None where the claim asked for none of them."""
        return share_of(self.criteria, criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A finished claim: scenario, seed and level, when it was decided, what came of it."""

    scenario: str
    seed: str
    level: int
    decided_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The measures of the trade over some claims. Amounts are in one currency.

    ``paid`` and ``right`` are money paid and money that was rightly paid; ``exact`` of ``payments`` were exactly what
    was owed; ``careful`` of ``claims`` were worked without a slip; ``refused`` of ``covered`` people were wrongly
    refused; ``kept_back`` is what was owed and not paid; ``errors_found`` of ``errors`` on the files were pointed out,
    and ``false_alarms`` places flagged that were right.
    """

    claims: int
    paid: Decimal
    overpaid: Decimal
    kept_back: Decimal
    payments: int
    exact: int
    careful: int
    covered: int
    refused: int
    needless: int
    errors: int
    errors_found: int
    false_alarms: int

    @property
    def right(self) -> Decimal:
        """The money that was rightly paid."""
        return self.paid - self.overpaid

    @property
    def financial_accuracy(self) -> Fraction | None:
        """Money rightly paid by money paid; None where nothing was paid."""
        return Fraction(self.right) / Fraction(self.paid) if self.paid else None


def summary(outcomes: Iterable[Outcome]) -> Summary:
    """Return the measures of the trade over *outcomes*, which share a currency."""
    all_of = tuple(outcomes)
    found = tuple(outcome.measures for outcome in all_of)
    payments = [one for one in found if one.paid or one.owed]
    return Summary(
        claims=len(found),
        paid=sum((one.paid for one in found), _NOUGHT),
        overpaid=sum((one.overpaid for one in found), _NOUGHT),
        kept_back=sum((one.kept_back for one in found), _NOUGHT),
        payments=len(payments),
        exact=sum(one.is_money_right for one in payments),
        careful=sum(outcome.is_careful for outcome in all_of),
        covered=sum(one.could_be_refused for one in found),
        refused=sum(one.refused for one in found),
        needless=sum(one.needless for one in found),
        errors=sum(one.errors for one in found),
        errors_found=sum(one.errors_found for one in found),
        false_alarms=sum(one.false_alarms for one in found),
    )
