"""Files that appear whole or not at all: a working folder beside their place, and the step into it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from simulator.errors import Conflict

_WORK = ".simulator-work-"


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Give a folder of one's own in *beside*, gone at the end; what a killed process left there goes at the start.

    Whoever works in a folder holds its lock. A folder gets the name that is swept only once it is held.
    """
    _sweep(beside)
    fresh = Path(mkdtemp(prefix=".simulator-new-", dir=beside))
    held = os.open(fresh, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    work = fresh.rename(beside / fresh.name.replace(".simulator-new-", _WORK))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(held)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_WORK}*"):
        with suppress(OSError):
            held = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(held)


def put(file: Path, place: Path, *, force: bool) -> None:
    """Move the finished *file* to its *place* in one step, over what is there only by *force*.

    Raises:
        Conflict: Something is there.
    """
    make_durable(file)
    if force:
        file.replace(place)
    else:
        try:
            os.link(file, place)
        except FileExistsError as error:
            raise is_there(place) from error
        except OSError:
            if place.exists():
                raise is_there(place) from None
            file.rename(place)
    make_durable(place.parent)


def is_there(place: Path) -> Conflict:
    """Return the error of who would overwrite."""
    return Conflict(f"{place} is there already. Name another file, or overwrite it with --force.")


def make_durable(path: Path) -> None:
    """Have the system write the file or folder down, so that it outlives a power cut."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_secret(file: Path, text: str) -> None:
    """Write a new file that its owner alone can read."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    make_durable(file)
