"""The link of a candidate: looking at it uses nothing up, a click does; what became of one is told plainly."""

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from simulator.persistence.people import Person
from simulator.services.assessments import Invited, LinkIsOver, enter, look_at
from simulator.web.auth import begin
from simulator.web.context import db, house, now, person_or_none, public
from simulator.web.language import language
from simulator.web.sitting.room import bp

OVER = {
    "used": (
        _("This link was used already"),
        _("It works once. Go on in the browser in which you opened it, or ask whoever invited you for a new link."),
    ),
    "late": (_("This link has run out"), _("Ask whoever invited you for a new link.")),
    "revoked": (
        _("This link is no longer good"),
        _("A newer link has taken its place, or the invitation was taken back. Ask whoever invited you."),
    ),
    "closed": (_("This assessment is closed"), _("Nobody can begin it any more. Ask whoever invited you.")),
    "unknown": (_("This link is none of ours"), _("Check that the whole address was copied.")),
}


@bp.get("/candidate/<token>")
@public
def come(token: str) -> str | Response | tuple[str, int]:
    """Show what the link leads to; who has come in with it in this browser goes on."""
    try:
        found = look_at(db(), token, address=_address(), key=house().config.secret_key, now=now())
    except LinkIsOver as over:
        return _over(over)
    return render_template("sitting/come.html", token=token, invited=found, name=_first_name(found))


@bp.post("/candidate/<token>")
@public
def come_in(token: str) -> Response | tuple[str, int] | str:
    """Use the link up and go to the sitting; a second click finds it used by the same browser."""
    try:
        key = house().config.secret_key
        fresh = enter(db(), token, address=_address(), key=key, language=language(), now=now())
    except LinkIsOver as over:
        return _over(over)
    begin(fresh)
    return redirect(url_for("sitting.show"), 303)


def _over(over: LinkIsOver) -> Response | tuple[str, int]:
    if over.person_id is not None and _is(person_or_none(), over):
        return redirect(url_for("sitting.show"), 303)
    title, advice = OVER[over.reason]
    page = render_template("sitting/over.html", title=title, advice=advice)
    return page, 404 if over.reason == "unknown" else 410


def _is(who: Person | None, over: LinkIsOver) -> bool:
    return who is not None and who.id == over.person_id


def _first_name(found: Invited) -> str:
    return found.candidate.name.partition(" ")[0]


def _address() -> str:
    return request.remote_addr or ""
