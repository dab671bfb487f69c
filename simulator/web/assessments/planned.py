"""The plan as a page to read: for those with whom it is shared, and for everybody once it is fixed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from simulator.assessment.blueprints import Blueprint
from simulator.json_codec import from_json
from simulator.persistence.assessments import Assessment, viewers_of
from simulator.persistence.people import Person, people_by_id
from simulator.services.assessments import plan_of
from simulator.services.assessments.observing import observed_in
from simulator.web.assessments.reading import forms
from simulator.web.assessments.room import told
from simulator.web.assessments.summary import Summary, beside, observed_words, summed_up
from simulator.web.assessments.words import endings, spoken, state
from simulator.web.context import db, house, person
from simulator.web.filters import said
from simulator.web.library.words import acts, market_names
from simulator.web.sitting.page import noticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands over every page of an assessment. ``viewers`` are those with whom it is shared."""

    assessment: Assessment
    state: str
    here: str
    is_own: bool
    owner: Person
    viewers: tuple[Person, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A blueprint in words, with its summary."""

    head: Head
    cells: tuple[tuple[str, str, int], ...]
    claims: int
    facts: tuple[tuple[str, str], ...]
    notices: tuple[tuple[str, Markup], ...]
    summary: Summary
    errors: Mapping[str, str]


def head(assessment: Assessment, here: str) -> Head:
    """Return what stands over the page *here* of an assessment."""
    shared = viewers_of(db(), assessment.id)
    people = people_by_id(db(), [assessment.owner_id, *shared])
    return Head(
        assessment=assessment,
        state=state(assessment),
        here=here,
        is_own=assessment.owner_id == person().id,
        owner=people[assessment.owner_id],
        viewers=tuple(people[one] for one in shared),
        told=told(),
    )


def plan_page(assessment: Assessment, errors: Mapping[str, str] | None = None) -> str:
    """Return the page of the plan: as it was fixed, or a draft as it stands beside the library."""
    if assessment.plan_hash is not None:
        plan = plan_of(db(), assessment)
        blueprint, pool = plan.blueprint, plan.pool
    else:
        blueprint = from_json(Blueprint, assessment.blueprint)
        pool = beside(blueprint).pool
    page = PlanPage(
        head=head(assessment, "plan"),
        cells=_cells(blueprint),
        claims=blueprint.claims,
        facts=facts_of(assessment, blueprint),
        notices=(("en", noticed(assessment, "en")), ("et", noticed(assessment, "et"))),
        summary=replace(summed_up(blueprint, pool), observed=_observed(assessment)),
        errors=errors or {},
    )
    return render_template("assessments/plan.html", page=page)


def _observed(assessment: Assessment) -> str:
    if assessment.plan_hash is None:
        return ""
    return observed_words(observed_in(db(), assessment.id, house().standards))


def _cells(blueprint: Blueprint) -> tuple[tuple[str, str, int], ...]:
    skills = {skill.id: said(skill.label) for skill in house().skills.skills}
    words = acts()
    return tuple((skills.get(cell.skill, cell.skill), words[cell.act], cell.claims) for cell in blueprint.cells)


def facts_of(assessment: Assessment, blueprint: Blueprint) -> tuple[tuple[str, str], ...]:
    """Return how an assessment runs, as pairs of name and words."""
    known = forms(blueprint.market)
    chosen = [said(known[name]) if name in known else name for name in blueprint.forms]
    limit = blueprint.minutes
    return (
        (str(_("Time limit")), str(_("%(minutes)s min", minutes=limit) if limit else _("No limit"))),
        (str(_("Language")), spoken()[blueprint.language.value]),
        (str(_("Market")), market_names().get(blueprint.market, blueprint.market)),
        (str(_("Kinds of claims")), ", ".join(chosen) or str(_("All of the market"))),
        (str(_("Levels")), ", ".join(map(str, blueprint.levels))),
        (str(_("Days that a link works")), str(assessment.link_days)),
        (str(_("Months that results are kept")), str(assessment.kept_months)),
        (str(_("When that time is over")), endings()[assessment.when_over]),
    )
