"""The room of candidates, and the guard of it: a candidate sees the own sitting and nothing else of the house."""

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from simulator.errors import NotFound
from simulator.persistence.people import Person
from simulator.web.context import person, person_or_none

bp = Blueprint("sitting", __name__)
OPEN_ROOMS = frozenset({"sitting", "items", "wordings", "help", "language", "health"})
OPEN_VIEWS = frozenset({"static", "auth.sign_out", "debriefs.show", "debriefs.see"})


def keep_candidates_in() -> Response | None:
    """Lead a candidate from home to the sitting; any other room is not there for who has no account.

    Raises:
        NotFound: The room is none of a sitting's.
    """
    if (request.endpoint or "") in OPEN_VIEWS or request.blueprint in OPEN_ROOMS:
        return None
    found = person_or_none()
    if found is None or found.has_account or request.endpoint not in current_app.view_functions:
        return None
    if request.endpoint == "home.show":
        return redirect(url_for("sitting.show"), 303)
    raise NotFound("There is nothing here for candidates.")


def candidate() -> Person:
    """Return the candidate who has come in.

    Raises:
        NotFound: Whoever it is has an account, and so no sitting.
    """
    found = person()
    if found.has_account:
        raise NotFound("Only candidates have a sitting.")
    return found
