"""Blueprints: how many claims of which kind a sitting has, how it runs, and where the line is.

One is read from ``scenarios/assessments/`` or put together by a hiring manager; either way it is the same value.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from simulator.assessment.rules import AssessmentRules
from simulator.coverage.language.loading.texts import text_of
from simulator.domain.decision import Disposition
from simulator.domain.text import LANGUAGES, Text
from simulator.errors import InvalidContent, Problem
from simulator.json_codec import to_json
from simulator.measurement import Cut, angoff
from simulator.strict_yaml import Fields, Listing, Node, Problems, number, read

_KEYS = ("title", "forms", "market", "language", "minutes", "levels", "claims", "practice", "cells", "pass")
_ACTS = tuple(act.value for act in Disposition)


class Spoken(StrEnum):
    """In which language a sitting is held."""

    CANDIDATE = "candidate"
    EN = "en"
    ET = "et"


class MarkFrom(StrEnum):
    """Where the pass mark comes from: that of scoring.yaml, or what judges held right."""

    SCORING = "scoring"
    ANGOFF = "angoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """So many claims that teach *skill* and whose first right act is *act*."""

    skill: str
    act: Disposition
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRule:
    """The method of the pass mark. ``ratings``: a row a judge, in each the share (0 to 1) of every cell in its order.

    A share says how much of such a claim somebody gets right who only just passes.
    """

    method: MarkFrom = MarkFrom.SCORING
    ratings: tuple[tuple[float, ...], ...] = ()
    rounds: int = 0
    held_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What every form of an assessment has in common. No ``minutes``: no limit; no ``forms``: any; ``levels`` 1 to 5.

    ``practice`` is the id of the scenario to try first, unscored; where it is empty, the easiest one that stands alone.
    """

    title: Text
    market: str
    claims: int
    cells: tuple[Cell, ...]
    levels: tuple[int, ...]
    forms: tuple[str, ...] = ()
    language: Spoken = Spoken.CANDIDATE
    minutes: int | None = None
    practice: str = ""
    passing: PassRule = PassRule()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages among which a candidate can choose."""
        return LANGUAGES if self.language is Spoken.CANDIDATE else (self.language.value,)

    @property
    def content_hash(self) -> str:
        """What tells this blueprint from any other."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()


def cut_of(blueprint: Blueprint, pass_mark: int) -> Cut:
    """Return the cut, of 100: *pass_mark* of the scoring in force, or what the judges' ratings of the cells add up to.

    Raises:
        Invalid: The ratings are no ratings of these cells.
    """
    if blueprint.passing.method is MarkFrom.SCORING:
        return Cut(mark=float(pass_mark))
    counts = [cell.claims for cell in blueprint.cells]
    return angoff([_by_claim(row, counts) for row in blueprint.passing.ratings])


def _by_claim(row: tuple[float, ...], counts: list[int]) -> list[float]:
    return [rating for rating, count in zip(row, counts, strict=False) for _ in range(count)]


def load(text: str, rules: AssessmentRules, *, file: str) -> Blueprint:
    """Return the blueprint that *text* holds; *file* names it in messages.

    Raises:
        InvalidContent: A key is unknown or missing, a cell has no claim, or the cells do not add up; all are listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", _KEYS)
    cells = tuple(_cell(at, node, problems) for at, node in enumerate(top.items("cells")))
    top.need("cells")
    blueprint = Blueprint(
        title=text_of(top.need("title"), problems, "title") or Text("", ""),
        forms=top.words("forms"),
        market=top.needed_text("market"),
        language=Spoken(top.one_of("language", tuple(Spoken), Spoken.CANDIDATE) or Spoken.CANDIDATE),
        minutes=_minutes(top, rules),
        levels=_levels(top),
        claims=top.count("claims"),
        practice=top.text("practice"),
        cells=cells,
        passing=_passing(top.need("pass"), problems, rules, len(cells)),
    )
    if cells and sum(cell.claims for cell in cells) != blueprint.claims:
        together = sum(cell.claims for cell in cells)
        problems.add(top.node("cells") or 1, "cells", f"they add up to {together}, not to {blueprint.claims}")
    problems.raise_if_any()
    return blueprint


def read_blueprints(folder: Path, rules: AssessmentRules) -> dict[str, Blueprint]:
    """Return the blueprints of *folder* by the names of their files, in order.

    Raises:
        InvalidContent: One breaks the rules of blueprints; the problems of all files come together.
    """
    found: dict[str, Blueprint] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = load(path.read_text("utf-8"), rules, file=f"{folder.name}/{path.name}")
        except InvalidContent as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidContent(problems)
    return found


def _cell(at: int, node: Node, problems: Problems) -> Cell:
    fields = Fields(node, problems, f"cells.{at}", ("skill", "act", "claims"))
    fields.need("act")
    return Cell(
        skill=fields.needed_text("skill"),
        act=Disposition(fields.one_of("act", _ACTS) or Disposition.APPROVE),
        claims=fields.count("claims"),
    )


def _minutes(top: Fields, rules: AssessmentRules) -> int | None:
    if "minutes" not in top:
        return None
    minutes = top.whole("minutes")
    if not rules.minutes_least <= minutes <= rules.minutes_most:
        bounds = f"{rules.minutes_least} to {rules.minutes_most}"
        problem = f"{minutes} is not from {bounds}"
        top.problems.add(top.node("minutes") or 1, "minutes", problem, "leave it out for no limit")
    return minutes


def _levels(top: Fields) -> tuple[int, ...]:
    top.need("levels")
    levels = tuple(_whole(node, top.problems, "levels") for node in top.items("levels"))
    for level in levels:
        if not 1 <= level <= 5:
            top.problems.add(top.node("levels") or 1, "levels", f"{level} is not from 1 to 5")
    return levels


def _passing(node: Node | None, problems: Problems, rules: AssessmentRules, cells: int) -> PassRule:
    fields = Fields(node, problems, "pass", ("from", "judges", "rounds", "held_on"))
    fields.need("from")
    method = MarkFrom(fields.one_of("from", tuple(MarkFrom), MarkFrom.SCORING) or MarkFrom.SCORING)
    if method is MarkFrom.SCORING:
        return PassRule()
    for name in ("judges", "rounds", "held_on"):
        fields.need(name)
    ratings = tuple(_ratings(row, problems, cells) for row in fields.items("judges"))
    if len(ratings) < rules.judges_least:
        found = f"{len(ratings)} judges; a mark needs at least {rules.judges_least}"
        problems.add(fields.node("judges") or fields.line, "pass.judges", found)
    return PassRule(
        method=method, ratings=ratings, rounds=fields.count("rounds"), held_on=fields.day("held_on")
    )  # fmt: skip


def _ratings(node: Node, problems: Problems, cells: int) -> tuple[float, ...]:
    found = tuple(_share(item, problems) for item in node) if isinstance(node, Listing) else ()
    if len(found) != cells:
        problems.add(node, "pass.judges", f"{len(found)} ratings, {cells} cells", "write one share for each cell")
    return found


def _share(node: Node, problems: Problems) -> float:
    value = _number(node, problems, "pass.judges")
    if not 0 <= value <= 1:
        problems.add(node, "pass.judges", f"{value:g} is not from 0 to 1")
    return value


def _whole(node: Node, problems: Problems, key: str) -> int:
    value = _number(node, problems, key)
    if value != int(value):
        problems.add(node, key, f"{value:g} is no whole number")
    return int(value)


def _number(node: Node, problems: Problems, key: str) -> float:
    try:
        return float(number(node))
    except ValueError as error:
        problems.add(node, key, str(error))
        return 0.0
