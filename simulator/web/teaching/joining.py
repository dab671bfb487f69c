"""The page behind an invitation: a new trainee makes an account, one who has an account joins with it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid
from simulator.persistence.groups import Invitation, group_invited_into
from simulator.persistence.people import Role
from simulator.services import sessions
from simulator.services.invitations import Closed, ForAnother, HasAccount, Newcomer, checked, join_as, join_as_new
from simulator.services.people import LONGEST_PASSWORD, SHORTEST_PASSWORD
from simulator.services.sessions import token_hash
from simulator.web.auth import begin
from simulator.web.context import db, house, now, person_or_none, public
from simulator.web.language import language
from simulator.web.teaching.room import bp, done

_LONGEST_TOKEN = 80


@bp.get("/join/<token>")
@public
def join(token: str) -> str | tuple[str, int]:
    """Show what the invitation is for, or say plainly why it works no longer."""
    return _page(token, {})


@bp.post("/join/<token>")
@public
def send_join(token: str) -> Response | str | tuple[str, int]:
    """Join: as who is signed in, or with a new account."""
    person = person_or_none()
    try:
        if person is not None:
            join_as(db(), token, person, now=now())
            return _joined(token)
        return _as_new(token)
    except Closed:
        db().rollback()
        return _page(token, {})
    except ForAnother:
        return _page(token, {"email": _("This invitation is for another address.")}, 422)


def _joined(token: str) -> Response:
    found = group_invited_into(db(), token_hash(token))
    done("joined", name=found[1] if found else "")
    return redirect(url_for("teaching.assigned"), 303)


def _as_new(token: str) -> Response | str | tuple[str, int]:
    sent = request.form
    email, name, password = sent.get("email", "")[:300], sent.get("name", "")[:300], sent.get("password", "")
    if errors := _errors(email, name, password):
        return _page(token, errors, 422)
    try:
        join_as_new(db(), token, email=email, name=name, password=password, now=now(), language=language())
    except HasAccount:
        return _page(
            token, {"email": _("This address has an account already. Sign in first, then open the link again.")}, 422
        )
    key, address = house().config.secret_key, request.remote_addr or ""
    begun = sessions.sign_in(db(), email, password, address=address, key=key, now=now())
    return begin(begun) if begun else redirect(url_for("auth.sign_in"), 303)


def _errors(email: str, name: str, password: str) -> dict[str, str]:
    errors = {}
    if not name.strip():
        errors["name"] = _("Type your name.")
    try:
        checked(Newcomer(email=email, name=name if name.strip() else "-"))
    except Invalid:
        errors["email"] = _("Type your e-mail address, for example tess@example.com.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        errors["password"] = _("Choose a password of at least %(count)s characters.", count=SHORTEST_PASSWORD)
    return errors


def _page(token: str, errors: dict[str, str], status: int = 200) -> str | tuple[str, int]:
    found = group_invited_into(db(), token_hash(token)) if len(token) <= _LONGEST_TOKEN else None
    invitation = found[0] if found else None
    if reason := _why_not(invitation):
        words, code = reason
        return render_template("teaching/join_closed.html", words=words), code
    assert found is not None
    person = person_or_none()
    page = render_template(
        "teaching/join.html",
        group=found[1],
        invitation=found[0],
        person=person,
        is_trainee=person is not None and Role.TRAINEE in person.roles,
        is_other=person is not None and found[0].email not in ("", person.email),
        here=url_for("teaching.join", token=token),
        errors=errors,
        sent=request.form,
        shortest=SHORTEST_PASSWORD,
    )
    return (page, status) if status != 200 else page


def _why_not(invitation: Invitation | None) -> tuple[str, int] | None:
    """Return why an invitation does not work, and the status of that answer."""
    if invitation is None:
        return str(_("There is no such invitation. Check that you copied the whole link.")), 404
    if invitation.used_at is not None:
        return str(_("This invitation was used already: each works once. If it was you, sign in.")), 410
    if invitation.revoked_at is not None:
        return str(_("This invitation was withdrawn. Ask your instructor for a new one.")), 410
    if invitation.ends_at <= now():
        return str(_("This invitation has run out. Ask your instructor for a new one.")), 410
    return None
