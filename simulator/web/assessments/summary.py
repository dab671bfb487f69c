"""What a blueprint promises beside the library: how sure a score will be, and what should be known before inviting."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, sqrt

from flask_babel import gettext as _

from simulator.assessment.blueprints import Blueprint, Cell, MarkFrom
from simulator.assessment.checking import Fault, problems
from simulator.assessment.pools import Pool, pool_for
from simulator.assessment.promising import LengthPromise, Promise, promised
from simulator.domain.scenario import Scenario
from simulator.json_codec import to_json
from simulator.measurement import Cut, Observed, TooFew
from simulator.persistence.content import content_hash
from simulator.services.assessments.standards import Standards, drawable
from simulator.web.assessments.robots import Tried, known
from simulator.web.assessments.typed import cell_names
from simulator.web.context import db, house
from simulator.web.filters import formats, said

_MOST_KEPT = 500
_LEFT, _RIGHT, _FOOT, _HEAD = 44, 352, 176, 16
_STEP = 5
_kept: OrderedDict[tuple[str, str], Promise] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A horizontal line of the chart, or a number below it: where, and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The range of a score by number of claims, drawn; ``told`` says it in words. No ``now``: the length is none."""

    path: str
    area: str
    lines: tuple[Line, ...]
    lengths: tuple[Line, ...]
    now: tuple[float, float] | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRow:
    """What a form of some length promises, as text."""

    claims: int
    points: int
    reliability: str
    gap: int
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to mend or to know, and the id of the field that it is about."""

    field: str
    words: str
    stops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What stands beside the builder. ``length`` is missing where the table has no claims; ``tried`` are the robots.

    ``observed`` says what those who have sat the plan tell of it, empty while they are too few.
    """

    claims: int
    length: LengthRow | None
    at_best: str
    right_side: int
    borderline: int
    shared: str
    mark: str
    method: str
    chart: Chart
    lengths: tuple[LengthRow, ...]
    most_claims: int
    patterns: int
    notes: tuple[Note, ...]
    tried: Tried | None
    observed: str = ""

    @property
    def can_be_fixed(self) -> bool:
        """Tell whether nothing stands in the way of drawing forms."""
        return not any(note.stops for note in self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A blueprint beside the library: what it draws from, and the scenarios by id."""

    blueprint: Blueprint
    pool: Pool
    scenarios: dict[str, Scenario]
    offered: tuple[tuple[str, str], ...]

    def patterns(self) -> dict[str, int]:
        """Return how many patterns the library has for every cell of the table, by its name."""
        return {name: self.pool.patterns_for(Cell(skill=skill, act=act, claims=1)) for name, skill, act in cell_names()}


def beside(blueprint: Blueprint) -> Beside:
    """Return what the library as it stands has for *blueprint*."""
    scenarios, found = drawable(db(), blueprint.market, _standards())
    named = [(one.scenario, said(scenarios[one.scenario].title)) for one in found]
    return Beside(
        blueprint=blueprint,
        pool=pool_for(blueprint, found),
        scenarios=scenarios,
        offered=tuple(sorted(named, key=lambda one: one[1])),
    )


def observed_words(seen: Observed) -> str:
    """Return how reliable the plan is by the people who have sat it, and how wide a range that makes."""
    if isinstance(seen.study, TooFew):
        return ""
    reliability, sem = seen.study.absolute(seen.claims), sqrt(seen.study.absolute_error(seen.claims))
    words = _(
        "%(value)s over %(people)s people: ± %(points)s points",
        value=_share(reliability),
        people=seen.people,
        points=round(_standards().measurement.interval_z * sem),
    )
    return str(words)


def summed_up(blueprint: Blueprint, pool: Pool) -> Summary:
    """Return what *blueprint* promises with *pool*; worked out once while neither changes."""
    promise, standards = _promise(blueprint, pool), _standards()
    faults = problems(blueprint, pool, skills=standards.skills, rules=standards.rules)
    own = promise.length
    return Summary(
        claims=blueprint.claims,
        length=_row(own) if own else None,
        at_best=_share(own.reliability_at_best) if own else "",
        right_side=round(100 * own.right_side) if own else 0,
        borderline=round(100 * own.borderline) if own else 0,
        shared=formats().number(Decimal(f"{promise.shared:.4f}"), 1) if promise.shared is not None else "",
        mark=marked(promise.cut) if promise.cut else "",
        method=method_words(blueprint, promise.cut),
        chart=_chart(promise.lengths, own),
        lengths=tuple(_row(one) for one in promise.lengths),
        most_claims=promise.most_claims,
        patterns=promise.patterns,
        notes=tuple(_note(fault, blueprint) for fault in faults),
        tried=known(blueprint, pool),
    )


def _standards() -> Standards:
    return house().standards


def _promise(blueprint: Blueprint, pool: Pool) -> Promise:
    standards = _standards()
    key = (blueprint.content_hash, content_hash(to_json(pool)))
    if key not in _kept:
        _kept[key] = promised(
            blueprint,
            pool,
            skills=standards.skills,
            pass_mark=standards.weights.pass_mark,
            rules=standards.rules,
            measurement=standards.measurement,
        )
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _row(one: LengthPromise) -> LengthRow:
    return LengthRow(
        claims=one.claims,
        points=round(one.points),
        reliability=_share(one.reliability),
        gap=ceil(one.gap),
        is_allowed=one.is_allowed,
    )


def _share(value: float) -> str:
    return formats().number(Decimal(f"{value:.4f}"), 2)


def marked(cut: Cut) -> str:
    """Return the pass mark as the page writes it: whole where it is whole."""
    return formats().number(Decimal(f"{cut.mark:.4f}"), 0 if cut.mark == int(cut.mark) else 1)


def method_words(blueprint: Blueprint, cut: Cut | None) -> str:
    """Return in a sentence where the pass mark comes from."""
    if blueprint.passing.method is MarkFrom.SCORING:
        return str(_("The pass mark is that of the scoring rules, the same as in training."))
    if cut is None:
        return str(_("The pass mark will be what the judges’ ratings add up to."))
    error = formats().number(Decimal(f"{cut.se:.4f}"), 1)
    words = _(
        "The pass mark is what the ratings of %(judges)s judges add up to (Angoff); its own error is %(error)s points.",
        judges=cut.judges,
        error=error,
    )
    return str(words)


def _note(fault: Fault, blueprint: Blueprint) -> Note:
    return Note(field=_field(fault.field, blueprint), words=said(fault.text), stops=fault.stops)


def _field(field: str, blueprint: Blueprint) -> str:
    """Return the id, in the form, of the field that a fault is about."""
    if field.startswith("cells."):
        cell = blueprint.cells[int(field.removeprefix("cells."))]
        return f"cell.{cell.skill}.{cell.act.value}"
    return {"claims": "work", "cells": "work", "passing.ratings": "ratings", "passing.rounds": "rounds"}.get(
        field, field
    )


def _chart(lengths: Sequence[LengthPromise], own: LengthPromise | None) -> Chart:
    top = _STEP * ceil(max(one.points for one in (*lengths, *([own] if own else []))) / _STEP)
    first, last = lengths[0].claims, lengths[-1].claims

    def across(claims: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (claims - first) / (last - first), 1)

    def down(points: float) -> float:
        return round(_FOOT - (_FOOT - _HEAD) * points / top, 1)

    path = " L".join(f"{across(one.claims)} {down(one.points)}" for one in lengths)
    is_drawn = own is not None and first <= own.claims <= last
    words = [_("%(claims)s claims: ± %(points)s", claims=one.claims, points=round(one.points)) for one in lengths]
    return Chart(
        path=f"M{path}",
        area=f"M{path} L{across(last)} {_FOOT} L{across(first)} {_FOOT}Z",
        lines=tuple(Line(at=down(points), label=f"±{points}") for points in range(0, top + 1, _STEP)),
        lengths=tuple(Line(at=across(one.claims), label=str(one.claims)) for one in lengths),
        now=(across(own.claims), down(own.points)) if own is not None and is_drawn else None,
        told="; ".join(map(str, words)) + ".",
    )
