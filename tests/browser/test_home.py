"""Home in a browser: of somebody who comes for the first time, and of somebody with weeks of work behind."""

import pytest

from simulator.cli.demo_claims import HISTORY, fill_desk
from simulator.persistence.people import Role
from simulator.services.people import add_person
from tests.browser.conftest import PASSWORD


@pytest.fixture(scope="module")
def cast(live):
    """Hilja has worked for some weeks; Nora comes for the first time."""
    with live.house.sessions() as session:
        for short, name in (("hilja", "Hilja Paju"), ("nora", "Nora Uus")):
            person = add_person(session, f"{short}@example.com", name, PASSWORD, [Role.TRAINEE], now=live.began_at)
            if short == "hilja":
                levels = (1, 2, 3)
                fill_desk(session, person.id, live.house, history=HISTORY, levels=levels, now=live.began_at)


def test_home_is_for_everybody(desk, cast, look):
    for short, sections in (("hilja", 5), ("nora", 3)):
        window = desk(**look)
        page = window.sign_in(short)
        window.open("/")
        assert window.axe() == []
        assert not window.scrolls_sideways()
        assert page.locator("section.card").count() >= sections
        assert page.locator(".btn.primary").count() == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_the_next_claim_is_taken_without_scripts_and_by_keyboard(desk, cast, width):
    window = desk(width=width, scripts=False)
    page = window.sign_in("nora")
    window.open("/")
    page.locator("form[action='/claims/next'] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/*")
    first = page.url
    window.open("/")
    page.locator("form[action='/claims/next'] button").click()
    page.wait_for_url("**/items/*")
    assert page.url == first


def test_the_palette_takes_the_next_claim(desk, cast):
    window = desk()
    page = window.sign_in("hilja")
    window.open("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("next claim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/*")


FOCUS = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body) return 'body';
  const top = document.elementFromPoint(box.x + box.width / 2, Math.max(1, box.y + box.height / 2));
  return top && (focused.contains(top) || top.contains(focused)) ? 'seen' : 'covered';
}"""


def test_tab_reaches_everything_in_the_order_of_the_page(desk, cast):
    window = desk(width=390)
    page = window.sign_in("hilja")
    window.open("/")
    stops, tops = [], []
    page.keyboard.press("Tab")
    while len(stops) < 80 and (stop := page.evaluate(FOCUS)) != "body":
        stops.append(stop)
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        page.keyboard.press("Tab")
    assert len(stops) > 25
    assert "covered" not in stops
    assert tops[10:] == sorted(tops[10:])
