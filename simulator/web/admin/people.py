"""The list of people and one person's page, ready for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from simulator.errors import NotFound
from simulator.persistence.audit import AuditFilter, acts
from simulator.persistence.password_links import open_link_of
from simulator.persistence.people import (
    GIVEN,
    Listed,
    PeopleFilter,
    Person,
    people_count,
    people_listed,
    sign_ins_of,
)
from simulator.web.admin.acts import ActRow, act_rows
from simulator.web.admin.paging import SIZE, Pages, pages_of
from simulator.web.admin.words import ROLE_HINTS, ROLES, role_words
from simulator.web.context import db, now
from simulator.web.filters import moment

LATEST = 10
STATES: Mapping[str, bool | None] = {"": None, "open": True, "closed": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person in the list."""

    href: str
    name: str
    email: str
    roles: str
    active: bool
    signed_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The list of people with what it is filtered by."""

    rows: tuple[PersonRow, ...]
    count: int
    words: str
    role: str
    state: str
    roles: tuple[tuple[str, str], ...]
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTick:
    """A role that can be ticked."""

    value: str
    words: str
    hint: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person; ``link`` is the one that was just made and is shown this once, ``link_until`` when one ends."""

    id: UUID
    name: str
    email: str
    active: bool
    since: str
    roles: str
    ticks: tuple[RoleTick, ...]
    sign_ins: int
    link: str
    link_until: str
    acts: tuple[ActRow, ...]
    audit_href: str


def people_page(words: str, role: str, state: str, wanted: int) -> PeoplePage:
    """Return the page of the list that is wanted; three statements however many people there are."""
    kept = next((one for one in GIVEN if one.value == role), None)
    state = state if state in STATES else ""
    words = " ".join(words.split())[:254]
    found = PeopleFilter(words=words, role=kept, active=STATES[state])
    count = people_count(db(), found)
    fields: dict[str, Any] = {"q": words or None, "role": kept.value if kept else None, "state": state or None}
    pages = pages_of(wanted, count, lambda n: url_for("admin.show_people", page=n if n > 1 else None, **fields))
    return PeoplePage(
        rows=tuple(map(_row, people_listed(db(), found, now=now(), limit=SIZE, offset=pages.offset))),
        count=count,
        words=words,
        role=kept.value if kept else "",
        state=state,
        roles=tuple((one.value, str(said)) for one, said in ROLES.items()),
        pages=pages,
    )


def _row(listed: Listed) -> PersonRow:
    return PersonRow(
        href=url_for("admin.show_person", person_id=listed.id),
        name=listed.name,
        email=listed.email,
        roles=role_words(listed.roles),
        active=listed.active,
        signed_in=moment(listed.signed_in_at) if listed.signed_in_at else "",
    )


def role_ticks(ticked: Sequence[str]) -> tuple[RoleTick, ...]:
    """Return the roles to tick, those of *ticked* ticked."""
    return tuple(
        RoleTick(value=role.value, words=str(said), hint=str(ROLE_HINTS[role]), ticked=role.value in ticked)
        for role, said in ROLES.items()
    )


def found_person(person_id: UUID) -> Person:
    """Return the person of that id.

    Raises:
        NotFound: Nobody is under it.
    """
    found = db().get(Person, person_id)
    if found is None:
        raise NotFound("Nobody is under that id.")
    return found


def person_page(person: Person, link: str = "") -> PersonPage:
    """Return the page of *person*, with *link* where one was just made."""
    waiting = open_link_of(db(), person.id, now())
    return PersonPage(
        id=person.id,
        name=person.name,
        email=person.email,
        active=person.active,
        since=moment(person.created_at),
        roles=role_words(person.roles),
        ticks=role_ticks([role.value for role in person.roles]),
        sign_ins=sign_ins_of(db(), person.id, now()),
        link=link if waiting else "",
        link_until=moment(waiting.ends_at) if waiting else "",
        acts=act_rows(acts(db(), AuditFilter(person_id=person.id), limit=LATEST)),
        audit_href=url_for("admin.audit", who=person.email),
    )
