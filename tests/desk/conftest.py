"""A motor claim to work on, as the generator would build it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator.desk.actions import Action, ActionKind, numbered
from simulator.domain.exercise import Exercise
from simulator.json_codec import from_json

MONDAY = datetime(2026, 3, 30, 8, 0)


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    return from_json(Exercise, Path(__file__).with_name("motor_claim.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def log() -> Callable[..., tuple[Action, ...]]:
    """Return a log that begins with taking the claim up, then each (kind, data) a minute apart."""

    def write(*acts: tuple[str, dict[str, object]]) -> tuple[Action, ...]:
        every = [(ActionKind.TAKE_UP, {}), *((ActionKind(kind), data) for kind, data in acts)]
        actions = numbered(list(every), after=0, at=MONDAY)
        return tuple(
            Action(n=action.n, at=MONDAY + timedelta(minutes=action.n), kind=action.kind, data=action.data)
            for action in actions
        )

    return write
