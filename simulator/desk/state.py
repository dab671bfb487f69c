"""The state of the desk: what a log of actions has led to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from simulator.desk.actions import Action
from simulator.desk.correspondents import Letter, Pending
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Decision


class Status(StrEnum):
    """Where an item stands: an act that waits for a reply, and a decision, can be undone; a closed one cannot."""

    OPEN = "open"
    WAITING = "waiting"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the file."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An act that was sent: the number of its action, the file as it stood, the papers opened and the work by then."""

    n: int
    decision: Decision
    file: ClaimFile
    opened: tuple[str, ...]
    work_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """What the desk looks like after the last action.

    ``file`` is the claim file as it stands, with what has come since it was taken up. ``acts`` are all acts that were
    sent and not taken back, ``letters`` what went out and came in, ``pending`` the requests without an answer.

    ``opened`` are paper ids in the order in which they were first opened and ``current`` the one on top. ``draft`` is
    the decision form as typed, field by field, never interpreted. ``sent`` is the decision while it stands.
    ``flags`` are the places that were flagged as wrong, on papers (``invoice#total``) or on the record
    (``record#policyholder``). ``position`` is the number of the last action: the revision of the item. ``spent`` are
    the minutes of work after each of ``actions``.
    """

    file: ClaimFile
    position: int = 0
    status: Status = Status.OPEN
    opened: tuple[str, ...] = ()
    current: str = ""
    pins: tuple[str, ...] = ()
    ties: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    draft: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    work_minutes: int = 0
    spent: tuple[int, ...] = ()
    is_set_aside: bool = False
    sent: Decision | None = None
    acts: tuple[Sent, ...] = ()
    letters: tuple[Letter, ...] = ()
    pending: tuple[Pending, ...] = ()
    can_wait: bool = False
    can_undo: bool = False
    changed_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    actions: tuple[Action, ...] = ()
