"""Errors as plain pages; the only place that knows status codes."""

import structlog
from flask import Flask, render_template
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from simulator.errors import Conflict, Invalid, NotAllowed, NotFound, SimulatorError
from simulator.web.context import close_session

log = structlog.get_logger()

_STATUS: tuple[tuple[type[SimulatorError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Invalid, 422),
)
WORDS = {
    400: (_("This page was open too long"), _("Go back, load the page again and send it once more.")),
    403: (_("This is not for your role"), _("Ask an administrator if you think that it should be.")),
    404: (_("Nothing is here"), _("The address is wrong, or what was here belongs to somebody else.")),
    405: (_("This page cannot be used that way"), _("Go back and follow a link or a button on the page.")),
    409: (_("Something has changed meanwhile"), _("Load the page again to see how things stand now.")),
    413: (_("That was too much at once"), _("Shorten what you typed and send it again.")),
    422: (_("That could not be used"), _("Go back, mend what was sent and try again.")),
    429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
    500: (_("Something went wrong here"), _("It is not your doing, and it was written down. Try again in a moment.")),
}

BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Claims Desk</title></head><body>
<h1>Something went wrong here</h1><p>It is not your doing, and it was written down. Try again in a moment.</p>
<h2 lang="et">Siin läks midagi valesti</h2><p lang="et">See pole sinu süü ja viga on kirja pandud. Proovi hetke pärast
uuesti.</p></body></html>"""
"""What is shown where even the page of an error cannot be made: without the database there is nobody to greet."""


def register(app: Flask) -> None:
    """Make every error of the house and of the web a page."""
    app.register_error_handler(SimulatorError, show_our_error)
    app.register_error_handler(CSRFError, show_web_error)
    app.register_error_handler(HTTPException, show_web_error)
    app.register_error_handler(Exception, show_bug)


def status_of(error: SimulatorError) -> int:
    """Return the status that an error of the house answers with."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def show_our_error(error: SimulatorError) -> tuple[str, int]:
    """Show an error of the house; one that nobody expects is written down."""
    status = status_of(error)
    if status == 500:
        log.error("misconfigured", error=str(error))
    return page(status), status


def show_web_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Show an error of the web; redirects stay what they are."""
    status = error.code or 500
    if status < 400:
        return error
    return page(status), status


def show_bug(error: Exception) -> tuple[str, int]:
    """Write down what nobody expected, and say so plainly."""
    log.exception("bug", kind=type(error).__name__)
    close_session()
    try:
        return page(500), 500
    except Exception:
        log.exception("bug_in_error_page")
        return BARE, 500


def page(status: int) -> str:
    """Return the page for *status*."""
    title, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    return plain_page(status, title, advice)


def plain_page(status: int, title: str, advice: str) -> str:
    """Return a page that says what is not so, and what to do."""
    return render_template("errors/error.html", status=status, title=title, advice=advice)
