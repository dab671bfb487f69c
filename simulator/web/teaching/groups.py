"""The groups that an instructor leads, and one of them with the work that was given out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid
from simulator.persistence.assignments import Assignment, progress_of, work_count, work_of_group
from simulator.persistence.groups import Group, Led, group_count, groups_led, member_count
from simulator.persistence.people import Person, people_by_id
from simulator.services.groups import LONGEST_NAME, create_group, rename_group
from simulator.web.context import db, now
from simulator.web.teaching.room import (
    Paging,
    bp,
    done,
    form_id,
    group_here,
    instructor,
    leader,
    paging,
    told,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """Work given out: to whom, when, and how much of it is closed and begun."""

    id: UUID
    title: str
    to: str
    opens_at: datetime
    due_at: datetime | None
    is_open: bool
    is_over: bool
    claims: int
    closed: int
    begun: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHead:
    """What stands over every page of a group."""

    id: UUID
    name: str
    members: int
    here: str
    told: str


def head(group: Group, here: str) -> GroupHead:
    """Return what stands over the page *here* of a group."""
    return GroupHead(id=group.id, name=group.name, members=member_count(db(), group.id), here=here, told=told())


@bp.get("/groups")
def groups() -> str:
    """List the groups that the instructor leads."""
    return _list("", "")


def _list(error: str, name: str) -> str:
    person = instructor()
    pages = paging(group_count(db(), person.id))
    led: Sequence[Led] = groups_led(db(), person.id, pages.size, pages.offset)
    return render_template(
        "teaching/groups.html", groups=led, pages=pages, error=error, name=name, fresh=uuid4(), longest=LONGEST_NAME
    )


@bp.post("/groups")
def create() -> Response | tuple[str, int]:
    """Make a group and go to its people."""
    person, name = instructor(), request.form.get("name", "")
    try:
        group_id = create_group(db(), name, leader_id=person.id, group_id=form_id(), now=now())
    except Invalid:
        return _list(name_error(), name[: 2 * LONGEST_NAME]), 422
    return redirect(url_for("teaching.members", group_id=group_id), 303)


def name_error() -> str:
    """Say what a name must be."""
    return str(_("Give the group a name of at most %(most)s characters.", most=LONGEST_NAME))


@bp.post("/groups/<uuid:group_id>/rename")
def rename(group_id: UUID) -> Response:
    """Give the group another name; one that cannot be used changes nothing."""
    rename_group(db(), group_id, request.form.get("name", ""), leader_id=leader().id, now=now())
    done("renamed")
    return redirect(url_for("teaching.members", group_id=group_id), 303)


@bp.get("/groups/<uuid:group_id>")
def show(group_id: UUID) -> str:
    """Show the work that was given out, with how far it has come."""
    group, person = group_here(group_id), leader()
    pages = paging(work_count(db(), group_id, person.id))
    given = work_of_group(db(), group_id, person.id, pages.size, pages.offset)
    over = head(group, "work")
    return render_template("teaching/group.html", head=over, rows=work_rows(given, over.members), pages=pages)


def work_rows(given: Sequence[Assignment], members: int) -> tuple[WorkRow, ...]:
    """Return rows of work, with how much of all the claims in it is begun and closed."""
    progress = progress_of(db(), [one.id for one in given])
    people = people_by_id(db(), [one.person_id for one in given if one.person_id])
    return tuple(_row(one, progress[one.id], people, members) for one in given)


def _row(one: Assignment, so_far: tuple[int, int, int], people: dict[UUID, Person], members: int) -> WorkRow:
    claims, begun, closed = so_far
    alone = people.get(one.person_id) if one.person_id else None
    return WorkRow(
        id=one.id,
        title=one.title,
        to=alone.name if alone else str(_("The whole group")),
        opens_at=one.opens_at,
        due_at=one.due_at,
        is_open=one.opens_at <= now(),
        is_over=one.due_at is not None and one.due_at < now(),
        claims=claims * (1 if alone else members),
        closed=closed,
        begun=begun,
    )


__all__ = ["GroupHead", "Paging", "head", "work_rows"]
