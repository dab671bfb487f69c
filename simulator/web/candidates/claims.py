"""One claim of a sitting, to be read: what was done, what was right and because, on the papers, and step by step."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask import render_template, request, url_for

from simulator.errors import NotFound
from simulator.persistence.candidates import items_of_sitting
from simulator.persistence.items import Item
from simulator.services import shifts
from simulator.services.assessments.looking import Seen, saw
from simulator.services.shifts import Desk
from simulator.web.candidates.evidence import DONE
from simulator.web.candidates.room import Head, Here, bp, head_of, opened
from simulator.web.catalogues import words
from simulator.web.context import content, db, now, person
from simulator.web.debriefs.page import debrief_page
from simulator.web.debriefs.views import told as debrief_of
from simulator.web.language import language
from simulator.web.teaching.steps import steps_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a claim stands in its sitting; the addresses are empty at the ends. A score only after the decision."""

    n: int
    count: int
    href: str
    steps: str
    before: str
    after: str
    is_scored: bool


@bp.get("/<uuid:candidate_id>/claims/<int:n>")
def claim(candidate_id: UUID, n: int) -> str:
    """Show a claim of the sitting, judged but without points until the reviewer has decided."""
    here, item, place = _claim(candidate_id, n)
    saw(db(), candidate_id, Seen.CLAIM, person=person(), now=now())
    desk, head = desk_of(here, item), head_of(here)
    if item.state not in DONE:
        return _steps(desk, head, place)
    page = replace(debrief_page(desk, debrief_of(desk), language()), drills=frozenset())
    return render_template(
        "candidates/claim.html", page=page, told=page.told, head=head, place=place, _=words(language())
    )


@bp.get("/<uuid:candidate_id>/claims/<int:n>/steps")
def steps(candidate_id: UUID, n: int) -> str:
    """Show the work on a claim of the sitting step by step."""
    here, item, place = _claim(candidate_id, n)
    saw(db(), candidate_id, Seen.CLAIM, person=person(), now=now())
    return _steps(desk_of(here, item), head_of(here), place)


def desk_of(here: Here, item: Item) -> Desk:
    """Return the desk of a claim of a candidate."""
    assert here.candidate.person_id is not None
    return shifts.desk_of(db(), item.id, person_id=here.candidate.person_id, library=content().library)


def _claim(candidate_id: UUID, n: int) -> tuple[Here, Item, Place]:
    here = opened(candidate_id)
    items = items_of_sitting(db(), candidate_id)
    if not 1 <= n <= len(items):
        raise NotFound(f"The sitting has no claim {n}.")
    return here, items[n - 1], _place(here, n, len(items))


def _place(here: Here, n: int, count: int) -> Place:
    def href(of: int) -> str:
        return url_for("candidates.claim", candidate_id=here.candidate.id, n=of)

    return Place(
        n=n,
        count=count,
        href=href(n),
        steps=url_for("candidates.steps", candidate_id=here.candidate.id, n=n),
        before=href(n - 1) if n > 1 else "",
        after=href(n + 1) if n < count else "",
        is_scored=here.is_decided,
    )


def _steps(desk: Desk, head: Head, place: Place) -> str:
    page = steps_page(
        desk,
        request.args.get("at", ""),
        href=lambda at: url_for("candidates.steps", candidate_id=head.id, n=place.n, at=at),
    )
    return render_template("candidates/steps.html", page=page, head=head, place=place, _=words(language()))
