"""Reads, writes, and who waits for whom."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from simulator.errors import Misconfigured
from simulator.persistence.base import Moment
from simulator.persistence.content import StoredContent
from simulator.persistence.engine import answers, make_engine, sessions, writing
from simulator.persistence.items import Shift
from simulator.persistence.people import Person, is_anybody_there


def a_person(now, email="new@example.com", **more):
    return Person(email=email, name="New Person", password_hash="-", created_at=now, **more)


def test_a_write_that_fails_leaves_nothing(session, now):
    def write_half():
        with writing(session):
            session.add(a_person(now))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert not is_anybody_there(session)


def test_what_was_read_stays_readable_after_the_write(session, people, now):
    tess = people["tess"]
    with writing(session):
        session.add(a_person(now))
    assert tess.name == "Tess Lember"


def test_a_read_can_become_a_write_though_another_wrote_meanwhile(engine, people, now):
    """The trap: on SQLite a read that is upgraded is refused at once when another connection has committed."""
    make = sessions(engine)
    with make() as one, make() as other:
        assert is_anybody_there(one)
        with writing(other):
            other.add(a_person(now, "other@example.com"))
        with writing(one):
            one.add(a_person(now, "one@example.com"))
    with make() as after:
        assert after.query(Person).filter(Person.name == "New Person").count() == 2


def test_many_writers_at_once_wait_for_each_other(engine):
    make = sessions(engine)
    failed = []

    def write(name):
        try:
            for number in range(10):
                with make() as session:
                    is_anybody_there(session)
                    with writing(session):
                        session.add(StoredContent(hash=f"{name}-{number}", body="x"))
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcdefgh"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    with make() as session:
        assert session.query(StoredContent).count() == 80


@pytest.mark.parametrize(
    "wrong", [{"language": "fi"}, {"theme": "pink"}, {"density": "x"}, {"email": "Capital@example.com"}]
)
def test_the_database_itself_refuses_what_a_person_cannot_have(session, now, wrong):
    with pytest.raises(IntegrityError), writing(session):
        session.add(a_person(now, **{"email": "new@example.com", **wrong}))


def test_foreign_keys_hold(session, now):
    with pytest.raises(IntegrityError), writing(session):
        session.add(Shift(person_id=uuid4(), created_at=now))


def test_a_moment_without_a_zone_is_refused(now):
    with pytest.raises(ValueError, match="no time zone"):
        Moment().process_bind_param(now.replace(tzinfo=None), None)


def test_a_moment_comes_back_as_it_went(session, people, now):
    session.expire_all()
    assert people["tess"].created_at == now
    assert people["tess"].created_at.utcoffset().total_seconds() == 0


def test_a_database_that_is_not_there_does_not_answer(engine, tmp_path):
    assert answers(engine)
    gone = make_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    assert not answers(gone)


@pytest.mark.parametrize("url", ["nonsense", "mysql://x@y/z", "postgresql+nodriver://x@y/z"])
def test_an_address_that_cannot_be_used_says_so_without_repeating_it(url):
    with pytest.raises(Misconfigured) as told:
        make_engine(url)
    assert url not in str(told.value)
