"""The state of the desk: what a log of actions has led to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from simulator.desk.actions import Action
from simulator.domain.decision import Decision


class Status(StrEnum):
    """Where an item stands: a decided one can be undone, a closed one cannot."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the file."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """What the desk looks like after the last action.

    ``opened`` are paper ids in the order in which they were first opened and ``current`` the one on top. ``draft`` is
    the decision form as typed, field by field, never interpreted. ``sent`` is the decision while it stands.
    ``position`` is the number of the last action: the revision of the item. ``spent`` are the minutes of work after
    each of ``actions``.
    """

    position: int = 0
    status: Status = Status.OPEN
    opened: tuple[str, ...] = ()
    current: str = ""
    pins: tuple[str, ...] = ()
    ties: Mapping[str, str] = field(default_factory=dict)
    cites: tuple[str, ...] = ()
    draft: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    work_minutes: int = 0
    spent: tuple[int, ...] = ()
    is_set_aside: bool = False
    sent: Decision | None = None
    changed_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    actions: tuple[Action, ...] = ()
