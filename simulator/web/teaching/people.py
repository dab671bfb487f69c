"""The people of a group: members, invitations, and one person with skills and claims."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid, NotFound
from simulator.persistence.groups import (
    Invitation,
    invitation_count,
    invitations_of,
    is_member,
    led_person,
    members_of,
)
from simulator.persistence.people import Person, people_by_id
from simulator.services.groups import add_member, remove_member
from simulator.services.invitations import DAYS_OFFERED, Newcomer, invitation_token, invite, revoke_invitation
from simulator.web.context import db, house, now
from simulator.web.teaching.groups import head
from simulator.web.teaching.member import member_page
from simulator.web.teaching.room import bp, done, form_id, group_here, leader, paging


class State(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """An invitation: for whom, until when, what became of it, and its link while it works."""

    id: UUID
    whom: str
    ends_at: datetime
    state: State
    used_by: str
    link: str


@bp.get("/groups/<uuid:group_id>/people")
def members(group_id: UUID) -> str:
    """List who learns in the group and who is invited."""
    return _page(group_id, {})


@bp.post("/groups/<uuid:group_id>/members")
def add(group_id: UUID) -> Response | tuple[str, int]:
    """Add a trainee who has an account."""
    email = request.form.get("email", "")[:254]
    try:
        person = add_member(db(), group_id, email, leader_id=leader().id, now=now())
    except Invalid:
        return _page(
            group_id, {"email": _("No trainee has an account under that address. Send an invitation link.")}
        ), 422
    done("added", name=person.name)
    return redirect(url_for("teaching.members", group_id=group_id), 303)


@bp.post("/groups/<uuid:group_id>/members/<uuid:person_id>/remove")
def remove(group_id: UUID, person_id: UUID) -> Response:
    """Take somebody out of the group."""
    remove_member(db(), group_id, person_id, leader_id=leader().id, now=now())
    done("removed")
    return redirect(url_for("teaching.members", group_id=group_id), 303)


@bp.post("/groups/<uuid:group_id>/invitations")
def invite_one(group_id: UUID) -> Response | tuple[str, int]:
    """Make a link into the group."""
    sent = request.form
    newcomer = Newcomer(email=sent.get("for_email", "")[:300], name=sent.get("for_name", "")[:200])
    days, key = _days(sent.get("days", "")), house().config.secret_key
    try:
        invite(db(), group_id, newcomer, leader_id=leader().id, invitation_id=form_id(), days=days, key=key, now=now())
    except Invalid:
        words = _("Type a whole e-mail address with a name, or leave both empty for a link that anybody can use once.")
        return _page(group_id, {"for_email": words}), 422
    done("invited")
    return redirect(url_for("teaching.members", group_id=group_id, _anchor="invitations"), 303)


def _days(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


@bp.post("/groups/<uuid:group_id>/invitations/<uuid:invitation_id>/revoke")
def revoke(group_id: UUID, invitation_id: UUID) -> Response:
    """Let a link work no longer."""
    revoke_invitation(db(), invitation_id, group_id, leader_id=leader().id, now=now())
    done("revoked")
    return redirect(url_for("teaching.members", group_id=group_id, _anchor="invitations"), 303)


@bp.get("/groups/<uuid:group_id>/people/<uuid:person_id>")
def member(group_id: UUID, person_id: UUID) -> str:
    """Show one person of the group: skills, and every claim that was worked on."""
    group = group_here(group_id)
    person = led_person(db(), person_id, leader().id)
    if person is None or not is_member(db(), group_id, person_id):
        raise NotFound(f"There is no person {person_id} in this group.")
    return render_template("teaching/member.html", group=group, person=person, page=member_page(person))


def _page(group_id: UUID, errors: dict[str, str]) -> str:
    group = group_here(group_id)
    over = head(group, "people")
    pages = paging(over.members)
    invited = paging(invitation_count(db(), group_id), size=10, name="invitations", anchor="invitations")
    rows = invitations_of(db(), group_id, invited.size, invited.offset)
    used = people_by_id(db(), [one.used_by for one in rows if one.used_by])
    return render_template(
        "teaching/people.html",
        head=over,
        members=members_of(db(), group_id, pages.size, pages.offset),
        pages=pages,
        invitations=[_row(one, used) for one in rows],
        invited=invited,
        days=DAYS_OFFERED,
        fresh=uuid4(),
        errors=errors,
        sent=request.form,
    )


def _row(one: Invitation, used: dict[UUID, Person]) -> InvitationRow:
    state = _state(one)
    by = used.get(one.used_by) if one.used_by else None
    token = invitation_token(house().config.secret_key, one.id)
    return InvitationRow(
        id=one.id,
        whom=f"{one.name}, {one.email}" if one.email else one.name or str(_("Anybody who has the link")),
        ends_at=one.ends_at,
        state=state,
        used_by=by.name if by else "",
        link=url_for("teaching.join", token=token, _external=True) if state is State.OPEN else "",
    )


def _state(one: Invitation) -> State:
    if one.used_at is not None:
        return State.USED
    if one.revoked_at is not None:
        return State.REVOKED
    return State.OPEN if one.ends_at > now() else State.OVER
