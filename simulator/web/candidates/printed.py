"""A report as PDF: what the page prints, always light and by letter, with a foot on every sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.services.assessments.looking import Seen, saw
from simulator.web.assessments.words import letter
from simulator.web.candidates.exported import as_download
from simulator.web.candidates.report import ReportPage, report_page
from simulator.web.candidates.room import Head, Here, bp, decided, head_of
from simulator.web.candidates.views import WHAT_FOLLOWS, OtherReview, others_of
from simulator.web.catalogues import words
from simulator.web.context import db, now, person
from simulator.web.errors import plain_page
from simulator.web.filters import short_day
from simulator.web.language import language
from simulator.web.pdf import is_possible, pdf_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReport:
    """A report on paper: with what was decided, by whoever asks for it first, and why.

    ``written_at`` is when the last of what stands on it was written, so that the same report is the same file.
    """

    head: Head
    report: ReportPage
    reviews: tuple[OtherReview, ...]
    foot: str
    written_at: str


@bp.get("/<uuid:candidate_id>/report.pdf")
def as_pdf(candidate_id: UUID) -> Response:
    """Give a report as PDF, or say what this installation lacks for it."""
    here, report = decided(candidate_id)
    if not is_possible():
        return _not_here()
    saw(db(), candidate_id, Seen.EXPORT, person=person(), now=now())
    page = render_template(
        "candidates/printed.html", page=_printed(here, report_page(here, report)), _=words(language())
    )
    known_as = letter(here.candidate.n)
    db().rollback()
    return as_download(pdf_of(page), known_as, "pdf")


def _printed(here: Here, report: ReportPage) -> PrintedReport:
    head = replace(head_of(here), name="")
    reviews = (*_own(here), *others_of(here.candidate))
    return PrintedReport(
        head=head,
        report=report,
        reviews=reviews,
        foot=f"{head.called} · {head.title} · {short_day(report.sat_on)}",
        written_at=f"{max(one.at for one in reviews).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )


def _own(here: Here) -> Iterator[OtherReview]:
    review = here.review
    if review is not None and review.decided_at is not None:
        decision = str(WHAT_FOLLOWS[review.decision][0])
        yield OtherReview(name=person().name, decision=decision, reason=review.reason, at=review.decided_at)


def _not_here() -> Response:
    advice = _(
        "This installation cannot make a PDF: it lacks WeasyPrint or the library Pango. Print the report from its page "
        "instead; whoever looks after the installation finds in the README what to install."
    )
    return Response(plain_page(404, _("There is no PDF here"), advice), 404, content_type="text/html; charset=utf-8")
