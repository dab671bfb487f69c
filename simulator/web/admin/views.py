"""What the administrator's pages answer to. Every view of this blueprint is for administrators alone."""

import secrets
from itertools import chain
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, session, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from simulator.errors import Conflict, NotAllowed
from simulator.persistence.people import Role
from simulator.services import people, sessions
from simulator.services.password_links import issue_link
from simulator.services.people import LastAdministrator, add_person
from simulator.web.admin.acts import audit_page, audit_rows
from simulator.web.admin.adding import Adding, adding_from, no_role, roles_from, taken
from simulator.web.admin.health import health_page
from simulator.web.admin.people import found_person, people_page, person_page
from simulator.web.context import db, now
from simulator.web.context import person as own_person
from simulator.web.spreadsheets import BYTE_ORDER_MARK, csv_lines

bp = Blueprint("admin", __name__, url_prefix="/admin")
_LINK, _SAID = "admin_link", "admin_said"
"""What the next page shows once: the link that was made, what was done."""


@bp.before_request
def require_administrator() -> None:
    """Let nobody in who is no administrator.

    Raises:
        NotAllowed: Whoever it is has another role.
    """
    if Role.ADMINISTRATOR not in own_person().roles:
        raise NotAllowed("Only administrators look after people.")


@bp.get("/people")
def show_people() -> str:
    """Show the list of people."""
    asked = request.args
    page = people_page(asked.get("q", ""), asked.get("role", ""), asked.get("state", ""), _wanted_page())
    return render_template("admin/people.html", page=page)


@bp.get("/people/new")
def new_person() -> str:
    """Show the form for a new account."""
    return render_template("admin/new.html", typed=Adding())


@bp.post("/people/new")
def add() -> AnyResponse | tuple[str, int]:
    """Make an account that nobody can open yet, and a link by which its owner chooses the password."""
    typed = adding_from(request.form)
    if typed.errors:
        return render_template("admin/new.html", typed=typed), 422
    try:
        made = add_person(
            db(),
            typed.email,
            typed.name,
            secrets.token_urlsafe(32),
            roles_from(request.form),
            now=now(),
            language=typed.language,
            by=own_person().id,
        )
    except Conflict:
        return render_template("admin/new.html", typed=taken(typed)), 409
    _keep_link(issue_link(db(), made.id, by=own_person().id, now=now()))
    return _to(made.id, "added")


@bp.get("/people/<uuid:person_id>")
def show_person(person_id: UUID) -> str:
    """Show one person; a link that was just made is shown this once."""
    found = found_person(person_id)
    link, said = session.pop(_LINK, ""), session.pop(_SAID, "")
    return render_template("admin/person.html", page=person_page(found, link), said=said, error="")


@bp.post("/people/<uuid:person_id>/roles")
def change_roles(person_id: UUID) -> AnyResponse | tuple[str, int]:
    """Give the person the roles that were ticked."""
    found_person(person_id)
    roles = roles_from(request.form)
    if not roles:
        return _refused(person_id, no_role(), 422)
    try:
        people.change_roles(db(), person_id, roles, by=own_person().id, now=now())
    except LastAdministrator:
        return _refused(person_id, _last(), 409)
    return _to(person_id, "roles")


@bp.post("/people/<uuid:person_id>/link")
def make_link(person_id: UUID) -> AnyResponse | tuple[str, int]:
    """Make a link by which the person chooses a new password."""
    if not found_person(person_id).active:
        return _refused(person_id, _("The account is closed: open it first."), 409)
    _keep_link(issue_link(db(), person_id, by=own_person().id, now=now()))
    return _to(person_id, "link")


@bp.post("/people/<uuid:person_id>/close")
def close(person_id: UUID) -> AnyResponse | tuple[str, int]:
    """Close the account and end its sign-ins."""
    try:
        people.deactivate(db(), person_id, by=own_person().id, now=now())
    except LastAdministrator:
        return _refused(person_id, _last(), 409)
    return _to(person_id, "closed")


@bp.post("/people/<uuid:person_id>/open")
def reopen(person_id: UUID) -> AnyResponse:
    """Open the account again."""
    people.reactivate(db(), person_id, by=own_person().id, now=now())
    return _to(person_id, "opened")


@bp.post("/people/<uuid:person_id>/sign-out")
def sign_out(person_id: UUID) -> AnyResponse:
    """End every sign-in of the person."""
    sessions.end_sign_ins(db(), found_person(person_id).id, by=own_person().id, now=now())
    return _to(person_id, "signed_out")


@bp.get("/audit")
def audit() -> str:
    """Show who did what to whom, the newest first."""
    page = audit_page(request.args.get("who", ""), request.args.get("act", ""), _wanted_page())
    return render_template("admin/audit.html", page=page)


@bp.get("/audit.csv")
def audit_csv() -> Response:
    """Give the audit list, filtered as the page is, as a file for spreadsheets."""
    rows = audit_rows(request.args.get("who", ""), request.args.get("act", ""))
    lines = chain((BYTE_ORDER_MARK,), csv_lines(rows))
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-{now():%Y-%m-%d}.csv"'
    return answer


@bp.get("/health")
def health() -> str:
    """Show how the installation stands."""
    return render_template("admin/health.html", page=health_page())


def _wanted_page() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def _keep_link(token: str) -> None:
    session[_LINK] = url_for("passwords.show", token=token, _external=True)


def _to(person_id: UUID, said: str) -> AnyResponse:
    """Go to the page of the person, which says once what was done."""
    session[_SAID] = said
    return redirect(url_for("admin.show_person", person_id=person_id), 303)


def _refused(person_id: UUID, error: str, status: int) -> tuple[str, int]:
    page = person_page(found_person(person_id))
    return render_template("admin/person.html", page=page, said="", error=error), status


def _last() -> str:
    return str(
        _("Nothing was changed: this is the last administrator who may sign in. Give the role to somebody else first.")
    )
