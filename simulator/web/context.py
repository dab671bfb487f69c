"""What belongs to one request: its moment, its person, its database session, the content, the language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from simulator.authoring.parse import read_scenarios
from simulator.config import Config
from simulator.domain.scenario import Scenario
from simulator.errors import NotAllowed
from simulator.generation.content import Content
from simulator.paths import scenarios_folder
from simulator.persistence.engine import sessions
from simulator.persistence.people import Person, Role
from simulator.practice import skills
from simulator.practice.skills import SkillsMap
from simulator.scoring import weights
from simulator.services.assessments import Standards
from simulator.services.scenarios import Stock
from simulator.strict_yaml import keeping

V = TypeVar("V", bound=Callable[..., object])


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(kw_only=True)
class House:
    """What lasts as long as the process: configuration, engine, clock and content.

    ``clocks_kept_at``: when this process last ended the sittings and erased the candidates whose time had come.
    """

    config: Config
    engine: Engine
    clock: Callable[[], datetime] = _utc
    folder: Path = field(default_factory=scenarios_folder)
    clocks_kept_at: datetime | None = None

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        """The maker of database sessions."""
        return sessions(self.engine)

    @cached_property
    def content(self) -> Content:
        """Forms, guides and markets, read once a process and composed once an edition."""
        with keeping(self.config.data / "content.json"):
            return Content.read(self.folder)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the library, read once."""
        with keeping(self.config.data / "scenarios.json"):
            return read_scenarios(self.folder / "library")

    @cached_property
    def skills(self) -> SkillsMap:
        """The map of skills, read once."""
        return skills.load((self.folder / "skills.yaml").read_text("utf-8"))

    @cached_property
    def standards(self) -> Standards:
        """What the services of assessments work with."""
        return Standards(stock=self.stock, skills=self.skills, folder=self.folder)

    @cached_property
    def stock(self) -> Stock:
        """What the services of scenarios work with."""
        return Stock(
            content=self.content,
            shipped=self.scenarios,
            folder=self.folder,
            skills=tuple(skill.id for skill in self.skills.skills),
            weights=weights.load((self.folder / "scoring.yaml").read_text("utf-8")),
        )


def house() -> House:
    """Return what lasts as long as the process."""
    return cast("House", current_app.extensions["simulator"])


def db() -> Session:
    """Return the database session of this request; it is closed when the request ends."""
    if "db" not in g:
        g.db = house().sessions()
    return cast("Session", g.db)


def now() -> datetime:
    """Return the moment of this request, one for all that it does."""
    if "now" not in g:
        g.now = house().clock()
    return cast("datetime", g.now)


def content() -> Content:
    """Return the content of this installation."""
    return house().content


def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios of this installation."""
    return house().scenarios


def stock() -> Stock:
    """Return what the services of scenarios work with in this installation."""
    return house().stock


def person() -> Person:
    """Return the person who is signed in. Only for views that are not public."""
    return cast("Person", current_user.person)


def person_or_none() -> Person | None:
    """Return the person who is signed in, if anybody is."""
    return cast("Person", current_user.person) if current_user.is_authenticated else None


def trainee() -> Person:
    """Return the person who is signed in, for views of the desk.

    Raises:
        NotAllowed: Whoever it is does not train.
    """
    found = person()
    if Role.TRAINEE not in found.roles:
        raise NotAllowed("Only trainees have a desk.")
    return found


def public(view: V) -> V:
    """Mark a view that needs no sign-in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def close_session(_error: BaseException | None = None) -> None:
    """Close the database session of the request, taking back what was not committed."""
    if (session := g.pop("db", None)) is not None:
        session.close()
