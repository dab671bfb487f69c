"""The editor in a browser: problems as one types; two windows; snippets; no scripts; every width."""

import pytest

from simulator.authoring.beginnings import Aim
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services import scenarios
from simulator.services.people import add_person
from simulator.web import context

PASSWORD = "practice makes"


@pytest.fixture(scope="module", autouse=True)
def ines(live):
    """Ines, who writes."""
    with live.house.sessions() as session:
        if person_by_email(session, "ines@example.com") is None:
            add_person(session, "ines@example.com", "Ines Kask", PASSWORD, [Role.INSTRUCTOR], now=live.began_at)
        return person_by_email(session, "ines@example.com").id


@pytest.fixture(scope="module")
def published(live, ines):
    """A published scenario with a draft that has a problem on top of it; its id."""
    person, now = ines, live.began_at
    with live.app.app_context(), live.house.sessions() as session:
        stock = context.stock()
        given = {"person": session.get(Person, person), "stock": stock, "now": now}
        aim = Aim(form="motor_own_damage", market="ee", provision="in_force")
        name = scenarios.begin_teaching(session, aim, **given)
        run = scenarios.start_check(session, name, **given)
        while scenarios.advance(session, run, slice_of=50, **given).is_running:
            pass
        scenarios.publish(session, name, revision=1, why="The first", **given)
        text = scenarios.text_in_force(session, name, stock).replace("level: 3", "levl: 3")
        scenarios.save(session, name, text, revision=2, **given)
    return name


@pytest.fixture
def begun(desk):
    """Open a window on a new draft that teaches the policy period: ``begun(width=390)``."""

    def begin(**options):
        window = desk(**options)
        window.sign_in("ines")
        page = window.open("/library/new?form=motor_own_damage&market=ee")
        page.locator("[name=provision][value=in_force]").check()
        page.locator("form.newclause button").first.click()
        page.wait_for_url("**/edit")
        return window

    return begin


def text_of(page):
    return page.locator("#yaml").input_value()


def typed(page, text):
    """Type a whole text and wait until it is saved."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit")):
        page.locator("#yaml").fill(text)


def test_problems_come_as_one_types_and_lead_to_their_line(begun):
    page = begun().page
    typed(page, text_of(page).replace("level: 3", "levl: 3"))
    link = page.locator(".problems a")
    link.wait_for()
    assert page.locator("#gutter li.e").inner_text() == "4"
    assert page.locator("#before").is_visible()
    link.click()
    chosen = page.locator("#yaml").evaluate("t => t.value.slice(t.selectionStart, t.selectionEnd)")
    assert chosen == "levl: 3"
    page.keyboard.type("level: 3")
    page.locator("#problem-chip.ok").wait_for()
    assert page.locator(".problems").count() == 0


def test_two_windows_on_one_draft_show_both_and_lose_nothing(begun, desk):
    one, two = begun(), desk()
    two.sign_in("ines")
    two.open(one.page.url.removeprefix(one.address))
    two.allow("409")
    typed(one.page, text_of(one.page).replace("level: 3", "level: 4"))
    two.page.locator("#yaml").fill(text_of(two.page).replace("level: 3", "level: 5"))
    two.page.locator("#saved button").click()
    two.page.locator(".conflict").wait_for()
    assert "level: 4" in two.page.locator("#theirs").input_value()
    assert "level: 5" in text_of(two.page)
    two.page.locator(".conflict button").click()
    two.page.locator(".conflict").wait_for(state="detached")
    assert "level: 5" in text_of(two.page)


def test_snippets_are_written_under_their_keys(begun):
    page = begun().page
    for word, snippet in (
        ("cause of the loss", "cause: hail"),
        ("police report", "police_report: absent"),
        ("does not add up", "wrong_sum: invoice"),
        ("reading papers", "reading.in_force"),
        ("cause of the loss", "cause: storm"),
    ):
        page.locator("#sheet-q").fill(word)
        page.locator("button.snip:visible", has_text=snippet).first.click()
    for line in (
        "  fix: {cause: storm}",
        "  papers: {police_report: absent}",
        "  complications: [wrong_sum: invoice]",
        "teaches: [coverage.in_force, reading.in_force]",
    ):
        assert line in text_of(page).splitlines()


def test_without_scripts_all_is_done_by_posts(begun):
    page = begun(scripts=False).page
    page.locator("#yaml").fill(text_of(page).replace("level: 3", "levl: 3"))
    page.get_by_role("button", name="Save", exact=True).click()
    assert "did you mean" in page.locator(".problems").inner_text()
    page.locator("#yaml").fill(text_of(page).replace("levl: 3", "level: 3"))
    page.set_default_timeout(120_000)
    page.locator("#run-checks").click()
    page.locator("#publish").click()
    assert "Version 1 is published" in page.locator(".notice").inner_text()


def test_a_draft_is_played_on_the_real_page_in_the_language_and_theme_chosen(begun):
    page = begun().page
    page.locator("#p-language").select_option("et")
    page.locator("#p-theme").select_option("dark")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_url("**/items/*")
    assert page.locator("html").get_attribute("lang") == "et"
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_pages_of_the_library_are_for_everybody(begun, live, published, pages_of, look):
    window = begun(**look)
    draft, shipped = window.page.url.split("/")[-2], live.house.scenarios[0].id
    own = pages_of("library", without=("library.checked", "library.outcome"), scenario_id=published)
    found = {}
    for path in (*own, f"/library/{draft}/edit", f"/library/{draft}", f"/library/{shipped}"):
        page = window.open(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        found[path] = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
        assert page.locator("html").get_attribute("lang") == look["language"]
        assert page.locator("h1").count() == 1
    assert {path: problems for path, problems in found.items() if problems} == {}
