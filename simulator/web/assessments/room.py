"""What the pages of assessments share: who may open them, and what was done a moment ago."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, request, session
from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.persistence.assessments import Assessment
from simulator.persistence.people import Person
from simulator.services.assessments import need_hiring_manager, own_assessment, seen_assessment
from simulator.web.context import db, person

bp = Blueprint("assessments", __name__, url_prefix="/assessments")
_DONE = "assessments_done"


def hiring_manager() -> Person:
    """Return the hiring manager who is signed in.

    Raises:
        NotAllowed: Whoever it is is none.
    """
    found = person()
    need_hiring_manager(found)
    return found


def seen(assessment_id: UUID) -> Assessment:
    """Return an assessment that whoever is signed in owns or shares.

    Raises:
        NotAllowed: Whoever it is is no hiring manager.
        NotFound: There is none, or it is somebody else's.
    """
    return seen_assessment(db(), assessment_id, person())


def own(assessment_id: UUID) -> Assessment:
    """Return an assessment that whoever is signed in owns.

    Raises:
        NotAllowed: Whoever it is is no hiring manager.
        NotFound: There is none, or it is somebody else's.
    """
    return own_assessment(db(), assessment_id, person())


def page_asked() -> int:
    """Return the number of the page that the address asks for."""
    asked = request.args.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def whole(text: str) -> int | None:
    """Return the whole number that was typed, None where it is none or far too long."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 6 else None


def done(what: str, **values: int | str) -> None:
    """Remember what was done, to be told on the next page."""
    session[_DONE] = [what, values]


def told() -> str:
    """Return in a sentence what was done before this page, and forget it."""
    what, values = session.pop(_DONE, ["", {}])
    return str(_SENTENCES[what](values)) if what in _SENTENCES else ""


def _invited(values: Mapping[str, int]) -> str:
    return str(ngettext("One person is invited.", "%(num)s people are invited.", values["count"]))


_SENTENCES: Mapping[str, Callable[[Mapping[str, int]], str]] = {
    "saved": lambda _values: _("Saved."),
    "begun": lambda _values: _("The assessment is begun, as a draft. Nobody is invited yet."),
    "fixed": lambda _values: _("The plan is fixed. Now people can be invited."),
    "closed": lambda _values: _("The assessment is closed. Who has begun can go on to the end."),
    "shared": lambda values: _("%(name)s can read the evidence and decide now.", name=values["name"]),
    "unshared": lambda _values: _("It is no longer shared. What was decided stays."),
    "invited": _invited,
    "nobody": lambda _values: _("Everybody there was invited before. Nothing was changed."),
    "link": lambda _values: _("The new link is ready. Those made before open nothing any more."),
    "result_link": lambda _values: _("The link to the result is ready. It works once."),
    "withdrawn": lambda _values: _("The invitation is taken back. Its link opens nothing."),
    "more_time": lambda _values: _("The time is set."),
    "stale": lambda _values: _("The draft was saved in another window meanwhile. Look at it again before you fix it."),
}
