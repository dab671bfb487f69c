"""How hard a scenario is before anybody has played it: what the robots score, and what a newcomer is expected to."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.authoring.drafts import apart
from simulator.authoring.trials import tried
from simulator.domain.scenario import Scenario
from simulator.errors import SimulatorError
from simulator.practice.estimates import Estimate, expected_share
from simulator.web.context import house, stock
from simulator.web.library.words import robots

_SEEDS = range(1, 4)
_MOST_KEPT = 2_000
_kept: OrderedDict[tuple[str, str], Mapping[str, int]] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRow:
    """A robot and its mean, of 100."""

    label: str
    score: int
    is_passing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The robots, and the share of its points, of 100, that somebody new is expected to get at that level."""

    robots: tuple[RobotRow, ...]
    expected: int
    pass_mark: int


def standing_of(scenario: Scenario, known: Mapping[str, int] | None = None) -> Standing:
    """Return how hard *scenario* is; *known* are the means of the robots where a run of the checks has stored them."""
    skills, pass_mark = house().skills, round(stock().weights.pass_mark)
    newcomer = Estimate(mean=skills.prior_mean, variance=skills.prior_variance)
    share = expected_share(newcomer, skills.difficulty_of(scenario.level), skills)
    means, said = known or _means(scenario), robots()
    rows = (RobotRow(label=said.get(name, name), score=n, is_passing=n >= pass_mark) for name, n in means.items())
    return Standing(robots=tuple(rows), expected=round(100 * share), pass_mark=pass_mark)


def _means(scenario: Scenario) -> Mapping[str, int]:
    """Return the means of the robots over a few seeds, kept by the text of the scenario; none where nothing serves."""
    key = (scenario.content_hash, stock().edition)
    if key not in _kept:
        try:
            trial = tried(scenario, apart(stock().content), stock().weights, _SEEDS)
        except SimulatorError:
            trial = None
        _kept[key] = {name: round(mean) for name, mean in trial.robots.items()} if trial is not None else {}
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]
