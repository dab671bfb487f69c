"""The language of a page: that of a trial, else the link followed, the person's choice, what the browser prefers."""

from babel import Locale
from flask import Blueprint, g, redirect, request
from flask_babel import get_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from simulator.domain.text import LANGUAGES
from simulator.errors import NotFound
from simulator.web.catalogues import words
from simulator.web.context import person_or_none, public
from simulator.web.looks import as_usual, look
from simulator.web.security import is_ours

bp = Blueprint("language", __name__)
COOKIE = "language"
A_YEAR = 365 * 24 * 3600
LOCALES = {"en": "en_GB", "et": "et_EE"}


def choose_locale() -> str:
    """Return the locale of this request."""
    return LOCALES[chosen_language()]


def chosen_language() -> str:
    """Return the language of this request, ``en`` or ``et``."""
    if (language := look()[0]) in LANGUAGES:
        return language
    if (cookie := request.cookies.get(COOKIE)) in LANGUAGES:
        return str(cookie)
    if (person := person_or_none()) and person.language:
        return person.language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """Return the language that this page is written in; it is settled once a request."""
    if "language" in g:
        return str(g.language)
    locale: Locale | None = get_locale()
    if locale is None:
        return LANGUAGES[0]
    g.language = locale.language
    return str(g.language)


def say(message: str, **values: object) -> Markup:
    """Return *message* in the language of this page, with *values* in their places."""
    return words(language())(message, **values)


@bp.get("/language/<code>")
@public
def choose(code: str) -> Response:
    """Remember the language in a cookie and go back to the page."""
    if code not in LANGUAGES:
        raise NotFound(f"There is no language {code}.")
    wanted = request.args.get("next", "/")
    as_usual()
    return remember(redirect(wanted if is_ours(wanted) else "/", 303), code)


def remember(response: Response, code: str) -> Response:
    """Set the cookie of the language on *response*."""
    keep_cookie(response, COOKIE, code)
    return response


def keep_cookie(response: Response, name: str, value: str) -> None:
    """Keep a choice in the browser for a year."""
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
