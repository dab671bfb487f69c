"""``simulator verify``: whose record of work a file is, whether anybody changed it, and whether the score is so."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from simulator import __version__
from simulator.cli.content import CONTENT
from simulator.config import known_key
from simulator.errors import Invalid
from simulator.json_codec import strictly_plain
from simulator.paths import scenarios_folder
from simulator.scoring.records import WorkRecord, is_same, record_in, scored_again
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.seals import Seal, opened, seal_of
from simulator.scoring.weights import Weights
from simulator.scoring.weights import load as load_weights

LARGEST = 8 * 1024 * 1024
"""Bytes of a record; those of the longest work have less than a tenth of it."""
SAME, DIFFERS, UNREADABLE = 0, 1, 2
_EXPORT_AGAIN = "Export the record again from its debrief, and keep the file as it comes."
_SEALS: Mapping[Seal | None, str] = {
    Seal.OURS: "Signature: of this installation; nothing was changed since.",
    Seal.CHANGED: "Signature: WRONG. The file was changed after this installation signed it. Do not rely on it. "
    + _EXPORT_AGAIN,
    Seal.ANOTHER: "Signature: of another installation, so it cannot be checked here. Check the file where it was made, "
    "or name that installation's data folder with SIMULATOR_DATA.",
    None: "Signature: cannot be checked, there is no installation here. Name its data folder with SIMULATOR_DATA, or "
    "its key with SIMULATOR_SECRET_KEY.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a file holds: its record, what the seal says (nothing without an installation), and the score again."""

    record: WorkRecord
    seal: Seal | None
    card: Scorecard | None
    trouble: str

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the log gives the scorecard of the file, or with other versions at least its points."""
        if self.card is None:
            return False
        others = _changed(self.record, self.card) and not _differing(self.record, self.card)
        return is_same(self.record, self.card) or bool(others)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@CONTENT
def verify(file: Path, content: Path | None) -> None:
    """Check an exported record of work and score it again.

    FILE is what "Signed record" on a debrief gives. It says whether this installation signed it and whether it was
    changed; then it plays the log again and compares the scorecard, byte for byte. With another engine or other
    weights than then it shows both scores. Nothing is written.

    Exit codes: 0 it is this installation's and the score is the same, 1 it is not or the score differs, 2 it cannot be
    read.
    """
    weights = load_weights(((content or scenarios_folder()) / "scoring.yaml").read_text("utf-8"))
    try:
        found = _found(file, weights)
    except Invalid as error:
        _say(f"Error: {file} cannot be used: {error}. {_EXPORT_AGAIN}", is_well=False)
        sys.exit(UNREADABLE)
    _tell(found)
    sys.exit(SAME if found.seal is Seal.OURS and found.is_confirmed else DIFFERS)


def _found(file: Path, weights: Weights) -> _Found:
    key = known_key(os.environ)
    parts = opened(_plain(file))
    record = _record(parts["record"])
    seal = seal_of(parts, key) if key else None
    try:
        return _Found(record=record, seal=seal, card=scored_again(record, weights), trouble="")
    except Invalid as error:
        return _Found(record=record, seal=seal, card=None, trouble=str(error))


def _record(plain: object) -> WorkRecord:
    """Return the record; where it is none for this program, the error names the version that made it, if another did.

    Raises:
        Invalid: It is none.
    """
    try:
        return record_in(plain)
    except Invalid as error:
        versions = plain.get("versions") if isinstance(plain, dict) else None
        then = versions.get("engine") if isinstance(versions, dict) else None
        if not isinstance(then, str) or then == __version__:
            raise
        raise Invalid(f"{error}; engine {then} made it, this is {__version__}: verify it with that version") from error


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
        raise Invalid(
            f"it has {max(size, len(text)) / 1e6:.1f} MB, and a record of work has at most {LARGEST / 1e6:.0f} MB"
        )
    try:
        return strictly_plain(text)
    except ValueError as error:
        raise Invalid(f"it is no JSON ({error})") from error


def _tell(found: _Found) -> None:
    record = found.record
    _say(f"Claim {record.number}, work of {record.person}, exported {record.exported_at:%Y-%m-%d %H:%M} UTC.")
    _say(_SEALS[found.seal], is_well=found.seal is Seal.OURS)
    if found.card is None:
        _say(f"Score: {record.total} of 100 in the file; {found.trouble}.", is_well=False)
        _say(_unplayable(record), is_well=False)
        return
    for line in _changed(record, found.card):
        _say(f"Version: {line}")
    _say(_score(record, found.card), is_well=found.is_confirmed)
    if record.adjustments:
        _say(_adjusted(record))


def _say(line: str, *, is_well: bool = True) -> None:
    """Write a line without what would steer the terminal: a forged file may hold anything."""
    click.echo("".join(sign for sign in line if sign.isprintable()), err=not is_well)


def _changed(record: WorkRecord, card: Scorecard) -> list[str]:
    """Return what was another version when the work was scored, a sentence each."""
    names = sorted(record.versions.keys() | card.versions.keys())
    then = {name: record.versions.get(name, "none") for name in names}
    here = {name: card.versions.get(name, "none") for name in names}
    return [f"{name} {then[name]} in the file, {here[name]} here." for name in names if then[name] != here[name]]


def _score(record: WorkRecord, card: Scorecard) -> str:
    if is_same(record, card):
        return f"Score: {record.total} of 100; the log gives the same scorecard again, byte for byte."
    both = f"Score: {record.total} of 100 in the file, {card.total} of 100 from its log"
    parts = ", ".join(_differing(record, card))
    if _changed(record, card):
        told = f"different ({parts})" if parts else "every criterion has the same points"
        return f"{both}, with other versions: {told}."
    told = parts or "not the points, but what stands beside them"
    return f"{both}, with the same versions: DIFFERENT ({told}). The file does not hold what its log comes to."


def _points(record: WorkRecord) -> dict[object, object]:
    rows = record.scorecard.get("criteria")
    named = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {row.get("id"): row.get("points") for row in named}


def _differing(record: WorkRecord, card: Scorecard) -> list[str]:
    """Return the criteria whose points are others, with both."""
    said = _points(record)
    again = {one.id: one.points for one in card.criteria}
    names = [*again, *(str(name) for name in said if name not in again)]
    return [f"{name} {said.get(name)} and {again.get(name)}" for name in names if said.get(name) != again.get(name)]


def _unplayable(record: WorkRecord) -> str:
    then = record.versions.get("engine", "none")
    if then != __version__:
        return f"It was scored by engine {then}; this is {__version__}. Verify it with that version."
    return "The versions are the same, so the log, the exercise or the wording was changed. Do not rely on the file."


def _adjusted(record: WorkRecord) -> str:
    by = ", ".join(dict.fromkeys(one.by for one in record.adjustments))
    return f"Adjusted afterwards by {by}: {record.total_in_force} of 100 in force."
