"""``python -m tests.benchmarks``: measures what the project promises to be quick at, and prints it beside its budget.

On request only; the tests hold no clock. ``--rounds`` says how often each thing is done. The crowd is a load of its
own, which comes only where it is asked for (``--part crowd``).
"""

import argparse
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import structlog

from simulator.authoring.parse import read_scenarios
from simulator.generation.content import Content
from simulator.paths import scenarios_folder
from tests.benchmarks import content, crowd, house
from tests.benchmarks.report import Figure, table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="how often each thing is done (300)")
    parser.add_argument(
        "--part", choices=["content", "house", "crowd"], help="only the pure rooms, only the server, or a crowd on it"
    )
    parser.add_argument("--people", type=int, default=200, help="of the crowd (200)")
    parser.add_argument("--seconds", type=float, default=60, help="for which the crowd works, twice (60)")
    parser.add_argument("--silent", type=int, default=200, help="connections that say nothing the second time (200)")
    chosen = parser.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    print(f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {platform.machine()}, {_processor()}\n")
    if chosen.part == "crowd":
        with tempfile.TemporaryDirectory() as folder:
            print(crowd.told(chosen.people, chosen.seconds, chosen.silent, Path(folder)))
        return
    print(table(_figures(chosen.part, chosen.rounds)))


def _figures(part: str | None, rounds: int) -> list[Figure]:
    ready, scenarios = Content.read(scenarios_folder()), read_scenarios(scenarios_folder() / "library")
    measured = []
    if part != "house":
        measured += content.figures(ready, scenarios, rounds)
    if part != "content":
        with tempfile.TemporaryDirectory() as folder:
            measured += house.figures(ready, scenarios, rounds, Path(folder))
    return measured


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else "unknown processor"


if __name__ == "__main__":
    main()
