"""The list of assessments, and beginning another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.assessment.blueprints import Blueprint
from simulator.domain.text import Text
from simulator.persistence.assessments import Summary, assessment_count, assessments_of
from simulator.persistence.people import people_by_id
from simulator.services import assessments as service
from simulator.services.assessments.planning import LONGEST_TITLE
from simulator.web.admin.paging import SIZE, Pages, pages_of
from simulator.web.assessments.room import bp, done, hiring_manager, page_asked
from simulator.web.assessments.words import state
from simulator.web.context import db, house, now
from simulator.web.filters import said
from simulator.web.teaching.room import form_id

BLANK = "blank"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An assessment of the list; ``owner`` is empty where it is one's own."""

    one: Summary
    state: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The list, and the form with which another one is begun."""

    rows: tuple[Row, ...]
    pages: Pages
    beginnings: tuple[tuple[str, str], ...]
    chosen: str
    title: str
    error: str


@bp.get("")
def index() -> str:
    """List one's own assessments and those that are shared; once an hour see to the clocks of all candidates."""
    hiring_manager()
    if (last := house().clocks_kept_at) is None or now() - last >= _HOUR:
        house().clocks_kept_at = now()
        service.keep_clocks(db(), now=now())
    return _page("", "", "")


@bp.post("")
def begin() -> Response | tuple[str, int]:
    """Begin an assessment from a blueprint that ships, or from an empty one; a double click begins one."""
    person, title = hiring_manager(), request.form.get("title", "")
    chosen = request.form.get("from", "")
    name = " ".join(title.split())
    if not 1 <= len(name) <= LONGEST_TITLE:
        words = str(_("Give it a title of at most %(most)s characters.", most=LONGEST_TITLE))
        return _page(words, title[: 2 * LONGEST_TITLE], chosen), 422
    draft = service.Draft(
        title=name,
        blueprint=_beginning(chosen, name),
        notice_en=render_template("assessments/notice_en.md"),
        notice_et=render_template("assessments/notice_et.md"),
    )
    begun = service.begin(db(), draft, assessment_id=form_id(), person=person, now=now())
    done("begun")
    return redirect(url_for("assessments.show", assessment_id=begun), 303)


def _beginning(chosen: str, title: str) -> Blueprint:
    shipped = house().standards.blueprints
    frame = shipped.get(chosen) or next(iter(shipped.values()))
    named = replace(frame, title=Text(title, title))
    return named if chosen in shipped else replace(named, cells=(), claims=0, practice="")


def _page(error: str, title: str, chosen: str) -> str:
    person = hiring_manager()
    pages = pages_of(page_asked(), assessment_count(db(), person.id), lambda n: url_for("assessments.index", page=n))
    found: Sequence[Summary] = assessments_of(db(), person.id, limit=SIZE, offset=pages.offset)
    owners = people_by_id(db(), [one.owner_id for one in found if one.owner_id != person.id])
    rows = (
        Row(one=one, state=state(one), owner=owners[one.owner_id].name if one.owner_id in owners else "")
        for one in found
    )
    shipped = house().standards.blueprints
    page = ListPage(
        rows=tuple(rows),
        pages=pages,
        beginnings=(
            *((name, said(one.title)) for name, one in shipped.items()),
            (BLANK, str(_("An empty table, to fill in yourself"))),
        ),
        chosen=chosen or next(iter(shipped)),
        title=title,
        error=error,
    )
    return render_template("assessments/listing.html", page=page, fresh=uuid4())
