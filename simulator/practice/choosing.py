"""What to practise next: the weakest skill, a scenario not lately seen, of the right difficulty; then a seed.

Everything is drawn from dice of the person and the number of claims taken up so far, so the same arguments give the
same claim, and no two claims of one person have the same seed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from simulator.domain.dice import Dice
from simulator.domain.scenario import Scenario
from simulator.practice.estimates import Progress, expected_share, logit_of
from simulator.practice.skills import SkillsMap

_PEOPLE = 1 << 32
_CLAIMS = 10_000
_TRIES = 100
"""A seed is person, claim and try side by side; it stays below 2 to the 53rd, so that JSON readers keep it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A claim that was taken up before."""

    scenario: str
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What is known when the next claim is chosen: who, how many claims before, the latest of them, the skills."""

    person_id: UUID
    count: int
    taken: tuple[Taken, ...]
    progress: tuple[Progress, ...]
    now: datetime


def seeds(person_id: UUID, count: int, tries: int) -> tuple[int, ...]:
    """Return the seeds to try for a person's claim number *count*, in order; no other claim of theirs has one of them.

    They repeat after ten thousand claims and a hundred tries.
    """
    person = Dice(f"practice/{person_id}").seed % _PEOPLE
    first = (person * _CLAIMS + count % _CLAIMS) * _TRIES
    return tuple(range(first, first + min(tries, _TRIES)))


def markets_of(scenario: Scenario, practice: Practice) -> tuple[str, ...]:
    """Return the scenario's markets, the one to take first first: the dice draw it for each claim of a person."""
    return Dice(f"{practice.person_id}/{practice.count}").stream("market").shuffled(scenario.markets)


def in_order(scenarios: Sequence[Scenario], skills: SkillsMap, practice: Practice) -> tuple[Scenario, ...]:
    """Return *scenarios* with the one to practise next first, and what to take if it cannot be made after it."""
    dice = Dice(f"{practice.person_id}/{practice.count}").stream("practice")
    fresh = _fresh(scenarios, practice, skills.next.unseen_days)
    if dice.stream("wander").chance(round(100 * skills.next.random)):
        first = dice.stream("random").shuffled(fresh)
    else:
        first = tuple(
            one
            for skill in _weakest_first(scenarios, skills, practice)
            for one in _fitting(fresh, skill, skills, practice, dice.stream(skill.skill.id))
        )
    return tuple({one.id: one for one in (*first, *_newest_last(scenarios, practice.taken))}.values())


def _weakest_first(scenarios: Sequence[Scenario], skills: SkillsMap, practice: Practice) -> list[Progress]:
    """Order the skills by need; one that the last claims all taught goes to the end."""
    target = logit_of(skills.target)
    tired = _tired(scenarios, skills, practice)

    def need(one: Progress) -> float:
        return target - one.estimate.mean + math.sqrt(one.estimate.variance)

    return sorted(practice.progress, key=lambda one: (one.skill.id in tired, -need(one)))


def _tired(scenarios: Sequence[Scenario], skills: SkillsMap, practice: Practice) -> set[str]:
    taught = {one.id: set(skills.taught_by(one)) for one in scenarios}
    most = skills.next.same_skill_most
    last = [taught.get(one.scenario, set()) for one in practice.taken[:most]]
    return set.intersection(*last) if len(last) == most else set()


def _fitting(
    fresh: Sequence[Scenario], skill: Progress, skills: SkillsMap, practice: Practice, dice: Dice
) -> tuple[Scenario, ...]:
    """Return those of *fresh* that teach *skill*: the best few in random order, then the others by how they fit."""
    rules = skills.next
    aim = rules.first_aim if practice.count < rules.first else rules.aim

    def misfit(one: Scenario) -> float:
        return abs(expected_share(skill.estimate, skills.difficulty_of(one.level), skills) - aim)

    by_fit = sorted((one for one in fresh if skill.skill.id in skills.taught_by(one)), key=misfit)
    return (*dice.shuffled(by_fit[: rules.among]), *by_fit[rules.among :])


def _fresh(scenarios: Sequence[Scenario], practice: Practice, unseen_days: int) -> tuple[Scenario, ...]:
    """Return what was not seen for some days; where everything was, the half that was seen longest ago."""
    since = practice.now - timedelta(days=unseen_days)
    lately = {one.scenario for one in practice.taken if one.taken_at > since}
    fresh = tuple(one for one in scenarios if one.id not in lately)
    return fresh or _newest_last(scenarios, practice.taken)[: (len(scenarios) + 1) // 2]


def _newest_last(scenarios: Sequence[Scenario], taken: Sequence[Taken]) -> tuple[Scenario, ...]:
    """Order by when a scenario was last seen, never seen first."""
    last: Mapping[str, datetime] = {one.scenario: one.taken_at for one in sorted(taken, key=lambda one: one.taken_at)}
    unseen = [one for one in scenarios if one.id not in last]
    return (*unseen, *sorted((one for one in scenarios if one.id in last), key=lambda one: last[one.id]))
