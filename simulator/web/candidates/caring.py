"""Care for what is known of a candidate: who saw what, erasing or anonymising it, and the receipt that stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import NotFound
from simulator.persistence.assessments import Assessment, WhenOver
from simulator.persistence.audit import Acted, acts_on
from simulator.persistence.candidates import Candidate, Erasure
from simulator.persistence.people import Person, people_by_id
from simulator.services.assessments import DECISIONS, anonymise, erase, own_candidate, seen_assessment
from simulator.web.admin.words import act_words
from simulator.web.assessments.words import letter
from simulator.web.candidates.room import (
    Head,
    Here,
    assessment_href,
    bp,
    called,
    candidate_here,
    head_of,
    show_name,
)
from simulator.web.context import db, now, person

_HIDDEN = frozenset({"more_time_set", "sitting_begun", "time_zone_chosen"})
"""What was granted to somebody is nobody's business who reviews, nor what it shows in, nor in which zone one lives."""
_DECIDED = frozenset(f"candidate_{one}" for one in DECISIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """An act on a candidate: when, by whom, what."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """The receipt of an erasure, or of an anonymising: nothing of the person."""

    id: UUID
    letter: str
    title: str
    href: str
    at: datetime
    by: str
    is_erased: bool


@bp.get("/<uuid:candidate_id>/seen")
def who_saw(candidate_id: UUID) -> str:
    """Show who saw and did what, the newest first."""
    here = candidate_here(candidate_id)
    found = [one for one in acts_on(db(), str(candidate_id)) if one.act not in _HIDDEN]
    names = people_by_id(db(), {one.person_id for one in found if one.person_id is not None})
    head = head_of(here)
    rows = tuple(_row(one, here.candidate, head, names) for one in found)
    return render_template("candidates/seen.html", head=head, rows=rows)


@bp.get("/<uuid:candidate_id>/erase")
def ask_erase(candidate_id: UUID) -> str:
    """Ask before everything known of a candidate is erased."""
    return _asking(candidate_id, is_unsure=False)


@bp.post("/<uuid:candidate_id>/erase")
def send_erase(candidate_id: UUID) -> Response | tuple[str, int]:
    """Erase it and go to the receipt; without the tick nothing is erased."""
    if request.form.get("sure") != "yes":
        return _asking(candidate_id, is_unsure=True), 422
    receipt = erase(db(), candidate_id, person=person(), now=now())
    show_name(candidate_id, shown=False)
    return redirect(url_for("candidates.receipt", erasure_id=receipt), 303)


@bp.get("/<uuid:candidate_id>/anonymise")
def ask_anonymise(candidate_id: UUID) -> str:
    """Ask before all that tells who a candidate is goes, and say what stays."""
    return _asking(candidate_id, is_unsure=False, template="candidates/erase_the_person.html")


@bp.post("/<uuid:candidate_id>/anonymise")
def send_anonymise(candidate_id: UUID) -> Response | tuple[str, int]:
    """Anonymise and go to the receipt; without the tick nothing is done."""
    if request.form.get("sure") != "yes":
        return _asking(candidate_id, is_unsure=True, template="candidates/erase_the_person.html"), 422
    receipt = anonymise(db(), candidate_id, person=person(), now=now())
    show_name(candidate_id, shown=False)
    return redirect(url_for("candidates.receipt", erasure_id=receipt), 303)


@bp.get("/receipts/<uuid:erasure_id>")
def receipt(erasure_id: UUID) -> str:
    """Show the receipt of an erasure, or of an anonymising."""
    found = db().get(Erasure, erasure_id)
    if found is None:
        raise NotFound(f"There is no receipt {erasure_id} here.")
    assessment = seen_assessment(db(), found.assessment_id, person())
    return render_template("candidates/erased.html", page=_receipt(found, assessment))


def _asking(candidate_id: UUID, *, is_unsure: bool, template: str = "candidates/erase.html") -> str:
    candidate, assessment = own_candidate(db(), candidate_id, person())
    head = head_of(Here(candidate=candidate, assessment=assessment, review=None))
    return render_template(template, head=head, is_unsure=is_unsure)


def _receipt(found: Erasure, assessment: Assessment) -> ReceiptPage:
    by = people_by_id(db(), [found.by]).get(found.by) if found.by is not None else None
    return ReceiptPage(
        id=found.id,
        letter=letter(found.n),
        title=assessment.title,
        href=assessment_href(assessment.id),
        at=found.at,
        by=by.name if by is not None else str(_("the clock of the assessment")),
        is_erased=found.what == WhenOver.ERASE.value,
    )


def _row(one: Acted, candidate: Candidate, head: Head, names: Mapping[UUID, Person]) -> SeenRow:
    return SeenRow(at=one.at, by=_by(one.person_id, candidate, head, names), what=_what(one.act))


def _by(person_id: UUID | None, candidate: Candidate, head: Head, names: Mapping[UUID, Person]) -> str:
    if person_id is None:
        return str(_("the system"))
    if person_id == candidate.person_id:
        return head.name or called(head.letter)
    return names[person_id].name if person_id in names else str(_("somebody who is gone"))


def _what(act: str) -> str:
    """Return an act in words; what somebody decided is for those to tell who did."""
    return str(_("Decided, with a reason")) if act in _DECIDED else act_words(act)
