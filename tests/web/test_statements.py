"""How many statements a page of the house sends to the database."""

import pytest


@pytest.mark.parametrize(
    ("path", "most"), [("/help", 1), ("/help/scores", 1), ("/wordings", 1), ("/settings", 2), ("/static/js/desk.js", 0)]
)
def test_a_page_asks_the_database_little(visit, statements, path, most):
    tess = visit("tess")
    with statements() as seen:
        assert tess.get(path).status_code == 200
    assert seen.count <= most, seen.texts


def test_a_page_for_nobody_asks_nothing(visit, statements):
    nobody = visit(None)
    with statements() as seen:
        nobody.get("/sign-in")
        nobody.get("/help")
    assert seen.count == 0
