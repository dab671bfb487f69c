"""Proving: a run of the checks over many seeds, a slice at a time.

A slice is worked off by whoever asks for progress (a page that polls, a form that is posted, a command), and what came
of it is stored before the next begins. So a run needs no thread and no queue of ours, survives a process that is
killed, and goes on in any other; of two that work on the same slice one is dropped. The checks depend on nothing but
the text, the edition and the seed: a text is proved once, whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.authoring.checks import Failure, Verdict, check
from simulator.authoring.drafts import apart
from simulator.authoring.trials import tried
from simulator.domain.scenario import Scenario
from simulator.errors import InvalidContent, NotFound
from simulator.json_codec import from_plain, to_plain
from simulator.persistence.content import content_hash, keep, kept
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.persistence.scenarios import CheckRun, RunState, run_for, run_of
from simulator.phrases import packed, unpacked
from simulator.services.audit import note
from simulator.services.scenarios.stock import Stock, need_instructor, text_in_force

log = structlog.get_logger()
LEAST_SEEDS = 100
SLICE = 20
_ROBOT_SEEDS = range(1, 4)
_MOST_KEPT = 40
_WORDS = ("message", "about", "fix")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come. ``failed`` counts failures, ``failures`` are the first of them; ``robots`` are means of
    100 and come with the last slice, where nothing failed."""

    id: UUID
    state: RunState
    seeds: int
    done: int
    failed: int
    failures: tuple[Failure, ...]
    dispositions: Mapping[str, int]
    robots: Mapping[str, int]

    @property
    def is_running(self) -> bool:
        """Tell whether there is more to do."""
        return self.state is RunState.RUNNING

    @property
    def by_check(self) -> Mapping[str, int]:
        """How many of the kept failures each check has."""
        return Counter(one.check for one in self.failures)


def start_check(
    session: Session,
    scenario_id: str,
    *,
    person: Person,
    stock: Stock,
    now: datetime,
    seeds: int = LEAST_SEEDS,
) -> UUID:
    """Begin the checks of the text that stands, over at least *seeds*, and return the run; one that there is goes on.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario.
        InvalidContent: It is no scenario yet; every problem is listed.
    """
    need_instructor(person)
    text = text_in_force(session, scenario_id, stock)
    before = run_for(session, content_hash(text), stock.edition, seeds)
    session.commit()
    if before is not None:
        return before.id
    own_id = "" if scenario_id in stock.built_in else scenario_id
    if problems := stock.read(text, own_id, content=apart(stock.content)).problems:
        raise InvalidContent(problems)
    row = {"id": uuid4(), "edition": stock.edition, "seeds": seeds, "started_at": now, "moved_at": now}
    try:
        with writing(session):
            (text_hash,) = keep(session, text)
            session.execute(insert(CheckRun), {**row, "text_hash": text_hash, "started_by": person.id})
            note(session, "check_started", person_id=person.id, now=now, subject=scenario_id)
    except IntegrityError:
        return _other(session, content_hash(text), stock.edition, seeds)
    return row["id"]  # type: ignore[return-value]  # the row holds several kinds


def _other(session: Session, text_hash: str, edition: str, seeds: int) -> UUID:
    """Return the run that somebody else began at the same moment."""
    run = run_for(session, text_hash, edition, seeds)
    session.commit()
    if run is None:
        raise NotFound("The run of the checks is gone. Start it again.")
    return run.id


def progress(session: Session, run_id: UUID, *, person: Person) -> Progress:
    """Return how far a run has come; nothing is worked off.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such run.
    """
    need_instructor(person)
    run = run_of(session, run_id)
    session.commit()
    if run is None:
        raise NotFound(f"There is no run {run_id}.")
    return told(run)


def advance(
    session: Session, run_id: UUID, *, person: Person, stock: Stock, now: datetime, slice_of: int = SLICE
) -> Progress:
    """Work off the next *slice_of* seeds of a run, in each market, store what came of them, and return the progress.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such run.
    """
    before = progress(session, run_id, person=person)
    if not before.is_running:
        return before
    scenario = _scenario(session, run_id, stock)
    seeds = range(before.done + 1, min(before.done + slice_of, before.seeds) + 1)
    content = apart(stock.content)
    verdict = check(scenario, content, seeds)
    is_over = seeds[-1] >= before.seeds or any(one.check == "names" for one in verdict.failures)
    is_passed = is_over and verdict.passed and not before.failed
    trial = tried(scenario, content, stock.weights, _ROBOT_SEEDS) if is_passed else None
    robots = {name: round(mean) for name, mean in trial.robots.items()} if trial is not None else {}
    state = RunState.RUNNING if not is_over else RunState.PASSED if is_passed else RunState.FAILED
    values = {**_added(before, verdict), "done": seeds[-1], "robots": robots, "state": state.value, "moved_at": now}
    _store(session, run_id, before, {**values, "finished_at": now if is_over else None})
    return progress(session, run_id, person=person)


def _scenario(session: Session, run_id: UUID, stock: Stock) -> Scenario:
    run = run_of(session, run_id)
    text = kept(session, run.text_hash)[run.text_hash] if run is not None else ""
    session.commit()
    read = stock.read(text, content=apart(stock.content))
    if read.scenario is None:
        raise InvalidContent(read.problems)
    return read.scenario


def _added(before: Progress, verdict: Verdict) -> dict[str, object]:
    """Return what the run knows once this slice is added."""
    failures = [_stored(one) for one in (*before.failures, *verdict.failures)[:_MOST_KEPT]]
    dispositions = Counter(before.dispositions) + Counter(verdict.dispositions)
    return {
        "failed": before.failed + len(verdict.failures),
        "failures": failures,
        "dispositions": dict(sorted(dispositions.items())),
    }


def _store(session: Session, run_id: UUID, before: Progress, values: Mapping[str, object]) -> None:
    """Store a slice, unless somebody else has stored it: theirs is the same."""
    where = (CheckRun.id == run_id, CheckRun.done == before.done, CheckRun.state == RunState.RUNNING.value)
    with writing(session):
        session.execute(update(CheckRun).where(*where).values(**values).execution_options(synchronize_session=False))
    log.info("checked", run=str(run_id), done=values["done"], state=values["state"])


def _stored(failure: Failure) -> dict[str, object]:
    """Return a failure as it is stored: its words as phrases, so that each reader is told in the own language."""
    return {**to_plain(failure), "said": {name: packed(getattr(failure, name)) for name in _WORDS}}


def _failure(stored: Mapping[str, Any]) -> Failure:
    failure = from_plain(Failure, {name: value for name, value in stored.items() if name != "said"})
    words: Any = {name: unpacked(text) for name, text in stored.get("said", {}).items()}
    return replace(failure, **words)


def told(run: CheckRun) -> Progress:
    """Return a stored run as progress."""
    return Progress(
        id=run.id,
        state=RunState(run.state),
        seeds=run.seeds,
        done=run.done,
        failed=run.failed,
        failures=tuple(_failure(one) for one in run.failures),
        dispositions=run.dispositions,
        robots=run.robots,
    )
