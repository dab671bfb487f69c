"""A report as a file: PDF to keep or hand on, CSV for a spreadsheet, JSON for a program, sealed.

None names the candidate; each is noted.
"""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.assessment.reports import Report
from simulator.assessment.reports.records import ReportRecord
from simulator.json_codec import to_plain
from simulator.scoring.seals import REPORT, as_file
from simulator.services.assessments.looking import Seen, saw
from simulator.web.assessments.words import letter
from simulator.web.candidates.report import facts_of, fingerprint_of, versions_of
from simulator.web.candidates.room import Here, bp, called, decided
from simulator.web.context import db, house, now, person
from simulator.web.filters import short_day
from simulator.web.language import language
from simulator.web.reports import band_words, cost_lines
from simulator.web.spreadsheets import BYTE_ORDER_MARK, csv_lines
from simulator.web.teaching.exported import act_words

_PLACES = 1
_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}
Row = tuple[object, ...]


@bp.get("/<uuid:candidate_id>/report.csv")
def as_csv(candidate_id: UUID) -> Response:
    """Give the figures of a report as CSV."""
    here, report = decided(candidate_id)
    saw(db(), candidate_id, Seen.EXPORT, person=person(), now=now())
    body = BYTE_ORDER_MARK + "".join(csv_lines(_rows(here, report)))
    return as_download(body.encode(), letter(here.candidate.n), "csv")


@bp.get("/<uuid:candidate_id>/report.json")
def as_json(candidate_id: UUID) -> Response:
    """Give a report as JSON, whole as it is kept, sealed by this installation; ``simulator verify`` reads it."""
    here, report = decided(candidate_id)
    saw(db(), candidate_id, Seen.EXPORT, person=person(), now=now())
    record = record_of(here, report)
    body = as_file(to_plain(record), house().config.secret_key, kind=REPORT)
    return as_download(body, record.candidate, "json")


def record_of(here: Here, report: Report) -> ReportRecord:
    """Return what a file of *report* holds."""
    known_as = letter(here.candidate.n)
    return ReportRecord(candidate=known_as, assessment=here.assessment.title, exported_at=now(), report=report)


def as_download(body: bytes, known_as: str, ending: str) -> Response:
    """Return *body* as the file of the report of the candidate of that letter."""
    headers = {"Content-Disposition": f'attachment; filename="report-{known_as}.{ending}"'}
    return Response(body, content_type=_KINDS[ending], headers=headers)


def _rows(here: Here, report: Report) -> Iterator[Row]:
    found = report.measured
    interval = found.interval
    yield tuple(str(one) for one in (_("Part"), _("What"), _("Value"), _("From"), _("To"), _("Note")))
    yield str(_("Report")), called(letter(here.candidate.n)), here.assessment.title, "", "", ""
    yield str(_("Score")), str(_("Whole score")), *_points(interval.score, interval.low, interval.high), _said(report)
    yield str(_("Score")), str(_("Pass mark")), round(found.cut.mark, _PLACES), "", "", ""
    for skill in report.skills:
        of = skill.interval
        yield str(_("Skill")), skill.label.in_(language()), *_points(of.score, of.low, of.high), skill.claims
    for line in cost_lines(report.cost):
        yield str(_("Cost")), line.label, line.value, "", "", " ".join(filter(None, (line.note, line.detail)))
    yield from _claims(report)
    yield str(_("Facts about the sitting")), str(_("Day")), short_day(report.conditions.sat_on), "", "", ""
    for fact in facts_of(report):
        yield str(_("Facts about the sitting")), fact, "", "", "", ""
    yield str(_("Made from")), versions_of(report), "", "", "", ""
    yield str(_("Fingerprint")), fingerprint_of(here, report), "", "", "", ""


def _claims(report: Report) -> Iterator[Row]:
    for one in report.claims:
        acts = [act_words(act) for act in (one.act, one.right) if act is not None]
        note = _("done: %(done)s, right: %(right)s", done=acts[0], right=acts[1]) if len(acts) > 1 else _("not decided")
        yield str(_("Claim")), one.number, one.total, "", "", str(note)


def _points(*numbers: float) -> tuple[float, ...]:
    return tuple(round(one, _PLACES) for one in numbers)


def _said(report: Report) -> str:
    return band_words(report.measured.band)
