"""Care: what is known of a candidate is erased when somebody asks or when its time has come; a receipt stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from simulator.errors import NotFound
from simulator.persistence.audit import AuditRow
from simulator.persistence.candidates import Candidate, Erasure, candidates_of, last_letter
from simulator.persistence.items import Item, LoggedAction, Shift
from simulator.persistence.people import Person, SignIn
from simulator.services.assessments import Invitee, erase, hand_in, invite, keep_clocks, let_go_overdue, own_sitting


@pytest.fixture
def sat(session, sit, now):
    """Let somebody sit and hand in; return the candidate."""

    def done(short="cal"):
        person = sit(short)
        hand_in(session, person, now=now + timedelta(minutes=30))
        return session.scalars(select(Candidate).where(Candidate.person_id == person.id)).one()

    return done


def test_what_was_done_goes_with_the_person_and_nobody_elses_with_it(session, sat, claim, people, now):
    claim("tess")
    cal, noor = sat("cal"), sat("noor")
    cals = cal.person_id
    erase(session, cal.id, person=people["rae"], now=now)
    for table in (Item, Shift, SignIn, AuditRow):
        assert session.scalar(select(func.count()).select_from(table).where(table.person_id == cals)) == 0
    assert session.get(Person, cals) is None
    assert [one.candidate.id for one in candidates_of(session, noor.assessment_id, limit=9)] == [noor.id]
    assert session.scalar(select(func.count()).select_from(Item)) == 3
    assert session.scalar(select(func.count(LoggedAction.item_id.distinct()))) == 3


def test_whoever_never_came_is_erased_and_the_acts_of_the_house_stay(session, candidate, people, now):
    session.add(AuditRow(at=now, person_id=None, act="backup_made"))
    session.commit()
    erase(session, candidate().id, person=people["rae"], now=now)
    acts = session.scalars(select(AuditRow.act).order_by(AuditRow.act)).all()
    assert acts == ["backup_made", "candidate_erased", "candidate_invited"]


def test_the_receipt_says_which_letter_when_and_why_and_nothing_of_the_person(session, sat, assessment, people, now):
    cal = sat()
    receipt = session.get_one(Erasure, erase(session, cal.id, person=people["rae"], now=now))
    assert (receipt.assessment_id, receipt.n, receipt.at, receipt.by, receipt.why) == (
        assessment.id, 1, now, people["rae"].id, "asked",
    )  # fmt: skip


def test_a_letter_is_never_given_out_again(session, sat, assessment, people, key, now):
    erase(session, sat().id, person=people["rae"], now=now)
    invite(session, assessment.id, [Invitee(email="cal@example.com")], person=people["rae"], key=key, now=now)
    assert last_letter(session, assessment.id) == 2


def test_nobody_erases_somebody_elses_candidate(session, sat, raul, now):
    with pytest.raises(NotFound):
        erase(session, sat().id, person=raul, now=now)


def test_the_clock_erases_whose_time_has_come_and_nobody_before(session, sat, now):
    cal = sat()
    assert let_go_overdue(session, now=cal.kept_until - timedelta(seconds=1)) == (0, 0)
    assert let_go_overdue(session, now=cal.kept_until) == (1, 0)
    assert session.scalars(select(Erasure.why)).all() == ["clock"]


def test_the_clocks_end_what_is_over_and_erase_what_is_due(session, sat, sit, now):
    due, going_on = sat("cal"), sit("noor")
    due.kept_until = now + timedelta(hours=2)
    session.commit()
    assert keep_clocks(session, now=now + timedelta(hours=3)) == (1, 1, 0)
    assert own_sitting(session, going_on).candidate.ended_how == "time"
    assert keep_clocks(session, now=now + timedelta(hours=3)) == (0, 0, 0)


def test_the_name_is_nowhere_in_the_files_of_the_database(session, engine, sat, people, now):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes deleted rows away by its own vacuum")
    cal = sat()
    words = ("Cal Reede", "cal@example.com")
    assert _found(engine, words) == set(words)
    erase(session, cal.id, person=people["rae"], now=now)
    assert _found(engine, words) == set()


def test_a_name_that_somebody_still_reads_goes_when_the_clocks_are_kept_next(session, engine, sat, people, now):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes deleted rows away by its own vacuum")
    cal, words = sat(), ("Cal Reede",)
    with engine.connect() as reader:
        assert reader.execute(select(Candidate.name)).scalars().all() == ["Cal Reede"]
        erase(session, cal.id, person=people["rae"], now=now)
        assert _found(engine, words) == set(words)
    keep_clocks(session, now=now)
    assert _found(engine, words) == set()


def _found(engine, words):
    file = Path(engine.url.database)
    texts = [one.read_bytes() for one in file.parent.glob(f"{file.name}*")]
    return {word for word in words for text in texts if word.encode() in text}
