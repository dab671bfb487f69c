"""Twins of the library: one fact moved, another outcome, playable to the end, the same bytes every time."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.authoring.checks import outcome
from simulator.authoring.parse import read_scenarios
from simulator.authoring.twins import twin_of
from simulator.coverage.determine import determine
from simulator.generation import build
from simulator.generation.building import build_once
from simulator.generation.plans import plan_for
from simulator.generation.targets import is_judged, near_miss
from simulator.json_codec import to_json
from simulator.scoring.path import walked
from simulator.scoring.scorecard import FULL_SCORE, score
from simulator.scoring.weights import load

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = read_scenarios(FOLDER / "library")
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def weights():
    return load((FOLDER / "scoring.yaml").read_text("utf-8"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: Path(scenario.file).stem)
def test_a_twin_comes_out_otherwise_and_can_be_worked_to_the_end(scenario, content, weights):
    for market in scenario.markets:
        rules = plan_for(scenario, market, content).rules
        for seed in SEEDS:
            exercise = build(scenario, seed, market=market, content=content)
            twin = twin_of(exercise, scenario, content)
            if twin is None:
                continue
            assert outcome(twin.determination) != outcome(determine(rules, exercise.file))
            assert twin.determination == determine(rules, twin.exercise.file)
            assert to_json(twin) == to_json(twin_of(exercise, scenario, content))
            state = walked(twin.exercise, rules)
            rights = [determine(rules, sent.file) for sent in state.acts]
            assert score(state, rights, weights, exercise=twin.exercise, rules=rules).total == FULL_SCORE
            for words in (twin.moved, twin.scenario.title, twin.scenario.debrief):
                assert words.en
                assert words.et
                assert "{" not in words.en + words.et


def test_all_of_the_library_has_a_twin_on_some_seed(content):
    """Where a file is decided twice over, no one fact turns it: another seed of the scenario has a twin then."""
    without = [
        (Path(scenario.file).stem, market)
        for scenario in SCENARIOS
        for market in scenario.markets
        if not any(twin_of(build(scenario, seed, market=market, content=content), scenario, content) for seed in SEEDS)
    ]
    assert without == []


@pytest.mark.parametrize(
    ("name", "market", "fact"),
    [
        ("late_notice_open", "ee", "Expert's note: on file instead of not on file"),
        ("total_loss", "ee", "Cost of the line"),
        ("one_warning_sign", "us", "Cost of the line"),
        ("glass_only", "ee", "irst day of the policy period|day of the loss"),
        ("two_days_that_change_nothing", "us", "date of loss"),
        ("a_thief_at_the_wheel", "us", "The driver"),
    ],
)
def test_where_the_scenario_aims_at_no_line_another_that_lies_near_is_crossed(content, name, market, fact):
    scenario = next(one for one in SCENARIOS if Path(one.file).stem == name)
    exercise = build(scenario, 1, market=market, content=content)
    twin = twin_of(exercise, scenario, content)
    before = determine(plan_for(scenario, market, content).rules, exercise.file)
    assert re.search(fact, twin.moved.en)
    assert twin.determination.disposition is not before.disposition


def test_a_fact_that_moves_the_whole_story_is_never_the_one(content):
    scenario = next(one for one in SCENARIOS if one.file.endswith("gradual_wear.yaml"))
    for seed in SEEDS:
        twin = twin_of(build(scenario, seed, market="ee", content=content), scenario, content)
        assert not twin.moved.en.startswith("The cause")


def test_an_exercise_is_solved_once_and_made_anew_for_other_content(content):
    scenario = SCENARIOS[0]
    first = build_once(scenario, 7, market=scenario.markets[0], content=content)
    assert build_once(scenario, 7, market=scenario.markets[0], content=content) is first
    again = build_once(scenario, 7, market=scenario.markets[0], content=replace(content, kept={}))
    assert again is not first
    assert to_json(again.exercise) == to_json(first.exercise)


def test_a_claim_that_was_made_otherwise_has_no_twin(content):
    scenario = next(one for one in SCENARIOS if one.file.endswith("last_day_of_the_period.yaml"))
    exercise = build(scenario, 1, market="ee", content=content)
    assert twin_of(exercise, scenario, content) is not None
    assert twin_of(replace(exercise, kind=replace(exercise.kind, en="Another")), scenario, content) is None


def test_what_moved_is_told_without_the_outcome(content):
    scenario = next(one for one in SCENARIOS if one.file.endswith("last_day_of_the_period.yaml"))
    twin = twin_of(build(scenario, 1, market="ee", content=content), scenario, content)
    assert twin.moved.en.startswith("The day of the loss: ")
    assert " instead of " in twin.moved.en
    assert "“Reject”" in twin.scenario.debrief.en
    assert "Reject" not in twin.moved.en


@pytest.mark.parametrize("side", ["inside", "outside"])
@pytest.mark.parametrize("market", ["ee", "us"])
def test_every_near_miss_and_its_twin_can_be_worked_to_full_marks(content, weights, market, side):
    form = content.library.editions("motor_own_damage", market)[-1]
    for provision in filter(is_judged, form.provisions):
        scenario = near_miss(form, provision.id, side)
        rules = plan_for(scenario, market, content).rules
        pairs = [(one, twin_of(one, scenario, content)) for one in built(scenario, market, content)]
        with_twin = [(one, twin) for one, twin in pairs if twin is not None]
        assert with_twin, provision.id
        for exercise in (with_twin[0][0], with_twin[0][1].exercise):
            state = walked(exercise, rules)
            rights = [determine(rules, sent.file) for sent in state.acts]
            assert score(state, rights, weights, exercise=exercise, rules=rules).total == FULL_SCORE, provision.id


def built(scenario, market, content):
    return [build(scenario, seed, market=market, content=content) for seed in range(1, 7)]
