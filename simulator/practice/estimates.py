"""How able somebody is: an online Rasch estimate with its variance, one a skill (domain notes on measurement, 3.1).

The mean is in logits: a claim of difficulty *b* is done right in sigma(mean - b) of its parts. The variance shrinks
with each claim and grows while nothing is played, so the first claim moves the estimate most.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from simulator.practice.played import Played
from simulator.practice.skills import SkillsMap
from simulator.scoring.skills import Skill

_FULL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is believed of one skill: mean and variance in logits."""

    mean: float
    variance: float

    @property
    def percent(self) -> float:
        """The share of a claim of middle difficulty that is expected to be right, of 100."""
        return _FULL * sigma(self.mean)

    def between(self, deviations: float) -> tuple[float, float]:
        """Return the same share that many standard deviations below and above, of 100."""
        reach = deviations * math.sqrt(self.variance)
        return _FULL * sigma(self.mean - reach), _FULL * sigma(self.mean + reach)


class Level(StrEnum):
    """The words for how able somebody is."""

    NEW = "new"
    LEARNING = "learning"
    ABLE = "able"
    SURE = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One skill of one person: the estimate, its word, on how many claims it rests, and where it stood before."""

    skill: Skill
    estimate: Estimate
    level: Level
    claims: int
    before: Estimate | None = None


def sigma(logit: float) -> float:
    """Return the probability that a logit stands for."""
    return 1 / (1 + math.exp(-logit))


def logit_of(percent: float) -> float:
    """Return the logit of a share of 100."""
    return math.log(percent / (_FULL - percent))


def idled(estimate: Estimate, days: float, skills: SkillsMap) -> Estimate:
    """Return the estimate after *days* without a claim: as sure as before or less, never less than at the start."""
    grown = estimate.variance + skills.drift_per_idle_day * max(0.0, days)
    return Estimate(mean=estimate.mean, variance=min(grown, max(skills.prior_variance, estimate.variance)))


def learnt(
    estimate: Estimate, share: float, difficulty: float, skills: SkillsMap, *, difficulty_variance: float | None = None
) -> Estimate:
    """Return the estimate after a claim of *difficulty* of which *share* (0 to 1) was right.

    *difficulty_variance* says how well the difficulty is known; the map's own value where it is left out.
    """
    unsure = skills.difficulty_variance if difficulty_variance is None else difficulty_variance
    before = estimate.variance + skills.drift_per_claim
    expected = sigma(estimate.mean - difficulty)
    information = expected * (1 - expected) / skills.phi
    discount = 1 / (1 + unsure * information)
    variance = 1 / (1 / before + information * discount)
    return Estimate(
        mean=estimate.mean + variance * discount * (share - expected) / skills.phi,
        variance=variance,
    )


def expected_share(estimate: Estimate, difficulty: float, skills: SkillsMap) -> float:
    """Return the share of a claim of *difficulty* that is expected to be right, both doubts counted."""
    doubt = estimate.variance + skills.difficulty_variance
    return sigma((estimate.mean - difficulty) / math.sqrt(1 + math.pi * doubt / 8))


def progress(skills: SkillsMap, played: Iterable[Played], now: datetime) -> tuple[Progress, ...]:
    """Return each skill of somebody who has *played* those claims, as it stands at *now*.

    A file that was played before tells nothing new, so only its first time counts.
    """
    first_times = _first_times(played)
    return tuple(_progress(skills, skill, first_times, now) for skill in skills.skills)


def _first_times(played: Iterable[Played]) -> tuple[Played, ...]:
    found: dict[tuple[str, str], Played] = {}
    for one in sorted(played, key=lambda one: one.decided_at):
        found.setdefault((one.scenario, one.seed), one)
    return tuple(found.values())


def _progress(skills: SkillsMap, skill: Skill, played: Sequence[Played], now: datetime) -> Progress:
    shared = [(one, share) for one in played if (share := one.outcome.share_of(skill.criteria)) is not None]
    then = now - timedelta(days=skills.moved_days)
    early = [pair for pair in shared if pair[0].decided_at <= then]
    past = _folded(skills, _Fold(Estimate(mean=skills.prior_mean, variance=skills.prior_variance)), early)
    latest = _folded(skills, past, shared[len(early) :])
    estimate = _rested(skills, latest, now)
    return Progress(
        skill=skill,
        estimate=estimate,
        level=_level(skills, estimate, shared),
        claims=len(shared),
        before=_rested(skills, past, then) if early else None,
    )


class _Fold(NamedTuple):
    """An estimate right after a claim, and when that was decided."""

    estimate: Estimate
    at: datetime | None = None


def _folded(skills: SkillsMap, start: _Fold, shared: Iterable[tuple[Played, float]]) -> _Fold:
    fold = start
    for one, share in shared:
        rested = _rested(skills, fold, one.decided_at)
        fold = _Fold(learnt(rested, share, skills.difficulty_of(one.level), skills), one.decided_at)
    return fold


def _rested(skills: SkillsMap, fold: _Fold, at: datetime) -> Estimate:
    return idled(fold.estimate, _days(fold.at, at), skills)


def _days(since: datetime | None, until: datetime) -> float:
    return (until - since) / timedelta(days=1) if since else 0.0


def _level(skills: SkillsMap, estimate: Estimate, shared: Sequence[tuple[Played, float]]) -> Level:
    if len(shared) < skills.levels.new_below:
        return Level.NEW
    if estimate.percent < skills.target:
        return Level.LEARNING
    return Level.SURE if _is_sure(skills, estimate, shared) else Level.ABLE


def _is_sure(skills: SkillsMap, estimate: Estimate, shared: Sequence[tuple[Played, float]]) -> bool:
    """Tell whether the whole likely range lies over the target, on mixed claims of several days, the last ones good."""
    rules = skills.levels
    low, _ = estimate.between(skills.interval)
    return (
        low > skills.target
        and len(shared) >= rules.sure_from
        and all(share >= rules.sure_share for _, share in shared[-rules.sure_last :])
        and len({one.decided_at.date() for one, _ in shared}) >= rules.sure_days
        and len({one.scenario for one, _ in shared}) >= rules.sure_scenarios
    )
