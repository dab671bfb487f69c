"""The audit list: who did what to whom and when, as rows of a page and of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from simulator.persistence.audit import Acted, AuditFilter, acts, all_acts, audit_count
from simulator.persistence.people import Person, people_by_id, person_by_email
from simulator.web.admin.paging import SIZE, Pages, pages_of
from simulator.web.admin.words import ACTS, act_words
from simulator.web.context import db
from simulator.web.filters import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One act; the addresses are empty where it was nobody with an account."""

    at: str
    act: str
    who: str
    who_href: str
    whom: str
    whom_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """The audit list with what it is filtered by; ``is_nobody`` where nobody has the address that was typed."""

    rows: tuple[ActRow, ...]
    count: int
    who: str
    act: str
    is_nobody: bool
    acts: tuple[tuple[str, str], ...]
    pages: Pages
    csv_href: str


def audit_page(who: str, act: str, wanted: int) -> AuditPage:
    """Return the page of the list that is wanted; the statements do not grow with its rows."""
    who, act = who.strip().lower()[:254], act if act in ACTS else ""
    person = person_by_email(db(), who) if who else None
    is_nobody = bool(who) and person is None
    kept = AuditFilter(person_id=person.id if person else None, act=act)
    count = 0 if is_nobody else audit_count(db(), kept)
    fields: dict[str, Any] = {"who": who or None, "act": act or None}
    pages = pages_of(wanted, count, lambda n: url_for("admin.audit", page=n if n > 1 else None, **fields))
    return AuditPage(
        rows=act_rows(acts(db(), kept, limit=SIZE, offset=pages.offset)) if count else (),
        count=count,
        who=who,
        act=act,
        is_nobody=is_nobody,
        acts=tuple(sorted(((name, str(words)) for name, words in ACTS.items()), key=lambda one: one[1])),
        pages=pages,
        csv_href=url_for("admin.audit_csv", **fields),
    )


def act_rows(acted: Sequence[Acted]) -> tuple[ActRow, ...]:
    """Return those acts as rows, everybody's name looked up in one statement."""
    people = people_by_id(db(), _ids(acted))
    return tuple(_row(one, people) for one in acted)


def _row(acted: Acted, people: dict[UUID, Person]) -> ActRow:
    subject = _id(acted.subject)
    who, whom = people.get(acted.person_id or UUID(int=0)), people.get(subject or UUID(int=0))
    return ActRow(
        at=moment(acted.at),
        act=act_words(acted.act),
        who=who.name if who else _("The installation"),
        who_href=url_for("admin.show_person", person_id=who.id) if who else "",
        whom=whom.name if whom else acted.subject,
        whom_href=url_for("admin.show_person", person_id=whom.id) if whom else "",
    )


def audit_rows(who: str, act: str) -> Iterator[tuple[str, ...]]:
    """Give the audit list as rows of a file, its head first: moments in UTC, people by name and address."""
    yield ("at", "by", "by_email", "act", "act_in_words", "to", "to_email")
    person = person_by_email(db(), who) if who.strip() else None
    if who.strip() and person is None:
        return
    for part in all_acts(db(), AuditFilter(person_id=person.id if person else None, act=act if act in ACTS else "")):
        people = people_by_id(db(), _ids(part))
        yield from (_file_row(one, people) for one in part)


def _file_row(acted: Acted, people: dict[UUID, Person]) -> tuple[str, ...]:
    who = people.get(acted.person_id or UUID(int=0))
    whom = people.get(_id(acted.subject) or UUID(int=0))
    return (
        f"{acted.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        who.name if who else "",
        who.email if who else "",
        acted.act,
        act_words(acted.act),
        whom.name if whom else acted.subject,
        whom.email if whom else "",
    )


def _ids(acted: Sequence[Acted]) -> Iterator[UUID]:
    for one in acted:
        yield from filter(None, (one.person_id, _id(one.subject)))


def _id(subject: str) -> UUID | None:
    """Return the id that comes last in *subject*; where somebody is meant, it is theirs."""
    try:
        return UUID(subject.rpartition(" ")[2])
    except ValueError:
        return None
