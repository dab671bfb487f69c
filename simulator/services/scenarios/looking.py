"""Looking: the library as one list, and what comes out of a scenario at a seed before anybody works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from simulator.authoring.drafts import apart
from simulator.authoring.outcomes import Outcome, outcome_at
from simulator.authoring.shelf import Card, Entry, Proof, State, Wanted, card_of, counted, found
from simulator.errors import InvalidContent
from simulator.json_codec import from_plain
from simulator.persistence.people import Person
from simulator.persistence.scenarios import Authored, RunState, authored, plays
from simulator.services.scenarios.stock import Stock, need_instructor, text_in_force

PAGE = 25
_PROOFS = {RunState.PASSED: Proof.PASSED, RunState.FAILED: Proof.FAILED, RunState.RUNNING: Proof.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One page of the library. ``count`` fit, of ``whole``; ``choices`` count what each filter would find."""

    entries: tuple[Entry, ...]
    count: int
    whole: int
    page: int
    pages: int
    choices: Mapping[str, Mapping[str, int]]


def shelf(
    session: Session, wanted: Wanted, *, person: Person, stock: Stock, language: str, page: int = 1, size: int = PAGE
) -> Shelf:
    """Return a page of the library, shipped and written here together; two statements, however many there are.

    Raises:
        NotAllowed: The person is no instructor.
    """
    need_instructor(person)
    entries = (*_shipped(stock), *(_entry(row) for row in authored(session, stock.edition)))
    fitting = found(entries, wanted, language=language)
    pages = max(1, -(-len(fitting) // size))
    at = min(max(1, page), pages)
    shown = fitting[(at - 1) * size : at * size]
    played = plays(session, [one.id for one in shown])
    session.commit()
    return Shelf(
        entries=tuple(
            replace(one, plays=played[one.id].claims, mean=played[one.id].mean) if one.id in played else one
            for one in shown
        ),
        count=len(fitting),
        whole=len(entries),
        page=at,
        pages=pages,
        choices=counted(entries),
    )


def _shipped(stock: Stock) -> tuple[Entry, ...]:
    """Return what shipped; its checks passed when it was built, over more seeds than publishing asks for."""
    return tuple(
        Entry(id=one.id, card=card_of(one), state=State.BUILT_IN, proof=Proof.PASSED, version=1)
        for one in stock.shipped
    )


def _entry(row: Authored) -> Entry:
    return Entry(
        id=row.id,
        card=from_plain(Card, row.card),
        state=_state(row),
        proof=_proof(row),
        version=row.version,
        has_draft=row.has_draft,
        problems=row.problems,
        changed_at=row.changed_at,
    )


def _state(row: Authored) -> State:
    if row.retired_at is not None:
        return State.RETIRED
    return State.PUBLISHED if row.version else State.DRAFT


def _proof(row: Authored) -> Proof:
    if not row.has_draft:
        return Proof.PASSED
    if row.problems:
        return Proof.PROBLEMS
    return _PROOFS[RunState(row.run)] if row.run is not None else Proof.UNCHECKED


def preview(session: Session, scenario_id: str, seed: int, *, market: str, person: Person, stock: Stock) -> Outcome:
    """Return what comes out of any scenario at a seed, by the text that stands; a draft as it was saved.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario or market.
        InvalidContent: It is no scenario yet; every problem is listed.
        Unreachable: Nothing can be built at that seed.
    """
    need_instructor(person)
    text = text_in_force(session, scenario_id, stock)
    session.commit()
    return preview_of(text, seed, market=market, stock=stock)


def preview_of(text: str, seed: int, *, market: str, stock: Stock) -> Outcome:
    """Return what comes out of *text* at a seed, whether it is saved or not.

    Raises:
        InvalidContent: It is no scenario yet; every problem is listed.
        SimulatorError: Nothing can be built at that seed.
    """
    content = apart(stock.content)
    read = stock.read(text, content=content)
    if read.scenario is None or read.problems:
        raise InvalidContent(read.problems)
    return outcome_at(read.scenario, seed, market=market or read.scenario.markets[0], content=content)
