"""Fixtures of the engine's tests: a case written in the test, read as any case file is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.coverage.cases import Case, read_cases
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.library import Library
from simulator.paths import scenarios_folder

ReadCases = Callable[[str], tuple[Case, ...]]
Determine = Callable[[str], Determination]


@pytest.fixture
def cases_of(tmp_path: Path) -> ReadCases:
    """Return the cases that a text holds."""

    def read(text: str) -> tuple[Case, ...]:
        path = tmp_path / "cases.yaml"
        path.write_text(text, "utf-8")
        return read_cases(path, lambda: Library.read(scenarios_folder()))

    return read


@pytest.fixture
def determined(cases_of: ReadCases) -> Determine:
    """Return the determination of the one case that a text holds, written without its ``expect``."""

    def work(text: str) -> Determination:
        (case,) = cases_of(f"{text}\n  expect: {{disposition: approve}}\n")
        return determine(case.rules, case.claim, role=case.role)

    return work
