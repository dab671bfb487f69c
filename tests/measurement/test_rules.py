"""The numbers of measurement are read strictly, and each part names its source."""

import pytest

from simulator.errors import InvalidContent
from simulator.measurement import load
from simulator.paths import scenarios_folder

SHIPPED = (scenarios_folder() / "measurement.yaml").read_text("utf-8")


def test_the_shipped_numbers_are_those_of_the_notes(rules):
    assert (rules.single_low, rules.single_high) == (0.12, 0.15)
    assert (rules.interval_z, rules.band_errors, rules.consistency_wanted) == (1.96, 1, 0.85)
    assert (rules.people_for_alpha, rules.people_for_reliability, rules.claims_per_class) == (50, 100, 20)
    assert rules.var_person == pytest.approx(80)
    assert len(rules.content_hash) == 64


def test_every_part_names_its_source(rules):
    assert len(rules.sources) == SHIPPED.count("source:")
    assert all(rules.sources.values())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("measurement: 2026-11", "measure: 2026-11", "measure"),
        ("low: 0.12", "low: 0", "not above 0"),
        ("high: 0.15", "high: 1", "not below 1"),
        ("low: 0.12", "low: 0.2", "low is above high"),
        ("z: 1.96", "z: -1.96", "not above 0"),
        ("z: 1.96", "zed: 1.96", "zed"),
        ("alpha: 50", "alpha: 1", "below 2"),
        ("per_class: 20", "per_class: 20.5", "whole number"),
        ("errors: 1\n  source:", "errors: 1\n  sauce:", "source missing"),
        ("consistency:\n  wanted: 0.85", "consistency:\n  wanted:", "wanted missing"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(old, new, words):
    assert old in SHIPPED
    with pytest.raises(InvalidContent) as caught:
        load(SHIPPED.replace(old, new, 1))
    assert words in " ".join(str(problem) for problem in caught.value.problems)
