"""Hiring from end to end: an assessment is put together, two people sit it, the evidence is read, a person decides.

Cal loses the connection twice and comes back; Noor has half as much time again. Claims are decided at the desk once and
behind it otherwise, since deciding in a browser is tried elsewhere.
"""

import re
from datetime import UTC, datetime

import pytest

from simulator.authoring.robots import ROBOTS
from simulator.desk.state import Status
from simulator.domain.dice import Dice
from simulator.persistence.candidates import Candidate, items_of_sitting
from simulator.persistence.people import Person, Role
from simulator.scoring.path import next_acts
from simulator.services import shifts
from simulator.services.people import add_person

PASSWORD = "practice makes"


@pytest.fixture
def work(live):
    """Work on the claims of a candidate behind the desk: ``work("cal", right=True)``."""

    def through(short, *, right):
        with live.house.sessions() as session:
            candidate = session.query(Candidate).filter_by(email=f"{short}.journey@example.com").one()
            person = session.get_one(Person, candidate.person_id)
            for item in items_of_sitting(session, candidate.id):
                asked = {"person_id": person.id, "library": live.house.content.library}
                decide(session, live, shifts.desk_of(session, item.id, **asked), right)

    return through


def decide(session, live, desk, right):
    weights, now = live.house.stock.weights, datetime.now(UTC)
    if not right:
        state = ROBOTS["always_reject"](desk.exercise, desk.rules, Dice(1))
        shifts.act(session, desk, [(one.kind, one.data) for one in state.actions[2:]], weights=weights, now=now)
        return
    while desk.state.status is not Status.DECIDED:
        acts = next_acts(desk.state, desk.exercise, desk.rules)
        desk = shifts.act(session, desk, acts, weights=weights, now=now)


def begin(window, link):
    """Come in by a link, read what happens, and begin."""
    page = window.page
    page.goto(link)
    page.get_by_role("button", name="Open it here").click()
    page.get_by_label("I have read what happens with my work.").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("text=0 of 12 claims decided")
    return page


def typed_without_a_connection(page, words):
    """Type while nothing goes through; once it does again what was typed is sent."""
    page.context.set_offline(True)
    page.fill("#reason", words)
    page.locator("#saved a, #saved button").first.wait_for()
    page.context.set_offline(False)
    page.locator("#saved a, #saved button").first.click()
    page.locator("#saved", has_text=re.compile("^Saved ")).wait_for()


def test_an_assessment_from_its_plan_to_a_reasoned_decision(desk, live, work):
    with live.house.sessions() as session:
        add_person(session, "rae.journey@example.com", "Rae Holm", PASSWORD, [Role.HIRING_MANAGER], now=live.began_at)
    rae, cal, noor = desk(), desk(width=390), desk(dark=True)
    page = rae.sign_in("rae.journey")
    page.click("nav >> text=Assessments")
    page.fill("#title", "Claims trainee")
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_label("A limit for everyone").check()
    page.fill("#minutes", "60")
    page.get_by_role("button", name="Save and fix the plan").click()
    page.get_by_role("button", name="Fix the plan").click()
    page.fill("#addresses", "Cal Reede <cal.journey@example.com>")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.fill("#addresses", "Noor Saluste <noor.journey@example.com>")
    page.get_by_label("More time for all of these, in percent").fill("50")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.wait_for_selector("text=2 candidates")
    assessment = page.url
    links = [box.input_value() for box in page.locator(".candidates input[readonly]").all()]

    at_work = begin(cal, links[0])
    assert "1 h" in at_work.locator(".timeleft").inner_text()
    with at_work.expect_navigation():
        at_work.get_by_role("button", name="First claim").click()
    cal.allowed.append("ERR_INTERNET_DISCONNECTED")
    for words in ("The estimate is on file.", "The estimate is on file. The policy was in force."):
        typed_without_a_connection(at_work, words)
    at_work.reload()
    assert at_work.input_value("#reason") == "The estimate is on file. The policy was in force."
    assert "1 h 30 min" in begin(noor, links[1]).locator(".timeleft").inner_text()
    work("cal", right=True)
    work("noor", right=False)
    for window in (cal, noor):
        window.open("/sitting/hand-in")
        assert "All claims are decided" in window.page.inner_text("main")
        window.page.get_by_role("button", name="Hand in").click()
        window.page.wait_for_selector("text=your work is handed in")
        assert window.axe() == []

    reviewed(page, assessment, {"A": "interview", "B": "no_offer"})
    page.goto(assessment)
    with page.expect_navigation():
        page.get_by_role("link", name="Compare").click()
    for letter in ("A", "B"):
        page.get_by_label(f"Candidate {letter}").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Compare").click()
    beside = page.inner_text("main")
    assert "Reede" not in beside
    assert "Saluste" not in beside
    assert rae.axe() == []
    assert len(page.pdf(format="A4")) > 10_000
    told(cal, noor)


def reviewed(page, assessment, decisions):
    """Open the evidence of each, see no score, decide with a reason, and read the report."""
    for n, (letter, decision) in enumerate(decisions.items()):
        page.goto(assessment)
        with page.expect_navigation():
            page.locator(".candidates > li").nth(n).locator("a.btn").first.click()
        if page.get_by_role("button", name="Open the evidence").count():
            with page.expect_navigation():
                page.get_by_role("button", name="Open the evidence").click()
        assert f"Candidate {letter}" in page.inner_text("h1")
        assert page.locator("#h-s").count() == 0, "no score before the decision"
        page.locator(f"[name=decision][value={decision}]").check()
        page.fill("[name=reason]", f"Claims 1 and 4 of {letter}.")
        page.locator("#review button.primary").click()
        page.locator("#h-s").wait_for()


def told(cal, noor):
    """Each reads the own result and nothing of the other's."""
    for window, other in ((cal, "Noor"), (noor, "Cal")):
        window.open("/sitting")
        with window.page.expect_navigation():
            window.page.get_by_role("link", name="Your result").click()
        assert other not in window.page.inner_text("main")
        assert window.axe() == []
