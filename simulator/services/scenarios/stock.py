"""What the services of scenarios work with: content, the scenarios that shipped, the names of skills, the weights."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from simulator import __version__
from simulator.authoring.drafts import FILE, ReadDraft, read_draft
from simulator.authoring.shelf import Card
from simulator.domain.scenario import Scenario
from simulator.errors import NotAllowed, NotFound
from simulator.generation import Content
from simulator.json_codec import from_json, from_plain
from simulator.persistence.content import kept
from simulator.persistence.people import Person, Role
from simulator.persistence.scenarios import newest_bodies, newest_texts
from simulator.scoring.weights import Weights

_MOST_READ = 2_000
_read: dict[str, Scenario] = {}
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Everything that stays while the process lives. ``folder`` holds the library that ``shipped`` was read from."""

    content: Content
    shipped: tuple[Scenario, ...]
    folder: Path
    skills: tuple[str, ...]
    weights: Weights

    @cached_property
    def edition(self) -> str:
        """The name of the forms, guides and software by which scenarios are judged here."""
        parts = (__version__, *sorted(self.content.library.texts), *sorted(self.content.markets))
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    @cached_property
    def built_in(self) -> Mapping[str, Scenario]:
        """The scenarios that shipped, by id."""
        return {one.id: one for one in self.shipped}

    def text_of(self, scenario: Scenario) -> str:
        """Return the text of a scenario that shipped."""
        return (self.folder / scenario.file).read_text("utf-8")

    def read(
        self,
        text: str,
        scenario_id: str = "",
        *,
        content: Content | None = None,
        before: object = None,
        file: str = FILE,
    ) -> ReadDraft:
        """Return a draft as it is read here; *before* is the stored card to keep while it is no YAML."""
        card = from_plain(Card, before) if before else None
        return read_draft(
            text, scenario_id=scenario_id, content=content or self.content, skills=self.skills, before=card, file=file
        )


def need_instructor(person: Person) -> None:
    """Raise NotAllowed unless the person is an instructor: the library is shared among them."""
    if Role.INSTRUCTOR not in person.roles or not person.active:
        raise NotAllowed("Scenarios are for instructors.")


def in_use(session: Session, stock: Stock) -> tuple[Scenario, ...]:
    """Return what practice may serve: all that shipped, and the newest version of what was published here.

    What is retired, and what is only a draft, is not among them.
    """
    names = newest_bodies(session)
    return (*stock.shipped, *bodies(session, tuple(names.values())).values())


def promised(session: Session, scenarios: Sequence[str], stock: Stock) -> tuple[Scenario, ...]:
    """Return those scenarios as they are in use now, in the order asked for, to be given out.

    Raises:
        NotFound: One of them is not in use: there is none, it is retired, or nothing of it was published.
    """
    names = newest_bodies(session, scenarios)
    written = bodies(session, tuple(names.values()))
    known = {**stock.built_in, **{name: written[body] for name, body in names.items() if body in written}}
    for scenario_id in scenarios:
        if scenario_id not in known:
            raise NotFound(f"The scenario {scenario_id} is not in use.")
    return tuple(known[scenario_id] for scenario_id in scenarios)


def bodies(session: Session, hashes: tuple[str, ...]) -> Mapping[str, Scenario]:
    """Return published scenarios by the hash of what was read of them; one query for those not in memory.

    One that this edition of the software cannot read any more is left out.
    """
    found = {name: known for name in hashes if (known := _read.get(name)) is not None}
    missing = [name for name in hashes if name not in found]
    for name, body in (kept(session, *missing) if missing else {}).items():
        try:
            found[name] = _read[name] = from_json(Scenario, body)
        except ValueError as error:
            log.warning("unreadable_scenario", body=name, why=type(error).__name__)
    if len(_read) > _MOST_READ:
        _read.clear()
    return {name: found[name] for name in hashes if name in found}


def text_in_force(session: Session, scenario_id: str, stock: Stock) -> str:
    """Return the text that an author reads of a scenario: the draft, else the newest version, else the shipped file.

    Raises:
        NotFound: There is no such scenario.
    """
    texts = newest_texts(session, (scenario_id,))
    if scenario_id in texts:
        return texts[scenario_id]
    if scenario_id in stock.built_in:
        return stock.text_of(stock.built_in[scenario_id])
    raise NotFound(f"There is no scenario {scenario_id}.")
