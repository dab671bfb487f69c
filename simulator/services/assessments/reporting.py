"""Reporting: the snapshot of a sitting that has ended; what the candidate may see of it, and of all that is kept."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.assessment.assembling import Drawn, DrawnClaim
from simulator.assessment.blueprints import cut_of
from simulator.assessment.reports import Conditions, Explained, Report, SatClaim, explained, report_of, sat
from simulator.errors import Conflict
from simulator.json_codec import from_json, to_json, to_plain
from simulator.persistence.assessments import Assessment
from simulator.persistence.audit import acts_on
from simulator.persistence.candidates import (
    Candidate,
    CandidateLink,
    CandidateReview,
    Sitting,
    StoredReport,
    items_of_sitting,
)
from simulator.persistence.content import kept
from simulator.persistence.engine import writing
from simulator.persistence.items import Item, LoggedAction, log_rows, scorecard_of
from simulator.persistence.people import Person
from simulator.scoring.scorecard import Scorecard
from simulator.services.assessments.observing import observed_in
from simulator.services.assessments.planning import plan_of
from simulator.services.assessments.seeing import seen_candidate
from simulator.services.assessments.sitting import end_overdue, own_sitting
from simulator.services.assessments.standards import Standards
from simulator.services.audit import note
from simulator.services.shifts import desk_of, determinations, if_answered


def report_for(session: Session, candidate_id: UUID, *, person: Person, standards: Standards, now: datetime) -> Report:
    """Return the report of a candidate's sitting, a snapshot that is made when it is first asked for.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The sitting has not ended.
    """
    seen_candidate(session, candidate_id, person)
    return _report(session, candidate_id, standards=standards, now=now)


def _report(session: Session, candidate_id: UUID, *, standards: Standards, now: datetime) -> Report:
    end_overdue(session, now=now)
    stored = session.get(StoredReport, candidate_id)
    if stored is not None:
        return from_json(Report, stored.body)
    candidate = session.get_one(Candidate, candidate_id, populate_existing=True)
    if candidate.ended_how == "":
        raise Conflict("The sitting has not ended: there is no report yet.")
    made = _made(session, candidate, standards)
    try:
        with writing(session):
            session.execute(
                insert(StoredReport), {"candidate_id": candidate_id, "body": to_json(made), "created_at": now}
            )
            note(session, "report_made", person_id=None, now=now, subject=str(candidate_id))
    except IntegrityError:
        session.rollback()
    return from_json(Report, session.get_one(StoredReport, candidate_id, populate_existing=True).body)


def _made(session: Session, candidate: Candidate, standards: Standards) -> Report:
    assessment = session.get_one(Assessment, candidate.assessment_id)
    plan = plan_of(session, assessment)
    drawn = from_json(Drawn, kept(session, candidate.form_hash or "")[candidate.form_hash or ""])
    person = session.get_one(Person, candidate.person_id)
    items = items_of_sitting(session, candidate.id)
    claims = [_sat(session, claim, item, person, standards) for claim, item in zip(drawn.claims, items, strict=True)]
    conditions = Conditions(
        language=person.language,
        market=plan.blueprint.market,
        currency=standards.content.market(plan.blueprint.market).currency,
        sat_on=min(item.created_at for item in items).date(),
        interruptions=_interruptions(session, [item.id for item in items], standards.rules.left_minutes),
    )
    cut = cut_of(plan.blueprint, round(plan.mark))
    seen = observed_in(session, assessment.id, standards)
    return report_of(claims, plan.blueprint, cut, conditions=conditions, standards=standards.report, seen=seen)


def _sat(session: Session, claim: DrawnClaim, item: Item, person: Person, standards: Standards) -> SatClaim:
    """Return a claim as it counts: what was sent on is answered by the supervisor, though the sitting is over."""
    desk = desk_of(session, item.id, person_id=person.id, library=standards.content.library)
    desk, card = if_answered(session, desk, weights=standards.weights, now=desk.state.actions[-1].at)
    stored = scorecard_of(session, item.id)
    if card is None and stored is not None:
        card = from_json(Scorecard, stored.body)
    return sat(claim, card, desk.state, determinations(session, desk, desk.state))


def _interruptions(session: Session, items: Sequence[UUID], minutes: int) -> int:
    """Return how many times the work was taken up again after it had been left for *minutes*."""
    found = select(LoggedAction.at).where(LoggedAction.item_id.in_(items)).order_by(LoggedAction.at)
    moments = session.scalars(found).all()
    return sum((after - before).total_seconds() > minutes * 60 for before, after in pairwise(moments))


def own_result(session: Session, person: Person, *, standards: Standards, now: datetime) -> Explained | None:
    """Return what a candidate may see of the own result; None until a reviewer has decided.

    Raises:
        NotFound: The person is no candidate.
    """
    candidate = own_sitting(session, person).candidate
    decided = select(CandidateReview.decided_at).where(
        CandidateReview.candidate_id == candidate.id, CandidateReview.decided_at.is_not(None)
    )
    if session.scalars(decided.limit(1)).first() is None:
        return None
    return explained(_report(session, candidate.id, standards=standards, now=now))


def own_record(session: Session, person: Person) -> dict[str, Any]:
    """Return all that is kept about a candidate, for who asks for the own data.

    Raises:
        NotFound: The person is no candidate.
    """
    sitting = own_sitting(session, person)
    candidate = sitting.candidate
    report = session.get(StoredReport, candidate.id)
    found = select(CandidateReview).where(CandidateReview.candidate_id == candidate.id)
    reviews = session.scalars(found.order_by(CandidateReview.opened_at)).all()
    return {
        "invitation": _invitation(session, candidate),
        "chosen": {"language": person.language, "time_zone": person.time_zone},
        "sitting": _sitting(sitting),
        "claims": [_claim(session, item) for item in items_of_sitting(session, candidate.id)],
        "report": to_plain(explained(from_json(Report, report.body))) if report is not None else None,
        "reviews": [
            {"opened_at": one.opened_at.isoformat(), "decision": one.decision, "reason": one.reason} for one in reviews
        ],
        "noted": [{"at": one.at.isoformat(), "act": one.act} for one in acts_on(session, str(candidate.id))],
    }


def _invitation(session: Session, candidate: Candidate) -> dict[str, Any]:
    links = select(CandidateLink).where(CandidateLink.candidate_id == candidate.id).order_by(CandidateLink.n)
    return {
        "name": candidate.name,
        "email": candidate.email,
        "invited_at": candidate.created_at.isoformat(),
        "more_time_percent": candidate.more_time,
        "kept_until": candidate.kept_until.isoformat(),
        "links": [
            {"made_at": one.created_at.isoformat(), "used_at": one.used_at.isoformat() if one.used_at else None}
            for one in session.scalars(links)
        ],
    }


def _sitting(sitting: Sitting) -> dict[str, Any]:
    moments = {"began_at": sitting.began_at, "deadline_at": sitting.deadline_at, "ended_at": sitting.ended_at}
    how = {"ended_how": sitting.candidate.ended_how or None}
    return {name: at.isoformat() if at else None for name, at in moments.items()} | how


def _claim(session: Session, item: Item) -> dict[str, Any]:
    acts = [
        {"n": row.n, "at": row.at.isoformat(), "act": row.kind, "data": row.data} for row in log_rows(session, item.id)
    ]
    return {"number": item.number, "decided_at": item.decided_at.isoformat() if item.decided_at else None, "acts": acts}
