"""Every shipped scenario passes the checks that an instructor's must pass before anybody works on it."""

from pathlib import Path

import pytest

from simulator.authoring.checks import check
from simulator.authoring.parse import read_scenarios
from simulator.domain.scenario import Scenario
from simulator.generation import Content

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = read_scenarios(FOLDER / "library")
SEEDS = range(20_001, 20_008)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: Path(scenario.file).stem)
def test_it_passes_its_checks(scenario: Scenario, content: Content):
    verdict = check(scenario, content, SEEDS)
    assert verdict.passed, [str(failure) for failure in verdict.failures]
    assert sum(verdict.dispositions.values()) == len(SEEDS) * len(scenario.markets)
