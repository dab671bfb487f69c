"""Inviting: each link works once, and what became of it is told to whoever holds it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from simulator.errors import Conflict, Invalid, NotAllowed, NotFound
from simulator.persistence.candidates import Candidate, CandidateLink, candidates_of
from simulator.persistence.people import SignIn, person_by_email
from simulator.services.assessments import (
    Invitee,
    LinkIsOver,
    give_more_time,
    invite,
    look_at,
    send_again,
    withdraw,
)
from simulator.services.sessions import MOST_PAIR, TooManyTries, sign_in, token_hash

ADDRESS = "192.0.2.7"


@pytest.fixture
def why(session, key, now):
    """Say why a link opens nothing; nothing where it opens something."""

    def reason(token, at=None):
        try:
            look_at(session, token, address=ADDRESS, key=key, now=at or now)
        except LinkIsOver as over:
            return over.reason
        return ""

    return reason


def test_candidates_get_letters_in_turn_and_whoever_was_invited_before_is_not_again(
    session, assessment, people, key, now
):
    cal, noor = Invitee(email=" Cal@Example.com "), Invitee(email="noor@example.com", name="Noor  Saluste")
    first = invite(session, assessment.id, [cal, noor], person=people["rae"], key=key, now=now)
    again = invite(
        session, assessment.id, [noor, Invitee(email="uku@example.com")], person=people["rae"], key=key, now=now
    )
    assert (len(first), len(again)) == (2, 1)
    found = [one.candidate for one in candidates_of(session, assessment.id, limit=9)]
    assert [(one.n, one.email, one.name) for one in found] == [
        (1, "cal@example.com", ""), (2, "noor@example.com", "Noor Saluste"), (3, "uku@example.com", ""),
    ]  # fmt: skip


def test_one_address_that_is_none_invites_nobody(session, assessment, people, key, now):
    with pytest.raises(Invalid, match="not an address cannot be invited"):
        invite(
            session, assessment.id, [Invitee(email="cal@example.com"), Invitee(email="not an address")],
            person=people["rae"], key=key, now=now,
        )  # fmt: skip
    assert candidates_of(session, assessment.id, limit=9) == []


def test_nobody_is_invited_before_the_plan_is_fixed(session, assessment, people, key, now):
    assessment.fixed_at = assessment.plan_hash = None
    session.commit()
    with pytest.raises(Conflict, match="not fixed yet"):
        invite(session, assessment.id, [Invitee(email="cal@example.com")], person=people["rae"], key=key, now=now)


def test_an_assessment_is_invited_to_by_its_owner_alone(session, assessment, people, raul, key, now):
    for person, error in ((raul, NotFound), (people["ines"], NotAllowed), (people["ada"], NotAllowed)):
        with pytest.raises(error):
            invite(session, assessment.id, [Invitee(email="cal@example.com")], person=person, key=key, now=now)


def test_no_row_holds_the_token_of_a_link(session, candidate, link):
    token = link(candidate())
    assert session.get(CandidateLink, token_hash(token)) is not None
    assert session.get(CandidateLink, token) is None


def test_a_link_is_open_used_late_revoked_or_none(session, candidate, link, come, why, people, key, now):
    cal, noor, uku = candidate("cal"), candidate("noor"), candidate("uku")
    assert why(link(cal)) == ""
    come(cal)
    withdraw(session, noor.id, person=people["rae"], now=now)
    reasons = [why(link(cal)), why(link(noor)), why(link(uku), now + timedelta(days=14)), why("forged")]
    assert reasons == ["used", "revoked", "late", "unknown"]


def test_only_the_first_of_two_clicks_on_a_link_comes_in(candidate, come):
    cal = candidate()
    come(cal)
    with pytest.raises(LinkIsOver, match="used"):
        come(cal)


def test_guessing_links_is_stopped(session, key, now):
    for _ in range(MOST_PAIR):
        with pytest.raises(LinkIsOver, match="unknown"):
            look_at(session, "the same guess", address=ADDRESS, key=key, now=now)
    with pytest.raises(TooManyTries):
        look_at(session, "the same guess", address=ADDRESS, key=key, now=now)


def test_a_new_link_ends_the_old_one_and_leads_to_the_same_person(
    session, candidate, link, come, why, people, key, now
):
    cal = candidate()
    old, before = link(cal), come(cal)
    send_again(session, cal.id, person=people["rae"], key=key, now=now)
    assert (why(old), link(cal) != old) == ("used", True)
    after = come(cal, now + timedelta(days=1))
    assert after.id == before.id
    assert session.query(SignIn).filter_by(person_id=after.id).count() == 1


def test_a_link_that_waits_is_revoked_by_the_next(session, candidate, link, why, people, key, now):
    cal = candidate()
    old = link(cal)
    send_again(session, cal.id, person=people["rae"], key=key, now=now)
    assert [why(old), why(link(cal))] == ["revoked", ""]


def test_whoever_came_in_has_no_account(session, candidate, come, key, now):
    person = come(candidate())
    assert (person.has_account, person.name) == (False, "Cal Reede")
    assert person_by_email(session, "cal@example.com") is None
    for password in ("", "a" * 10):
        assert sign_in(session, person.email, password, address=ADDRESS, key=key, now=now) is None


def test_an_invitation_that_is_taken_back_signs_out_but_not_once_the_sitting_has_begun(
    session, candidate, come, sit, people, now
):
    cal = candidate("noor")
    person = come(cal)
    withdraw(session, cal.id, person=people["rae"], now=now)
    assert session.query(SignIn).filter_by(person_id=person.id).count() == 0
    sitting = sit("cal")
    began = session.query(Candidate).filter_by(person_id=sitting.id).one()
    with pytest.raises(Conflict, match="has begun"):
        withdraw(session, began.id, person=people["rae"], now=now)


def test_more_time_is_given_before_the_start_and_named_with_who_gave_it(session, candidate, sit, people, now):
    cal = candidate("noor")
    give_more_time(session, cal.id, 50, person=people["rae"], now=now)
    session.refresh(cal)
    assert (cal.more_time, cal.more_time_by) == (50, people["rae"].id)
    give_more_time(session, cal.id, 0, person=people["rae"], now=now)
    session.refresh(cal)
    assert (cal.more_time, cal.more_time_by) == (0, None)
    began = session.query(Candidate).filter_by(person_id=sit("cal").id).one()
    with pytest.raises(Conflict, match="its time stands"):
        give_more_time(session, began.id, 50, person=people["rae"], now=now)


def test_what_is_somebody_elses_is_not_there(session, candidate, raul, key, now):
    cal = candidate()
    for act in (
        lambda: withdraw(session, cal.id, person=raul, now=now),
        lambda: give_more_time(session, cal.id, 50, person=raul, now=now),
        lambda: send_again(session, cal.id, person=raul, key=key, now=now),
        lambda: send_again(session, uuid4(), person=raul, key=key, now=now),
    ):
        with pytest.raises(NotFound):
            act()
