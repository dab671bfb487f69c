"""The builder: one page on which an assessment is put together until it is fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.assessment.blueprints import Blueprint
from simulator.errors import Conflict
from simulator.json_codec import from_json
from simulator.persistence.assessments import Assessment
from simulator.services import assessments as service
from simulator.services.assessments import StalePlan
from simulator.web.assessments.people import people_page
from simulator.web.assessments.planned import plan_page
from simulator.web.assessments.reading import forms, markets, read
from simulator.web.assessments.room import bp, done, own, seen, told, whole
from simulator.web.assessments.summary import Beside, Summary, beside, summed_up
from simulator.web.assessments.typed import Typed, saved_as, sent, stored
from simulator.web.assessments.words import endings, methods, spoken
from simulator.web.context import db, house, now, person
from simulator.web.filters import said
from simulator.web.library.words import acts, market_names


@dataclass(frozen=True, slots=True, kw_only=True)
class CellField:
    """A field of the table: its name, the number in it, and how many patterns the library has."""

    name: str
    label: str
    value: str
    patterns: int
    is_few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """A row of the table with its sum."""

    label: str
    cells: tuple[CellField, ...]
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A field that reads otherwise in the other window: here, and there."""

    label: str
    here: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderPage:
    """What the builder shows. ``typed`` stands in the form; ``summary`` is of what was saved last."""

    assessment: Assessment
    revision: int
    typed: Typed
    rows: tuple[SkillRow, ...]
    columns: tuple[tuple[str, int], ...]
    forms: tuple[tuple[str, str], ...]
    markets: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]
    spoken: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    rated: tuple[str, ...]
    pass_mark: int
    summary: Summary
    errors: Mapping[str, str]
    clashes: tuple[Clash, ...]
    told: str


@bp.get("/<uuid:assessment_id>")
def show(assessment_id: UUID) -> str:
    """Show the builder of one's draft, the candidates of what is fixed, and to others the plan."""
    assessment = seen(assessment_id)
    if assessment.fixed_at is not None:
        return people_page(assessment)
    if assessment.owner_id != person().id:
        return plan_page(assessment)
    return _page(assessment, stored(assessment), {})


@bp.post("/<uuid:assessment_id>")
def save(assessment_id: UUID) -> Response | tuple[str, int]:
    """Save the draft; what cannot be used is shown beside its field, with all that was typed."""
    assessment, typed = own(assessment_id), sent(request.form)
    if assessment.fixed_at is not None:
        raise Conflict("The plan is fixed: it is the same for everybody.")
    revision = whole(request.form.get("revision", "")) or 0
    draft, errors = read(typed)
    if draft is None:
        return _page(assessment, typed, errors, revision=revision), 422
    try:
        service.save(db(), assessment_id, draft, revision=revision, person=person(), now=now())
    except StalePlan:
        db().rollback()
        return _stale(assessment_id, typed, saved_as(draft))
    if request.form.get("then") == "fix":
        return redirect(url_for("assessments.confirm", assessment_id=assessment_id), 303)
    done("saved")
    return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)


def _stale(assessment_id: UUID, typed: Typed, here: Typed) -> Response | tuple[str, int]:
    """Show what was typed beside what was saved meanwhile; a second click on the same is no clash."""
    assessment = own(assessment_id)
    there = stored(assessment)
    if assessment.fixed_at is not None or not here.differing(there):
        return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
    return _page(assessment, typed, {}, clashes=_clashes(here, there)), 409


def _page(
    assessment: Assessment,
    typed: Typed,
    errors: Mapping[str, str],
    *,
    clashes: tuple[Clash, ...] = (),
    revision: int | None = None,
) -> str:
    """Return the builder; *revision* is the one that the form goes on from, where that is not the newest."""
    found = beside(from_json(Blueprint, assessment.blueprint))
    market = typed.market if typed.market in markets() else found.blueprint.market
    names = market_names()
    page = BuilderPage(
        assessment=assessment,
        revision=assessment.revision if revision is None else revision,
        typed=typed,
        rows=_rows(typed, found),
        columns=tuple((label, typed.together(act=act.value)) for act, label in acts().items()),
        forms=tuple((name, said(title)) for name, title in forms(market).items()),
        markets=tuple((one, names.get(one, one)) for one in markets()),
        offered=found.offered,
        spoken=tuple(spoken().items()),
        methods=tuple(methods().items()),
        endings=tuple(endings().items()),
        rated=_rated(typed),
        pass_mark=round(house().standards.weights.pass_mark),
        summary=summed_up(found.blueprint, found.pool),
        errors=errors,
        clashes=clashes,
        told=told(),
    )
    return render_template("assessments/builder.html", page=page)


def _rows(typed: Typed, found: Beside) -> tuple[SkillRow, ...]:
    patterns, words = found.patterns(), acts()
    few = {note.field for note in summed_up(found.blueprint, found.pool).notes}
    return tuple(
        SkillRow(
            label=said(skill.label),
            cells=tuple(
                CellField(
                    name=(name := f"{skill.id}.{act.value}"),
                    label=f"{said(skill.label)}, {word}",
                    value=typed.cells[name],
                    patterns=patterns[name],
                    is_few=f"cell.{name}" in few,
                )
                for act, word in words.items()
            ),
            together=typed.together(skill=skill.id),
        )
        for skill in house().skills.skills
    )


def _rated(typed: Typed) -> tuple[str, ...]:
    """Return which cells the columns of the ratings are, in order."""
    words = acts()
    return tuple(
        f"{said(skill.label)}, {word}"
        for skill in house().skills.skills
        for act, word in words.items()
        if typed.cells[f"{skill.id}.{act.value}"].strip() not in ("", "0")
    )


def _clashes(here: Typed, there: Typed) -> tuple[Clash, ...]:
    return tuple(
        Clash(label=_labels()[name], here=_told(here, name), there=_told(there, name))
        for name in here.differing(there)
    )  # fmt: skip


def _told(typed: Typed, name: str) -> str:
    value = getattr(typed, name)
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(value)
    words = acts()
    labels = {
        f"{skill.id}.{act.value}": f"{said(skill.label)}, {word}"
        for skill in house().skills.skills
        for act, word in words.items()
    }
    return "; ".join(f"{labels[cell]}: {count}" for cell, count in value.items() if count.strip() not in ("", "0"))


def _labels() -> dict[str, str]:
    return {
        "title": str(_("Title")),
        "cells": str(_("Claims per cell")),
        "levels": str(_("Levels")),
        "forms": str(_("Kinds of claims")),
        "limit": str(_("Time limit")),
        "minutes": str(_("Minutes")),
        "language": str(_("Language")),
        "market": str(_("Market")),
        "practice": str(_("Practice claim")),
        "method": str(_("Pass mark")),
        "ratings": str(_("Ratings of the judges")),
        "rounds": str(_("Rounds")),
        "held_on": str(_("Held on")),
        "link_days": str(_("Days that a link works")),
        "kept_months": str(_("Months that results are kept")),
        "when_over": str(_("When that time is over")),
        "notice_en": str(_("Notice in English")),
        "notice_et": str(_("Notice in Estonian")),
    }
