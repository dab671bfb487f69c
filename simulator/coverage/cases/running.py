"""Running cases: determine each file and tell what differs from what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from simulator import paths
from simulator.coverage.cases.expecting import differences
from simulator.coverage.cases.reading import Case, FindLibrary, read_cases
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.library import Library
from simulator.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a case: nothing differs, or what does."""

    case: Case
    differences: tuple[str, ...]
    determination: Determination | None

    @property
    def passed(self) -> bool:
        """Tell whether everything came out as expected."""
        return not self.differences


def run_cases(path: Path, library: FindLibrary | None = None) -> tuple[Outcome, ...]:
    """Return the outcome of every case in the file at *path*.

    Raises:
        InvalidContent: The file breaks the rules of cases; every problem is listed with its line.
    """
    return tuple(run_case(case) for case in read_cases(path, library or _shipped))


def run_case(case: Case) -> Outcome:
    """Return the outcome of *case*."""
    try:
        found = determine(case.rules, case.claim, role=case.role)
    except Invalid as error:
        return Outcome(case=case, differences=(f"cannot be determined: {error}",), determination=None)
    return Outcome(case=case, differences=differences(case.expected, found), determination=found)


@lru_cache(maxsize=1)
def _shipped() -> Library:
    return Library.read(paths.scenarios_folder())
