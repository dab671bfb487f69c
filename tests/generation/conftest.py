"""The shipped market, read once."""

from pathlib import Path

import pytest

from simulator.domain.market import Market
from simulator.generation.market import read_market

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="session")
def market() -> Market:
    return read_market(SCENARIOS / "markets" / "ee.yaml")
