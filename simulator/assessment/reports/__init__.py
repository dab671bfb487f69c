"""Reports of sittings: snapshots with their uncertainty, what the person who sat may see, and several side by side."""

from simulator.assessment.reports.comparing import Pair, Row, SideBySide, side_by_side
from simulator.assessment.reports.explaining import Explained, explained
from simulator.assessment.reports.making import ReportStandards, report_of
from simulator.assessment.reports.sittings import Conditions, Deciding, SatClaim, sat
from simulator.assessment.reports.snapshots import (
    ClaimScore,
    CostProfile,
    Excerpt,
    InterviewTopic,
    Method,
    Moment,
    PartScore,
    Report,
    SkillScore,
    Standing,
)
from simulator.assessment.reports.texts import ReportTexts, Topic, load

__all__ = [
    "ClaimScore",
    "Conditions",
    "CostProfile",
    "Deciding",
    "Excerpt",
    "Explained",
    "InterviewTopic",
    "Method",
    "Moment",
    "Pair",
    "PartScore",
    "Report",
    "ReportStandards",
    "ReportTexts",
    "Row",
    "SatClaim",
    "SideBySide",
    "SkillScore",
    "Standing",
    "Topic",
    "explained",
    "load",
    "report_of",
    "sat",
    "side_by_side",
]
