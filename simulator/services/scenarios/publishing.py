"""Publishing: a draft becomes a version that never changes, if its checks passed; retiring and restoring."""

from __future__ import annotations

import difflib
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.authoring.drafts import apart
from simulator.domain.scenario import Scenario
from simulator.errors import Conflict, Invalid, InvalidContent, NotFound
from simulator.json_codec import to_json
from simulator.persistence.content import content_hash, keep
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.persistence.scenarios import (
    CheckRun,
    RunState,
    ScenarioVersion,
    StoredScenario,
    Version,
    run_for,
    text_of_version,
    versions_of,
)
from simulator.phrases import phrase
from simulator.services.audit import note
from simulator.services.scenarios.proving import LEAST_SEEDS, Progress, told
from simulator.services.scenarios.rows import NO_DRAFT, move, row_of, stale
from simulator.services.scenarios.stock import Stock, need_instructor, text_in_force

_LONGEST_NOTE = 400


class Unproved(Invalid):
    """The checks of this very text have not passed; ``progress`` is the run, None where none was begun."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        super().__init__(_why(progress))


def _why(progress: Progress | None) -> str:
    if progress is None:
        return f"This text was not checked over {LEAST_SEEDS} seeds yet. Run the checks, then publish."
    if progress.is_running:
        return f"The checks have come to seed {progress.done} of {progress.seeds}. Let them finish, then publish."
    first = progress.failures[0]
    places = f" Look at {', '.join(first.pins)}." if first.pins else ""
    return f"This cannot be published: {first}.{places} Mend it and run the checks again."


def publish(
    session: Session, scenario_id: str, *, revision: int, person: Person, stock: Stock, now: datetime, why: str = ""
) -> int:
    """Make the draft the next version and return its number; work under way keeps the version that it was given.

    *why* is the note for the history. A second click finds it published.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here.
        StaleDraft: Somebody else has saved meanwhile.
        InvalidContent: It is no scenario yet; every problem is listed.
        Unproved: Its checks over at least 100 seeds have not passed, for this very text.
        Conflict: It is retired, or there is nothing new to publish.
    """
    need_instructor(person)
    row = row_of(session, scenario_id)
    if row.draft is None:
        return _published_before(session, row, revision, person)
    if row.revision != revision:
        raise stale(session, scenario_id)
    if row.retired_at is not None:
        raise Conflict(phrase("This scenario is retired. Restore it before you publish it."))
    scenario, run = _proved(session, row, stock)
    text, n = row.draft, row.version + 1
    version = {"scenario_id": scenario_id, "n": n, "run_id": run.id, "note": " ".join(why.split())[:_LONGEST_NOTE]}
    try:
        with writing(session):
            text_hash, body_hash = keep(session, text, to_json(scenario))
            move(session, scenario_id, revision, {**NO_DRAFT, "version": n, "changed_at": now})
            by = {"text_hash": text_hash, "body_hash": body_hash, "published_at": now, "published_by": person.id}
            session.execute(insert(ScenarioVersion), {**version, **by})
            note(session, "scenario_published", person_id=person.id, now=now, subject=f"{scenario_id} {n}")
    except IntegrityError as error:
        raise stale(session, scenario_id) from error
    return n


def _proved(session: Session, row: StoredScenario, stock: Stock) -> tuple[Scenario, CheckRun]:
    """Return the scenario of a draft whose checks have passed, and their run; end the read."""
    text = row.draft or ""
    read = stock.read(text, row.id, content=apart(stock.content))
    if read.scenario is None or read.problems:
        raise InvalidContent(read.problems)
    run = run_for(session, content_hash(text), stock.edition, LEAST_SEEDS)
    newest = versions_of(session, row.id)[:1]
    session.commit()
    if newest and newest[0].text_hash == content_hash(text):
        raise Conflict(phrase("This is version %(n)s, word for word. There is nothing new to publish.", n=row.version))
    if run is None or run.state != RunState.PASSED.value:
        raise Unproved(told(run) if run is not None else None)
    return read.scenario, run


def _published_before(session: Session, row: StoredScenario, revision: int, person: Person) -> int:
    """Return the version that a click before this one has published."""
    newest = versions_of(session, row.id)[:1]
    session.commit()
    if row.revision == revision + 1 and newest and newest[0].by == person.name:
        return newest[0].n
    if row.revision != revision:
        raise stale(session, row.id)
    raise Conflict(phrase("There is no draft to publish."))


def retire(session: Session, scenario_id: str, *, person: Person, now: datetime) -> None:
    """Take a scenario out of use: practice serves it no more, what was given out and is under way goes on.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here; one that shipped cannot be retired.
    """
    _set_retired(session, scenario_id, person, now, is_retired=True)


def restore(session: Session, scenario_id: str, *, person: Person, now: datetime) -> None:
    """Bring a retired scenario back into use.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here.
    """
    _set_retired(session, scenario_id, person, now, is_retired=False)


def _set_retired(session: Session, scenario_id: str, person: Person, now: datetime, *, is_retired: bool) -> None:
    need_instructor(person)
    row = row_of(session, scenario_id)
    if (row.retired_at is not None) is is_retired:
        session.commit()
        return
    values = {"retired_at": now, "retired_by": person.id} if is_retired else {"retired_at": None, "retired_by": None}
    act = "scenario_retired" if is_retired else "scenario_restored"
    with writing(session):
        move(session, scenario_id, row.revision, {**values, "changed_at": now})
        note(session, act, person_id=person.id, now=now, subject=scenario_id)


def history(session: Session, scenario_id: str, *, person: Person) -> tuple[Version, ...]:
    """Return the published versions of a scenario written here, the newest first.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here.
    """
    need_instructor(person)
    row_of(session, scenario_id)
    return tuple(versions_of(session, scenario_id))


def difference(
    session: Session, scenario_id: str, *, before: int, after: int | None, person: Person, stock: Stock
) -> tuple[str, ...]:
    """Return the lines of a unified diff from version *before* to version *after*, or to the text that stands now.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario or version.
    """
    need_instructor(person)
    old = _lines(session, scenario_id, before)
    now = text_in_force(session, scenario_id, stock).splitlines()
    new, name = (now, "draft") if after is None else (_lines(session, scenario_id, after), f"version {after}")
    return tuple(difflib.unified_diff(old, new, f"version {before}", name, lineterm=""))


def _lines(session: Session, scenario_id: str, n: int) -> list[str]:
    text = text_of_version(session, scenario_id, n)
    if text is None:
        raise NotFound(f"There is no version {n} of {scenario_id}.")
    return text.splitlines()
