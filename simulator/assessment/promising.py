"""What a preview promises: how many claims two candidates share, and how sure a form of some length is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from simulator.assessment.assembling import Aim, Shown, drawn
from simulator.assessment.blueprints import Blueprint, Cell, cut_of
from simulator.assessment.checking import is_thin, problems
from simulator.assessment.pools import Pool
from simulator.assessment.rules import AssessmentRules
from simulator.domain.dice import Dice
from simulator.measurement import Cut, Rules, compared, measured
from simulator.scoring.skills import Skills

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPromise:
    """What the library has for a cell: scenarios, and patterns among them; ``is_thin`` where candidates meet often."""

    cell: Cell
    scenarios: int
    patterns: int
    is_thin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthPromise:
    """How sure a score over *claims* is planned to be, in points of 100; shares are 0 to 1.

    ``points``: to either side of a score; ``gap``: from which two scores differ; ``right_side`` and ``same_side``: of
    people whose mean lies at the mark, on the side of their true score, and on one side twice; ``borderline``: of them
    so near to the mark that a person decides.
    """

    claims: int
    points: float
    reliability: float
    reliability_at_best: float
    right_side: float
    same_side: float
    gap: float
    borderline: float
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a preview shows of a blueprint. ``shared`` is how many claims two candidates are expected to share.

    ``difficulty`` is that at which every form aims, in logits, None where the pool cannot fill a form; ``lengths``
    are other lengths, ``length`` the blueprint's own.
    """

    cells: tuple[CellPromise, ...]
    patterns: int
    most_claims: int
    shared: float | None
    difficulty: float | None
    cut: Cut | None
    length: LengthPromise | None
    lengths: tuple[LengthPromise, ...]


def promised(
    blueprint: Blueprint,
    pool: Pool,
    *,
    skills: Skills,
    pass_mark: int,
    rules: AssessmentRules,
    measurement: Rules,
) -> Promise:
    """Return what *blueprint* promises with *pool*; what cannot be told while something stops it is None."""
    can_draw = not any(fault.stops for fault in problems(blueprint, pool, skills=skills, rules=rules))
    cut = cut_of(blueprint, pass_mark) if can_draw else None
    most = rules.most_claims(pool.patterns)
    lengths = {claims: _length(claims, most, measurement) for claims in {*rules.told, max(1, blueprint.claims)}}
    return Promise(
        cells=tuple(_cell(cell, pool, rules) for cell in blueprint.cells),
        patterns=pool.patterns,
        most_claims=most,
        shared=_shared(blueprint, pool, rules) if can_draw else None,
        difficulty=Aim.of(blueprint, pool, cut.mark).difficulty if cut is not None else None,
        cut=cut,
        length=lengths.get(blueprint.claims),
        lengths=tuple(lengths[claims] for claims in rules.told),
    )


def _cell(cell: Cell, pool: Pool, rules: AssessmentRules) -> CellPromise:
    patterns = pool.patterns_for(cell)
    thin = is_thin(cell, patterns, rules)
    return CellPromise(cell=cell, scenarios=len(pool.fitting(cell)), patterns=patterns, is_thin=thin)


def _shared(blueprint: Blueprint, pool: Pool, rules: AssessmentRules) -> float:
    """Return the mean number of scenarios that two of many forms share."""
    dice, forms = Dice("overlap"), rules.overlap_sittings
    counts: Mapping[str, int] = Counter(
        one.scenario
        for n in range(forms)
        for one in drawn(blueprint, pool, dice.stream(str(n)), Shown())
    )  # fmt: skip
    pairs = forms * (forms - 1)
    return sum(count * (count - 1) for count in counts.values()) / pairs if pairs else 0.0


def _length(claims: int, most: int, measurement: Rules) -> LengthPromise:
    """Return what a form of *claims* promises before anybody has sat it, for people near the mark."""
    middle = measured(50.0, claims, cut=Cut(mark=50.0), rules=measurement)
    interval, reliability = middle.interval, middle.reliability.value
    reach = measurement.band_errors * (1 - reliability) ** 0.5
    return LengthPromise(
        claims=claims,
        points=interval.z * interval.sem,
        reliability=reliability,
        reliability_at_best=middle.reliability.at_best or reliability,
        right_side=middle.classification.accuracy,
        same_side=middle.classification.consistency,
        gap=compared(interval, interval).least,
        borderline=2 * _NORMAL.cdf(reach) - 1,
        is_allowed=claims <= most,
    )
