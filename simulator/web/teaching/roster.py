"""Rosters: a file of people, looked through first and taken only as a whole."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid
from simulator.services.invitations import DAYS_OFFERED
from simulator.services.rosters import MOST_ROWS, RosterProblem, Standing, Wrong, read_roster, standing, take_roster
from simulator.web.context import db, house, now
from simulator.web.teaching.room import bp, done, group_here, leader

MOST_SHOWN = 100
_DAYS = 14


@bp.get("/groups/<uuid:group_id>/roster")
def roster(group_id: UUID) -> str:
    """Ask for the file."""
    return _page(group_id, "", None, "")


@bp.post("/groups/<uuid:group_id>/roster")
def send_roster(group_id: UUID) -> Response | str | tuple[str, int]:
    """Look the file through; where it was looked through already, take it."""
    group_here(group_id)
    try:
        text = _sent()
    except UnicodeDecodeError:
        words = _("The file is not in UTF-8. In a spreadsheet, save it as “CSV UTF-8” and choose it again.")
        return _page(group_id, "", None, words), 422
    if not text.strip():
        return _page(group_id, "", None, _("Choose a file, or paste its lines.")), 422
    found = read_roster(text)
    if request.form.get("step") == "take":
        try:
            taken = take_roster(
                db(), group_id, found, leader_id=leader().id, days=_days(), key=house().config.secret_key, now=now()
            )
        except Invalid:
            db().rollback()
        else:
            done("roster", added=len(taken.added), invited=len(taken.invited), there=len(taken.there))
            return redirect(url_for("teaching.members", group_id=group_id), 303)
    looked = standing(db(), group_id, found, now=now())
    page = _page(group_id, text, looked, "")
    return (page, 422) if looked.problems else page


def _sent() -> str:
    file = request.files.get("file")
    raw = file.read() if file else b""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig") if raw else request.form.get("text", "")


def _days() -> int:
    sent = request.form.get("days", "")
    return int(sent) if sent in map(str, DAYS_OFFERED) else _DAYS


def _page(group_id: UUID, text: str, looked: Standing | None, error: str) -> str:
    problems = looked.problems if looked else ()
    return render_template(
        "teaching/roster.html",
        group=group_here(group_id),
        text=text,
        looked=looked,
        problems=[(one.line, _words(one)) for one in problems[:MOST_SHOWN]],
        more=max(0, len(problems) - MOST_SHOWN),
        shown=MOST_SHOWN,
        days=DAYS_OFFERED,
        days_chosen=_days(),
        error=error,
    )


def _words(problem: RosterProblem) -> str:
    words = {
        Wrong.NO_HEADER: _(
            "The first line must name the columns: name and email. It says: %(text)s", text=problem.text
        ),
        Wrong.UNREADABLE: _("From here on the file cannot be read. Save it as CSV again."),
        Wrong.EMPTY: _("There is nobody in the file."),
        Wrong.TOO_MANY: _("A roster has at most %(most)s people. Split the file.", most=MOST_ROWS),
        Wrong.NO_NAME: _("The name is missing."),
        Wrong.LONG_NAME: _("The name is too long: %(text)s", text=problem.text),
        Wrong.NO_ADDRESS: _("The e-mail address is missing."),
        Wrong.BAD_ADDRESS: _("This is no e-mail address: %(text)s", text=problem.text),
        Wrong.TWICE: _("This address stands further up already: %(text)s", text=problem.text),
        Wrong.NO_TRAINEE: _("This account is no trainee’s, or it is closed: %(text)s", text=problem.text),
    }
    return str(words[problem.wrong])
