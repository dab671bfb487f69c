"""What the gate answers to: running the checks a slice at a time, and publishing what passed."""

from uuid import UUID

from flask import jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Conflict, InvalidContent
from simulator.phrases import words_of
from simulator.services import scenarios as service
from simulator.services.scenarios import Editing, StaleDraft, Unproved
from simulator.web.catalogues import words
from simulator.web.context import db, now, stock
from simulator.web.filters import told
from simulator.web.language import language
from simulator.web.library.editing import Answer, kept, refused, stale_page
from simulator.web.library.editor import gate_of
from simulator.web.library.room import bp, by_script, instructor, page_in

_SLICE, _SMALL = 20, 5


@bp.post("/<uuid:scenario_id>/check")
def check(scenario_id: UUID) -> Answer:
    """Run the checks: a script asks slice by slice and shows how far they are, a plain form waits for them."""
    if by_script():
        at = service.editing(db(), str(scenario_id), person=instructor(), stock=stock())
        return jsonify(**_advanced(at))
    return kept(scenario_id, lambda at: _checked(scenario_id, at))


def _advanced(at: Editing) -> dict[str, object]:
    """Work off one small slice and return the gate as it stands then."""
    is_running = False
    try:
        run = service.start_check(db(), at.id, person=instructor(), stock=stock(), now=now())
        is_running = service.advance(
            db(), run, person=instructor(), stock=stock(), now=now(), slice_of=_SMALL
        ).is_running
    except InvalidContent:
        pass
    gate = gate_of(at)
    shown = render_template("library/gate.html", gate=gate, page=at, _=words(language()))
    return {"gate": shown, "running": is_running, "words": gate.why}


def _checked(scenario_id: UUID, at: Editing) -> Response:
    """Work everything off, and come back to what was found."""
    try:
        run = service.start_check(db(), at.id, person=instructor(), stock=stock(), now=now())
        while service.advance(db(), run, person=instructor(), stock=stock(), now=now(), slice_of=_SLICE).is_running:
            pass
    except InvalidContent:
        return redirect(url_for("library.edit", scenario_id=scenario_id, _anchor="problems"), 303)
    return redirect(url_for("library.edit", scenario_id=scenario_id, _anchor="gate"), 303)


@bp.post("/<uuid:scenario_id>/publish")
def publish(scenario_id: UUID) -> Answer:
    """Publish what passed its checks; a second click finds it published."""
    return kept(scenario_id, lambda at: _published(scenario_id, at))


def _published(scenario_id: UUID, at: Editing) -> Answer:
    who, revision = instructor(), page_in(request.form.get("revision", "0"))
    is_saved_now = at.is_draft and at.revision == revision + 1
    try:
        n = service.publish(
            db(),
            str(scenario_id),
            revision=at.revision if is_saved_now else revision,
            person=who,
            stock=stock(),
            now=now(),
            why=request.form.get("why", ""),
        )
    except Unproved as error:
        return refused(at, _why(error), None, 422)
    except InvalidContent:
        return refused(at, str(_("There are problems in the text. Mend them, then publish.")), None, 422)
    except StaleDraft as stale:
        return stale_page(scenario_id, stale, at.text)
    except Conflict as error:
        return refused(at, told(words_of(error)), None)
    session["library"] = f"published {n}"
    return redirect(url_for("library.show", scenario_id=scenario_id), 303)


def _why(error: Unproved) -> str:
    if error.progress is None or error.progress.is_running:
        return str(_("The checks of this very text have not finished. Run them, then publish."))
    return str(_("The checks of this text failed, so it cannot be published. What to change stands below."))


@bp.get("/<uuid:scenario_id>/check")
def checked(scenario_id: UUID) -> Response:
    """Go back to the gate: the address of a check that was posted."""
    instructor()
    return redirect(url_for("library.edit", scenario_id=scenario_id, _anchor="gate"), 303)
