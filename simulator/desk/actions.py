"""Actions: one entry of the log of an item, and the words it may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ActionKind(StrEnum):
    """What a person can do with a claim file."""

    TAKE_UP = "take_up"
    OPEN = "open"
    PIN = "pin"
    UNPIN = "unpin"
    TIE = "tie"
    FLAG = "flag"
    UNFLAG = "unflag"
    CITE = "cite"
    UNCITE = "uncite"
    DRAFT = "draft"
    NOTE = "note"
    DECIDE = "decide"
    UNDO = "undo"
    CLOSE = "close"
    SET_ASIDE = "set_aside"
    WAIT = "wait"
    REMIND = "remind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The *n*-th act on an item, counted from 1, and what it needs to be played again."""

    n: int
    at: datetime
    kind: ActionKind
    data: Mapping[str, object] = field(default_factory=dict)


Act = tuple[ActionKind, Mapping[str, object]]
"""An act that has no number yet."""


def numbered(acts: list[Act], *, after: int, at: datetime) -> tuple[Action, ...]:
    """Return *acts* as the actions that follow the one numbered *after*."""
    return tuple(Action(n=n, at=at, kind=kind, data=data) for n, (kind, data) in enumerate(acts, start=after + 1))
