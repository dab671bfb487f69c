"""Candidates in a browser: evidence, a decision, then a score; every page; two sheets of paper; the own result."""

import re
from uuid import uuid4

import pytest

from simulator.persistence.candidates import Candidate, LinkUse, items_of_sitting
from simulator.persistence.people import Person, Role, person_by_email
from simulator.scoring.path import next_acts
from simulator.services import assessments, shifts
from simulator.services.people import add_person

PASSWORD = "practice makes"
LOOKS = [(1440, True, "et"), (390, False, "en"), (320, True, "et")]
SHEET = """() => [...document.querySelectorAll('.report .card:not(.moments), .moment, .report tr, .mini')]
  .filter(one => one.offsetHeight)
  .filter(one => one.offsetHeight > 1000 || getComputedStyle(one).breakInside !== 'avoid')
  .map(one => one.className || one.textContent.trim().slice(0, 30))"""
"""What a page of A4 could cut: what may break inside, or is taller than a sheet."""


@pytest.fixture(scope="module")
def hired(live):
    """An assessment of Rae's whose three candidates have sat; she has decided about the first two."""
    now, key, standards = live.began_at, live.house.config.secret_key, live.house.standards
    with live.house.sessions() as session:
        if person_by_email(session, "rae@example.com") is None:
            add_person(session, "rae@example.com", "Rae Holm", PASSWORD, [Role.HIRING_MANAGER], now=now)
        rae = person_by_email(session, "rae@example.com")
        draft = assessments.Draft(
            title="Claims trainee, autumn 2026",
            blueprint=standards.blueprints["motor-ee"],
            notice_en="Kept",
            notice_et="Hoitakse",
        )
        plan = assessments.begin(session, draft, assessment_id=uuid4(), person=rae, now=now)
        assessments.fix(session, plan, revision=1, person=rae, standards=standards, now=now)
        emails = [
            assessments.Invitee(email=f"{who}@example.com", name=f"{who} Reede") for who in ("cal", "noor", "uku")
        ]
        ids = assessments.invite(session, plan, emails, person=rae, key=key, now=now)
        for right, candidate in enumerate(ids):
            sit(session, live, candidate, 2 * right, now)
        for candidate in ids[:2]:
            assessments.open_evidence(session, candidate, person=rae, now=now)
            why = "Claims 1 and 4: decides before reading."
            assessments.decide(session, candidate, "second_sitting", why, person=rae, now=now)
        assessments.send_again(session, ids[1], person=rae, key=key, now=now, opens=LinkUse.RESULT)
        return {"plan": plan, "ids": ids, "link": assessments.link_token(key, ids[1], 2)}


def sit(session, live, candidate, right, now):
    """Come in by the link, decide the first *right* claims as the model path does, and hand in."""
    key, standards, library = live.house.config.secret_key, live.house.standards, live.house.content.library
    token = assessments.link_token(key, candidate, 1)
    assessments.enter(session, token, address="192.0.2.7", key=key, language="en", now=now)
    person = session.get(Person, session.get(Candidate, candidate).person_id)
    assessments.begin_sitting(session, person, standards=standards, now=now)
    for item in [one.id for one in items_of_sitting(session, candidate)][:right]:
        desk = shifts.desk_of(session, item, person_id=person.id, library=library)
        while desk.state.status.value not in ("decided", "closed"):
            acts = next_acts(desk.state, desk.exercise, desk.rules)
            shifts.act(session, desk, acts, weights=standards.weights, now=now)
            desk = shifts.desk_of(session, item, person_id=person.id, library=library)
    assessments.hand_in(session, person, now=now)


def found_on(window, path):
    window.open(path)
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_for_everybody(desk, hired, pages_of, width, dark, language):
    window = desk(width=width, dark=dark, language=language)
    window.sign_in("rae")
    first, plan = hired["ids"][1], hired["plan"]
    without = ("candidates.receipt",)
    paths = pages_of("candidates", without=without, candidate_id=first, assessment_id=plan, n=1)
    paths += [f"/candidates/{hired['ids'][2]}", f"/candidates/compare/{plan}?n=1&n=2"]
    found = {path: found_on(window, path) for path in paths}
    assert len(paths) > 6
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_a_person_decides_on_the_evidence_before_any_score_without_scripts(desk, hired):
    window = desk(width=390, scripts=False)
    page = window.sign_in("rae")
    window.open(f"/candidates/{hired['ids'][2]}")
    if page.locator("form[action$='/evidence'] button").count():
        with page.expect_navigation():
            page.locator("form[action$='/evidence'] button").click()
    assert page.locator(".evidence tbody tr").count() == 12
    assert page.locator(".score").count() == 0
    page.locator("[name=decision][value=interview]").check()
    page.locator("[name=reason]").fill("Claims 1 to 4: reads first, asks where it matters.")
    with page.expect_navigation():
        page.locator("form[action$='/decision'] button").click()
    assert page.locator(".score").count() == 1
    assert page.locator("h1").inner_text() == "Report: Candidate C"
    with page.expect_navigation():
        page.locator("form[action$='/name'] button").click()
    assert page.locator("h1").inner_text() == "Report: uku Reede"


@pytest.mark.parametrize("language", ["en", "et"])
def test_a_report_prints_on_two_sheets_and_nothing_is_cut(desk, hired, language):
    window = desk(width=688, language=language)
    page = window.sign_in("rae")
    window.open(f"/candidates/{hired['ids'][1]}")
    page.emulate_media(media="print")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    assert page.evaluate(SHEET) == []
    assert not window.scrolls_sideways()
    assert not page.locator(".bar").is_visible()


def test_the_own_result_is_for_everybody(desk, hired):
    window = desk(width=390)
    page = window.open(f"/candidate/{hired['link']}")
    page.locator("main form button").click()
    with page.expect_navigation():
        page.locator("a[href='/sitting/result']").click()
    assert page.locator(".score").count() == 1
    assert window.axe() == []
    assert not window.scrolls_sideways()
