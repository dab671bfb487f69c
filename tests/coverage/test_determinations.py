"""Every case under determinations/ comes out as it says."""

from pathlib import Path

import pytest

from simulator.coverage.cases import Case, read_cases, run_case
from simulator.coverage.library import Library
from simulator.paths import scenarios_folder

FOLDER = Path(__file__).parent / "determinations"
_libraries: list[Library] = []


def shipped() -> Library:
    if not _libraries:
        _libraries.append(Library.read(scenarios_folder()))
    return _libraries[0]


def every_case() -> list[object]:
    return [
        pytest.param(case, id=f"{path.relative_to(FOLDER).with_suffix('')}: {case.name}")
        for path in sorted(FOLDER.glob("**/*.yaml"))
        for case in read_cases(path, shipped)
    ]


@pytest.mark.parametrize("case", every_case())
def test_case(case: Case) -> None:
    assert run_case(case).differences == ()
