"""The map of skills: strict, whole, in both languages."""

import pytest

from simulator.errors import InvalidContent
from simulator.paths import scenarios_folder
from simulator.practice.skills import load
from simulator.scoring.weights import CRITERIA

SHIPPED = (scenarios_folder() / "skills.yaml").read_text("utf-8")


def test_every_criterion_of_the_scorecard_speaks_of_exactly_one_skill(skills):
    named = [criterion for skill in skills.skills for criterion in skill.criteria]
    assert sorted(named) == sorted(CRITERIA)


def test_every_skill_is_named_in_both_languages(skills):
    assert all(skill.label.en and skill.label.et for skill in skills.skills)


def test_a_level_that_the_map_does_not_name_is_of_middle_difficulty(skills):
    assert [skills.difficulty_of(level) for level in (1, 3, 5, 9)] == [-1.2, 0, 1.2, 0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("target: 70 ", "target: 100 ", "100 is not between 0 and 100"),
        ("new_below: 3", "new_bellow: 3", 'unknown key "new_bellow"'),
        ("window: 120", "", "window missing"),
        ("window: 120", "window: 0", "0 is below 1"),
        ("phi: 1 ", "phi: 0 ", "0 is not above 0"),
        ("criteria: [amount]", "criteria: [amounts]", "amounts is no criterion"),
        ("label: {en: Coverage, et: Kindlustuskaitse}", "label: {en: Coverage}", "et"),
        ("{1: -1.2,", "{easy: -1.2,", 'unknown key "easy"'),
        ("{1: -1.2,", "{1: [],", "difficulty.1"),
    ],
)
def test_a_map_with_a_slip_is_refused_with_its_place(old, new, told):
    assert old in SHIPPED
    with pytest.raises(InvalidContent) as refused:
        load(SHIPPED.replace(old, new))
    assert told in str(refused.value)
    assert "skills.yaml:" in str(refused.value)


def test_what_a_scenario_teaches_stands_before_the_dot(skills):
    class Taught:
        teaches = ("settling.deductible", "coverage.event", "juggling.balls", "coverage.in_force")

    assert skills.taught_by(Taught()) == ("coverage", "settling")
