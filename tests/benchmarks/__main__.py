"""``python -m tests.benchmarks``: measures what the project promises to be quick at, and prints it beside its budget.

On request only; the tests hold no clock. ``--rounds`` says how often each thing is done.
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
from tests.benchmarks import content, house
from tests.benchmarks.report import table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="how often each thing is done (300)")
    parser.add_argument("--part", choices=["content", "house"], help="only the pure rooms, or only the server")
    chosen = parser.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    ready, scenarios = Content.read(scenarios_folder()), read_scenarios(scenarios_folder() / "library")
    measured = []
    if chosen.part != "house":
        measured += content.figures(ready, scenarios, chosen.rounds)
    if chosen.part != "content":
        with tempfile.TemporaryDirectory() as folder:
            measured += house.figures(ready, scenarios, chosen.rounds, Path(folder))
    print(f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {platform.machine()}, {_processor()}\n")
    print(table(measured))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else "unknown processor"


if __name__ == "__main__":
    main()
