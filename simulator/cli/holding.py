"""Who uses a data folder: servers side by side, or one restore alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.config import DATA_FOLDER
from simulator.errors import Conflict, Misconfigured

_FILE = "in_use"


def hold(folder: Path) -> int:
    """Hold *folder* as a server does, for as long as this process or one forked from it lives; return what holds it.

    Raises:
        Conflict: A restore has it for itself.
        Misconfigured: The folder cannot be held.
    """
    return _held(folder, fcntl.LOCK_SH, f"A backup is being restored into {folder}. Start again once that is done.")


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Hold *folder* alone for a while.

    Raises:
        Conflict: A server, or another restore, uses it.
        Misconfigured: The folder cannot be held.
    """
    told = f"A server runs on {folder}, or another restore does. End it (Ctrl+C where it was started), then restore."
    opened = _held(folder, fcntl.LOCK_EX, told)
    try:
        yield
    finally:
        os.close(opened)


def _held(folder: Path, kind: int, refusal: str) -> int:
    try:
        opened = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Misconfigured(f"{folder} cannot be used for data ({error.strerror}). Set {DATA_FOLDER}.") from error
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except OSError as error:
        os.close(opened)
        if isinstance(error, BlockingIOError):
            raise Conflict(refusal) from error
        told = f"{folder} lies on a disk that cannot lock files ({error.strerror}). Set {DATA_FOLDER} to a local one."
        raise Misconfigured(told) from error
    return opened
