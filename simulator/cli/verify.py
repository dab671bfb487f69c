"""``simulator verify``: whose export a file is, whether anybody changed it, and whether what it states is so."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from simulator.cli import verify_report, verify_work
from simulator.cli.content import CONTENT
from simulator.config import known_key
from simulator.errors import Invalid
from simulator.json_codec import strictly_plain
from simulator.paths import scenarios_folder
from simulator.scoring.seals import LARGEST, REPORT, Seal, opened, seal_of

SAME, DIFFERS, UNREADABLE = 0, 1, 2
_EXPORT_AGAIN = (
    "Export it again, a record of work from its debrief and a report from its page, and keep the file as it comes."
)
_SEALS: Mapping[Seal | None, str] = {
    Seal.OURS: "Signature: of this installation; nothing was changed since.",
    Seal.CHANGED: "Signature: WRONG. The file was changed after this installation signed it. Do not rely on it. "
    + _EXPORT_AGAIN,
    Seal.ANOTHER: "Signature: of another installation, so it cannot be checked here. Check the file where it was made, "
    "or name that installation's data folder with SIMULATOR_DATA.",
    None: "Signature: cannot be checked, there is no installation here. Name its data folder with SIMULATOR_DATA, or "
    "its key with SIMULATOR_SECRET_KEY.",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@CONTENT
def verify(file: Path, content: Path | None) -> None:
    """Check an exported record of work, or the report of a candidate.

    FILE is what "Signed record" on a debrief gives, or "JSON" on a report. It says whether this installation signed it
    and whether it was changed. The log of a record of work is played and scored again, and the scorecard compared, byte
    for byte; of a report the figures are measured again from the points of its claims. With other versions than then it
    shows both. Nothing is written.

    Exit codes: 0 it is this installation's and comes out the same, 1 it is not or something differs, 2 it cannot be
    read.
    """
    folder = content or scenarios_folder()
    try:
        parts = opened(_plain(file))
        check = verify_report.checked if parts["kind"] == REPORT else verify_work.checked
        found = check(parts["record"], folder)
    except Invalid as error:
        _say(f"Error: {file} cannot be used: {error}. {_EXPORT_AGAIN}", is_well=False)
        sys.exit(UNREADABLE)
    key = known_key(os.environ)
    seal = seal_of(parts, key) if key else None
    _say(found.head)
    _say(_SEALS[seal], is_well=seal is Seal.OURS)
    for line, is_well in found.lines:
        _say(line, is_well=is_well)
    sys.exit(SAME if seal is Seal.OURS and found.is_confirmed else DIFFERS)


def _plain(file: Path) -> object:
    """Return the JSON of *file*.

    Raises:
        Invalid: It cannot be read, is too large, or is no JSON.
    """
    try:
        with file.open("rb") as there:
            text = there.read(LARGEST + 1)
            size = os.fstat(there.fileno()).st_size
    except OSError as error:
        raise Invalid((error.strerror or str(error)).lower()) from error
    if len(text) > LARGEST:
        raise Invalid(f"it has {max(size, len(text)) / 1e6:.1f} MB, and an export has at most {LARGEST / 1e6:.0f} MB")
    try:
        return strictly_plain(text)
    except ValueError as error:
        raise Invalid(f"it is no JSON ({error})") from error


def _say(line: str, *, is_well: bool = True) -> None:
    """Write a line without what would steer the terminal: a forged file may hold anything."""
    click.echo("".join(sign for sign in line if sign.isprintable()), err=not is_well)
