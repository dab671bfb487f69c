"""A small installation to write scenarios in: one form, one scenario that shipped, and instructors."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from simulator.authoring.parse import read_scenarios
from simulator.generation import Content
from simulator.paths import scenarios_folder
from simulator.persistence.people import Person, Role
from simulator.scoring.weights import load
from simulator.services import scenarios
from simulator.services.scenarios import Stock

TESTS = Path(__file__).parents[2]
SHIPPED = "33333333-3333-4333-8333-333333333333"
TEXT = """\
id: {id}
title: {{en: A bicycle the day after, et: Jalgratas päev hiljem}}
teaches: [coverage.policy_period]
level: {level}
form: bicycle
market: [ee]
case: {{target: {{provision: in_force, side: {side}, near: line}}}}
expect: {{disposition: {expect}}}
debrief: {{en: Cover had ended., et: Kaitse oli lõppenud.}}
"""

GUIDE = """\
guide: standard
market: ee
currency: EUR
title: {en: Standard, et: Tavaline}
in_use: {from: 2026-01-01, to: 2099-12-31}
precedence:
- {stage: in_force, kinds: [in_force], ends: yes, text: {en: The period first., et: Esmalt periood.}}
- {stage: event, kinds: [eligibility, waiting_period, insured_event], ends: yes, text: {en: The event., et: Juhtum.}}
- {stage: duties, kinds: [exclusion, condition, misrepresentation], text: {en: Then the rest., et: Siis muu.}}
authority:
  measure: {sum: [paid_before, payable, held_back]}
  may_pay: {trainee: 90000}
  may_refuse: {trainee: 90000}
  text: {en: You may pay all., et: Sina võid maksta kõik.}
queues:
  supervisor: {en: Supervisor, et: Juhendaja}
"""


def _text_of(scenario_id: str, *, side: str = "outside", expect: str = "reject", level: int = 1) -> str:
    return TEXT.format(id=scenario_id, side=side, expect=expect, level=level)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    folder = tmp_path_factory.mktemp("scenarios")
    for name in ("markets", "guides", "forms/bicycle", "library/bicycle"):
        (folder / name).mkdir(parents=True)
    shutil.copy(scenarios_folder() / "markets" / "ee.yaml", folder / "markets")
    shutil.copy(TESTS / "generation" / "bicycle.yaml", folder / "forms" / "bicycle" / "ee-2026-01.yaml")
    (folder / "guides" / "ee-standard.yaml").write_text(GUIDE, "utf-8")
    (folder / "library" / "bicycle" / "day_after.yaml").write_text(_text_of(SHIPPED), "utf-8")
    return Stock(
        content=Content.read(folder),
        shipped=read_scenarios(folder / "library"),
        folder=folder,
        skills=("reading", "coverage", "settling"),
        weights=load((scenarios_folder() / "scoring.yaml").read_text("utf-8")),
    )


@pytest.fixture
def text_of() -> Callable[..., str]:
    """Return the text of a scenario: ``text_of(id, side="inside", expect="approve", level=2)``."""
    return _text_of


@pytest.fixture
def shipped() -> str:
    """The id of the scenario that shipped."""
    return SHIPPED


@pytest.fixture
def ines(people: dict[str, Person]) -> Person:
    return people["ines"]


@pytest.fixture
def ivar(session: Session, people: dict[str, Person], now: datetime) -> Person:
    """Another instructor."""
    person = Person(
        email="ivar@example.com",
        name="Ivar Mets",
        password_hash=people["ines"].password_hash,
        created_at=now,
        roles_text=Role.INSTRUCTOR.value,
    )
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def begun(session: Session, ines: Person, stock: Stock, now: datetime) -> Callable[..., str]:
    """Begin a draft of Ines: ``begun(side="inside")``."""

    def begin(**more: Any) -> str:
        new = uuid4()
        return scenarios.begin_from_text(
            session, _text_of(str(new), **more), name="day_after.yaml", person=ines, stock=stock, now=now, new_id=new
        )

    return begin


@pytest.fixture
def prove(session: Session, ines: Person, stock: Stock, now: datetime) -> Callable[..., scenarios.Progress]:
    """Check the text that stands to the end: ``prove(scenario_id)``."""

    def proved(scenario_id: str, seeds: int = 100) -> scenarios.Progress:
        run = scenarios.start_check(session, scenario_id, person=ines, stock=stock, now=now, seeds=seeds)
        found = scenarios.progress(session, run, person=ines)
        while found.is_running:
            found = scenarios.advance(session, run, person=ines, stock=stock, now=now, slice_of=50)
        return found

    return proved


@pytest.fixture
def publish(
    session: Session, ines: Person, stock: Stock, now: datetime, prove: Callable[..., Any]
) -> Callable[..., int]:
    """Prove and publish the draft that stands: ``publish(scenario_id)``."""

    def published(scenario_id: str) -> int:
        prove(scenario_id)
        revision = scenarios.editing(session, scenario_id, person=ines, stock=stock).revision
        return scenarios.publish(
            session, scenario_id, revision=revision, person=ines, stock=stock, now=now, why="Ready"
        )

    return published
