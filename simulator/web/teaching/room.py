"""What the pages of instructors share: who may open them, pages of lists, and what was done a moment ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, request, session, url_for
from flask_babel import gettext as _

from simulator.errors import NotAllowed, NotFound
from simulator.persistence.groups import Group
from simulator.persistence.people import Person, Role
from simulator.services.groups import require_led
from simulator.web.context import db, person

bp = Blueprint("teaching", __name__)
PER_PAGE = 25
_DONE = "teaching_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where one stands among the pages of a list; the addresses are empty at the ends."""

    number: int
    count: int
    before: str
    after: str
    offset: int
    size: int


def paging(total: int, *, size: int = PER_PAGE, name: str = "page", anchor: str | None = None) -> Paging:
    """Return where one stands in a list of *total* rows, by the query field *name*; the nearest page there is."""
    count = max(1, -(-total // size))
    asked = request.args.get(name, "1")
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 6 else 1), count)
    return Paging(
        number=number,
        count=count,
        before=_page(name, number - 1, anchor) if number > 1 else "",
        after=_page(name, number + 1, anchor) if number < count else "",
        offset=(number - 1) * size,
        size=size,
    )


def _page(name: str, number: int, anchor: str | None) -> str:
    kept: dict[str, str] = {key: value for key, value in request.args.items() if key != name}
    return url_for(
        request.endpoint or "",
        _anchor=anchor,
        **{**(request.view_args or {}), **kept, name: number if number > 1 else None},
    )


def instructor() -> Person:
    """Return the instructor who is signed in, for pages that belong to no group.

    Raises:
        NotAllowed: Whoever it is does not teach.
    """
    found = person()
    if Role.INSTRUCTOR not in found.roles:
        raise NotAllowed("Only instructors lead groups.")
    return found


def leader() -> Person:
    """Return the instructor who is signed in, for pages of a group or of somebody in it.

    Raises:
        NotFound: Whoever it is does not teach, so nothing is there.
    """
    found = person()
    if Role.INSTRUCTOR not in found.roles:
        raise NotFound("Nothing is here for who does not teach.")
    return found


def group_here(group_id: UUID) -> Group:
    """Return the group, if whoever is signed in leads it.

    Raises:
        NotFound: There is no such group here.
    """
    return require_led(db(), group_id, leader().id)


def form_id() -> UUID:
    """Return the id that the form brought, under which a thing is made once however often the form is sent."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        return uuid4()


def moment_typed(text: str) -> datetime | None:
    """Return the moment in UTC that was typed in the person's own time zone, None where it is none."""
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    zone = ZoneInfo(person().time_zone)
    return typed.replace(tzinfo=typed.tzinfo or zone).astimezone(UTC)


def done(what: str, **values: object) -> None:
    """Remember what was done, to be told on the next page."""
    session[_DONE] = [what, values]


def told() -> str:
    """Return in a sentence what was done before this page, and forget it."""
    what, values = session.pop(_DONE, ["", {}])
    return _sentences(values).get(what, "") if what else ""


def _sentences(values: Mapping[str, object]) -> Mapping[str, str]:
    filled = {"name": "", "added": 0, "invited": 0, "there": 0, **values}
    return {
        "renamed": _("The group has its new name."),
        "added": _("%(name)s is in the group.", name=filled["name"]),
        "removed": _("Taken out of the group. What was done there is kept."),
        "invited": _("The link is ready: copy it and send it."),
        "revoked": _("The link works no longer."),
        "roster": _(
            "The roster is in: %(added)s added, %(invited)s invited, %(there)s there before.",
            added=filled["added"],
            invited=filled["invited"],
            there=filled["there"],
        ),
        "given": _("The work is given out."),
        "withdrawn": _("The work is withdrawn. What was begun stays on the desks."),
        "commented": _("Your comment stands in the debrief."),
        "adjusted": _("The score is adjusted. The one before is kept, and both are shown."),
        "joined": _("You are in the group %(name)s.", name=filled["name"]),
    }
