"""An exercise: a scenario and a seed made into a claim file that can be worked on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from simulator.domain.answers import Correspondence
from simulator.domain.claim import ClaimFile
from simulator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on the claim before the trainee took it up."""

    at: datetime
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """An error that was planted in papers or record: the complication, what it is about, and the places it changed."""

    name: str
    about: str
    pins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What one person works on. ``kind`` is the kind of loss shown beside the number; ``holders`` names each party.

    ``file`` is the file as it is taken up; what comes when papers are asked for waits in ``correspondence``.

    ``planted`` are the errors in papers and record: for checks alone, unseen by trainee and engine.

    ``versions`` name what it was made with (engine, faker, form, guide, scenario, world), so that it can be explained
    later. Nothing here tells the outcome.
    """

    scenario: str
    seed: int
    file: ClaimFile
    kind: Text
    holders: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    correspondence: Correspondence = field(default_factory=Correspondence)
    planted: tuple[Planted, ...] = ()
