"""Assembly: one candidate's form, drawn from the pool by dice: the cells exactly, nothing twice, as hard as all others.

The recipe is that of measurement 5: a number of draws, of which the best is kept; the same seed gives the same form.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.assessment.blueprints import Blueprint
from simulator.assessment.placing import Placing
from simulator.assessment.pools import Pinned, Pool
from simulator.assessment.rules import AssessmentRules
from simulator.domain.decision import Disposition
from simulator.domain.dice import Dice
from simulator.errors import Conflict
from simulator.phrases import phrase

_WEIGHT = 1 << 20
_SITTINGS = 1 << 32
_CLAIMS = 1_000
_TRIES = 100
_PRACTICE_FROM = 500
"""A seed is sitting, claim and try side by side, below 2 to the 53rd; practice claims are numbered from 500 on."""
_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnClaim:
    """A claim of a form: its number on the desk, the cell it fills, the scenario, and the seeds to try in order."""

    number: int
    skill: str
    act: Disposition
    pinned: Pinned
    seeds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How often scenarios were shown before: in how many forms, and by scenario id in how many of them."""

    forms: int = 0
    uses: Mapping[str, int] | None = None

    def used(self, scenario: str) -> int:
        """Return in how many forms *scenario* was."""
        return (self.uses or _NOTHING).get(scenario, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A form, and what was reached: difficulties in logits, ``aim`` that of the blueprint.

    ``information`` is the test information at the mark beside that of the blueprint, as a share of it; ``worn`` is how
    many claims were shown to more people than wished, for want of others.
    """

    seed: str
    claims: tuple[DrawnClaim, ...]
    difficulty: float
    aim: float
    is_near: bool
    information: float
    is_informative: bool
    worn: int


def assemble(
    blueprint: Blueprint, pool: Pool, *, seed: str, mark: float, rules: AssessmentRules, shown: Shown | None = None
) -> Drawn:
    """Return the form that *seed* draws; *mark* is the cut, of 100.

    Raises:
        Conflict: The pool cannot fill the cells.
    """
    shown = shown or Shown()
    dice = Dice(f"assessment/{seed}")
    aim = Aim.of(blueprint, pool, mark)
    worn = worn_in(pool, shown, rules)
    draws = (drawn(blueprint, pool, dice.stream(f"draw {n}"), shown, worn) for n in range(rules.draws))
    form = min(draws, key=lambda claims: aim.misses(claims, worn, rules))
    return _told(blueprint, form, seed, aim, worn, rules)


def practice_claim(pool: Pool, *, seed: str, attempt: int, rules: AssessmentRules) -> DrawnClaim | None:
    """Return the unscored claim of that attempt (from 0), another one each time; None where the pool has none."""
    one = pool.practice
    if one is None:
        return None
    number = _PRACTICE_FROM + attempt % _PRACTICE_FROM
    return DrawnClaim(number=0, skill="", act=one.act, pinned=one, seeds=seeds(seed, number, rules.seeds))


def seeds(seed: str, number: int, tries: int) -> tuple[int, ...]:
    """Return the seeds to try for claim *number* of a form, in order; no other claim of the form has one of them."""
    sitting = Dice(f"assessment/{seed}/seeds").seed % _SITTINGS
    first = (sitting * _CLAIMS + number) * _TRIES
    return tuple(range(first, first + min(tries, _TRIES)))


def drawn(
    blueprint: Blueprint, pool: Pool, dice: Dice, shown: Shown, worn: frozenset[str] = frozenset()
) -> tuple[Pinned, ...]:
    """Return one draw of the cells, in their order: the less often a scenario was shown, the likelier it comes.

    Raises:
        Conflict: The pool cannot fill the cells.
    """
    placing = Placing(blueprint.cells, in_order(pool.claims, dice, shown), worn)
    found = tuple(one for one in placing.found if one is not None)
    if len(found) < len(placing.slots):
        raise Conflict(
            phrase(
                "%(found)s of %(claims)s claims can be drawn: the library has too few scenarios for this assessment.",
                found=len(found),
                claims=len(placing.slots),
            )
        )
    return found


def in_order(claims: Sequence[Pinned], dice: Dice, shown: Shown) -> tuple[Pinned, ...]:
    """Return *claims* in an order of the dice, weighted by 1 / (1 + uses)."""
    left = list(claims)
    weights = [max(1, _WEIGHT // (1 + shown.used(one.scenario))) for one in left]
    if len(set(weights)) == 1:
        return dice.shuffled(left)
    ordered = []
    while left:
        at = dice.weighted(range(len(left)), weights)
        ordered.append(left.pop(at))
        weights.pop(at)
    return tuple(ordered)


def worn_in(pool: Pool, shown: Shown, rules: AssessmentRules) -> frozenset[str]:
    """Return the scenarios that one more form would show to a larger share of people than wished."""
    most = max(1.0, rules.most_shown * (shown.forms + 1))
    return frozenset(one.scenario for one in pool.claims if shown.used(one.scenario) + 1 > most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What forms of one blueprint should be like: mean difficulty and information at the mark, per claim."""

    difficulty: float
    information: float
    ability: float

    @classmethod
    def of(cls, blueprint: Blueprint, pool: Pool, mark: float) -> "Aim":
        """Return the mean over the cells of what the pool has for each, weighted by their claims."""
        ability = _logit(mark / 100)
        parts = [(cell.claims, pool.fitting(cell)) for cell in blueprint.cells]
        whole = sum(count for count, among in parts if among) or 1
        return cls(
            difficulty=sum(count * _mean_difficulty(among) for count, among in parts if among) / whole,
            information=sum(count * _mean_information(among, ability) for count, among in parts if among) / whole,
            ability=ability,
        )

    def misses(self, claims: Sequence[Pinned], worn: frozenset[str], rules: AssessmentRules) -> tuple[float, ...]:
        """Return how far a draw is from the aim, what matters most first."""
        off = round(abs(_mean_difficulty(claims) - self.difficulty), 6)
        return (
            float(off > rules.within),
            float(sum(one.scenario in worn for one in claims)),
            float(not self.is_informative(claims, rules)),
            off,
        )

    def is_informative(self, claims: Sequence[Pinned], rules: AssessmentRules) -> bool:
        """Tell whether a draw tells people near the mark apart about as well as it should."""
        return abs(self.informs(claims) - 1) <= rules.information_within

    def informs(self, claims: Sequence[Pinned]) -> float:
        """Return the information of a draw at the mark, as a share of what was aimed at."""
        return round(_mean_information(claims, self.ability) / self.information, 6)


def _told(
    blueprint: Blueprint, form: Sequence[Pinned], seed: str, aim: Aim, worn: frozenset[str], rules: AssessmentRules
) -> Drawn:
    slots = [cell for cell in blueprint.cells for _ in range(cell.claims)]
    shuffled = Dice(f"assessment/{seed}").stream("order").shuffled(list(zip(slots, form, strict=True)))
    difficulty = _mean_difficulty(form)
    return Drawn(
        seed=seed,
        claims=tuple(
            DrawnClaim(
                number=n, skill=cell.skill, act=cell.act, pinned=one, seeds=seeds(seed, n, rules.seeds)
            )
            for n, (cell, one) in enumerate(shuffled, start=1)
        ),
        difficulty=round(difficulty, 6),
        aim=round(aim.difficulty, 6),
        is_near=round(abs(difficulty - aim.difficulty), 6) <= rules.within,
        information=aim.informs(form),
        is_informative=aim.is_informative(form, rules),
        worn=sum(one.scenario in worn for one in form),
    )  # fmt: skip


def _mean_difficulty(claims: Sequence[Pinned]) -> float:
    return math.fsum(one.difficulty for one in claims) / len(claims)


def _mean_information(claims: Sequence[Pinned], ability: float) -> float:
    """Return the mean Rasch information p (1 - p) of *claims* for somebody of that ability."""
    shares = [1 / (1 + math.exp(one.difficulty - ability)) for one in claims]
    return math.fsum(share * (1 - share) for share in shares) / len(shares)


def _logit(share: float) -> float:
    return math.log(share / (1 - share)) if 0 < share < 1 else 0.0
