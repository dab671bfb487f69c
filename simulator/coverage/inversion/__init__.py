"""Inverting: from wanted verdicts to the facts of a claim, inside, outside or on the line of a provision."""

from simulator.coverage.inversion.filing import file_of
from simulator.coverage.inversion.solving import solve
from simulator.coverage.inversion.twins import twin
from simulator.coverage.inversion.wants import Crossing, Draft, DraftLine, LinePlan, Shown, Unreachable, Want

__all__ = ["Crossing", "Draft", "DraftLine", "LinePlan", "Shown", "Unreachable", "Want", "file_of", "solve", "twin"]
