"""Trials: who follows the determination and the robots decide a scenario, and what they score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean

from simulator.authoring.checks import verified
from simulator.authoring.robots import ROBOTS, robot_scores
from simulator.coverage.determine import Determined
from simulator.coverage.rules import Rules
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import Invalid
from simulator.generation import Content
from simulator.generation.plans import plan_for
from simulator.scoring.path import walked
from simulator.scoring.scorecard import FULL_SCORE, score
from simulator.scoring.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the follower scored at worst and every robot in the mean, over the seeds that can be served."""

    file: str
    seeds: int
    follower: int
    robots: Mapping[str, Fraction]

    @property
    def is_followed(self) -> bool:
        """Tell whether who does what is right always gets all points."""
        return self.follower == FULL_SCORE


def tried(scenario: Scenario, content: Content, weights: Weights, seeds: Sequence[int]) -> Trial | None:
    """Return the trial of *scenario*; nothing where none of the seeds can be served."""
    follower, robots = [], []
    for market in scenario.markets:
        if market not in content.markets and len(scenario.markets) > 1:
            continue
        rules = plan_for(scenario, market, content).rules
        for seed in seeds:
            try:
                exercise, _ = verified(scenario, seed, market=market, content=content)
            except Invalid:
                continue
            follower.append(_followed(exercise, rules, weights, scenario))
            robots.append(robot_scores(exercise, rules, weights, rubric=scenario.rubric))
    if not follower:
        return None
    means = {name: mean(Fraction(one[name]) for one in robots) for name in ROBOTS}
    return Trial(file=scenario.file, seeds=len(follower), follower=min(follower), robots=means)


def _followed(exercise: Exercise, rules: Rules, weights: Weights, scenario: Scenario) -> int:
    determined = Determined(rules)
    state = walked(exercise, rules, determined=determined)
    right = [determined.of(sent.file) for sent in state.acts]
    return score(state, right, weights, exercise=exercise, rules=rules, rubric=scenario.rubric).total


def passing(trials: Sequence[Trial], weights: Weights) -> dict[str, Fraction]:
    """Return the robots that would pass all of *trials* together, with their mean."""
    means = {name: mean(trial.robots[name] for trial in trials) for name in ROBOTS} if trials else {}
    return {name: score for name, score in means.items() if score >= weights.pass_mark}
