"""What a sitting answers to. The server's clock rules: what comes late is refused, with a receipt of what counted."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Sitting
from simulator.persistence.people import Person
from simulator.services import assessments as service
from simulator.services.assessments import (
    Plan,
    begin_sitting,
    go_on,
    hand_in,
    own_sitting,
    plan_of,
    try_practice,
)
from simulator.services.shifts import ShiftIsOver
from simulator.web.context import db, house, now
from simulator.web.language import remember
from simulator.web.sitting.page import SittingPage, is_over, sitting_page
from simulator.web.sitting.room import bp, candidate

_LATE = "late"


@bp.get("/sitting")
def show() -> str:
    """Show what it is before the start, how far it has come, or what counted."""
    sitting, page = _page(candidate())
    if sitting.began_at is None:
        return render_template("sitting/start.html", page=page, unread=False)
    if is_over(sitting):
        return render_template("sitting/receipt.html", page=page, late=session.pop(_LATE, False))
    return render_template("sitting/going_on.html", page=page)


@bp.post("/sitting/practice")
def practise() -> Response:
    """Put a claim to try on the desk and go to it."""
    item_id = try_practice(db(), candidate(), standards=house().standards, now=now())
    return redirect(url_for("items.show", item_id=item_id), 303)


@bp.post("/sitting/zone")
def choose_zone() -> Response:
    """Show times in another zone from here on."""
    service.choose_zone(db(), candidate(), request.form.get("time_zone", ""), now=now())
    return redirect(url_for("sitting.show"), 303)


@bp.post("/sitting/begin")
def begin() -> Response | tuple[str, int]:
    """Begin, once the notice was read; the time runs from here."""
    who = candidate()
    sitting, page = _page(who)
    if sitting.began_at is None:
        if request.form.get("read") != "yes":
            return render_template("sitting/start.html", page=page, unread=True), 422
        sent = request.form.get("language", "")
        spoken = sent if sent in page.languages else page.language
        begin_sitting(db(), who, standards=house().standards, now=now(), language=spoken)
        return remember(redirect(url_for("sitting.show"), 303), spoken)
    return redirect(url_for("sitting.show"), 303)


@bp.post("/sitting/next")
def take_next() -> Response:
    """Go on to the next claim that is not decided; what was decided is final then."""
    item_id = go_on(db(), candidate(), now=now())
    if item_id is None:
        return redirect(url_for("sitting.check"), 303)
    return redirect(url_for("items.show", item_id=item_id), 303)


@bp.get("/sitting/hand-in")
def check() -> str | Response:
    """Ask before the work is handed in, naming what is not decided."""
    sitting, page = _page(candidate())
    if sitting.began_at is None or is_over(sitting):
        return redirect(url_for("sitting.show"), 303)
    return render_template("sitting/hand_in.html", page=page)


@bp.post("/sitting/hand-in")
def send() -> Response:
    """Hand the work in."""
    hand_in(db(), candidate(), now=now())
    return redirect(url_for("sitting.show"), 303)


@bp.app_errorhandler(ShiftIsOver)
def show_over(_error: ShiftIsOver) -> Response | tuple[str, int]:
    """Lead from what came too late to the receipt of what counted; a script is told with the status alone."""
    if request.headers.get("X-Desk") == "autosave":
        return _("The time of this sitting is over. What was saved before counts."), 410
    session[_LATE] = True
    return redirect(url_for("sitting.show"), 303)


def _page(who: Person) -> tuple[Sitting, SittingPage]:
    sitting = own_sitting(db(), who)
    assessment, plan = _planned(db(), sitting)
    return sitting, sitting_page(sitting, assessment, plan, who)


def _planned(database: Session, sitting: Sitting) -> tuple[Assessment, Plan]:
    assessment = database.get_one(Assessment, sitting.candidate.assessment_id)
    return assessment, plan_of(database, assessment)
