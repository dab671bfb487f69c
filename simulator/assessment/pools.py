"""Pools: the scenarios that an assessment draws from, pinned by version, and which of them are of one pattern.

Two scenarios are variants of one pattern where the same thing decides them: they aim at the same provisions of one
form, on whichever side (a drill of the provision, and the twin across its line), and the same errors are planted.
That an insured event happened while the policy was in force is no aim, since nearly every claim has that; without any
other aim the pattern is what the scenario fixes: facts, lines, papers, replies, and what is expected. A copy under
another name is a variant.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.assessment.blueprints import Blueprint, Cell
from simulator.coverage.language.provisions import ProvisionKind
from simulator.coverage.library import Library
from simulator.domain.decision import Disposition
from simulator.domain.scenario import Scenario, Target
from simulator.scoring.skills import Skills

_USUAL = (ProvisionKind.INSURED_EVENT, ProvisionKind.IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A scenario in one version, as an assessment knows it. ``act`` is the first right one; difficulty in logits."""

    scenario: str
    content_hash: str
    form: str
    market: str
    level: int
    difficulty: float
    skills: tuple[str, ...]
    act: Disposition
    pattern: str

    def fits(self, cell: Cell) -> bool:
        """Tell whether it can be a claim of *cell*."""
        return self.act is cell.act and cell.skill in self.skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What forms are drawn from, and the claim to try first, of which no variant is in the pool."""

    claims: tuple[Pinned, ...]
    practice: Pinned | None = None

    @property
    def patterns(self) -> int:
        """How many patterns the pool has."""
        return len({one.pattern for one in self.claims})

    def fitting(self, cell: Cell) -> tuple[Pinned, ...]:
        """Return what can be a claim of *cell*."""
        return tuple(one for one in self.claims if one.fits(cell))

    def patterns_for(self, cell: Cell) -> int:
        """Return how many patterns can be a claim of *cell*."""
        return len({one.pattern for one in self.fitting(cell)})


def pinned(scenarios: Iterable[Scenario], market: str, *, skills: Skills, library: Library) -> tuple[Pinned, ...]:
    """Return the scenarios that can be played in *market*, as they stand, by id."""
    usual = {name: _usual(library, name, market) for name, of in library.forms if of == market}
    found = (
        Pinned(
            scenario=one.id,
            content_hash=one.content_hash,
            form=one.form,
            market=market,
            level=one.level,
            difficulty=skills.difficulty_of(one.level),
            skills=skills.taught_by(one),
            act=one.expect[0].disposition,
            pattern=pattern_of(one, usual[one.form]),
        )
        for one in scenarios
        if market in one.markets and one.form in usual and one.expect
    )
    return tuple(sorted(found, key=lambda one: one.scenario))


def pool_for(blueprint: Blueprint, scenarios: Sequence[Pinned]) -> Pool:
    """Return what *blueprint* draws from: its market, forms and levels, less the practice claim and its variants."""
    of_market = [one for one in scenarios if one.market == blueprint.market and _is_of(blueprint, one)]
    wanted = [one for one in of_market if one.level in blueprint.levels]
    practice = _practice(blueprint, of_market)
    kept = (one for one in wanted if practice is None or one.pattern != practice.pattern)
    return Pool(claims=tuple(kept), practice=practice)


def pattern_of(scenario: Scenario, usual: Collection[str]) -> str:
    """Return what *scenario* has in common with its variants; *usual* are provisions that nearly all claims meet."""
    aims = {one.provision for one in scenario.case.targets if one.provision not in usual or not _is_plain(one)}
    errors = {f"{one.name}({one.about})" for one in scenario.case.complications}
    own = () if aims else (hashlib.sha256(_fixed(scenario).encode()).hexdigest()[:16],)
    return f"{scenario.form}: {' '.join((*sorted(aims), *sorted(errors), *own))}"


def _is_of(blueprint: Blueprint, one: Pinned) -> bool:
    return not blueprint.forms or one.form in blueprint.forms


def _practice(blueprint: Blueprint, among: Sequence[Pinned]) -> Pinned | None:
    """Return the scenario that the blueprint names, or the easiest with fewest variants, one to approve first."""
    if blueprint.practice:
        return next((one for one in among if one.scenario == blueprint.practice), None)
    variants: dict[str, int] = {}
    for one in among:
        variants[one.pattern] = variants.get(one.pattern, 0) + 1
    return min(
        among,
        key=lambda one: (one.level, variants[one.pattern], one.act is not Disposition.APPROVE, one.scenario),
        default=None,
    )


def _usual(library: Library, form: str, market: str) -> frozenset[str]:
    return frozenset(
        provision.id
        for edition in library.editions(form, market)
        for provision in edition.provisions
        if provision.kind in _USUAL
    )


def _is_plain(target: Target) -> bool:
    return (target.side, target.near, target.evidence) == ("inside", "any", "known")


def _fixed(scenario: Scenario) -> str:
    """Return what a scenario without an aim fixes, as one text: names of facts, not their values."""
    case = scenario.case
    return repr(
        (
            sorted(case.fix),
            sorted(_plain(case.papers)),
            [(line.head, sorted(line.fix)) for line in case.lines],
            sorted((one.paper, one.gives.value, one.reminders) for one in scenario.replies),
            [(one.disposition.value, one.cites) for one in scenario.expect],
        )
    )


def _plain(papers: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, str(on_file)) for name, on_file in papers.items()]
