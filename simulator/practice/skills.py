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
        prior_mean=prior.real("mean"),
        prior_variance=prior.positive("variance"),
        phi=top.positive("phi"),
        interval=top.positive("interval"),
        difficulty={int(level): difficulty.real(level) for level in _HARD},
        drift_per_claim=drift.real("per_claim"),
        drift_per_idle_day=drift.real("per_idle_day"),
        difficulty_variance=top.real("difficulty_variance"),
        window=top.count("window"),
        measured_days=periods.count("measures"),
        moved_days=periods.count("moved"),
        skills=skills_of(top, problems),
        next=_next(_part(top, problems, "next", _NEXT)),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    problems.raise_if_any()
    return found


def _part(top: Fields, problems: Problems, name: str, keys: tuple[str, ...]) -> Fields:
    return Fields(top.need(name), problems, name, keys)


def _percent(top: Fields, problems: Problems) -> int:
    target = top.count("target")
    if not 0 < target < 100:
        problems.add(top.node("target") or top.line, "target", f"{target} is not between 0 and 100")
    return target


def _levels(fields: Fields) -> LevelRules:
    return LevelRules(
        new_below=fields.count("new_below"),
        sure_from=fields.count("sure_from"),
        sure_last=fields.count("sure_last"),
        sure_share=fields.real("sure_share"),
        sure_days=fields.count("sure_days"),
        sure_scenarios=fields.count("sure_scenarios"),
    )


def _next(fields: Fields) -> NextRules:
    return NextRules(
        aim=fields.real("aim"),
        first_aim=fields.real("first_aim"),
        first=fields.count("first"),
        among=fields.count("among"),
        unseen_days=fields.count("unseen_days"),
        random=fields.real("random"),
        same_skill_most=fields.count("same_skill_most"),
        tries=fields.count("tries"),
    )
