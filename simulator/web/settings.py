"""Settings: language, theme, density, keys, time zone, password."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.domain.text import LANGUAGES
from simulator.errors import Invalid
from simulator.persistence.people import sign_ins_of
from simulator.services.people import LONGEST_PASSWORD, SHORTEST_PASSWORD, change_password
from simulator.services.sessions import token_hash
from simulator.services.settings import DENSITIES, THEMES, Settings, change_settings, time_zones
from simulator.web.auth import confirm_own_password, own_token
from simulator.web.context import content, db, now, person
from simulator.web.language import keep_cookie, language, remember
from simulator.web.layout import THEME_COOKIE

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
def show() -> str:
    """Show the settings."""
    return _page({}, saved=session.pop("saved", ""))


@bp.post("")
def save() -> Response | tuple[str, int]:
    """Keep the settings, and come back to the page in its new look."""
    sent = request.form
    settings = Settings(
        language=sent.get("language", ""),
        theme=sent.get("theme", ""),
        density=sent.get("density", ""),
        single_keys=sent.get("single_keys") == "yes",
        time_zone=sent.get("time_zone", ""),
        market=sent.get("market", ""),
    )
    try:
        change_settings(db(), person(), settings, markets=content().markets.keys(), now=now())
    except Invalid:
        return _page({"settings": _("Choose one of the values offered.")}), 422
    session["saved"] = "settings"
    response = remember(redirect(url_for("settings.show"), 303), settings.language)
    keep_cookie(response, THEME_COOKIE, settings.theme)
    return response


@bp.post("/password")
def save_password() -> Response | tuple[str, int]:
    """Change the password; every other sign-in ends."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        return _page({"new": _("Choose a password of at least %(count)s characters.", count=SHORTEST_PASSWORD)}), 422
    if confirm_own_password(old) is None:
        return _page({"old": _("This is not your present password.")}), 422
    change_password(db(), person(), new, keep=token_hash(own_token()), now=now())
    session["saved"] = "password"
    return redirect(url_for("settings.show"), 303)


def _page(errors: dict[str, str], saved: str = "") -> str:
    return render_template(
        "settings/settings.html",
        person=person(),
        language_now=person().language or language(),
        languages=LANGUAGES,
        themes=THEMES,
        densities=DENSITIES,
        time_zones=time_zones(),
        markets=[(market.name, market.title.in_(language())) for market in content().markets.values()],
        sign_ins=sign_ins_of(db(), person().id, now()),
        errors=errors,
        saved=saved,
    )
