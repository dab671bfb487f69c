"""Two to four reports side by side: pairs by letter, clear only beyond error, never ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from simulator.assessment.reports.snapshots import CostProfile, Report, SkillScore
from simulator.domain.text import Text
from simulator.errors import Invalid
from simulator.measurement import Cut, ScoreInterval, compared
from simulator.phrases import phrase

LETTERS = "ABCD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two people on one scale, in points of 100: the lead of *first*, and what a gap must be beyond to be clear.

    ``ahead`` is the letter of who is clearly ahead, empty where there is no clear difference.
    """

    first: str
    second: str
    lead: float
    least: float
    ahead: str

    @property
    def is_clear(self) -> bool:
        """Tell whether there is a clear difference."""
        return bool(self.ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One scale: the intervals by letter (None where nothing of it was asked), and every pair in letter order.

    An empty ``skill`` is the whole score.
    """

    skill: str
    label: Text | None
    intervals: tuple[tuple[str, ScoreInterval | None], ...]
    pairs: tuple[Pair, ...]

    @property
    def is_clear(self) -> bool:
        """Tell whether any two differ clearly."""
        return any(pair.is_clear for pair in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Reports side by side, lettered in the order in which they were given: the whole score, skills, cost profiles."""

    letters: tuple[str, ...]
    whole: Row
    skills: tuple[Row, ...]
    costs: tuple[tuple[str, CostProfile], ...]


def side_by_side(reports: Sequence[Report]) -> SideBySide:
    """Return *reports* of one assessment beside each other; their order is kept and means nothing.

    Raises:
        Invalid: There are fewer than two or more than four, or title, market, length or mark differ.
    """
    if not 2 <= len(reports) <= len(LETTERS):
        raise Invalid(phrase("Two to %(most)s reports can stand side by side.", most=len(LETTERS)))
    if any(_plan(one) != _plan(other) for one, other in pairwise(reports)):
        raise Invalid(phrase("Only reports of one assessment can stand side by side."))
    letters = tuple(LETTERS[: len(reports)])
    found = [{skill.id: skill for skill in report.skills} for report in reports]
    names = dict.fromkeys(name for skills in found for name in skills)
    return SideBySide(
        letters=letters,
        whole=_row("", None, letters, [report.measured.interval for report in reports]),
        skills=tuple(_skill(name, letters, [skills.get(name) for skills in found]) for name in names),
        costs=tuple(zip(letters, (report.cost for report in reports), strict=True)),
    )


def _plan(report: Report) -> tuple[Text, str, int, Cut]:
    """Return by what reports of one assessment are alike, whatever version of the software made them."""
    return report.title, report.conditions.market, len(report.claims), report.measured.cut


def _skill(name: str, letters: Sequence[str], scores: Sequence[SkillScore | None]) -> Row:
    label = next(score.label for score in scores if score is not None)
    return _row(name, label, letters, [score.interval if score is not None else None for score in scores])


def _row(skill: str, label: Text | None, letters: Sequence[str], intervals: Sequence[ScoreInterval | None]) -> Row:
    lettered = tuple(zip(letters, intervals, strict=True))
    pairs = (
        _pair(first, one, second, other)
        for (first, one), (second, other) in combinations(lettered, 2)
        if one is not None and other is not None
    )
    return Row(skill=skill, label=label, intervals=lettered, pairs=tuple(pairs))


def _pair(first: str, one: ScoreInterval, second: str, other: ScoreInterval) -> Pair:
    found = compared(one, other)
    ahead = (first if found.lead > 0 else second) if found.is_clear else ""
    return Pair(first=first, second=second, lead=found.lead, least=found.least, ahead=ahead)
