"""Signing in and out. The browser holds a token; the sign-in itself is a row of ours that can be revoked."""

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from simulator.persistence.people import Person, signed_in
from simulator.services import password_links, sessions
from simulator.services.sessions import TooManyTries, token_hash
from simulator.web.context import db, house, now, person, public
from simulator.web.errors import page as error_page
from simulator.web.language import COOKIE, remember
from simulator.web.security import is_ours

bp = Blueprint("auth", __name__)


class Visitor(UserMixin):  # type: ignore[misc]
    """A person as Flask-Login sees one: known by the token of the sign-in."""

    def __init__(self, person: Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        """Return the token."""
        return self.token


def register(app: Flask) -> None:
    """Let Flask-Login find who is signed in."""
    manager: Any = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(find_visitor)


def find_visitor(token: str) -> Visitor | None:
    """Return who holds *token*, if the sign-in still lasts."""
    found = signed_in(db(), token_hash(token), now())
    return Visitor(found, token) if found else None


def own_token() -> str:
    """Return the token of this sign-in."""
    return str(current_user.get_id())


@bp.get("/sign-in")
@public
def sign_in() -> str | Response:
    """Show the form."""
    if current_user.is_authenticated:
        return redirect(_wanted(), 303)
    return _form()


@bp.post("/sign-in")
@public
def send_sign_in() -> Response | tuple[str, int]:
    """Sign in, or show the form again with one sentence that tells nobody whether the account exists."""
    email, password = request.form.get("email", "")[:254], request.form.get("password", "")[:400]
    token = sessions.sign_in(db(), email, password, address=_address(), key=house().config.secret_key, now=now())
    if token is None:
        error = _("E-mail address and password do not go together. Check both and try again.")
        return _form(email, error), 422
    return begin(token)


def _form(email: str = "", error: str = "") -> str:
    return render_template(
        "auth/sign_in.html", email=email, error=error, wanted=_wanted(), link_days=password_links.LASTS.days
    )


def begin(token: str) -> Response:
    """Begin a clean session for *token* and go on to the page that was wanted."""
    session.clear()
    session.permanent = True
    visitor = find_visitor(token)
    login_user(visitor)
    response = redirect(_wanted(), 303)
    if visitor and visitor.person.language and COOKIE not in request.cookies:
        remember(response, visitor.person.language)
    return response


def confirm_own_password(password: str) -> Person | None:
    """Return the person who is signed in if *password* is theirs; guessing is limited here as at the door."""
    key = house().config.secret_key
    return sessions.confirmed(db(), person().email, password[:400], address=_address(), key=key, now=now())


@bp.app_errorhandler(TooManyTries)
def show_too_many(_error: TooManyTries) -> tuple[str, int, dict[str, str]]:
    """Say that it is time for a pause."""
    return error_page(429), 429, {"Retry-After": str(int(sessions.WINDOW.total_seconds()))}


def _address() -> str:
    return request.remote_addr or ""


@bp.post("/sign-out")
def sign_out() -> Response:
    """End this sign-in."""
    sessions.sign_out(db(), own_token(), person(), now=now())
    return _end()


@bp.post("/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    """End every sign-in of this person."""
    sessions.sign_out_everywhere(db(), person(), now=now())
    return _end()


def _end() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"), 303)


def _wanted() -> str:
    wanted = request.values.get("next", "/")
    return wanted if is_ours(wanted) else "/"
