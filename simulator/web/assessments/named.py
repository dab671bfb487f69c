"""Names in the list of candidates: of whoever has ended they are shown once asked for, which is noted, until hidden.

A browser remembers of which letters it was asked, and when: whoever ends after that is not among them.
"""

from datetime import datetime
from uuid import UUID

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from simulator.persistence.candidates import Sitting, candidate_count, candidates_of
from simulator.services.assessments.looking import saw_names
from simulator.web.admin.paging import SIZE, pages_of
from simulator.web.assessments.room import bp, own, whole
from simulator.web.context import db, now, person

_NAMED = "assessments_named"
_MOST_NAMED = 12


@bp.post("/<uuid:assessment_id>/names")
def names(assessment_id: UUID) -> Response:
    """Show the names of who has ended on one page of the list, which is noted, or hide them again."""
    own(assessment_id)
    page = whole(request.form.get("page", "")) or 1
    if request.form.get("hide") == "yes":
        _remember(assessment_id, None)
    else:
        _remember(assessment_id, _noted(assessment_id, page))
    return redirect(url_for("assessments.show", assessment_id=assessment_id, page=page if page > 1 else None), 303)


def _noted(assessment_id: UUID, page: int) -> list[str | int]:
    pages = pages_of(page, candidate_count(db(), assessment_id), str)
    found = candidates_of(db(), assessment_id, limit=SIZE, offset=pages.offset)
    at, letters = now(), [one.candidate.n for one in found]
    gone = [one.candidate.id for one in found if can_be_shown(one, at)]
    saw_names(db(), gone, person=person(), now=at)
    return [at.isoformat(), min(letters, default=1), max(letters, default=0)]


def is_shown(assessment_id: UUID, one: Sitting) -> bool:
    """Tell whether this browser was asked to show the name of *one*, who has ended."""
    asked = session.get(_NAMED, {}).get(str(assessment_id))
    if asked is None:
        return False
    at, first, last = asked
    return bool(first <= one.candidate.n <= last) and can_be_shown(one, datetime.fromisoformat(at))


def can_be_shown(one: Sitting, at: datetime) -> bool:
    """Tell whether *one* had ended by *at* and has a name yet."""
    ends_at = ended_at(one, at)
    return ends_at is not None and ends_at <= at and one.candidate.anonymised_at is None


def ended_at(one: Sitting, at: datetime) -> datetime | None:
    """Return when a sitting ended, be it that its time had run out by *at*; None where it goes on."""
    if one.ended_at is not None:
        return one.ended_at
    return one.deadline_at if one.deadline_at is not None and one.deadline_at <= at else None


def _remember(assessment_id: UUID, asked: list[str | int] | None) -> None:
    others = {one: what for one, what in session.get(_NAMED, {}).items() if one != str(assessment_id)}
    named = {**others, str(assessment_id): asked} if asked is not None else others
    session[_NAMED] = dict(list(named.items())[-_MOST_NAMED:])
