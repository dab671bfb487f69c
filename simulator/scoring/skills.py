"""The skills: which criteria of the scorecard speak of which one, and how hard each level of a scenario is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.scenario import Scenario
from simulator.domain.text import Text
from simulator.scoring.weights import CRITERIA
from simulator.strict_yaml import Fields, Node, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill and the criteria of the scorecard that speak of it."""

    id: str
    label: Text
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills:
    """The skills in their order, and the difficulty of each level in logits."""

    skills: tuple[Skill, ...]
    difficulty: Mapping[int, float]

    def difficulty_of(self, level: int) -> float:
        """Return the difficulty of a level in logits; the middle where the map does not name it."""
        return self.difficulty.get(level, 0.0)

    def taught_by(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the skills that *scenario* teaches, by what stands before the dot."""
        heads = {name.partition(".")[0] for name in scenario.teaches}
        return tuple(skill.id for skill in self.skills if skill.id in heads)


class Marked(Protocol):
    """A criterion of a scorecard, or what is kept of one."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def most(self) -> int:
        """The points that it counts."""

    @property
    def share(self) -> Fraction:
        """How much of it was right, from 0 to 1."""


def share_of(parts: Iterable[Marked], criteria: Collection[str]) -> float | None:
    """Return how much of *criteria* was right in *parts*, from 0 to 1; None where the claim asked for none of them."""
    asked = [part for part in parts if part.id in criteria]
    most = sum(part.most for part in asked)
    return sum(float(part.share) * part.most for part in asked) / most if most else None


def skills_of(top: Fields, problems: Problems) -> tuple[Skill, ...]:
    """Return the skills that stand under ``skills``; what is wrong with them is noted."""
    top.need("skills")
    return tuple(_skill(name, node, problems) for name, node in top.pairs("skills"))


def _skill(name: str, node: Node, problems: Problems) -> Skill:
    fields = Fields(node, problems, f"skills.{name}", ("criteria", "label"))
    criteria = fields.words("criteria")
    fields.need("criteria")
    for one in criteria:
        if one not in CRITERIA:
            known = ", ".join(CRITERIA)
            problems.add(fields.line, fields.key("criteria"), f"{one} is no criterion", f"write one of {known}")
    label = text_of(fields.need("label"), problems, fields.key("label")) or Text("", "")
    return Skill(id=name, label=label, criteria=criteria)
