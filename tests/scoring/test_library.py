"""The library: who follows the determination gets 100 on every claim, and whoever does not read does not pass."""

from statistics import mean

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS, robot_scores
from simulator.domain.dice import Dice
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.scoring.path import walked

SCENARIOS = read_scenarios(scenarios_folder() / "library")
SEEDS = (1, 2)
IN_MARKETS = [(scenario, market) for scenario in SCENARIOS for market in scenario.markets]


@pytest.mark.parametrize(("scenario", "market"), IN_MARKETS, ids=lambda one: getattr(one, "file", one))
def test_who_follows_the_determination_gets_100_for_the_right_reason(library_claim, content, scenario, market):
    if market not in content.markets:
        pytest.skip(f"market {market} is not there")
    for seed in SEEDS:
        claim = library_claim(scenario, seed, market)
        card = claim.scored(walked(claim.exercise, claim.rules), rubric=scenario.rubric)
        assert card.total == 100, (seed, [one for one in card.criteria if one.differs])
        assert card.act_right
        assert card.reason_right


def test_no_robot_passes_the_library(library_claim, weights):
    scores = [
        robot_scores(claim.exercise, claim.rules, weights, rubric=scenario.rubric)
        for scenario in SCENARIOS
        for claim in [library_claim(scenario)]
    ]
    means = {name: mean(one[name] for one in scores) for name in ROBOTS}
    assert {name: score for name, score in means.items() if score >= weights.pass_mark} == {}


def test_a_robot_plays_the_same_on_every_machine(library_claim, weights):
    claim = library_claim(SCENARIOS[0])
    runs = {to_json(robot_scores(claim.exercise, claim.rules, weights)) for _ in range(2)}
    assert len(runs) == 1


def test_pinning_and_citing_everything_earns_nothing(library_claim):
    claim = library_claim(SCENARIOS[0])
    state = ROBOTS["marks_everything"](claim.exercise, claim.rules, Dice(1))
    card = claim.card(state.sent)
    assert (card.criterion("evidence").points, card.criterion("grounds").points) == (0, 0)
