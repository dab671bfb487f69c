"""Determination cases: what a claims trainer writes down, run against the engine (COVERAGE_LANGUAGE, section 12)."""

from simulator.coverage.cases.reading import Case, read_cases
from simulator.coverage.cases.running import Outcome, run_case, run_cases

__all__ = ["Case", "Outcome", "read_cases", "run_case", "run_cases"]
