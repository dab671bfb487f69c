"""What the sittings of an assessment tell of its plan: who counts, from how many on, how often it is worked out."""

from dataclasses import replace
from datetime import timedelta
from statistics import fmean

import pytest
from sqlalchemy import select

from simulator.assessment.assembling import Drawn
from simulator.json_codec import from_json
from simulator.measurement import Basis, NestedStudy, TooFew
from simulator.persistence.candidates import totals_of
from simulator.persistence.content import kept
from simulator.persistence.items import StoredScorecard
from simulator.services import assessments as service
from simulator.services.assessments import Standards
from simulator.services.assessments.observing import observed_in
from tests.services.assessments.test_whole import (  # noqa: F401
    assessment,
    draft,
    follow,
    of,
    planned,
    reject,
    sit,
    standards,
    work,
)


@pytest.fixture
def three(standards):  # noqa: F811
    """The standards in force, but three people are enough."""
    made = Standards(stock=standards.stock, skills=standards.skills, folder=standards.folder)
    made.__dict__["measurement"] = replace(standards.measurement, people_for_reliability=3)
    return made


@pytest.fixture
def two_of_three(sit, work, follow, reject):  # noqa: F811
    """Cal and Noor have decided everything, Omar has left three claims."""
    people = [sit("cal"), sit("noor"), sit("omar")]
    for person, acts, most in zip(people, (follow, reject, follow), (99, 99, 9), strict=True):
        work(person, acts, most=most)
    return people


@pytest.fixture
def last(sit, work, reject):  # noqa: F811
    """One more who decides everything."""

    def comes(short="pia"):
        person = sit(short)
        work(person, reject)
        return person

    return comes


def test_who_left_claims_is_not_counted_and_until_people_are_enough_one_statement_tells(
    session, assessment, two_of_three, three, statements  # noqa: F811
):  # fmt: skip
    with statements() as seen:
        found = observed_in(session, assessment.id, three)
    assert (found.people, found.study, seen.count) == (2, TooFew(found=2, least=3), 1)


def test_the_third_makes_it_observed_and_the_report_is_made_with_it(
    session, assessment, two_of_three, last, three, people, now  # noqa: F811
):  # fmt: skip
    asked = {"person": people["rae"], "standards": three, "now": now + timedelta(hours=2)}
    before = service.report_for(session, of(session, two_of_three[0]).id, **asked)
    person = last()
    found = observed_in(session, assessment.id, three)
    assert isinstance(found.study, NestedStudy)
    assert (found.people, found.claims) == (3, 12)
    report = service.report_for(session, of(session, person).id, **asked)
    told = report.measured.reliability
    assert (told.basis, told.people, told.value) == (Basis.OBSERVED, 3, found.study.absolute(12))
    assert service.report_for(session, of(session, two_of_three[0]).id, **asked) == before, "a snapshot stays"
    assert before.measured.reliability.basis is Basis.PLANNED


def test_every_claim_counts_in_its_cell_with_its_newest_score(session, assessment, two_of_three, last, three, now):  # noqa: F811
    last()
    rows = totals_of(session, assessment.id)
    cells = {
        name: [claim.skill for claim in from_json(Drawn, body).claims]
        for name, body in kept(session, *{one.form_hash for one in rows}).items()
    }
    assert all(sorted(one) == sorted(next(iter(cells.values()))) for one in cells.values())
    mean = fmean(one.total for one in rows)
    assert observed_in(session, assessment.id, three).moments.mean == pytest.approx(mean)
    card = session.scalars(select(StoredScorecard).where(StoredScorecard.total == 100).limit(1)).one()
    session.add(StoredScorecard(item_id=card.item_id, n=2, total=40, body="{}", created_at=now))
    session.commit()
    assert fmean(one.total for one in totals_of(session, assessment.id)) == pytest.approx(mean - 60 / 36)


def test_it_is_worked_out_once_while_as_many_have_sat(session, assessment, two_of_three, last, three, statements):  # noqa: F811
    last()
    first = observed_in(session, assessment.id, three)
    with statements() as seen:
        assert observed_in(session, assessment.id, three) is first
    assert seen.count == 1
    last("rita")
    with statements() as seen:
        assert observed_in(session, assessment.id, three).people == 4
    assert seen.count == 3
