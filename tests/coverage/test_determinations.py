"""Every case under determinations/ comes out as it says."""

from pathlib import Path

import pytest

from simulator.coverage.cases import read_cases, run_case
from simulator.generation.content import Content

FOLDER = Path(__file__).parent / "determinations"
FILES = sorted(FOLDER.glob("**/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER).with_suffix("")) for path in FILES])
def test_every_case_of_a_file_comes_out_as_it_says(path: Path, content: Content, subtests: pytest.Subtests) -> None:
    cases = read_cases(path, lambda: content.library)
    assert cases
    for case in cases:
        with subtests.test(case.name):
            assert run_case(case).differences == ()
