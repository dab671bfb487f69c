"""Errors are plain pages in the language of the reader."""

import pytest

from simulator.errors import Conflict, Invalid, Misconfigured, NotAllowed, NotFound
from simulator.persistence.engine import make_engine
from simulator.web.context import House
from simulator.web.errors import WORDS, status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound(), 404), (NotAllowed(), 403), (Conflict(), 409), (Invalid(), 422), (Misconfigured(), 500)],
)
def test_an_error_of_the_house_has_its_status(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize("status", sorted(WORDS))
def test_a_page_says_what_happened_in_both_languages(app, status):
    from simulator.web.errors import page

    shown = {}
    for language in ("en", "et"):
        with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
            shown[language] = page(status)
            assert str(WORDS[status][0]) in shown[language]
    assert shown["en"] != shown["et"]


def test_what_is_not_there_says_so(visit):
    page = visit(None).get("/nothing", headers={"Accept-Language": "et"})
    assert page.status_code == 404
    assert "Siin pole midagi" in page.text


def test_a_form_that_is_too_large_is_refused(visit):
    assert visit(None).post("/sign-in", {"email": "x" * 600_000}).status_code == 413


def test_a_way_that_a_page_is_not_meant_for_is_refused(visit):
    assert visit("tess").post("/help", {}).status_code == 405


def test_a_database_that_is_gone_is_said_plainly_and_safely(visit, app, tmp_path):
    tess = visit("tess")
    app.extensions["simulator"] = House(
        config=app.extensions["simulator"].config, engine=make_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    )
    answer = tess.get("/settings")
    assert answer.status_code == 500
    assert "Siin läks midagi valesti" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_an_error_tells_nothing_of_what_went_wrong_inside(visit, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret detail")

    tess = visit("tess")
    monkeypatch.setattr("simulator.web.settings.sign_ins_of", broken)
    answer = tess.get("/settings")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "secret detail" not in answer.text
