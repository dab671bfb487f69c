"""The robots on one drawn form: who passes without reading shows that a form can be passed without reading."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from simulator.assessment.assembling import Drawn
from simulator.assessment.blueprints import Blueprint, cut_of
from simulator.assessment.pools import Pool
from simulator.authoring.drafts import apart
from simulator.authoring.robots import ROBOTS, robot_scores
from simulator.domain.scenario import Scenario
from simulator.generation.plans import plan_for
from simulator.json_codec import to_json
from simulator.persistence.content import content_hash
from simulator.services.practice import servable
from simulator.web.context import content, house, stock
from simulator.web.library.words import robots

_MOST_KEPT = 500
_kept: OrderedDict[tuple[str, str], "Tried"] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRow:
    """A robot, by its name, and its mean over the form, of 100."""

    name: str
    score: int
    is_passing: bool

    @property
    def label(self) -> str:
        """What it is called in the language of the page."""
        return robots().get(self.name, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the robots scored, the best in front, and the mark."""

    rows: tuple[RobotRow, ...]
    mark: float

    @property
    def best(self) -> int:
        """The best mean of a robot."""
        return max((row.score for row in self.rows), default=0)

    @property
    def all_fail(self) -> bool:
        """Tell whether no robot passes."""
        return not any(row.is_passing for row in self.rows)


def known(blueprint: Blueprint, pool: Pool) -> Tried | None:
    """Return what the robots scored on a form of *blueprint* before, if they have tried since it last changed."""
    return _kept.get(_key(blueprint, pool))


def tried(blueprint: Blueprint, pool: Pool, form: Drawn, scenarios: Mapping[str, Scenario]) -> Tried:
    """Let the robots decide every claim of *form*, and remember what they scored on the first that they tried."""
    key = _key(blueprint, pool)
    if key not in _kept:
        mark = cut_of(blueprint, round(stock().weights.pass_mark)).mark
        _kept[key] = Tried(rows=_rows(form, scenarios, blueprint.market, mark), mark=mark)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _key(blueprint: Blueprint, pool: Pool) -> tuple[str, str]:
    return blueprint.content_hash, content_hash(to_json(pool) + house().stock.edition)


def _rows(form: Drawn, scenarios: Mapping[str, Scenario], market: str, mark: float) -> tuple[RobotRow, ...]:
    apart_ = apart(content())
    found: dict[str, list[int]] = {name: [] for name in ROBOTS}
    for claim in form.claims:
        scenario = scenarios[claim.pinned.scenario]
        made = servable(scenario, claim.seeds, market=market, content=apart_)
        if made is None:
            continue
        rules = plan_for(scenario, market, apart_).rules
        for name, score in robot_scores(made[0], rules, stock().weights, rubric=scenario.rubric).items():
            found[name].append(score)
    means = {name: round(mean(scores)) for name, scores in found.items() if scores}
    rows = (RobotRow(name=name, score=score, is_passing=score >= mark) for name, score in means.items())
    return tuple(sorted(rows, key=lambda row: -row.score))
