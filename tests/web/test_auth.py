"""Signing in and out through the pages."""

import re

import pytest

PASSWORD = "practice makes"


def sign_in(visit, email="tess@example.com", password=PASSWORD, **more):
    return visit.post("/sign-in", {"email": email, "password": password, **more})


def test_who_signs_in_comes_to_the_page_that_was_wanted(visit):
    nobody = visit(None)
    closed = nobody.get("/settings")
    assert (closed.status_code, closed.location) == (303, "/sign-in?next=/settings")
    done = sign_in(nobody, next="/settings")
    assert (done.status_code, done.location) == (303, "/settings")
    assert "Tess Lember" in nobody.get("/settings").text


def test_the_address_may_be_written_in_capitals(visit):
    assert sign_in(visit(None), email=" TESS@Example.com").status_code == 303


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/a\r\nSet-Cookie: b=c", ""]
)
def test_nobody_is_sent_to_another_site(visit, wanted):
    assert sign_in(visit(None), next=wanted).location == "/"


def without_tokens(page):
    """Return the page without its CSRF tokens, which change with the second."""
    return re.sub(r'name="csrf_token"[^>]*>', "", page.text)


def test_a_wrong_password_and_an_unknown_account_look_the_same(visit):
    wrong, unknown = sign_in(visit(None), password="wrong"), sign_in(visit(None), email="who@example.com")
    assert wrong.status_code == unknown.status_code == 422
    seen = without_tokens(wrong).replace("tess@example.com", "")
    assert seen == without_tokens(unknown).replace("who@example.com", "")


def test_who_was_made_inactive_cannot_sign_in_and_is_signed_out(visit, people, session):
    tess = visit("tess")
    people["tess"].active = False
    session.commit()
    assert tess.get("/settings").status_code == 303
    assert sign_in(visit(None)).status_code == 422


def test_too_many_tries_are_refused_even_with_the_right_password(visit, clock):
    guesser = visit(None)
    for _ in range(6):
        assert sign_in(guesser, password="wrong").status_code == 422
    refused = sign_in(guesser)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"


def test_a_class_behind_one_address_is_not_locked_out_by_one_guesser(visit):
    guesser = visit(None)
    for _ in range(7):
        sign_in(guesser, password="wrong")
    assert sign_in(visit(None), email="tom@example.com").status_code == 303


def test_signing_out_ends_the_sign_in_for_good(visit):
    tess = visit("tess")
    cookie = tess.client.get_cookie("simulator").value
    assert tess.post("/sign-out").location == "/sign-in"
    tess.client.set_cookie("simulator", cookie)
    assert tess.get("/settings").status_code == 303


def test_signing_out_everywhere_ends_the_sign_ins_of_that_person_alone(visit):
    here, there, tom = visit("tess"), visit("tess"), visit("tom")
    here.post("/sign-out-everywhere")
    assert there.get("/settings").status_code == 303
    assert tom.get("/settings").status_code == 200


def test_a_sign_in_ends_after_thirty_days(visit, clock, now):
    from datetime import timedelta

    tess = visit("tess")
    clock.at = now + timedelta(days=29)
    assert tess.get("/settings").status_code == 200
    clock.at = now + timedelta(days=31)
    assert tess.get("/settings").status_code == 303


def test_the_session_of_a_visitor_does_not_survive_signing_in(visit):
    nobody = visit(None)
    with nobody.client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    sign_in(nobody)
    with nobody.client.session_transaction() as kept:
        assert "planted" not in kept
