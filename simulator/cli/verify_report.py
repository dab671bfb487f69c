"""The check of a report: its figures are measured again from the points of the claims that it holds."""

from collections.abc import Iterator
from pathlib import Path

from simulator import __version__
from simulator.assessment.reports.making import measurement_version
from simulator.assessment.reports.records import Again, ReportRecord, fingerprint, measured_again, record_in
from simulator.assessment.reports.snapshots import Report
from simulator.cli.verifying import Checked, Line, made_by_another, other_versions
from simulator.errors import Invalid
from simulator.measurement import ScoreInterval
from simulator.measurement import load as load_measurement

_VOUCHED = (
    "Not in the file: the work itself, so what each claim and each skill scored, the costs and the moments rest on the "
    "signature alone."
)
_SHOWN = 6


def checked(plain: object, folder: Path) -> Checked:
    """Return what the points in *plain* come to by the rules of measurement in *folder*.

    Raises:
        Invalid: It is no report for this program; the error names the version that made it, if another did.
    """
    try:
        record = record_in(plain)
    except Invalid as error:
        raise made_by_another(error, plain.get("report") if isinstance(plain, dict) else None) from error
    assert isinstance(plain, dict)
    rules = load_measurement((folder / "measurement.yaml").read_text("utf-8"), file="measurement.yaml")
    again = measured_again(record.report, rules)
    others = list(_others(record.report, measurement_version(rules)))
    lines = (
        (f"Fingerprint: {fingerprint(plain)}. That of the page and of the PDF must be the same.", True),
        *((f"Version: {line}", True) for line in others),
        (_figures(record.report, again, is_other=bool(others)), not again.differing),
        *_people(again),
        (_VOUCHED, True),
    )
    return Checked(head=_head(record), lines=lines, is_confirmed=not again.differing)


def _head(record: ReportRecord) -> str:
    when = f"{record.exported_at:%Y-%m-%d %H:%M} UTC"
    return f"Report of candidate {record.candidate}, assessment {record.assessment!r}, exported {when}."


def _others(report: Report, measurement: str) -> Iterator[str]:
    here = {"engine": __version__, "measurement": measurement}
    yield from other_versions({name: report.versions.get(name, "none") for name in here}, here)


def _figures(report: Report, again: Again, *, is_other: bool) -> str:
    """Return the sentence about the figures; where any differs, both, and which."""
    then = _interval(report.measured.interval)
    claims = f"the points of {len(report.claims)} claims"
    if not again.differing:
        return f"Figures: {then}; {claims} come to the same{', with other versions' if is_other else ''}."
    here = _interval(again.whole.interval) if again.whole is not None else f"{again.score:.1f} of 100"
    named = ", ".join(again.differing[:_SHOWN]) + (" and more" if len(again.differing) > _SHOWN else "")
    both = f"Figures: {then} in the file, {here} from {claims}"
    if is_other:
        return f"{both}, with other versions: different ({named})."
    return f"{both}, with the same versions: DIFFERENT ({named}). The file does not hold what its claims come to."


def _interval(found: ScoreInterval) -> str:
    return f"{found.score:.1f} of 100, range {found.low:.1f} to {found.high:.1f}"


def _people(again: Again) -> Iterator[Line]:
    if again.by_people:
        told = f"The range rests on the scores of {again.by_people} people, which the file does not hold"
        yield f"Range: not measured again. {told}.", True
