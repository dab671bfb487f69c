"""The papers on a desk: what has arrived, in the order in which it lies in the file."""

from simulator.domain.claim import ClaimFile
from simulator.domain.papers import Paper


def on_file(file: ClaimFile) -> tuple[Paper, ...]:
    """Return the papers that have arrived, in the order of arrival."""
    arrived = [paper for paper in file.papers if paper.received_at <= file.as_of]
    return tuple(sorted(arrived, key=lambda paper: paper.received_at))
