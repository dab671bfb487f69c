"""The pages of the house in a browser: sign-in, settings, help, wordings."""

import pytest

from simulator.web.help import PAGES

SIGNED_OUT = ["/sign-in", "/help", *[f"/help/{name}" for name in PAGES], "/help/glossary", "/nothing/here"]
SIGNED_IN = ["/settings", "/wordings"]
EXPECTED_COMPLAINT = "404 (NOT FOUND)"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(desk, look):
    window = desk(**look)
    found = {}
    for path in SIGNED_OUT:
        window.open(path)
        found[path] = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
    window.sign_in()
    for path in SIGNED_IN:
        window.open(path)
        found[path] = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
    window.problems[:] = [said for said in window.problems if EXPECTED_COMPLAINT not in said]
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_the_palette_finds_a_page_by_keyboard(desk):
    window = desk()
    page = window.sign_in()
    window.open("/settings")
    page.keyboard.press("Control+k")
    page.keyboard.type("help")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help")


FOCUS = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body) return 'body';
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const isSeen = top && (focused.contains(top) || top.contains(focused) || top.closest('label')?.contains(focused));
  return isSeen ? 'seen' : 'covered';
}"""


def test_tab_reaches_everything_and_nothing_covers_it(desk):
    window = desk(width=390)
    page = window.sign_in()
    window.open("/settings")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    stops = []
    while len(stops) < 60 and (stop := page.evaluate(FOCUS)) != "body":
        stops.append(stop)
        page.keyboard.press("Tab")
    assert len(stops) > 15
    assert "covered" not in stops


@pytest.mark.parametrize("width", [1440, 390])
def test_settings_work_without_scripts(desk, width):
    window = desk(width=width, scripts=False)
    page = window.sign_in("tom")
    window.open("/settings")
    page.locator("[name=theme][value=dark]").check()
    with page.expect_navigation():
        page.locator("form#settings button").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("[name=theme][value=auto]").check()
    with page.expect_navigation():
        page.locator("form#settings button").click()
    assert page.locator("html").get_attribute("data-theme") == "auto"


def test_letters_do_nothing_where_they_are_switched_off_or_while_typing(desk):
    window = desk()
    page = window.sign_in()
    window.open("/settings")
    page.locator("#old").focus()
    page.keyboard.press("?")
    assert not page.locator("dialog#keys").is_visible()
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("?")
    assert not page.locator("dialog#keys").is_visible()
