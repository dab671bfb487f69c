"""Anonymising: who it was is nowhere afterwards, what was done and scored stays, and nobody can bring it back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, Text, cast, func, select

from simulator.desk.actions import ActionKind
from simulator.errors import Conflict, NotFound
from simulator.persistence.audit import AuditRow, acts_on
from simulator.persistence.base import Base
from simulator.persistence.candidates import (
    Candidate,
    CandidateLink,
    CandidateReview,
    Erasure,
    LinkUse,
    candidates_of,
    decided_throughout,
    items_of_sitting,
    sitting_of,
)
from simulator.persistence.items import LoggedAction, Shift, log_of
from simulator.persistence.people import Person, SignIn
from simulator.services import assessments as service
from simulator.services import shifts
from simulator.services.assessments import keep_clocks, let_go_overdue
from simulator.services.assessments.anonymising import GONE, anonymise, without_texts
from simulator.services.assessments.looking import reveal_name
from tests.services.assessments import test_whole
from tests.services.assessments.test_whole import draft, follow, planned, standards, work  # noqa: F401

whole = test_whole.assessment
sit_whole = test_whole.sit
NAMED = ("Cal Reede", "cal@example.com", "Reede was here", "Ms Reede asks first", "a draft of Reede")


@pytest.fixture
def done(session, work, follow, people, standards, candidate, come, now):  # noqa: F811
    """Cal, with half as much time again, who has written the own name everywhere; decided about with a reason."""

    def sat(short="cal"):
        rae = people["rae"]
        person = come(candidate(short, 50))
        service.begin_sitting(session, person, standards=standards, now=now, language="et")
        (first, *_) = items_of_sitting(session, sitting_of(session, person.id).candidate.id)
        desk = shifts.desk_of(session, first.id, person_id=person.id, library=standards.content.library)
        acts = [
            (ActionKind.NOTE, {"text": "Reede was here"}),
            (ActionKind.DRAFT, {"fields": {"reason": "a draft of Reede"}}),
        ]
        shifts.act(session, desk, acts, weights=standards.weights, now=now)
        work(person, follow)
        cal = session.query(Candidate).filter_by(person_id=person.id).one()
        service.open_evidence(session, cal.id, person=rae, now=now)
        service.decide(session, cal.id, "interview", "Ms Reede asks first", person=rae, now=now)
        return cal

    return sat


@pytest.fixture
def assessment(whole):
    return whole


def columns():
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | Text | JSON)
    ]


def held(session, words):
    """Return which of *words* some column of some table holds."""
    found = set()
    for _, column in columns():
        for word in words:
            text = func.lower(cast(column, Text))
            if session.scalar(select(func.count()).where(text.contains(word.lower()))):
                found.add(word)
    session.commit()
    return found


def in_files(engine, words):
    file = Path(engine.url.database)
    texts = [one.read_bytes() for one in file.parent.glob(f"{file.name}*")]
    return {word for word in words for text in texts if word.encode() in text}


def test_the_name_is_nowhere_afterwards(session, engine, done, people, now):
    cal = done()
    assert held(session, NAMED) == set(NAMED)
    anonymise(session, cal.id, person=people["rae"], now=now)
    assert held(session, NAMED) == set()
    assert held(session, ("reede",)) == set()
    if engine.dialect.name == "sqlite":
        assert in_files(engine, NAMED) == set()


def test_acts_scores_and_the_report_stay(session, assessment, done, people, standards, now):  # noqa: F811
    cal, asked = done(), {"person": people["rae"], "standards": standards, "now": now}
    acts = [len(log_of(session, one.id)) for one in items_of_sitting(session, cal.id)]
    before = service.report_for(session, cal.id, **asked)
    anonymise(session, cal.id, person=people["rae"], now=now)
    assert service.report_for(session, cal.id, **asked) == before
    assert [len(log_of(session, one.id)) for one in items_of_sitting(session, cal.id)] == acts
    assert decided_throughout(session, assessment.id) == 1
    (review,) = session.scalars(select(CandidateReview)).all()
    assert (review.decision, review.reason) == ("interview", GONE)


def test_a_report_that_nobody_asked_for_before_comes_out_the_same(session, done, people, standards, now):  # noqa: F811
    cal, noor = done("cal"), done("noor")
    anonymise(session, cal.id, person=people["rae"], now=now)
    made, other = (
        service.report_for(session, one.id, person=people["rae"], standards=standards, now=now) for one in (cal, noor)
    )
    assert (made.score, made.conditions) == (100, other.conditions)


def test_what_was_granted_shows_nowhere_not_even_in_the_deadline(session, done, people, now):
    cal = done()
    service.anonymise(session, cal.id, person=people["rae"], now=now)
    cal = session.get_one(Candidate, cal.id, populate_existing=True)
    assert (cal.name, cal.more_time, cal.more_time_by, cal.anonymised_at) == ("", 0, None, now)
    assert session.get_one(Shift, cal.shift_id, populate_existing=True).deadline_at is None
    acts = [one.act for one in acts_on(session, str(cal.id))]
    assert "more_time_set" not in acts
    assert "candidate_anonymised" in acts


def test_nobody_comes_in_any_more_and_no_link_is_made(session, done, people, key, now):
    cal, rae = done(), people["rae"]
    anonymise(session, cal.id, person=rae, now=now)
    assert not session.get_one(Person, cal.person_id, populate_existing=True).active
    for table in (CandidateLink, SignIn):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.person_id == cal.person_id)) == 0
    for refused in (
        lambda: service.send_again(session, cal.id, person=rae, key=key, now=now, opens=LinkUse.RESULT),
        lambda: reveal_name(session, cal.id, person=rae, now=now),
        lambda: service.decide(session, cal.id, "no_offer", "Ms Reede", person=rae, now=now),
        lambda: anonymise(session, cal.id, person=rae, now=now),
    ):
        with pytest.raises(Conflict, match="anonymised"):
            refused()
        session.rollback()


def test_the_receipt_says_what_was_done(session, assessment, done, people, now):
    cal = done()
    receipt = session.get_one(Erasure, anonymise(session, cal.id, person=people["rae"], now=now))
    assert (receipt.assessment_id, receipt.n, receipt.at, receipt.by, receipt.why, receipt.what) == (
        assessment.id, 1, now, people["rae"].id, "asked", "anonymise",
    )  # fmt: skip


def test_who_is_anonymised_can_still_be_erased(session, assessment, done, people, now):
    cal = done()
    anonymise(session, cal.id, person=people["rae"], now=now)
    service.erase(session, cal.id, person=people["rae"], now=now)
    assert candidates_of(session, assessment.id, limit=9) == []
    assert session.scalar(select(func.count()).select_from(LoggedAction)) == 0
    assert sorted(session.scalars(select(Erasure.what))) == ["anonymise", "erase"]


def test_nobody_anonymises_somebody_elses_candidate_or_one_who_still_sits(session, done, candidate, people, raul, now):
    with pytest.raises(NotFound):
        anonymise(session, done().id, person=raul, now=now)
    with pytest.raises(Conflict, match="Erase instead"):
        anonymise(session, candidate("noor").id, person=people["rae"], now=now)


def test_the_clock_anonymises_where_the_assessment_says_so_and_once(session, assessment, done, candidate, now):
    assessment.when_over = "anonymise"
    session.commit()
    cal, never_came = done(), candidate("noor")
    later = max(cal.kept_until, never_came.kept_until)
    assert keep_clocks(session, now=cal.kept_until - timedelta(days=2000)) == (0, 0, 0)
    assert let_go_overdue(session, now=later) == (1, 1)
    assert let_go_overdue(session, now=later) == (0, 0)
    assert [one.candidate.id for one in candidates_of(session, assessment.id, limit=9)] == [cal.id]
    assert sorted(session.scalars(select(Erasure.what))) == ["anonymise", "erase"]
    assert held(session, NAMED) == set()


def test_an_act_is_played_again_without_its_words():
    assert without_texts("note", {"text": "Cal"}) == {"text": GONE}
    assert without_texts("draft", {"fields": {"reason": "Cal"}}) == {"fields": {}}
    decided = {"decision": {"disposition": "reject", "reason": "Cal", "cites": ["4.1"]}}
    assert without_texts("decide", decided)["decision"] == {"disposition": "reject", "reason": GONE, "cites": ["4.1"]}
    assert without_texts("decide", {"decision": {"reason": ""}}) == {"decision": {"reason": ""}}
