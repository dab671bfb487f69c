"""The reference tables, and the rules that ship."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from simulator.measurement import load
from simulator.paths import scenarios_folder
from simulator.strict_yaml import plain, read_file

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Properties are not timed: machines are shared."""


@pytest.fixture(scope="session")
def tables():
    return numbers(plain(read_file(Path(__file__).parent / "tables.yaml")))


@pytest.fixture(scope="session")
def rules():
    return load((scenarios_folder() / "measurement.yaml").read_text("utf-8"))


def numbers(node):
    """The same tree with every scalar that reads as a number as one; keys stay text."""
    if isinstance(node, dict):
        return {name: numbers(child) for name, child in node.items()}
    if isinstance(node, list):
        return [numbers(child) for child in node]
    try:
        return float(node)
    except ValueError:
        return node


def rows_of(pattern_counts):
    """A row of 0 and 1 for each person who answered that way."""
    return [[float(mark) for mark in pattern] for pattern, count in pattern_counts.items() for _ in range(round(count))]
