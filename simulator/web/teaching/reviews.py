"""A finished claim as the instructor reads it: its debrief, with comments and adjusted scores."""

from dataclasses import replace
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.desk.state import Status
from simulator.errors import Invalid, NotFound
from simulator.persistence.groups import led_item
from simulator.persistence.items import scorecard_of
from simulator.persistence.people import Person, people_by_id
from simulator.services import shifts
from simulator.services.reviewing import LONGEST_COMMENT, LONGEST_REASON, Rescored, adjust, comment
from simulator.services.shifts import Desk
from simulator.web.catalogues import words
from simulator.web.context import content, db, now
from simulator.web.debriefs.exported import record_file
from simulator.web.debriefs.page import debrief_page
from simulator.web.debriefs.said import said_of
from simulator.web.debriefs.views import told as debrief_of
from simulator.web.language import language
from simulator.web.teaching.room import bp, done, form_id, leader, told


@bp.get("/reviews/<uuid:item_id>")
def review(item_id: UUID) -> str | Response:
    """Show the debrief of a member's finished claim; one that is in work is shown step by step."""
    desk, person = led_desk(item_id)
    if desk.state.status is not Status.CLOSED:
        return redirect(url_for("teaching.steps", item_id=item_id), 303)
    return _page(desk, person, {})


@bp.get("/reviews/<uuid:item_id>/export.json")
def export(item_id: UUID) -> Response:
    """Give the record of a member's finished claim as a file that `simulator verify` reads."""
    return record_file(*led_desk(item_id))


@bp.post("/reviews/<uuid:item_id>/comments")
def send_comment(item_id: UUID) -> Response | tuple[str, int]:
    """Say something of a criterion, or of the whole."""
    sent = request.form
    criterion, text = sent.get("criterion", ""), sent.get("text", "")
    try:
        comment(db(), item_id, criterion, text, leader_id=leader().id, comment_id=form_id(), now=now())
    except Invalid:
        return _again(item_id, {"text": _("Write something, at most %(most)s characters.", most=LONGEST_COMMENT)})
    done("commented")
    return redirect(url_for("teaching.review", item_id=item_id, _anchor="said"), 303)


@bp.post("/reviews/<uuid:item_id>/adjustments")
def send_adjustment(item_id: UUID) -> Response | tuple[str, int]:
    """Give a criterion other points, with a reason."""
    sent = request.form
    points, of = _whole(sent.get("points", "")), _whole(sent.get("of", ""))
    try:
        adjust(
            db(),
            item_id,
            sent.get("adjusts", ""),
            points,
            sent.get("reason", ""),
            of=of,
            leader_id=leader().id,
            now=now(),
        )
    except Rescored:
        db().rollback()
        words = _("The score was changed in another window. Look at it again, then adjust it once more.")
        return _again(item_id, {"points": words}, 409)
    except Invalid:
        words = _("Say why, and give whole points: other than now, and no more than the criterion has.")
        return _again(item_id, {"points": words})
    done("adjusted")
    return redirect(url_for("teaching.review", item_id=item_id, _anchor="said"), 303)


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 4 else -1


def _again(item_id: UUID, errors: dict[str, str], status: int = 422) -> tuple[str, int]:
    desk, person = led_desk(item_id)
    return _page(desk, person, errors), status


def led_desk(item_id: UUID) -> tuple[Desk, Person]:
    """Return the desk of a claim of somebody whom the instructor leads, and the person.

    Raises:
        NotFound: There is no such claim, or it is nobody's of a group of the instructor.
    """
    item = led_item(db(), item_id, leader().id)
    if item is None:
        raise NotFound(f"There is no claim {item_id} here.")
    desk = shifts.desk_of(db(), item_id, person_id=item.person_id, library=content().library)
    return desk, people_by_id(db(), [item.person_id])[item.person_id]


def _page(desk: Desk, person: Person, errors: dict[str, str]) -> str:
    page = replace(debrief_page(desk, debrief_of(desk), language()), drills=frozenset())
    card = scorecard_of(db(), desk.item_id)
    assert card is not None
    return render_template(
        "teaching/review.html",
        page=page,
        told=page.told,
        twin=None,
        said=said_of(desk.item_id, page.told),
        person=person,
        card_n=card.n,
        errors=errors,
        sent=request.form,
        fresh=uuid4(),
        done=told(),
        most={"text": LONGEST_COMMENT, "reason": LONGEST_REASON},
        _=words(language()),
    )
