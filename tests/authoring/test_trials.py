"""Robots that decide without reading are reported for every scenario, and must not pass all of them together."""

import shutil
from dataclasses import replace
from fractions import Fraction

import pytest
from click.testing import CliRunner

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.authoring.trials import Trial, passing, tried
from simulator.cli import main
from simulator.paths import scenarios_folder
from simulator.scoring.weights import load

SCENARIOS = read_scenarios(scenarios_folder() / "library")


@pytest.fixture(scope="module")
def weights():
    return load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))


def trial(**scores):
    robots = {name: Fraction(scores.get(name, 0)) for name in ROBOTS}
    return Trial(file="a.yaml", seeds=1, follower=100, robots=robots)


def test_a_trial_tells_the_worst_of_the_follower_and_the_mean_of_every_robot(content, weights):
    found = tried(SCENARIOS[0], content, weights, range(1, 4))
    markets = [market for market in SCENARIOS[0].markets if market in content.markets]
    assert (found.seeds, found.follower, set(found.robots)) == (3 * len(markets), 100, set(ROBOTS))
    assert found.is_followed
    assert all(0 <= mean <= 100 for mean in found.robots.values())


def test_a_scenario_that_can_be_served_on_no_seed_has_no_trial(content, weights):
    wrong = replace(SCENARIOS[0], expect=(replace(SCENARIOS[0].expect[0], payable=-1),))
    assert tried(wrong, content, weights, range(1, 3)) is None


def test_a_robot_passes_where_its_mean_reaches_the_pass_mark(weights):
    trials = [trial(random=100, keyword=100), trial(random=40, keyword=39)]
    assert passing(trials, weights) == {"random": 70}
    assert passing([], weights) == {}


def run(*words):
    return CliRunner().invoke(main, ["scenarios", "robots", "--seeds", "1", *words])


def test_the_command_names_the_robots_that_pass_a_scenario_and_is_content_while_none_passes_all():
    done = run()
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == len(SCENARIOS)
    assert "robots that pass them together: none" in done.stderr


def test_the_command_fails_where_a_robot_passes_all(tmp_path):
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_folder(), folder)
    scoring = folder / "scoring.yaml"
    scoring.write_text(scoring.read_text("utf-8").replace("pass_mark: 70", "pass_mark: 1"), "utf-8")
    done = run("--content", str(folder))
    assert done.exit_code == 1
    assert "always_approve" in done.stderr
