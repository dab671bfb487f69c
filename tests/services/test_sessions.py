"""Limits at the door, over all processes."""

from datetime import timedelta

import pytest

from simulator.persistence.people import SignIn, SignInFailure, signed_in
from simulator.services import sessions
from simulator.services.sessions import MOST_ACCOUNT, MOST_PAIR, WINDOW, TooManyTries, token_hash

RIGHT = "practice makes"


@pytest.fixture
def try_door(session, people, now):
    def attempt(password=RIGHT, email="tess@example.com", address="10.0.0.1", at=now):
        return sessions.sign_in(session, email, password, address=address, key="k", now=at)

    return attempt


def test_a_sign_in_is_kept_by_hash_and_lasts(session, people, try_door, now):
    token = try_door()
    assert session.query(SignIn).one().token_hash == token_hash(token) != token
    assert signed_in(session, token_hash(token), now) is people["tess"]
    assert signed_in(session, token, now) is None


def test_the_account_opens_again_after_the_window(try_door, now):
    for _ in range(MOST_PAIR):
        assert try_door("wrong") is None
    with pytest.raises(TooManyTries):
        try_door()
    assert try_door(at=now + WINDOW) is not None


def test_tries_while_refused_do_not_make_the_wait_longer(session, try_door, now):
    for _ in range(MOST_PAIR):
        try_door("wrong")
    for _ in range(5):
        with pytest.raises(TooManyTries):
            try_door("wrong", at=now + timedelta(minutes=10))
    assert try_door(at=now + WINDOW) is not None


def test_a_right_password_clears_what_came_before(session, try_door):
    for _ in range(MOST_PAIR - 1):
        try_door("wrong")
    assert try_door() is not None
    assert session.query(SignInFailure).count() == 0


def test_one_account_cannot_be_guessed_from_many_addresses(session, people, now):
    door = {"key": "k", "now": now}
    for number in range(MOST_ACCOUNT):
        sessions._reserve_try(session, sessions._keyed("k", "tess@example.com"), f"address {number}", now)
    with pytest.raises(TooManyTries):
        sessions.sign_in(session, "tess@example.com", RIGHT, address="10.9.9.9", **door)
    assert sessions.sign_in(session, "tom@example.com", RIGHT, address="10.9.9.9", **door) is not None


def test_neither_address_nor_account_can_be_read_from_the_rows(session, try_door):
    try_door("wrong")
    row = session.query(SignInFailure).one()
    assert "tess" not in row.account
    assert "10.0.0.1" not in row.address
    assert len(row.account) == len(row.address) == 64
