"""The page behind a link from an administrator, where a person chooses a new password."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from simulator.persistence.people import Person
from simulator.services.password_links import LinkIsOver, choose_password, person_of_link
from simulator.services.people import LONGEST_PASSWORD, SHORTEST_PASSWORD
from simulator.web.context import db, house, now, public

bp = Blueprint("passwords", __name__, url_prefix="/password")
OVER = {
    "used": _("This link was used already. If it was not you who used it, tell your administrator."),
    "replaced": _("This link is no longer good: a newer link or password has taken its place."),
    "late": _("This link has run out."),
    "unknown": _("This link is none of ours. Check that the whole address was copied."),
}


@bp.get("/<token>")
@public
def show(token: str) -> str:
    """Show the form; opening the page uses nothing up."""
    owner = person_of_link(db(), token, address=_address(), key=house().config.secret_key, now=now())
    return _form(token, owner)


@bp.post("/<token>")
@public
def choose(token: str) -> Response | tuple[str, int]:
    """Keep the password that was chosen; every sign-in of the person has ended then."""
    new, door = request.form.get("new", ""), {"address": _address(), "key": house().config.secret_key}
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        owner = person_of_link(db(), token, now=now(), **door)
        message = gettext("Choose a password of at least %(count)s characters.", count=SHORTEST_PASSWORD)
        return _form(token, owner, message), 422
    choose_password(db(), token, new, now=now(), **door)
    return redirect(url_for("passwords.chosen"), 303)


@bp.get("/chosen")
@public
def chosen() -> str:
    """Say that the password is kept, and where to sign in."""
    return render_template("passwords/chosen.html")


@bp.app_errorhandler(LinkIsOver)
def show_over(error: LinkIsOver) -> tuple[str, int]:
    """Say plainly what became of the link."""
    return render_template("passwords/over.html", said=OVER[error.reason]), 404 if error.reason == "unknown" else 410


def _form(token: str, owner: Person, message: str = "") -> str:
    return render_template("passwords/choose.html", token=token, email=owner.email, message=message)


def _address() -> str:
    return request.remote_addr or ""
