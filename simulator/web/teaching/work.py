"""Giving work out, and one assignment with everybody's progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid, NotFound
from simulator.persistence.assignments import (
    Assignment,
    SeedPolicy,
    led_assignment,
    receivers_of,
    results_of,
    scenarios_of,
)
from simulator.persistence.groups import member_count, members_of
from simulator.services.assignments import MOST_CLAIMS, Order, give, withdraw
from simulator.services.groups import LONGEST_NAME
from simulator.web.context import content, db, now, person
from simulator.web.language import language
from simulator.web.teaching.marks import Mark, mark_of
from simulator.web.teaching.pool import offered, promised, shelves
from simulator.web.teaching.room import bp, done, form_id, group_here, leader, moment_typed, paging, told

_MOST_RECEIVERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimHead:
    """The n-th claim of an assignment: what it teaches, for the instructor alone."""

    n: int
    title: str
    level: int
    market: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody to whom the work was given, with a mark for each claim."""

    id: UUID
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """One assignment: its claims, and how far everybody is."""

    id: UUID
    title: str
    group_id: UUID | None
    opens_at: datetime
    due_at: datetime | None
    is_same: bool
    is_withdrawn: bool
    claims: tuple[ClaimHead, ...]
    rows: tuple[PersonRow, ...]


@bp.get("/groups/<uuid:group_id>/give")
def give_out(group_id: UUID) -> str:
    """Ask what is to be given out, to whom and until when."""
    return _form(group_id, {})


@bp.post("/groups/<uuid:group_id>/give")
def send_give(group_id: UUID) -> Response | tuple[str, int]:
    """Give it out, or say what is missing and keep what was typed."""
    group_here(group_id)
    order, errors = _order()
    if order is None:
        return _form(group_id, errors), 422
    try:
        given = give(db(), group_id, order, leader_id=leader().id, assignment_id=form_id(), now=now())
    except Invalid:
        return _form(
            group_id, {"title": _("This could not be given out. Check the title, the claims and the times.")}
        ), 422
    done("given")
    return redirect(url_for("teaching.assignment", assignment_id=given), 303)


def _order() -> tuple[Order | None, dict[str, str]]:
    sent, wanted = request.form, request.form.getlist("scenario")
    chosen = tuple(one for one in offered() if one.id in wanted)
    title = " ".join(sent.get("title", "").split())
    opens, due = moment_typed(sent.get("opens", "")), moment_typed(sent.get("due", ""))
    errors = {}
    if not 1 <= len(title) <= LONGEST_NAME:
        errors["title"] = _("Give it a title of at most %(most)s characters.", most=LONGEST_NAME)
    if not 1 <= len(chosen) <= MOST_CLAIMS:
        errors["scenarios"] = _("Choose from 1 to %(most)s claims.", most=MOST_CLAIMS)
    if sent.get("opens", "").strip() and opens is None:
        errors["opens"] = _("Type a day and a time, or leave it empty for now.")
    if sent.get("due", "").strip() and due is None:
        errors["due"] = _("Type a day and a time, or leave it empty for no limit.")
    if due is not None and due <= (opens or now()):
        errors["due"] = _("It must be due after it opens.")
    if errors:
        return None, errors
    market = sent.get("market", "")
    return Order(
        title=title,
        scenarios=chosen,
        opens_at=opens or now(),
        due_at=due,
        seeds=SeedPolicy.SAME if sent.get("seeds") == "same" else SeedPolicy.OWN,
        market=market if market in content().markets else "",
        person_id=_receiver(sent.get("to", "")),
    ), {}


def _receiver(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(f"There is no person {text}.") from None


def _form(group_id: UUID, errors: Mapping[str, str]) -> str:
    group = group_here(group_id)
    chosen = request.form.getlist("scenario") or request.args.getlist("scenario")
    return render_template(
        "teaching/give.html",
        group=group,
        people=members_of(db(), group_id, _MOST_RECEIVERS),
        shelves=shelves(offered(), chosen),
        chosen=chosen,
        markets=[(market.name, market.title.in_(language())) for market in content().markets.values()],
        zone=person().time_zone,
        fresh=request.form.get("id") or uuid4(),
        sent=request.form,
        errors=errors,
        most=MOST_CLAIMS,
    )


@bp.get("/assignments/<uuid:assignment_id>")
def assignment(assignment_id: UUID) -> str:
    """Show how far everybody is with one assignment."""
    found = led_assignment(db(), assignment_id, leader().id)
    if found is None:
        raise NotFound(f"There is no assignment {assignment_id} here.")
    pages = paging(member_count(db(), found.group_id) if found.group_id else 1)
    return render_template(
        "teaching/assignment.html", page=_page(found, pages.size, pages.offset), pages=pages, told=told()
    )


def _page(found: Assignment, size: int, offset: int) -> WorkPage:
    heads = claim_heads([found.id])[found.id]
    people = receivers_of(db(), found, size, offset)
    cells = {(one.person_id, one.n): one for one in results_of(db(), [found.id], [one.id for one in people])}
    return WorkPage(
        id=found.id,
        title=found.title,
        group_id=found.group_id,
        opens_at=found.opens_at,
        due_at=found.due_at,
        is_same=found.seeds == SeedPolicy.SAME.value,
        is_withdrawn=found.withdrawn_at is not None,
        claims=heads,
        rows=tuple(
            PersonRow(
                id=one.id,
                name=one.name,
                marks=tuple(mark_of(cells.get((one.id, claim.n)), found.due_at) for claim in heads),
            )
            for one in people
        ),
    )


def claim_heads(assignments: Sequence[UUID]) -> Mapping[UUID, tuple[ClaimHead, ...]]:
    """Return the claims of those assignments, by assignment; two statements however many there are."""
    of = scenarios_of(db(), assignments)
    read = promised([one.body_hash for held in of.values() for one in held])
    known = content().markets
    return {
        name: tuple(
            ClaimHead(
                n=one.n,
                title=read[one.body_hash].title.in_(language()),
                level=read[one.body_hash].level,
                market=known[one.market].title.in_(language()) if one.market in known else "",
            )
            for one in held
        )
        for name, held in of.items()
    }


@bp.post("/assignments/<uuid:assignment_id>/withdraw")
def take_back(assignment_id: UUID) -> Response:
    """Offer the work no longer."""
    found = led_assignment(db(), assignment_id, leader().id)
    withdraw(db(), assignment_id, leader_id=leader().id, now=now())
    done("withdrawn")
    where = (
        url_for("teaching.show", group_id=found.group_id) if found and found.group_id else url_for("teaching.groups")
    )
    return redirect(where, 303)
