"""What can be given out: the scenarios of the library and those published here, by the skill that they teach first."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.scenario import Scenario
from simulator.json_codec import from_json
from simulator.persistence.content import kept
from simulator.persistence.scenarios import newest_bodies
from simulator.web.context import content, db, house, scenarios
from simulator.web.language import language

_MOST_KEPT = 4096
_read: dict[str, Scenario] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A scenario that can be given out: title, level, markets in words."""

    id: str
    title: str
    level: int
    markets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The scenarios that teach one skill first; it stands open where one of them was chosen."""

    label: str
    choices: tuple[Choice, ...]
    is_open: bool


def offered() -> tuple[Scenario, ...]:
    """Return what can be given out; a version published here stands for the shipped scenario of its id."""
    written = promised(tuple(newest_bodies(db()).values()))
    ours = {one.id: one for one in written.values()}
    return (*(one for one in scenarios() if one.id not in ours), *ours.values())


def promised(hashes: Sequence[str]) -> dict[str, Scenario]:
    """Return the scenarios that are stored under those hashes; one statement for those that are not in memory."""
    if missing := [name for name in hashes if name not in _read]:
        if len(_read) > _MOST_KEPT:
            _read.clear()
        _read.update({name: from_json(Scenario, body) for name, body in kept(db(), *missing).items()})
    return {name: _read[name] for name in hashes if name in _read}


def shelves(of: Sequence[Scenario], chosen: Sequence[str]) -> tuple[Shelf, ...]:
    """Return *of* by the skill that each teaches first, easier ones in front."""
    skills = house().skills
    by_skill: dict[str, list[Scenario]] = {one.id: [] for one in skills.skills}
    for scenario in sorted(of, key=lambda one: (one.level, one.title.in_(language()))):
        taught = skills.taught_by(scenario)
        by_skill.setdefault(taught[0] if taught else "", []).append(scenario)
    labels = {one.id: one.label.in_(language()) for one in skills.skills}
    return tuple(
        Shelf(
            label=labels.get(name, name),
            choices=tuple(_choice(one) for one in held),
            is_open=any(one.id in chosen for one in held),
        )
        for name, held in by_skill.items()
        if held
    )


def _choice(scenario: Scenario) -> Choice:
    known = content().markets
    return Choice(
        id=scenario.id,
        title=scenario.title.in_(language()),
        level=scenario.level,
        markets=", ".join(known[one].title.in_(language()) for one in scenario.markets if one in known),
    )
