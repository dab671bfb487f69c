"""Working on claims: taking one up, acting on it, undoing, closing. One call is one short write.

A call reads the person's own item and its log, ends that read, folds and scores, and only then begins to write.
UNIQUE(item, n) makes sure that of two calls at once only one goes through.
"""

from simulator.services.shifts.stored import stored
from simulator.services.shifts.taking_up import (
    AlreadyOnDesk,
    Promised,
    begin_shift,
    bodies_of,
    finish_decided,
    put_on_desk,
    take_up,
)
from simulator.services.shifts.working import (
    Desk,
    ShiftIsOver,
    Stale,
    act,
    close,
    desk_of,
    determinations,
    foreseen,
    if_answered,
    undo,
    wait,
)

__all__ = [
    "AlreadyOnDesk",
    "Desk",
    "Promised",
    "ShiftIsOver",
    "Stale",
    "act",
    "begin_shift",
    "bodies_of",
    "close",
    "desk_of",
    "determinations",
    "finish_decided",
    "foreseen",
    "if_answered",
    "put_on_desk",
    "stored",
    "take_up",
    "undo",
    "wait",
]
