"""The pages of a candidate in a browser: for everybody, at every stage, by keyboard alone, without scripts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from simulator.persistence.candidates import Candidate
from simulator.persistence.items import Shift
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services import assessments as service
from simulator.services.people import add_person

PASSWORD = "practice makes"


@pytest.fixture(scope="module")
def invite(live):
    """Invite somebody to an assessment of an hour, and return the path of the link."""
    standards, key = live.house.standards, live.house.config.secret_key
    with live.house.sessions() as session:
        add_person(session, "rae.sitting@example.com", "Rae Holm", PASSWORD, [Role.HIRING_MANAGER], now=live.began_at)
        rae = person_by_email(session, "rae.sitting@example.com")
        draft = service.Draft(
            title="Claims trainee, autumn 2026",
            blueprint=replace(standards.blueprints["motor-ee"], minutes=60),
            notice_en="**What it is for.** To see how you work.",
            notice_et="**Milleks.** Et näha, kuidas sa töötad.",
        )
        plan = service.begin(session, draft, assessment_id=uuid4(), person=rae, now=live.began_at)
        service.fix(session, plan, revision=1, person=rae, standards=standards, now=live.began_at)

    def ask():
        one = service.Invitee(email=f"{uuid4()}@example.com", name="Cal Reede")
        with live.house.sessions() as session:
            rae = person_by_email(session, "rae.sitting@example.com")
            (found,) = service.invite(session, plan, [one], person=rae, key=key, now=datetime.now(UTC))
        return found, f"/candidate/{service.link_token(key, found, 1)}"

    return ask


def found_on(window):
    said = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
    return [f"{window.page.url}: {one}" for one in said]


def test_every_page_of_a_sitting_is_for_everybody(desk, live, invite, look):
    window, (candidate, path) = desk(**look), invite()
    for status in ("422", "404"):
        window.allow(status)
    page = window.open(path)
    found = found_on(window)
    page.locator("main form button").click()
    page.locator("#read").wait_for()
    found += found_on(window)
    page.locator("form[action='/sitting/begin'] button").click()
    found += found_on(window)
    page.locator("#read").check()
    with page.expect_navigation():
        page.locator("form[action='/sitting/begin'] button").click()
    page.locator(".timeleft").wait_for()
    found += found_on(window)
    page.locator("form[action='/sitting/next'] button").click()
    page.locator("#decide").wait_for()
    found += found_on(window)
    window.open("/sitting/hand-in")
    found += found_on(window)
    window.open(f"/candidate/{uuid4()}")
    found += found_on(window)
    with live.house.sessions() as session:
        shift = session.get_one(Candidate, candidate).shift_id
        session.get_one(Shift, shift).deadline_at = datetime.now(UTC) - timedelta(minutes=1)
        session.commit()
    window.open("/sitting")
    found += found_on(window)
    window.open("/sitting/result")
    found += found_on(window)
    assert found == []


def test_the_clock_leads_to_the_receipt_when_the_time_is_over(desk, live, invite):
    window, (candidate, path) = desk(), invite()
    page = window.open(path)
    page.locator("main form button").click()
    page.locator("#read").check()
    with page.expect_navigation():
        page.locator("form[action='/sitting/begin'] button").click()
    with live.house.sessions() as session:
        shift = session.get_one(Candidate, candidate).shift_id
        session.get_one(Shift, shift).deadline_at = datetime.now(UTC) + timedelta(seconds=3)
        session.commit()
    page.reload()
    assert "soon" in page.locator(".timeleft").get_attribute("class")
    page.wait_for_selector("text=The time is over")


def test_by_keyboard_alone_and_without_scripts(desk, live, invite):
    window, (candidate, path) = desk(scripts=False, width=390), invite()
    page = window.open(path)
    for name in (r"Open it here", r"I have read", r"Begin", r"First claim"):
        press(page, name)
    assert re.search(r"/items/[0-9a-f-]{36}$", page.url)
    assert "1 h" in page.locator(".timeleft").inner_text()
    with live.house.sessions() as session:
        person = session.get_one(Person, session.get_one(Candidate, candidate).person_id)
        assert not person.has_account


def press(page, name):
    """Go on with the tab key until what is focused has that name, and use it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("(document.activeElement.closest('label') ?? document.activeElement).textContent.trim()")
        if re.match(name, words):
            if page.evaluate("document.activeElement.type === 'checkbox'"):
                page.keyboard.press("Space")
            else:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
            return
    raise AssertionError(f"nothing that can be reached is called {name}")
