"""Which language a page speaks."""

import pytest


def spoken(answer):
    return answer.text.partition('<html lang="')[2][:2]


def test_a_browser_that_prefers_estonian_gets_estonian(visit):
    nobody = visit(None)
    assert spoken(nobody.get("/sign-in")) == "en"
    assert spoken(nobody.get("/sign-in", headers={"Accept-Language": "et, en;q=0.5"})) == "et"
    assert spoken(nobody.get("/sign-in", headers={"Accept-Language": "fi"})) == "en"


def test_the_link_changes_the_language_and_comes_back_to_the_page(visit):
    nobody = visit(None)
    page = nobody.get("/help/scores").text
    assert 'href="/language/et?next=/help/scores" lang="et"' in page
    assert nobody.get("/language/et?next=/help/scores").location == "/help/scores"
    assert spoken(nobody.get("/help/scores")) == "et"


def test_the_link_goes_to_no_other_site_and_to_no_unknown_language(visit):
    assert visit(None).get("/language/et?next=//elsewhere.example").location == "/"
    assert visit(None).get("/language/fi").status_code == 404


def test_a_person_s_choice_holds_in_a_browser_that_prefers_another_language(visit, people, session):
    people["tess"].language = "et"
    session.commit()
    assert spoken(visit("tess").get("/settings", headers={"Accept-Language": "en"})) == "et"


@pytest.mark.parametrize(("language", "sentence"), [("en", "You are signed in in 2 browsers."), ("et", "2 brauseris")])
def test_counts_are_in_the_plural_of_the_language(visit, language, sentence):
    visit("tess")
    tess = visit("tess")
    tess.client.set_cookie("language", language)
    assert sentence in tess.get("/settings").text
