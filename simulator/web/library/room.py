"""What all pages of the library share: the blueprint, whose it is, and what a form or an address says of a seed."""

from uuid import UUID, uuid4

from flask import Blueprint, request

from simulator.persistence.people import Person
from simulator.services.scenarios import need_instructor
from simulator.web.context import person, stock
from simulator.web.filters import said

bp = Blueprint("library", __name__, url_prefix="/library")
LARGEST_SEED = 999_999_999
_EDITOR = "X-Editor"


def instructor() -> Person:
    """Return the person who is signed in.

    Raises:
        NotAllowed: Whoever it is does not instruct.
    """
    found = person()
    need_instructor(found)
    return found


def seed_in(text: str, otherwise: int = 1) -> int:
    """Return the seed that somebody typed, the nearest that there is; *otherwise* where it is no number."""
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > 12:
        return otherwise
    return min(max(1, int(digits)), LARGEST_SEED)


def page_in(text: str) -> int:
    """Return the number of a page that an address asks for."""
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def minted(name: str) -> UUID:
    """Return the id that a form has minted, so that a double click does a thing once; a new one where it has none."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return uuid4()


def by_script() -> bool:
    """Tell whether the script of the editor asks, which takes a fragment or JSON for an answer."""
    return _EDITOR in request.headers


def line_names() -> dict[str, str]:
    """Return what each form is called in the language of the page, by its name: the newest edition that there is."""
    names: dict[str, str] = {}
    for (name, _market), editions in sorted(stock().content.library.forms.items()):
        names.setdefault(name, said(editions[-1].title))
    return names
