"""Carrying scenarios between installations: a zip out, a zip in, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.authoring.archive import Packed, packed, unpacked
from simulator.authoring.drafts import apart
from simulator.authoring.shelf import Card
from simulator.errors import Conflict, Invalid, InvalidContent, NotFound, Problem, SimulatorError
from simulator.json_codec import from_plain
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.persistence.scenarios import Origin, StoredScenario, cards_of, newest_texts, rows_of, sound_texts
from simulator.phrases import phrase
from simulator.services.audit import note
from simulator.services.scenarios.rows import drafted, move
from simulator.services.scenarios.stock import Stock, need_instructor


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What a zip brings, by file name: scenarios new here, new drafts of scenarios that are, and what is the same."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def export(session: Session, *, person: Person, stock: Stock, scenarios: Collection[str] | None = None) -> bytes:
    """Return a zip with the text of those *scenarios*, shipped or written here; of all written here by default.

    Whatever it holds can be imported: of a draft with problems the newest version goes out, if there is one.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario.
        Invalid: They are more than one zip may hold, or there is nothing to carry.
    """
    need_instructor(person)
    found = dict(sound_texts(session, scenarios))
    here = cards_of(session, found if scenarios is None else scenarios)
    titles = {name: from_plain(Card, card).named("en") for name, card in here.items()}
    session.commit()
    for scenario_id in scenarios or ():
        if scenario_id not in found:
            if scenario_id not in stock.built_in:
                raise _missing(scenario_id, here)
            shipped = stock.built_in[scenario_id]
            found[scenario_id], titles[scenario_id] = stock.text_of(shipped), shipped.title.en
    return packed({name: (titles[name], text) for name, text in found.items()})


def _missing(scenario_id: str, here: Collection[str]) -> SimulatorError:
    if scenario_id in here:
        return Invalid(
            phrase("The draft %(id)s has problems, and no version was published. Mend it first.", id=scenario_id)
        )
    return NotFound(f"There is no scenario {scenario_id}.")


def import_zip(
    session: Session, zipped: bytes, *, person: Person, stock: Stock, now: datetime, dry_run: bool = False
) -> Arrivals:
    """Bring the scenarios of a zip in as drafts, all of them or none, and return what came; nothing on a *dry_run*.

    One that is here already becomes a new draft of it; a draft that somebody is writing is never overwritten.

    Raises:
        NotAllowed: The person is no instructor.
        Invalid: It is no zip, is damaged, or is too large.
        InvalidContent: Something in it cannot come in; every problem has its file and line.
        Conflict: Somebody has changed one of them meanwhile; nothing was written.
    """
    need_instructor(person)
    came = unpacked(zipped, content=apart(stock.content), skills=stock.skills)
    ids = [_id(one) for one in came]
    here = {row.id: row for row in rows_of(session, ids)}
    texts = newest_texts(session, ids)
    session.commit()
    if problems := [problem for one in came if (problem := _refusal(one, here, texts, stock))]:
        raise InvalidContent(problems)
    same = [one for one in came if _text(one) == texts.get(_id(one), _shipped_text(one, stock))]
    changed = [one for one in came if _id(one) in here and one not in same]
    new = [one for one in came if _id(one) not in here and one not in same]
    if not dry_run and (new or changed):
        _write(session, new, changed, here, person, now)
    return Arrivals(new=_names(new), changed=_names(changed), same=_names(same))


def _shipped_text(one: Packed, stock: Stock) -> str | None:
    """Return the text under the same id that shipped, if there is one."""
    shipped = stock.built_in.get(_id(one))
    return stock.text_of(shipped) if shipped is not None else None


def _refusal(one: Packed, here: Mapping[str, StoredScenario], texts: Mapping[str, str], stock: Stock) -> Problem | None:
    """Return why a scenario cannot come in, None if it can."""
    row, text = here.get(_id(one)), _text(one)
    if _id(one) in stock.built_in and text != _shipped_text(one, stock):
        return _problem(one, phrase("this id belongs to a scenario that shipped"), phrase("give it an id of its own"))
    if row is None or text == texts.get(row.id):
        return None
    if row.draft is not None:
        fix = phrase("publish that or give it up, then import again")
        return _problem(one, phrase("a draft of it is being written here"), fix)
    if row.retired_at is not None:
        return _problem(one, phrase("it is retired here"), phrase("restore it, then import again"))
    return None


def _write(
    session: Session,
    new: Collection[Packed],
    changed: Collection[Packed],
    here: Mapping[str, StoredScenario],
    person: Person,
    now: datetime,
) -> None:
    revisions = {name: row.revision for name, row in here.items()}
    try:
        with writing(session):
            for one in new:
                session.execute(insert(StoredScenario), _row(one, person, now))
            for one in changed:
                move(session, _id(one), revisions[_id(one)], drafted(one.draft, person, now))
            for one in (*new, *changed):
                note(session, "scenario_imported", person_id=person.id, now=now, subject=_id(one))
    except IntegrityError as error:
        said = phrase("One of these scenarios has come in meanwhile. Look at the library and try again.")
        raise Conflict(said) from error


def _row(one: Packed, person: Person, now: datetime) -> dict[str, object]:
    return {
        "id": _id(one),
        "origin": Origin.IMPORT.value,
        "came_from": one.name[:160],
        "created_at": now,
        "created_by": person.id,
        "revision": 1,
        "version": 0,
        **drafted(one.draft, person, now),
    }


def _id(one: Packed) -> str:
    return one.draft.scenario.id if one.draft.scenario is not None else ""


def _text(one: Packed) -> str:
    return one.draft.text


def _names(packs: Collection[Packed]) -> tuple[str, ...]:
    return tuple(one.name for one in packs)


def _problem(one: Packed, message: str, fix: str) -> Problem:
    return Problem(file=one.name, line=1, key="id", message=message, fix=fix)
