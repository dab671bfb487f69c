"""The draft of an assessment as it stands in the form: text by field, from the database or from what was sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from werkzeug.datastructures import MultiDict

from simulator.assessment.blueprints import Blueprint, Cell
from simulator.domain.decision import Disposition
from simulator.json_codec import from_json
from simulator.persistence.assessments import Assessment
from simulator.services.assessments import Draft
from simulator.web.context import house

LONGEST = 9_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form. ``cells`` is by ``skill.act``; ``limit`` is yes or no; ``ratings`` is a line a judge."""

    title: str
    cells: Mapping[str, str]
    levels: tuple[str, ...]
    forms: tuple[str, ...]
    limit: str
    minutes: str
    language: str
    market: str
    practice: str
    method: str
    ratings: str
    rounds: str
    held_on: str
    link_days: str
    kept_months: str
    when_over: str
    notice_en: str
    notice_et: str

    @property
    def claims(self) -> int:
        """How many claims the table has, as far as numbers stand in it."""
        return sum(count_in(text) or 0 for text in self.cells.values())

    def together(self, skill: str = "", act: str = "") -> int:
        """Return how many claims a row or a column has, as far as numbers stand in it."""
        return sum(
            count_in(text) or 0
            for name, text in self.cells.items()
            if name.startswith(f"{skill}.") or name.endswith(f".{act}")
        )

    def differing(self, other: "Typed") -> tuple[str, ...]:
        """Return the names of the fields in which two forms differ."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name))


def cell_names() -> Iterator[tuple[str, str, Disposition]]:
    """Give every cell of the table, row by row: its name, the skill and the act."""
    for skill in house().skills.skills:
        for act in Disposition:
            yield f"{skill.id}.{act.value}", skill.id, act


def count_in(text: str) -> int | None:
    """Return the number of claims typed into a cell, None where it is no number; an empty cell has none."""
    text = text.strip() or "0"
    return int(text) if text.isdecimal() and len(text) < 4 else None


def sent(form: MultiDict[str, str]) -> Typed:
    """Return what a browser has sent."""

    def text(name: str) -> str:
        return form.get(name, "")[:LONGEST].replace("\r\n", "\n")

    return Typed(
        title=text("title"),
        cells={name: text(f"cell.{name}")[:12] for name, _, _ in cell_names()},
        levels=tuple(one for one in "12345" if one in form.getlist("levels")),
        forms=tuple(sorted(set(form.getlist("forms")))),
        limit="yes" if form.get("limit") == "yes" else "no",
        minutes=text("minutes")[:12],
        language=text("language"),
        market=text("market"),
        practice=text("practice"),
        method=text("method"),
        ratings=text("ratings"),
        rounds=text("rounds")[:12],
        held_on=text("held_on")[:12],
        link_days=text("link_days")[:12],
        kept_months=text("kept_months")[:12],
        when_over=text("when_over")[:12],
        notice_en=text("notice_en"),
        notice_et=text("notice_et"),
    )


def stored(assessment: Assessment) -> Typed:
    """Return a draft as it was saved."""
    return _shown(assessment, from_json(Blueprint, assessment.blueprint))


def saved_as(draft: Draft) -> Typed:
    """Return a draft that was read, as it stands in the form once it is saved."""
    return _shown(draft, draft.blueprint)


def _shown(one: Assessment | Draft, blueprint: Blueprint) -> Typed:
    passing = blueprint.passing
    counts: dict[str, int] = {}
    for cell in blueprint.cells:
        counts[_name(cell)] = counts.get(_name(cell), 0) + cell.claims
    return Typed(
        title=" ".join(one.title.split()),
        cells={name: str(counts.get(name, "")) for name, _, _ in cell_names()},
        levels=tuple(map(str, blueprint.levels)),
        forms=tuple(sorted(blueprint.forms)),
        limit="no" if blueprint.minutes is None else "yes",
        minutes="" if blueprint.minutes is None else str(blueprint.minutes),
        language=blueprint.language.value,
        market=blueprint.market,
        practice=blueprint.practice,
        method=passing.method.value,
        ratings="\n".join(_rated(row, blueprint) for row in passing.ratings),
        rounds=str(passing.rounds or ""),
        held_on=passing.held_on.isoformat() if passing.held_on else "",
        link_days=str(one.link_days),
        kept_months=str(one.kept_months),
        when_over=str(one.when_over),
        notice_en=one.notice_en.strip(),
        notice_et=one.notice_et.strip(),
    )


def _name(cell: Cell) -> str:
    return f"{cell.skill}.{cell.act.value}"


def _rated(row: tuple[float, ...], blueprint: Blueprint) -> str:
    """Return a judge's shares in the order of the table, whatever the order of the blueprint."""
    if len(row) != len(blueprint.cells):
        return " ".join(f"{share:g}" for share in row)
    by_cell = {_name(cell): share for cell, share in zip(blueprint.cells, row, strict=True)}
    return " ".join(f"{by_cell[name]:g}" for name, _, _ in cell_names() if name in by_cell)
