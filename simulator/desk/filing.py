"""The papers on a desk: what has arrived, in the order in which it lies in the file."""

from collections.abc import Container

from simulator.domain.claim import ClaimFile
from simulator.domain.papers import Paper


def on_file(file: ClaimFile) -> tuple[Paper, ...]:
    """Return the papers that have arrived, in the order of arrival."""
    arrived = [paper for paper in file.papers if paper.received_at <= file.as_of]
    return tuple(sorted(arrived, key=lambda paper: paper.received_at))


def free_id(name: str, taken: Container[str]) -> str:
    """Return *name*, or with the first number that makes it one of its own."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
