"""Determining: the twelve steps from a claim file to the right next act (COVERAGE_LANGUAGE, section 9)."""

from simulator.coverage.determine.determined import Determined
from simulator.coverage.determine.determining import AUTHORITY, SUPERVISOR, determine

__all__ = ["AUTHORITY", "SUPERVISOR", "Determined", "determine"]
