"""Sharing an assessment with another hiring manager."""

import pytest
from sqlalchemy import select

from simulator.errors import Invalid, NotFound
from simulator.persistence.assessments import viewers_of
from simulator.persistence.audit import AuditRow
from simulator.services.assessments import planning, seen_assessment, share, unshare


def noted(session):
    found = session.scalars(select(AuditRow.act).where(AuditRow.act.endswith("shared")))
    return sorted(found)


def test_it_is_shared_once_however_often_it_is_asked(session, people, raul, assessment, now):
    for _ in range(2):
        assert share(session, assessment.id, "Raul@example.com", person=people["rae"], now=now).id == raul.id
    assert viewers_of(session, assessment.id) == [raul.id]
    assert noted(session) == ["assessment_shared"]


def test_two_who_share_it_at_once_share_it_once(session, people, raul, assessment, now, monkeypatch):
    monkeypatch.setattr(planning, "viewers_of", lambda *_: [])
    for _ in range(2):
        share(session, assessment.id, "raul@example.com", person=people["rae"], now=now)
    assert viewers_of(session, assessment.id) == [raul.id]
    assert noted(session) == ["assessment_shared"]


@pytest.mark.parametrize("short", ["rae", "ines", "nobody"])
def test_only_another_hiring_manager_can_be_let_in(session, people, assessment, now, short):
    with pytest.raises(Invalid, match="No other hiring manager"):
        share(session, assessment.id, f"{short}@example.com", person=people["rae"], now=now)


def test_what_is_no_longer_shared_is_not_there(session, people, raul, assessment, now):
    share(session, assessment.id, "raul@example.com", person=people["rae"], now=now)
    assert seen_assessment(session, assessment.id, raul).id == assessment.id
    for _ in range(2):
        unshare(session, assessment.id, raul.id, person=people["rae"], now=now)
    with pytest.raises(NotFound):
        seen_assessment(session, assessment.id, raul)
    assert noted(session) == ["assessment_shared", "assessment_unshared"]
