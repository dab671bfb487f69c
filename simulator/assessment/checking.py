"""What is wrong with a blueprint beside a pool, in words; and what should be known of it before people are invited."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.assessment.blueprints import Blueprint, Cell, MarkFrom
from simulator.assessment.placing import Placing
from simulator.assessment.pools import Pool
from simulator.assessment.rules import AssessmentRules
from simulator.domain.text import Text
from simulator.scoring.skills import Skills
from simulator.scoring.wording import ACTS, filled, same

_LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing about a blueprint: the field it is about (``cells.2``), and the words. What does not stop is a note."""

    name: str
    field: str
    text: Text
    stops: bool = True


def problems(blueprint: Blueprint, pool: Pool, *, skills: Skills, rules: AssessmentRules) -> tuple[Fault, ...]:
    """Return what is wrong with *blueprint*, and what is worth a note, in the order of its fields.

    Nothing that stops: forms can be drawn from it.
    """
    return tuple(_Check(blueprint=blueprint, pool=pool, skills=skills, rules=rules).faults())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    blueprint: Blueprint
    pool: Pool
    skills: Skills
    rules: AssessmentRules

    def faults(self) -> Iterator[Fault]:
        yield from self._frame()
        yield from self._length()
        for at, cell in enumerate(self.blueprint.cells):
            yield from self._cell(at, cell)
        yield from self._together()
        yield from self._practice()
        if self.blueprint.passing.method is MarkFrom.ANGOFF:
            yield from self._judges()

    def _fault(self, name: str, field: str, **parts: Text | str | int) -> Fault:
        return Fault(name=name, field=field, text=filled(self.rules.problems[name], **parts))

    def _note(self, name: str, field: str, **parts: Text | str | int) -> Fault:
        return replace(self._fault(name, field, **parts), stops=False)

    def _frame(self) -> Iterator[Fault]:
        of, rules = self.blueprint, self.rules
        if not of.title.en.strip() or not of.title.et.strip():
            yield self._fault("title", "title")
        if not self.pool.claims and self.pool.practice is None:
            yield self._fault("market", "market", market=of.market)
        if not of.levels:
            yield self._fault("levels", "levels")
        for level in of.levels:
            if level not in _LEVELS:
                yield self._fault("level", "levels", level=level)
        if of.minutes is not None and not rules.minutes_least <= of.minutes <= rules.minutes_most:
            bounds = {"least": rules.minutes_least, "most": rules.minutes_most}
            yield self._fault("minutes", "minutes", minutes=of.minutes, **bounds)

    def _length(self) -> Iterator[Fault]:
        of, rules = self.blueprint, self.rules
        together, most = sum(cell.claims for cell in of.cells), rules.most_claims(self.pool.patterns)
        if not of.cells:
            yield self._fault("cells", "cells")
        elif together != of.claims:
            yield self._fault("sum", "claims", sum=together, claims=of.claims)
        if of.claims < rules.fewest:
            yield self._fault("fewest", "claims", claims=of.claims, fewest=rules.fewest)
        if of.claims > most:
            yield self._fault("most", "claims", claims=of.claims, patterns=self.pool.patterns, most=most)

    def _cell(self, at: int, cell: Cell) -> Iterator[Fault]:
        field, named = f"cells.{at}", {"skill": self._skill(cell.skill), "act": ACTS[cell.act]}
        if cell.skill not in {skill.id for skill in self.skills.skills}:
            yield self._fault("skill", field, skill=cell.skill)
            return
        if cell.claims < 1:
            yield self._fault("count", field, **named)
        if any((cell.skill, cell.act) == (other.skill, other.act) for other in self.blueprint.cells[:at]):
            yield self._fault("twice", field, **named)
        patterns = self.pool.patterns_for(cell)
        counts = {"claims": cell.claims, "patterns": patterns}
        if patterns < cell.claims:
            yield self._fault("few", field, **named, **counts)
        elif is_thin(cell, patterns, self.rules):
            yield self._note("thin", field, **named, **counts)

    def _together(self) -> Iterator[Fault]:
        """Find cells that each have patterns enough, but ask for the same ones."""
        cells = self.blueprint.cells
        if any(self.pool.patterns_for(cell) < cell.claims for cell in cells):
            return
        found = Placing(cells, self.pool.claims).found
        placed = sum(one is not None for one in found)
        if placed < len(found):
            yield self._fault("together", "cells", placed=placed, claims=len(found))

    def _practice(self) -> Iterator[Fault]:
        if self.pool.practice is None and (self.pool.claims or self.blueprint.practice):
            yield self._fault("practice" if self.blueprint.practice else "no_practice", "practice")

    def _judges(self) -> Iterator[Fault]:
        passing, rules, wanted = self.blueprint.passing, self.rules, len(self.blueprint.cells)
        judges = len(passing.ratings)
        if judges < rules.judges_least or any(len(row) != wanted for row in passing.ratings):
            yield self._fault("judges", "passing.ratings", judges=judges, least=rules.judges_least)
        for rating in sorted({rating for row in passing.ratings for rating in row if not 0 <= rating <= 1}):
            yield self._fault("rating", "passing.ratings", rating=f"{rating:g}")
        if passing.rounds < 1 or passing.held_on is None:
            yield self._fault("rounds", "passing.rounds")
        if rules.judges_least <= judges < rules.judges_wanted:
            counts = {"judges": judges, "wanted": rules.judges_wanted}
            yield self._note("few_judges", "passing.ratings", **counts)

    def _skill(self, name: str) -> Text:
        return next((skill.label for skill in self.skills.skills if skill.id == name), same(name))


def is_thin(cell: Cell, patterns: int, rules: AssessmentRules) -> bool:
    """Tell whether a cell has so few patterns that candidates will often meet the same claims in it."""
    return patterns < cell.claims * rules.few_per_claim
