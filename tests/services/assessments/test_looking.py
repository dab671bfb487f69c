"""Looking at a candidate: pages are noted once in half a day, files and names each time, and strangers see nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator.errors import NotAllowed, NotFound
from simulator.persistence.audit import AuditRow
from simulator.persistence.candidates import Candidate
from simulator.services.assessments import decide, hand_in, open_evidence, share
from simulator.services.assessments.looking import Seen, reveal_name, saw
from simulator.services.assessments.reviewing import reviews_by_others


def noted(session, candidate, what):
    found = select(AuditRow).where(AuditRow.subject == str(candidate.id), AuditRow.act == what.value)
    return [row.person_id for row in session.scalars(found)]


@pytest.mark.parametrize("what", [Seen.CLAIM, Seen.REPORT, Seen.COMPARISON])
def test_a_page_is_noted_once_in_half_a_day_for_each_reader(session, candidate, assessment, people, raul, now, what):
    cal = candidate()
    share(session, assessment.id, raul.email, person=people["rae"], now=now)
    for reader, hours in ((people["rae"], 0), (people["rae"], 11), (raul, 11), (people["rae"], 13)):
        saw(session, cal.id, what, person=reader, now=now + timedelta(hours=hours))
    assert sorted(noted(session, cal, what)) == sorted([people["rae"].id, people["rae"].id, raul.id])


def test_files_and_names_are_noted_each_time(session, candidate, people, now):
    cal = candidate()
    for _ in range(2):
        saw(session, cal.id, Seen.EXPORT, person=people["rae"], now=now)
        assert reveal_name(session, cal.id, person=people["rae"], now=now) == "Cal Reede"
    assert len(noted(session, cal, Seen.EXPORT)) == len(noted(session, cal, Seen.NAME)) == 2


def test_a_stranger_is_told_no_name_and_nothing_is_noted(session, candidate, people, raul, now):
    cal = candidate()
    with pytest.raises(NotFound):
        reveal_name(session, cal.id, person=raul, now=now)
    with pytest.raises(NotAllowed):
        reveal_name(session, cal.id, person=people["tess"], now=now)
    assert noted(session, cal, Seen.NAME) == []


def test_what_others_decided_waits_for_the_own_decision(session, sit, assessment, people, raul, now):
    person = sit()
    hand_in(session, person, now=now)
    rae, cal = people["rae"], candidate_of(session, person)
    share(session, assessment.id, raul.email, person=rae, now=now)
    open_evidence(session, cal, person=rae, now=now)
    decide(session, cal, "interview", "Claim 1.", person=rae, now=now)
    assert reviews_by_others(session, cal, person=raul) == ()
    open_evidence(session, cal, person=raul, now=now)
    assert reviews_by_others(session, cal, person=raul) == ()
    decide(session, cal, "no_offer", "Claim 2.", person=raul, now=now)
    assert [one.reason for one in reviews_by_others(session, cal, person=raul)] == ["Claim 1."]
    assert [one.reason for one in reviews_by_others(session, cal, person=rae)] == ["Claim 2."]


def candidate_of(session, person):
    return session.scalars(select(Candidate.id).where(Candidate.person_id == person.id)).one()
