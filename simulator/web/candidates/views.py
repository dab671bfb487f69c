"""One candidate: the evidence first, then the reviewer's own decision with its reason, then the report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from simulator.errors import Invalid
from simulator.persistence.candidates import Candidate, CandidateReview, Sitting, sitting_of
from simulator.persistence.people import people_by_id
from simulator.services.assessments import DECISIONS, decide, end_overdue, open_evidence
from simulator.services.assessments.looking import Seen, reveal_name, saw
from simulator.services.assessments.reviewing import LONGEST_REASON, reviews_by_others
from simulator.web.candidates.evidence import EvidenceRow, evidence_of
from simulator.web.candidates.report import ReportPage, report_page
from simulator.web.candidates.room import (
    Head,
    Here,
    bp,
    candidate_here,
    decided,
    done,
    head_of,
    show_name,
    told,
)
from simulator.web.catalogues import words
from simulator.web.context import db, now, person
from simulator.web.language import language
from simulator.web.pdf import is_possible
from simulator.web.sitting.page import is_over

WHAT_FOLLOWS = {
    "interview": (
        lazy_gettext("Invite to the interview"),
        lazy_gettext("The report gives you questions that fit this work."),
    ),
    "second_sitting": (
        lazy_gettext("Ask for a second sitting"),
        lazy_gettext("Another form, some weeks later; expect a small gain from practice."),
    ),
    "no_offer": (
        lazy_gettext("Do not go on"),
        lazy_gettext("No page tells it to the candidate. Write yourself, and say why."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReview:
    """What another reviewer has decided."""

    name: str
    decision: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePage:
    """A candidate as far as this reviewer has come: waiting, to be opened, evidence, report."""

    head: Head
    state: str
    has_ended: bool
    rows: tuple[EvidenceRow, ...]
    review: CandidateReview | None
    others: tuple[OtherReview, ...]
    report: ReportPage | None
    choices: tuple[tuple[str, str, str], ...]
    chosen: str
    reason: str
    most: int
    has_pdf: bool

    @property
    def is_decided(self) -> bool:
        """Tell whether the reviewer has decided."""
        return self.report is not None


@bp.get("/<uuid:candidate_id>")
def show(candidate_id: UUID) -> str:
    """Show the candidate as far as the reviewer has come."""
    here = candidate_here(candidate_id)
    if here.is_decided:
        saw(db(), candidate_id, Seen.REPORT, person=person(), now=now())
    return _page(candidate_id, {})


@bp.post("/<uuid:candidate_id>/evidence")
def open_it(candidate_id: UUID) -> Response:
    """Open the evidence of a sitting that has ended."""
    candidate_here(candidate_id)
    end_overdue(db(), now=now())
    open_evidence(db(), candidate_id, person=person(), now=now())
    done("opened")
    return redirect(url_for("candidates.show", candidate_id=candidate_id), 303)


@bp.post("/<uuid:candidate_id>/decision")
def send_decision(candidate_id: UUID) -> Response | tuple[str, int]:
    """Record the reviewer's decision, or say what is missing and keep what was written."""
    sent = request.form
    try:
        decide(
            db(), candidate_id, sent.get("decision", ""), sent.get("reason", ""), person=person(), now=now()
        )  # fmt: skip
    except Invalid:
        return _page(candidate_id, _missing(sent.get("decision", ""), sent.get("reason", ""))), 422
    done("decided")
    return redirect(url_for("candidates.show", candidate_id=candidate_id), 303)


@bp.post("/<uuid:candidate_id>/name")
def name(candidate_id: UUID) -> Response:
    """Show the name in this browser, which is noted, or hide it again."""
    is_shown = request.form.get("hide") != "yes"
    if is_shown:
        reveal_name(db(), candidate_id, person=person(), now=now())
    else:
        candidate_here(candidate_id)
    show_name(candidate_id, shown=is_shown)
    return redirect(url_for("candidates.show", candidate_id=candidate_id), 303)


def _missing(decision: str, reason: str) -> dict[str, str]:
    errors = {}
    if decision not in DECISIONS:
        errors["decision"] = str(_("Choose what is to follow."))
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        errors["reason"] = str(
            _("Give a reason of 1 to %(most)s characters, from the evidence.", most=LONGEST_REASON)
        )  # fmt: skip
    return errors


def _page(candidate_id: UUID, errors: dict[str, str]) -> str:
    here, report = candidate_here(candidate_id), None
    if here.is_decided:
        here, made = decided(candidate_id)
        report = report_page(here, made)
    page = _candidate_page(here, report)
    return render_template("candidates/candidate.html", page=page, errors=errors, told=told(), _=words(language()))


def _candidate_page(here: Here, report: ReportPage | None) -> CandidatePage:
    review, sitting = here.review, _sitting(here.candidate)
    has_ended = here.candidate.ended_how != "" or (sitting is not None and is_over(sitting))
    sent = request.form
    return CandidatePage(
        head=head_of(here),
        state=_state(here.candidate, sitting, has_ended=has_ended),
        has_ended=has_ended,
        rows=evidence_of(here.candidate) if review is not None else (),
        review=review,
        others=others_of(here.candidate),
        report=report,
        choices=tuple((one, str(WHAT_FOLLOWS[one][0]), str(WHAT_FOLLOWS[one][1])) for one in DECISIONS),
        chosen=sent.get("decision", review.decision if review is not None else ""),
        reason=sent.get("reason", review.reason if review is not None else ""),
        most=LONGEST_REASON,
        has_pdf=report is not None and is_possible(),
    )


def others_of(candidate: Candidate) -> tuple[OtherReview, ...]:
    """Return what other reviewers have decided about *candidate*."""
    found = reviews_by_others(db(), candidate.id, person=person())
    names = people_by_id(db(), {one.reviewer_id for one in found})
    return tuple(
        OtherReview(
            name=names[one.reviewer_id].name,
            decision=str(WHAT_FOLLOWS[one.decision][0]),
            reason=one.reason,
            at=one.decided_at,
        )
        for one in found
        if one.decided_at is not None
    )


def _sitting(candidate: Candidate) -> Sitting | None:
    return sitting_of(db(), candidate.person_id) if candidate.person_id is not None else None


def _state(candidate: Candidate, sitting: Sitting | None, *, has_ended: bool) -> str:
    if has_ended:
        words = _("The time ran out") if candidate.ended_how != "handed_in" else _("Handed in")
    elif sitting is not None and sitting.began_at is not None:
        words = _("Sits at the moment")
    else:
        words = _("Has opened the link") if candidate.opened_at is not None else _("Invited")
    return str(words)
