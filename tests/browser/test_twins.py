"""Twins and drills in a browser: offered in a debrief, taken at once with and without scripts, and by keyboard."""

from datetime import UTC, datetime

import pytest

from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.persistence.people import person_by_email
from simulator.services import shifts
from simulator.web.items.views import weights

OFFER = "#twin"
IN_FORCE = "button[name=provision][value=in_force]"
CLIPPED = """() => [...document.querySelectorAll('#twin *, .lines h3, .lines .btn, .grounds .btn')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && !one.matches('.vh'))
  .filter(one => getComputedStyle(one).display !== 'inline')
  .map(one => one.textContent.trim().slice(0, 40))"""


@pytest.fixture
def closed(live, claim):
    """The debrief of a claim on the last day of the period that Tess has decided as is right."""

    def close(seed):
        laid = claim("tess", "last_day_of_the_period", seed=seed)
        with live.app.app_context(), live.house.sessions() as session:
            tess, library = person_by_email(session, "tess@example.com"), live.house.content.library
            for act in ((ActionKind.DECIDE, decision_data(laid.decision)), (ActionKind.CLOSE, {})):
                desk = shifts.desk_of(session, laid.item_id, person_id=tess.id, library=library)
                shifts.act(session, desk, [act], weights=weights(), now=datetime.now(UTC))
        return f"{laid.path}/debrief"

    return close


def refuse(page):
    """Send a refusal on the policy period, whatever is right, and open its debrief."""
    page.locator("[name=disposition][value=reject]").check()
    page.locator("[name=lead]").select_option("in_force")
    page.locator("button[formaction$='/decision'], form#decision button.primary").first.click()
    page.locator("form[action$='/debrief'] button").first.click()
    page.wait_for_url("**/debrief")


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_twin_and_the_drills_of_a_debrief_are_for_everybody(desk, closed, width, language):
    window = desk(width=width, language=language, dark=language == "et")
    page = window.sign_in()
    window.open(closed(11))
    assert page.locator(f"{OFFER} button").is_visible()
    assert page.locator(f"{OFFER} dl.moved strong").inner_text()
    assert page.locator(f".grounds {IN_FORCE}").is_visible()
    assert page.evaluate(CLIPPED) == []
    assert window.axe() == []
    assert not window.scrolls_sideways()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_twin_is_played_at_once_and_both_are_compared(desk, closed, width, scripts):
    window = desk(width=width, scripts=scripts)
    page = window.sign_in()
    first = closed(12)
    window.open(first)
    page.locator(f"{OFFER} button").click()
    page.wait_for_url(lambda url: "/debrief" not in url)
    twin = page.url
    assert "twin" not in page.locator("main").inner_text().casefold()
    refuse(page)
    told = page.locator(OFFER)
    assert "One fact turned the decision." in told.inner_text()
    assert told.locator("tbody tr").count() == 5
    if scripts:
        assert page.evaluate(CLIPPED) == []
        assert window.axe() == []
    assert not scripts or not window.scrolls_sideways()
    told.locator("a").click()
    page.wait_for_url(f"**{first}")
    assert page.locator(f"{OFFER} a").get_attribute("href") == f"{twin.removeprefix(window.address)}/debrief"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_drill_is_taken_from_a_clause_of_a_debrief(desk, closed, scripts):
    window = desk(width=390, scripts=scripts)
    page = window.sign_in()
    window.open(closed(13))
    page.locator(f".grounds {IN_FORCE}").click()
    page.wait_for_url(lambda url: "/debrief" not in url)
    assert "near miss" not in page.locator("main").inner_text().casefold()


def test_the_page_of_drills_is_for_everybody(desk, closed, look):
    closed(14)
    window = desk(**look)
    page = window.sign_in()
    window.open("/drills")
    assert page.locator("button[name=provision]").count() >= 20
    assert page.evaluate(CLIPPED) == []
    assert window.axe() == []
    assert not window.scrolls_sideways()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_home_leads_to_a_drill_by_keyboard_alone(desk, scripts):
    window = desk(width=390, scripts=scripts)
    page = window.sign_in("tom")
    page.locator("a[href='/drills']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/drills")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "in_force":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/*")
    first = page.url
    window.open("/drills")
    page.locator(IN_FORCE).last.click()
    page.wait_for_url("**/items/*")
    assert page.url == first
