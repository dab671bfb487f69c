"""What the editor answers to: showing the text, keeping it, and telling what comes out of it."""

from collections.abc import Callable
from uuid import UUID

from flask import jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Conflict, Invalid
from simulator.phrases import words_of
from simulator.services import scenarios as service
from simulator.services.scenarios import Editing, StaleDraft
from simulator.services.scenarios.rows import plain_lines
from simulator.web.catalogues import words
from simulator.web.context import db, now, stock
from simulator.web.filters import moment, told
from simulator.web.language import language
from simulator.web.library.editor import EditorPage, editor_page, gate_of, problem_words, saved_words, theirs_of
from simulator.web.library.problems import problem_rows
from simulator.web.library.room import bp, by_script, instructor, page_in, seed_in
from simulator.web.library.views import played
from simulator.web.library.words import notice_words

Answer = str | Response | tuple[str, int] | tuple[Response, int]


@bp.get("/<uuid:scenario_id>/edit")
def edit(scenario_id: UUID) -> Answer:
    """Show the editor; one that shipped is no draft of anybody and is shown on its own page."""
    who = instructor()
    if str(scenario_id) in stock().built_in:
        return redirect(url_for("library.show", scenario_id=scenario_id), 303)
    at = service.editing(db(), str(scenario_id), person=who, stock=stock())
    return _page(_shown(at, notice=notice_words(session.pop("library", ""))))


@bp.post("/<uuid:scenario_id>/edit")
def save(scenario_id: UUID) -> Answer:
    """Keep the text, however broken it is; a script gets the problems, a plain form the page."""
    return kept(scenario_id, lambda _at: _back(scenario_id))


@bp.get("/<uuid:scenario_id>/outcome")
def outcome(scenario_id: UUID) -> Answer:
    """Show what comes out of the saved text at a seed, as a fragment; who has no script sees it in the editor."""
    who = instructor()
    if not by_script():
        return _back(scenario_id)
    at = service.editing(db(), str(scenario_id), person=who, stock=stock())
    return render_template("library/beside.html", page=_shown(at), _=words(language()))


@bp.post("/<uuid:scenario_id>/edit/play")
def play_draft(scenario_id: UUID) -> Answer:
    """Keep the text and play it."""
    return kept(scenario_id, lambda at: played(scenario_id) if not at.read.problems else _back(scenario_id))


@bp.post("/<uuid:scenario_id>/give-up")
def give_up(scenario_id: UUID) -> Answer:
    """Give the draft up; the newest version stands."""
    who, revision = instructor(), page_in(request.form.get("revision", "0"))
    try:
        service.give_up(db(), str(scenario_id), revision=revision, person=who, stock=stock(), now=now())
    except StaleDraft as stale:
        return stale_page(scenario_id, stale, request.form.get("yaml", stale.text))
    session["library"] = "given_up"
    return redirect(url_for("library.show", scenario_id=scenario_id), 303)


@bp.post("/<uuid:scenario_id>/take-back")
def take_back(scenario_id: UUID) -> Answer:
    """Begin a draft with the text of an older version."""
    who, sent = instructor(), request.form
    n, revision = page_in(sent.get("version", "0")), page_in(sent.get("revision", "0"))
    try:
        service.take_back(db(), str(scenario_id), n, revision=revision, person=who, stock=stock(), now=now())
    except Conflict:
        session["library"] = "draft_in_the_way"
        return redirect(url_for("library.show", scenario_id=scenario_id), 303)
    return _back(scenario_id)


def kept(scenario_id: UUID, then: Callable[[Editing], Answer]) -> Answer:
    """Save the text that the form holds, if it is another, and do what comes *then*.

    Somebody else's text is never overwritten: the page shows both, and what was typed stays in the form.
    """
    who, sent = instructor(), request.form
    at = service.editing(db(), str(scenario_id), person=who, stock=stock())
    mine, revision = sent.get("yaml"), page_in(sent.get("revision", "0"))
    try:
        if mine is not None and plain_lines(mine) != at.text:
            at = service.save(db(), str(scenario_id), mine, revision=revision, person=who, stock=stock(), now=now())
    except StaleDraft as stale:
        return stale_page(scenario_id, stale, plain_lines(mine or ""))
    except (Conflict, Invalid) as error:
        return refused(at, told(words_of(error)), mine)
    return _told(at) if by_script() else then(at)


def stale_page(scenario_id: UUID, stale: StaleDraft, mine: str) -> Answer:
    """Show both texts; a script is told to leave things as they are."""
    if by_script():
        when = moment(stale.at) if stale.at is not None else ""
        yours = _("%(name)s saved another text at %(time)s. Yours is still here.", name=stale.by, time=when)
        return jsonify(conflict=yours), 409
    at = service.editing(db(), str(scenario_id), person=instructor(), stock=stock())
    page = _shown(at, theirs_of(stale, mine), mine)
    return _page(page), 409


def refused(at: Editing, why: str, mine: str | None, status: int = 409) -> Answer:
    """Say what stands in the way, with what was typed still in the form."""
    if by_script():
        return jsonify(conflict=why), status
    return _page(_shown(at, text=mine, notice=why)), status


def _told(at: Editing) -> Response:
    """Return how the text stands, for the script of the editor."""
    rows = problem_rows(at.read.problems, at.text)
    return jsonify(
        revision=at.revision,
        saved=saved_words(at.saved_at, at.by),
        problems=render_template("library/problems.html", problems=rows, _=words(language())),
        words=problem_words(len(rows)),
        lines=sorted({one.line for one in rows}),
        ok=not rows,
        gate=render_template("library/gate.html", gate=gate_of(at), page=at, _=words(language())),
    )


def _shown(at: Editing, theirs: object = None, text: str | None = None, notice: str = "") -> EditorPage:
    seed = seed_in(request.values.get("look", request.values.get("seed", "")))
    market = request.values.get("market", "")
    return editor_page(at, seed=seed, market=market, theirs=theirs, text=text, notice=notice)  # type: ignore[arg-type]


def _page(page: EditorPage) -> str:
    return render_template("library/editor.html", page=page, _=words(language()))


def _back(scenario_id: UUID) -> Response:
    """Return to the editor, at the seed that was looked at."""
    seed = seed_in(request.values.get("look", request.values.get("seed", "")))
    place = url_for("library.edit", scenario_id=scenario_id, seed=seed if seed != 1 else None)
    return redirect(place, 303)
