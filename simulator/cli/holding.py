"""Who uses a data folder: servers side by side, or one restore alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import Conflict

_FILE = "in_use"


def hold(folder: Path) -> int:
    """Hold *folder* as a server does, for as long as this process or one forked from it lives; return what holds it.

    Raises:
        Conflict: A restore has it for itself.
    """
    return _held(folder, fcntl.LOCK_SH, f"A backup is being restored into {folder}. Start again once that is done.")


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Hold *folder* alone for a while.

    Raises:
        Conflict: A server, or another restore, uses it.
    """
    told = f"A server runs on {folder}, or another restore does. End it (Ctrl+C where it was started), then restore."
    opened = _held(folder, fcntl.LOCK_EX, told)
    try:
        yield
    finally:
        os.close(opened)


def _held(folder: Path, kind: int, refusal: str) -> int:
    opened = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(opened)
        raise Conflict(refusal) from error
    return opened
