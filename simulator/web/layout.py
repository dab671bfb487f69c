"""What stands around every page: the bar, the theme, the language link, the account."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from simulator.domain.text import LANGUAGES
from simulator.persistence.people import Person, Role
from simulator.web.context import person_or_none
from simulator.web.language import language, say
from simulator.web.looks import look

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
_UNDER = {"candidates": "assessments"}
"""Rooms without a link of their own, by the one under which they are found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the bar."""

    label: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The frame of a page."""

    language: str
    other_language: str
    other_language_href: str
    theme: str
    density: str
    keys: str
    links: tuple[Link, ...]
    person: Person | None


def layout() -> Layout:
    """Return the frame of this page."""
    person = person_or_none()
    other = next(code for code in LANGUAGES if code != language())
    return Layout(
        language=language(),
        other_language=other,
        other_language_href=url_for("language.choose", code=other, next=_here()),
        theme=look()[1] or (person.theme if person else _theme_cookie()),
        density=person.density if person else "compact",
        keys="on" if person is None or person.single_keys else "off",
        links=_links(person),
        person=person,
    )


def _here() -> str:
    """Return the address to come back to; a page that was posted to has none, so its own address without a query."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _theme_cookie() -> str:
    cookie = request.cookies.get(THEME_COOKIE, "")
    return cookie if cookie in THEMES else "auto"


def _home(person: Person) -> str:
    return str(_("Home") if person.has_account else _("Your sitting"))


def _links(person: Person | None) -> tuple[Link, ...]:
    """Return the links of the bar; Help is always last."""
    places = [(_home(person), "home.show"), (_("Wordings"), "wordings.index")] if person else []
    if person and Role.INSTRUCTOR in person.roles:
        places[1:1] = [(_("Groups"), "teaching.groups"), (_("Scenarios"), "library.index")]
    if person and Role.HIRING_MANAGER in person.roles:
        places.insert(1, (_("Assessments"), "assessments.index"))
    if person and Role.ADMINISTRATOR in person.roles:
        places.append((_("Administration"), "admin.show_people"))
    places.append((_("Help"), "help.index"))
    return tuple(_link(label, endpoint) for label, endpoint in places if endpoint in current_app.view_functions)


def _link(label: str, endpoint: str) -> Link:
    room = endpoint.partition(".")[0]
    here = _UNDER.get(request.blueprint or "", request.blueprint)
    return Link(label=label, href=url_for(endpoint), is_here=here == room)


def static_url(path: str) -> str:
    """Return the address of a static file, with its version, so that browsers may keep it for good."""
    return url_for("static", filename=path, v=_version(current_app.static_folder or "", path))


@cache
def _version(folder: str, path: str) -> str:
    return hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]


def register(app: Flask) -> None:
    """Give the templates of *app* the frame, the addresses of static files and words in the language of the page."""

    def around() -> dict[str, Any]:
        return {"layout": layout(), "static_url": static_url}

    app.context_processor(around)
    app.jinja_env.globals["_"] = say
