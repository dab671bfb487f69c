"""What a claim file answers to. Each act saves the whole form first, so that nothing typed is lost."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.desk.actions import Act, ActionKind
from simulator.desk.filing import on_file
from simulator.desk.state import Status
from simulator.domain.papers import RECORD
from simulator.errors import AlreadyDecided
from simulator.persistence.items import SITTING
from simulator.scoring.weights import Weights, load
from simulator.services import shifts
from simulator.services.shifts import Desk, ShiftIsOver, Stale
from simulator.web.catalogues import words
from simulator.web.context import content, db, house, now, person
from simulator.web.filters import clock
from simulator.web.items.page import claim_page
from simulator.web.items.sending import Mistake, acts_of, decide, tidy
from simulator.web.items.surroundings import surroundings
from simulator.web.language import language

bp = Blueprint("items", __name__, url_prefix="/items")
Answer = str | Response | tuple[str, int] | tuple[Response, int]
_ROWS = ("more", "meanwhile")
"""Rows of the request form that are shown to whoever asks for them."""
More = Callable[[Desk], Sequence[Act]]


@bp.get("/<uuid:item_id>")
def show(item_id: UUID) -> str | Response:
    """Show the claim file; looking at it writes nothing. Once a sitting is over its receipt is all that is shown."""
    desk = _desk(item_id)
    if desk.kind == SITTING and desk.is_over(now()):
        return redirect(url_for("sitting.show"), 303)
    return _page(desk)


@bp.post("/<uuid:item_id>/save")
def save(item_id: UUID) -> Answer:
    """Keep what was typed, pinned and cited."""
    return _work(item_id, lambda _desk: ())


@bp.post("/<uuid:item_id>/open/<paper>")
def open_paper(item_id: UUID, paper: str) -> Answer:
    """Put a paper on top."""
    return _work(item_id, lambda desk: _opening(desk, paper), paper=paper)


@bp.post("/<uuid:item_id>/compare")
def compare(item_id: UUID) -> Answer:
    """Put a second paper beside the one on top."""
    other = request.form.get("compare", "")
    return _work(item_id, lambda desk: _beside(desk, other), compare=other or None)


@bp.post("/<uuid:item_id>/note")
def note(item_id: UUID) -> Answer:
    """Put a note on the file."""
    text = tidy(request.form.get("note", "")).strip()[:2000]
    return _work(item_id, lambda _desk: [(ActionKind.NOTE, {"text": text})] if text else [])


@bp.post("/<uuid:item_id>/aside")
def set_aside(item_id: UUID) -> Answer:
    """Set the claim aside and go home; everything is kept."""
    answer = _work(item_id, lambda _desk: [(ActionKind.SET_ASIDE, {})])
    return redirect("/", 303) if isinstance(answer, Response) and answer.status_code == 303 else answer


@bp.post("/<uuid:item_id>/decision")
def send_decision(item_id: UUID) -> Answer:
    """Send the decision, or say what it lacks and keep everything that was typed."""
    desk = _desk(item_id)
    if desk.state.status is not Status.OPEN:
        return _to(desk)
    acts = acts_of(request.form, desk)
    if acts and _is_stale(desk):
        return _conflict(desk, acts)
    act, mistakes = decide(shifts.foreseen(desk, acts, now=now()), language())
    try:
        desk = shifts.act(db(), desk, [*acts, *([act] if act else [])], weights=weights(), now=now())
    except (Stale, AlreadyDecided):
        return _to(desk)
    return _to(desk) if act else (_page(desk, mistakes=mistakes), 422)


@bp.post("/<uuid:item_id>/wait")
def wait(item_id: UUID) -> Answer:
    """Let time pass until the next thing happens on this claim."""
    desk = _desk(item_id)
    acts = acts_of(request.form, desk) if desk.state.status is Status.OPEN else []
    if acts and _is_stale(desk):
        return _conflict(desk, acts)
    try:
        desk = shifts.act(db(), desk, acts, weights=weights(), now=now())
        if desk.state.can_wait:
            desk = shifts.wait(db(), desk, weights=weights(), now=now())
    except (Stale, AlreadyDecided):
        return _to(_desk(item_id))
    return _to(desk)


@bp.post("/<uuid:item_id>/remind")
def remind(item_id: UUID) -> Answer:
    """Remind everybody whose reply is overdue."""
    return _work(item_id, lambda desk: [(ActionKind.REMIND, {})] if any(one.due for one in desk.state.pending) else [])


@bp.post("/<uuid:item_id>/undo")
def undo(item_id: UUID) -> Answer:
    """Take the last act back and go on working."""
    desk = _desk(item_id)
    if desk.state.can_undo:
        shifts.undo(db(), desk, weights=weights(), now=now())
    return _to(desk)


@cache
def _weights(file: Path) -> Weights:
    return load(file.read_text(encoding="utf-8"), file=file.name)


def weights() -> Weights:
    """Return the weights of this installation, read once."""
    return _weights(house().folder / "scoring.yaml")


def _desk(item_id: UUID) -> Desk:
    """Return the desk of an own item. What is sent after the end of its shift is refused, however the desk stands."""
    desk = shifts.desk_of(db(), item_id, person_id=person().id, library=content().library)
    if request.method == "POST" and desk.is_over(now()):
        raise ShiftIsOver("The time of this sitting is over.")
    return desk


def _work(item_id: UUID, more: More, *, paper: str | None = None, compare: str | None = None) -> Answer:
    """Save the form and do *more*; then back to the page, or the state of saving for a script."""
    desk = _desk(item_id)
    if desk.state.status is not Status.OPEN:
        return _refused(desk)
    acts = acts_of(request.form, desk)
    if acts and _is_stale(desk):
        return _conflict(desk, acts)
    try:
        desk = shifts.act(db(), desk, [*acts, *more(desk)], weights=weights(), now=now())
    except Stale:
        return _conflict(_desk(item_id), ())
    if _by_script():
        return _saved(desk)
    return _to(desk, paper=paper, compare=compare, **{name: "1" for name in _ROWS if name in request.form})


def _opening(desk: Desk, paper: str) -> list[Act]:
    return [] if paper == desk.state.current else [(ActionKind.OPEN, {"paper": paper})]


def _beside(desk: Desk, other: str) -> list[Act]:
    """Return the acts of looking at *other* while the paper on top stays there."""
    there = {paper.id for paper in on_file(desk.state.file)} | ({RECORD} if desk.state.file.record else set())
    if other == desk.state.current or other not in there:
        return []
    acts: list[Act] = [(ActionKind.OPEN, {"paper": other})]
    return [*acts, (ActionKind.OPEN, {"paper": desk.state.current})] if desk.state.current else acts


def _is_stale(desk: Desk) -> bool:
    """Tell whether the page that was sent is older than the desk, unless the person chose to keep what it holds."""
    sent = request.form.get("revision", "")
    return sent != str(desk.state.position) and "keep" not in request.form


def _conflict(desk: Desk, acts: Sequence[Act]) -> Answer:
    """Show what was typed beside the news that the claim has changed elsewhere; nothing is overwritten."""
    if _by_script():
        words = _("Changed in another window at %(time)s.", time=clock(desk.state.changed_at or now()))
        return jsonify(conflict=words, revision=desk.state.position), 409
    return _page(shifts.foreseen(desk, acts, now=now()), conflict=True), 409


def _refused(desk: Desk) -> Answer:
    if _by_script():
        return jsonify(conflict=_("This claim has been decided in another window."), revision=desk.state.position), 409
    return _to(desk)


def _by_script() -> bool:
    return request.headers.get("X-Desk") == "autosave"


def _saved(desk: Desk) -> Response:
    state, around = desk.state, surroundings(desk, language())
    return jsonify(
        sources={pin: around.words(pin)[1] for pin in state.pins},
        revision=state.position,
        saved=_("Saved %(time)s", time=clock(state.changed_at or now())),
        work=_("%(minutes)s min of work", minutes=state.work_minutes),
    )


def _to(desk: Desk, **shown: str | None) -> Response:
    anchor = "meanwhile" if "meanwhile" in shown else None
    return redirect(url_for("items.show", item_id=desk.item_id, _anchor=anchor, **shown), 303)  # type: ignore[arg-type]


def _page(desk: Desk, *, mistakes: tuple[Mistake, ...] = (), conflict: bool = False) -> str:
    page = claim_page(
        desk,
        language(),
        paper=request.args.get("paper", ""),
        compare=request.args.get("compare", ""),
        mistakes=mistakes,
        more="more" in request.args,
        paid_apart="meanwhile" in request.args,
        note=request.form.get("note", "") if mistakes or conflict else "",
        conflict=conflict,
    )
    sent_revision = request.form.get("revision", "")
    return render_template("items/claim.html", page=page, sent_revision=sent_revision, _=words(language()))
