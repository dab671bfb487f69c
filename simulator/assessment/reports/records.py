"""Reports as files: what a sealed report holds, its fingerprint, and its figures measured again from what it holds.

A file holds the points of every claim, not the work they came from: that stays with the installation. So what follows
from the points is measured again, and what they come from is vouched for by the seal alone.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from simulator.assessment.reports.making import standing_of
from simulator.assessment.reports.snapshots import Report, SkillScore
from simulator.errors import Invalid
from simulator.json_codec import canonical, from_plain, to_plain
from simulator.measurement import Basis, Measured, Observed, Rules, TooFew, measured

_PRINTED = ("candidate", "assessment", "report")
_DIGITS, _GROUP = 16, 4
_ROUNDING = 1e-9
"""How far, by share, two machines may be apart in a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """The report of one candidate, by letter, as a file holds it."""

    candidate: str
    assessment: str
    exported_at: datetime
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A report measured again: the score and what hangs on it, and every figure that came out otherwise, by its path.

    ``by_people`` is how many people's scores the range rests on; the file does not hold them, so it is not measured
    again (nor are the ranges of skills).
    """

    score: float
    whole: Measured | None
    by_people: int
    differing: tuple[str, ...]


def fingerprint(plain: Mapping[str, object]) -> str:
    """Return the fingerprint of a record as plain JSON: the same for every file of one report, whenever exported."""
    printed = canonical({name: plain[name] for name in _PRINTED})
    digits = hashlib.sha256(printed).hexdigest()[:_DIGITS]
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def record_in(plain: object) -> ReportRecord:
    """Return the record that plain dictionaries, lists and texts hold.

    Raises:
        Invalid: They hold none.
    """
    try:
        record = from_plain(ReportRecord, plain)
    except ValueError as error:
        raise Invalid("it holds no report that this version can read") from error
    if not record.report.claims:
        raise Invalid("it holds a report without a claim")
    return record


def measured_again(report: Report, rules: Rules) -> Again:
    """Return what the points in *report* come to by *rules*.

    Raises:
        Invalid: Points or mark are such that nothing can be measured.
    """
    told = report.measured.reliability
    score = fmean(claim.total for claim in report.claims)
    if told.basis is Basis.OBSERVED:
        differing = tuple(_apart("score", report.score, score))
        return Again(score=score, whole=None, by_people=told.people, differing=differing)
    seen = Observed(
        people=told.people,
        claims=told.claims,
        study=TooFew(found=told.people, least=rules.people_for_reliability),
        alpha=None,
        moments=None,
    )
    whole = measured(score, len(report.claims), cut=report.measured.cut, rules=rules, seen=seen)
    differing = (
        *_apart("measured", to_plain(report.measured), to_plain(whole)),
        *(path for skill in report.skills for path in _skill(skill, report, rules, seen)),
    )
    return Again(score=score, whole=whole, by_people=0, differing=differing)


def _skill(skill: SkillScore, report: Report, rules: Rules, seen: Observed) -> Iterator[str]:
    cut = report.measured.cut
    interval = measured(skill.interval.score, skill.worth, cut=cut, rules=rules, seen=seen).interval
    yield from _apart(f"skills.{skill.id}", to_plain(skill.interval), to_plain(interval))
    if skill.standing is not standing_of(interval, cut):
        yield f"skills.{skill.id}.standing"


def _apart(path: str, one: object, other: object) -> Iterator[str]:
    """Yield the paths under which two plain values are apart by more than rounding."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _apart(f"{path}.{name}", one[name], other[name])
    elif isinstance(one, int | float) and isinstance(other, int | float):
        if not math.isclose(one, other, rel_tol=_ROUNDING, abs_tol=_ROUNDING):
            yield path
    elif one != other:
        yield path
