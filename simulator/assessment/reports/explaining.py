"""What somebody may see of the own result: part scores, rules and interval; no right outcome of any single claim."""

from dataclasses import dataclass

from simulator.assessment.reports.snapshots import Method, PartScore, Report, SkillScore
from simulator.domain.text import Text
from simulator.measurement import Band, Cut, ScoreInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The own result: the score with its interval, the mark and how it was set, skills, and parts with their rules."""

    title: Text
    interval: ScoreInterval
    cut: Cut
    band: Band
    method: Method
    claims: int
    undecided: tuple[int, ...]
    skills: tuple[SkillScore, ...]
    parts: tuple[PartScore, ...]
    not_measured: tuple[Text, ...]


def explained(report: Report) -> Explained:
    """Return what the person who sat may see of *report*."""
    found = report.measured
    return Explained(
        title=report.title,
        interval=found.interval,
        cut=found.cut,
        band=found.band,
        method=report.method,
        claims=len(report.claims),
        undecided=report.undecided,
        skills=report.skills,
        parts=report.parts,
        not_measured=report.not_measured,
    )
