"""``simulator cases``: determination cases run against the engine, a line each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.coverage.cases import Outcome, run_cases
from simulator.errors import SimulatorError


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
def cases(files: tuple[Path, ...]) -> None:
    """Run determination cases and show what differs.

    FILES hold cases with what they expect. A line for each case, the differences under a failure. Exit codes: 0 all
    came out, 1 some did not, 2 a file is not written as cases must be (file, line and fix on standard error).
    """
    failed = total = 0
    for at, path in enumerate(files, 1):
        if len(files) > 1:
            click.echo(f"[{at}/{len(files)}] {path}", err=True)
        for outcome in _outcomes(path):
            total += 1
            failed += not outcome.passed
            _show(outcome)
    click.echo(f"{total} cases, {failed} failed" if failed else f"{total} cases, all as expected")
    sys.exit(1 if failed else 0)


def _outcomes(path: Path) -> tuple[Outcome, ...]:
    try:
        return run_cases(path)
    except SimulatorError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _show(outcome: Outcome) -> None:
    click.echo(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.case.name}")
    for difference in outcome.differences:
        click.echo(f"     {difference}")
    if not outcome.passed:
        click.echo(f"     at {outcome.case.file}:{outcome.case.at}")
