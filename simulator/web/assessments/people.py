"""The candidates of an assessment: how far each has come, the links, and what the owner can do about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.errors import Invalid
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import (
    CandidateLink,
    LinkUse,
    Sitting,
    candidate_count,
    candidates_of,
    links_of,
)
from simulator.services import assessments as service
from simulator.services.assessments.inviting import MOST_MORE_TIME
from simulator.services.assessments.seeing import own_candidate
from simulator.web.admin.paging import SIZE, Pages, pages_of
from simulator.web.assessments.mailing import Unsent, can_send, send_links, unsent
from simulator.web.assessments.named import ended_at, is_shown
from simulator.web.assessments.planned import Head, head
from simulator.web.assessments.room import bp, done, own, page_asked, whole
from simulator.web.assessments.words import letter
from simulator.web.context import db, house, now, person
from simulator.web.filters import moment, short_day

REPORT = "candidates.show"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A candidate of the list. Who only sees it gets no name, no link and no more time; those are empty then.

    ``more_time`` is in percent, None where it is not for these eyes, or the work is to be read without knowing it;
    ``look`` is the colour of the state. ``is_decided``: the reader has decided about the candidate. ``is_anonymised``:
    nobody can tell any more who it was.
    """

    id: UUID
    letter: str
    whom: str
    state: str
    look: str
    detail: str
    link: str
    more_time: int | None
    is_waiting: bool
    has_ended: bool
    is_withdrawn: bool
    report: str
    is_decided: bool
    is_anonymised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The candidates, and for the owner the form that invites more."""

    head: Head
    rows: tuple[CandidateRow, ...]
    pages: Pages
    count: int
    names_shown: bool
    page: int
    compare: str
    errors: Mapping[str, str]
    sent: Mapping[str, str]
    can_send: bool
    unsent: Unsent
    most_more_time: int


def people_page(
    assessment: Assessment, errors: Mapping[str, str] | None = None, sent: Mapping[str, str] | None = None
) -> str:
    """Return the page of the candidates; *errors* and what was *sent* belong to the form that invites."""
    over, count = head(assessment, "people"), candidate_count(db(), assessment.id)
    pages = pages_of(page_asked(), count, lambda n: url_for("assessments.show", assessment_id=assessment.id, page=n))
    found = candidates_of(db(), assessment.id, limit=SIZE, offset=pages.offset)
    ids = [one.candidate.id for one in found]
    named = {one.candidate.id for one in found if over.is_own and is_shown(assessment.id, one)}
    links = links_of(db(), ids)
    decided = {one for one, review in service.reviews_of(db(), ids, person=person()).items() if review.decided_at}
    page = PeoplePage(
        head=over,
        rows=tuple(_row(one, links.get(one.candidate.id), over, named, decided) for one in found),
        pages=pages,
        count=count,
        names_shown=bool(named),
        page=pages.number,
        compare=url_for("candidates.compare", assessment_id=assessment.id) if len(decided) > 1 else "",
        errors=errors or {},
        sent=sent or {},
        can_send=can_send(),
        unsent=unsent(assessment.id),
        most_more_time=MOST_MORE_TIME,
    )
    return render_template("assessments/people.html", page=page)


def _row(
    one: Sitting, link: CandidateLink | None, over: Head, named: Collection[UUID], decided: Collection[UUID]
) -> CandidateRow:
    candidate, is_own = one.candidate, over.is_own
    has_ended = ended_at(one, now()) is not None
    knows = is_own and candidate.more_time_by in (None, person().id) and not has_ended
    state, look, detail = _state(one, link, knows)
    return CandidateRow(
        id=candidate.id,
        letter=letter(candidate.n),
        whom=_whom(one) if is_own and (candidate.id in named or not has_ended) else "",
        state=state,
        look=look,
        detail=detail,
        link=_link(candidate.id, link) if is_own and link is not None and not _is_closed(link, over) else "",
        more_time=candidate.more_time if knows else None,
        is_waiting=candidate.shift_id is None,
        has_ended=has_ended,
        is_withdrawn=link is not None and link.revoked_at is not None,
        report=_report(candidate.id) if has_ended else "",
        is_decided=candidate.id in decided,
        is_anonymised=candidate.anonymised_at is not None,
    )


def _whom(one: Sitting) -> str:
    if one.candidate.anonymised_at is not None:
        return ""
    return f"{one.candidate.name}, {one.candidate.email}" if one.candidate.name else one.candidate.email


def _state(one: Sitting, link: CandidateLink | None, knows: bool) -> tuple[str, str, str]:
    """Return how far somebody has come: a word, its colour, and since when; until when, to who *knows* of more time."""
    if one.candidate.anonymised_at is not None:
        return str(_("anonymised")), "", str(_("on %(day)s", day=short_day(one.candidate.anonymised_at)))
    if (over_at := ended_at(one, now())) is not None:
        how = _("handed in") if one.candidate.ended_how == "handed_in" else _("the time ran out")
        return str(_("ended")), "ok", f"{moment(over_at)}, {how}"
    if one.began_at is not None:
        until = _(", until %(at)s", at=moment(one.deadline_at)) if one.deadline_at and knows else ""
        return str(_("sitting")), "info", str(_("since %(at)s", at=moment(one.began_at))) + str(until)
    if link is not None and link.revoked_at is not None:
        return str(_("taken back")), "", moment(link.revoked_at)
    if one.candidate.opened_at is not None:
        return str(_("link opened")), "info", moment(one.candidate.opened_at)
    if link is not None and link.ends_at <= now():
        return str(_("link has run out")), "warn", moment(link.ends_at)
    return str(_("invited")), "", str(_("link good until %(at)s", at=moment(link.ends_at))) if link else ""


def _is_closed(link: CandidateLink, over: Head) -> bool:
    has_gone = link.used_at is not None or link.revoked_at is not None or link.ends_at <= now()
    return has_gone or (over.assessment.closed_at is not None and link.opens == LinkUse.SITTING.value)


def _link(candidate_id: UUID, link: CandidateLink) -> str:
    token = service.link_token(house().config.secret_key, candidate_id, link.n)
    return url_for("sitting.come", token=token, _external=True)


def _report(candidate_id: UUID) -> str:
    return url_for(REPORT, candidate_id=candidate_id) if REPORT in current_app.view_functions else ""


@bp.post("/candidates/<uuid:candidate_id>/link")
def make_link(candidate_id: UUID) -> Response:
    """Make a new link, which takes the place of those before, and send it where mail is set up."""
    key = house().config.secret_key
    service.send_again(db(), candidate_id, person=person(), key=key, now=now())
    candidate, assessment = own_candidate(db(), candidate_id, person())
    send_links(assessment, [candidate_id])
    done("link")
    return _back(candidate.assessment_id, candidate_id)


@bp.post("/candidates/<uuid:candidate_id>/result-link")
def make_result_link(candidate_id: UUID) -> Response:
    """Make a link with which a candidate reads the own result, and send it where mail is set up."""
    key, opens = house().config.secret_key, LinkUse.RESULT
    service.send_again(db(), candidate_id, person=person(), key=key, now=now(), opens=opens)
    candidate, assessment = own_candidate(db(), candidate_id, person())
    send_links(assessment, [candidate_id], opens)
    done("result_link")
    return _back(candidate.assessment_id, candidate_id)


@bp.post("/candidates/<uuid:candidate_id>/withdraw")
def withdraw(candidate_id: UUID) -> Response:
    """Take an invitation back."""
    service.withdraw(db(), candidate_id, person=person(), now=now())
    done("withdrawn")
    return _to(candidate_id)


@bp.post("/candidates/<uuid:candidate_id>/more-time")
def give_more_time(candidate_id: UUID) -> Response | tuple[str, int]:
    """Set how much more time a candidate has, in percent, before the start."""
    _candidate, assessment = own_candidate(db(), candidate_id, person())
    percent = whole(request.form.get("percent", "") or "0")
    try:
        service.give_more_time(db(), candidate_id, -1 if percent is None else percent, person=person(), now=now())
    except Invalid:
        db().rollback()
        words = _("Type how much more time there is, in whole percent from 0 to %(most)s.", most=MOST_MORE_TIME)
        return people_page(own(assessment.id), {f"more-{candidate_id}": str(words)}), 422
    done("more_time")
    return _to(candidate_id)


def _to(candidate_id: UUID) -> Response:
    candidate, _assessment = own_candidate(db(), candidate_id, person())
    return _back(candidate.assessment_id, candidate_id)


def _back(assessment_id: UUID, candidate_id: UUID) -> Response:
    place = url_for("assessments.show", assessment_id=assessment_id, _anchor=f"c-{candidate_id}")
    return redirect(place, 303)
