"""Fixing the plan, closing an assessment, and letting another hiring manager see it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.assessment.blueprints import Blueprint
from simulator.errors import Invalid
from simulator.json_codec import from_json
from simulator.services import assessments as service
from simulator.services.assessments import NotYet, StalePlan
from simulator.web.assessments.planned import facts_of, head, plan_page
from simulator.web.assessments.room import bp, done, own, seen, whole
from simulator.web.assessments.summary import beside, summed_up
from simulator.web.context import db, house, now, person


@bp.get("/<uuid:assessment_id>/plan")
def plan(assessment_id: UUID) -> str:
    """Show the plan as it was fixed, or as the draft stands."""
    return plan_page(seen(assessment_id))


@bp.get("/<uuid:assessment_id>/fix")
def confirm(assessment_id: UUID) -> str | Response:
    """Ask before the plan is fixed."""
    return _confirm(assessment_id)


def _confirm(assessment_id: UUID) -> str | Response:
    assessment = own(assessment_id)
    if assessment.fixed_at is not None:
        return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
    blueprint = from_json(Blueprint, assessment.blueprint)
    summary = summed_up(blueprint, beside(blueprint).pool)
    return render_template(
        "assessments/fix.html", head=head(assessment, "fix"), summary=summary, facts=facts_of(assessment, blueprint)
    )


@bp.post("/<uuid:assessment_id>/fix")
def fix(assessment_id: UUID) -> Response | tuple[str | Response, int]:
    """Fix the plan; what stands in its way is told."""
    revision = whole(request.form.get("revision", "")) or 0
    try:
        service.fix(
            db(), assessment_id, revision=revision, person=person(), standards=house().standards, now=now()
        )  # fmt: skip
    except NotYet:
        db().rollback()
        return _confirm(assessment_id), 422
    except StalePlan:
        db().rollback()
        done("stale")
        return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
    done("fixed")
    return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)


@bp.post("/<uuid:assessment_id>/close")
def end(assessment_id: UUID) -> Response:
    """Close the assessment."""
    service.close(db(), assessment_id, person=person(), now=now())
    done("closed")
    return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)


@bp.post("/<uuid:assessment_id>/share")
def share(assessment_id: UUID) -> Response | tuple[str, int]:
    """Let another hiring manager read the evidence and decide."""
    email = request.form.get("email", "")[:254]
    try:
        other = service.share(db(), assessment_id, email, person=person(), now=now())
    except Invalid:
        db().rollback()
        words = str(_("No other hiring manager has an account under that address."))
        return plan_page(own(assessment_id), {"email": words}), 422
    done("shared", name=other.name)
    return _back(assessment_id)


@bp.post("/<uuid:assessment_id>/unshare/<uuid:person_id>")
def unshare(assessment_id: UUID, person_id: UUID) -> Response:
    """Share it with that person no more."""
    service.unshare(db(), assessment_id, person_id, person=person(), now=now())
    done("unshared")
    return _back(assessment_id)


def _back(assessment_id: UUID) -> Response:
    return redirect(url_for("assessments.plan", assessment_id=assessment_id, _anchor="seen"), 303)
