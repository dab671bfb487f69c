"""The preview: one form as a candidate would draw it, another draw, and the robots on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

from flask import render_template, request
from flask_babel import gettext as _

from simulator.assessment.assembling import Drawn, assemble, practice_claim
from simulator.assessment.blueprints import Blueprint, cut_of
from simulator.assessment.pools import Pinned, Pool
from simulator.domain.scenario import Scenario
from simulator.json_codec import from_json
from simulator.persistence.assessments import Assessment
from simulator.persistence.people import Role
from simulator.services.assessments import plan_of
from simulator.services.scenarios import bodies
from simulator.web.assessments.planned import Head, head
from simulator.web.assessments.robots import Tried, known, tried
from simulator.web.assessments.room import bp, seen, whole
from simulator.web.assessments.summary import Summary, beside, summed_up
from simulator.web.context import db, house, person
from simulator.web.filters import formats, said
from simulator.web.library.words import acts

_MOST_DRAWS = 99_999
_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim of the drawn form; ``seed`` is one for whoever can play it."""

    number: int
    skill: str
    act: str
    level: int
    title: str
    scenario: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """One draw. No rows: the blueprint can draw none, and the summary says why."""

    head: Head
    draw: int
    rows: tuple[ClaimRow, ...]
    practice: ClaimRow | None
    difficulty: str
    aim: str
    is_near: bool
    market: str
    can_play: bool
    tried: Tried | None
    summary: Summary


@bp.get("/<uuid:assessment_id>/preview")
def preview(assessment_id: UUID) -> str:
    """Show one form as it would be drawn; with ``robots`` in the address, let them decide it."""
    assessment = seen(assessment_id)
    draw = min(max(1, whole(request.args.get("draw", "")) or 1), _MOST_DRAWS)
    page = _page(assessment, draw, with_robots="robots" in request.args)
    return render_template("assessments/preview.html", page=page, fresh=uuid4())


def _page(assessment: Assessment, draw: int, *, with_robots: bool) -> PreviewPage:
    blueprint, pool, scenarios = _drawn_from(assessment)
    rules, seed, form = house().standards.rules, f"preview {assessment.id} {draw}", None
    if summed_up(blueprint, pool).can_be_fixed:
        mark = cut_of(blueprint, round(house().standards.weights.pass_mark)).mark
        form = assemble(blueprint, pool, seed=seed, mark=mark, rules=rules)
        if with_robots:
            tried(blueprint, pool, form, scenarios)
    first = practice_claim(pool, seed=seed, attempt=0, rules=rules)
    return PreviewPage(
        head=head(assessment, "preview"),
        draw=draw,
        rows=_rows(form, scenarios) if form else (),
        practice=_row(0, first.pinned, "", str(_("Practice, not scored")), first.seeds, scenarios) if first else None,
        difficulty=_logits(form.difficulty) if form else "",
        aim=_logits(form.aim) if form else "",
        is_near=form is not None and form.is_near,
        market=blueprint.market,
        can_play=Role.INSTRUCTOR in person().roles,
        tried=known(blueprint, pool),
        summary=summed_up(blueprint, pool),
    )


def _drawn_from(assessment: Assessment) -> tuple[Blueprint, Pool, Mapping[str, Scenario]]:
    """Return blueprint, pool and scenarios: those of the plan where it is fixed, as they read then."""
    if assessment.plan_hash is None:
        found = beside(from_json(Blueprint, assessment.blueprint))
        return found.blueprint, found.pool, found.scenarios
    plan = plan_of(db(), assessment)
    read = bodies(db(), tuple(set(plan.bodies.values())))
    return plan.blueprint, plan.pool, {name: read[body] for name, body in plan.bodies.items() if body in read}


def _rows(form: Drawn, scenarios: Mapping[str, Scenario]) -> tuple[ClaimRow, ...]:
    skills = {skill.id: said(skill.label) for skill in house().skills.skills}
    words = acts()
    return tuple(
        _row(one.number, one.pinned, skills[one.skill], words[one.act], one.seeds, scenarios) for one in form.claims
    )


def _row(
    number: int, pinned: Pinned, skill: str, act: str, seeds: tuple[int, ...], scenarios: Mapping[str, Scenario]
) -> ClaimRow:
    return ClaimRow(
        number=number,
        skill=skill,
        act=act,
        level=pinned.level,
        title=said(scenarios[pinned.scenario].title),
        scenario=pinned.scenario,
        seed=seeds[0] % _SEEDS + 1,
    )


def _logits(value: float) -> str:
    return formats().number(Decimal(f"{value:.4f}"), 2)
