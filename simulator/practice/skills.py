"""The map of skills: read from skills.yaml, strictly; every number of practice stands there."""

import hashlib
import math
from dataclasses import dataclass, field

from simulator.scoring.skills import Skills, skills_of
from simulator.strict_yaml import Fields, Problems, read

_KEYS = (
    "target", "levels", "prior", "phi", "interval", "difficulty", "drift", "difficulty_variance", "window", "periods",
    "skills", "next",
)  # fmt: skip
_HARD = ("1", "2", "3", "4", "5")
_LEVELS = ("new_below", "sure_from", "sure_last", "sure_share", "sure_days", "sure_scenarios")
_NEXT = ("aim", "first_aim", "first", "among", "unseen_days", "random", "same_skill_most", "tries")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRules:
    """What the words for a level ask: claims below which a skill is new, and what it takes to be sure of it."""

    new_below: int
    sure_from: int
    sure_last: int
    sure_share: float
    sure_days: int
    sure_scenarios: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRules:
    """How the next claim is chosen; ``aim`` and ``random`` are shares from 0 to 1."""

    aim: float
    first_aim: float
    first: int
    among: int
    unseen_days: int
    random: float
    same_skill_most: int
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsMap(Skills):
    """The skills, and the numbers of the model that estimates them. ``target`` is in points of 100."""

    target: int
    levels: LevelRules
    prior_mean: float
    prior_variance: float
    phi: float
    interval: float
    drift_per_claim: float
    drift_per_idle_day: float
    difficulty_variance: float
    window: int
    measured_days: int
    moved_days: int
    next: NextRules
    content_hash: str = field(default="", compare=False)

    @property
    def likely(self) -> int:
        """The share of normal draws that lie within the interval, of 100."""
        return round(100 * math.erf(self.interval / math.sqrt(2)))


def load(text: str, *, file: str = "skills.yaml") -> SkillsMap:
    """Return the map that *text* holds.

    Raises:
        InvalidContent: A key is unknown or missing, or a criterion is none; every problem is listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", _KEYS)
    prior = _part(top, problems, "prior", ("mean", "variance"))
    drift = _part(top, problems, "drift", ("per_claim", "per_idle_day"))
    periods = _part(top, problems, "periods", ("measures", "moved"))
    difficulty = _part(top, problems, "difficulty", _HARD)
    found = SkillsMap(
        target=_percent(top, problems),
        levels=_levels(_part(top, problems, "levels", _LEVELS)),
        prior_mean=_real(prior, "mean"),
        prior_variance=_positive(prior, "variance"),
        phi=_positive(top, "phi"),
        interval=_positive(top, "interval"),
        difficulty={int(level): _real(difficulty, level) for level in _HARD},
        drift_per_claim=_real(drift, "per_claim"),
        drift_per_idle_day=_real(drift, "per_idle_day"),
        difficulty_variance=_real(top, "difficulty_variance"),
        window=_count(top, "window"),
        measured_days=_count(periods, "measures"),
        moved_days=_count(periods, "moved"),
        skills=skills_of(top, problems),
        next=_next(_part(top, problems, "next", _NEXT)),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    problems.raise_if_any()
    return found


def _part(top: Fields, problems: Problems, name: str, keys: tuple[str, ...]) -> Fields:
    return Fields(top.need(name), problems, name, keys)


def _percent(top: Fields, problems: Problems) -> int:
    target = _count(top, "target")
    if not 0 < target < 100:
        problems.add(top.node("target") or top.line, "target", f"{target} is not between 0 and 100")
    return target


def _levels(fields: Fields) -> LevelRules:
    return LevelRules(
        new_below=_count(fields, "new_below"),
        sure_from=_count(fields, "sure_from"),
        sure_last=_count(fields, "sure_last"),
        sure_share=_real(fields, "sure_share"),
        sure_days=_count(fields, "sure_days"),
        sure_scenarios=_count(fields, "sure_scenarios"),
    )


def _next(fields: Fields) -> NextRules:
    return NextRules(
        aim=_real(fields, "aim"),
        first_aim=_real(fields, "first_aim"),
        first=_count(fields, "first"),
        among=_count(fields, "among"),
        unseen_days=_count(fields, "unseen_days"),
        random=_real(fields, "random"),
        same_skill_most=_count(fields, "same_skill_most"),
        tries=_count(fields, "tries"),
    )


def _real(fields: Fields, name: str) -> float:
    fields.need(name)
    return float(fields.number(name))


def _positive(fields: Fields, name: str) -> float:
    value = _real(fields, name)
    if value <= 0 and name in fields:
        fields.problems.add(fields.line, fields.key(name), f"{value:g} is not above 0")
    return value


def _count(fields: Fields, name: str) -> int:
    fields.need(name)
    value = fields.whole(name)
    if value < 1 and name in fields:
        fields.problems.add(fields.line, fields.key(name), f"{value} is below 1", "write 1 or more")
    return value
