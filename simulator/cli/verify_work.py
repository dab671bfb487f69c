"""The check of a record of work: its log is played and scored again."""

from collections.abc import Iterator
from pathlib import Path

from simulator import __version__
from simulator.cli.verifying import Checked, Line, made_by_another, other_versions
from simulator.errors import Invalid
from simulator.scoring.records import WorkRecord, is_same, record_in, scored_again
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.weights import load as load_weights


def checked(plain: object, folder: Path) -> Checked:
    """Return what comes of playing the record in *plain* again, by the weights in *folder*.

    Raises:
        Invalid: It is no record for this program; the error names the version that made it, if another did.
    """
    try:
        record = record_in(plain)
    except Invalid as error:
        raise made_by_another(error, plain) from error
    head = f"Claim {record.number}, work of {record.person}, exported {record.exported_at:%Y-%m-%d %H:%M} UTC."
    try:
        card = scored_again(record, load_weights((folder / "scoring.yaml").read_text("utf-8")))
    except Invalid as error:
        told = f"Score: {record.total} of 100 in the file; {error}."
        return Checked(head=head, lines=((told, False), (_unplayable(record), False)), is_confirmed=False)
    return Checked(head=head, lines=tuple(_lines(record, card)), is_confirmed=_is_confirmed(record, card))


def _is_confirmed(record: WorkRecord, card: Scorecard) -> bool:
    """Tell whether the log gives the scorecard of the file, or with other versions at least its points."""
    others = _changed(record, card) and not _differing(record, card)
    return is_same(record, card) or bool(others)


def _lines(record: WorkRecord, card: Scorecard) -> Iterator[Line]:
    for line in _changed(record, card):
        yield f"Version: {line}", True
    yield _score(record, card), _is_confirmed(record, card)
    if record.adjustments:
        by = ", ".join(dict.fromkeys(one.by for one in record.adjustments))
        yield f"Adjusted afterwards by {by}: {record.total_in_force} of 100 in force.", True


def _changed(record: WorkRecord, card: Scorecard) -> list[str]:
    return list(other_versions(record.versions, card.versions))


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
