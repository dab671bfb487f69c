"""What the pages of candidates share: who may open them, the letter of a candidate, and what has to come first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, current_app, session, url_for
from flask_babel import gettext as _

from simulator.assessment.reports import Report
from simulator.errors import Conflict
from simulator.persistence.assessments import Assessment, WhenOver
from simulator.persistence.candidates import Candidate, CandidateReview
from simulator.services.assessments import report_for, reviews_of, seen_candidate
from simulator.web.assessments.words import letter
from simulator.web.context import db, house, now, person

bp = Blueprint("candidates", __name__, url_prefix="/candidates")
_NAMED = "candidates_named"
_DONE = "candidates_done"
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above every page of a candidate; ``name`` is empty while it is hidden.

    ``kept_until`` is None of whom only the figures are left, since ``anonymised_at``; ``figures_stay`` where the clock
    of the assessment anonymises.
    """

    id: UUID
    n: int
    letter: str
    name: str
    assessment_id: UUID
    title: str
    assessment_href: str
    is_owner: bool
    has_ended: bool
    kept_until: datetime | None
    anonymised_at: datetime | None
    figures_stay: bool

    @property
    def called(self) -> str:
        """How the candidate is called on the page: by the name where it is shown, else by the letter."""
        return self.name or called(self.letter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A candidate whom the person may see, with the assessment and the person's own review."""

    candidate: Candidate
    assessment: Assessment
    review: CandidateReview | None

    @property
    def is_decided(self) -> bool:
        """Tell whether the reviewer has decided."""
        return self.review is not None and self.review.decided_at is not None


def called(known_as: str) -> str:
    """Return how somebody is called of whom a letter is known."""
    return str(_("Candidate %(letter)s", letter=known_as))


def candidate_here(candidate_id: UUID) -> Here:
    """Return the candidate, if whoever is signed in owns or shares the assessment.

    Raises:
        NotAllowed: The person is no hiring manager.
        NotFound: There is no such candidate here.
    """
    candidate, assessment = seen_candidate(db(), candidate_id, person())
    review = reviews_of(db(), [candidate_id], person=person()).get(candidate_id)
    return Here(candidate=candidate, assessment=assessment, review=review)


def opened(candidate_id: UUID) -> Here:
    """Return the candidate whose evidence the reviewer has opened.

    Raises:
        Conflict: It was not opened.
    """
    here = candidate_here(candidate_id)
    if here.review is None:
        raise Conflict("Open the evidence first.")
    return here


def decided(candidate_id: UUID) -> tuple[Here, Report]:
    """Return the candidate about whom the reviewer has decided, with the report.

    Raises:
        Conflict: The reviewer has not decided.
    """
    here = opened(candidate_id)
    if not here.is_decided:
        raise Conflict("Decide first, with a reason; the report comes after.")
    return here, report_for(db(), candidate_id, person=person(), standards=house().standards, now=now())


def head_of(here: Here) -> Head:
    """Return what stands above the pages of a candidate."""
    candidate = here.candidate
    return Head(
        id=candidate.id,
        n=candidate.n,
        letter=letter(candidate.n),
        name=_name_of(candidate),
        assessment_id=here.assessment.id,
        title=here.assessment.title,
        assessment_href=assessment_href(here.assessment.id),
        is_owner=here.assessment.owner_id == person().id,
        has_ended=candidate.ended_how != "",
        kept_until=candidate.kept_until if candidate.anonymised_at is None else None,
        anonymised_at=candidate.anonymised_at,
        figures_stay=here.assessment.when_over == WhenOver.ANONYMISE.value,
    )


def _name_of(candidate: Candidate) -> str:
    if candidate.anonymised_at is not None or not is_named(candidate.id):
        return ""
    return candidate.name or candidate.email


def assessment_href(assessment_id: UUID) -> str:
    """Return where the list of candidates of an assessment is, nothing where this installation has none."""
    if "assessments.show" not in current_app.view_functions:
        return ""
    return url_for("assessments.show", assessment_id=assessment_id)


def is_named(candidate_id: UUID) -> bool:
    """Tell whether this browser shows the name of that candidate."""
    return str(candidate_id) in session.get(_NAMED, [])


def show_name(candidate_id: UUID, *, shown: bool) -> None:
    """Show or hide the name of a candidate in this browser."""
    others = [one for one in session.get(_NAMED, []) if one != str(candidate_id)]
    session[_NAMED] = [*others, str(candidate_id)][-_MOST_NAMED:] if shown else others


def done(what: str) -> None:
    """Remember what was done, to be told on the next page."""
    session[_DONE] = what


def told() -> str:
    """Return in a sentence what was done before this page, and forget it."""
    sentences = {
        "decided": _("Your decision is recorded. The report stands below."),
        "opened": _("The evidence is open. No score is shown until you have decided."),
    }
    return str(sentences.get(session.pop(_DONE, ""), ""))
