"""Assessments in a browser: every page for everybody, and from a blueprint to a candidate's door without scripts."""

from uuid import uuid4

import pytest

from simulator.persistence.people import Role, person_by_email
from simulator.services import assessments as service
from simulator.services.people import add_person

PASSWORD = "practice makes"
LOOKS = [(1440, False, "en"), (1440, True, "et"), (390, True, "en"), (320, False, "et")]


@pytest.fixture(scope="module")
def rae(live):
    """A hiring manager of this room alone: her address before the @."""
    with live.house.sessions() as session:
        if person_by_email(session, "rae.assesses@example.com") is None:
            roles = [Role.HIRING_MANAGER]
            add_person(session, "rae.assesses@example.com", "Rae Holm", PASSWORD, roles, now=live.began_at)
    return "rae.assesses"


@pytest.fixture(scope="module")
def paths(live, rae, pages_of):
    """Every page of a fixed assessment with candidates, and of a draft that has faults."""
    now, standards = live.began_at, live.house.standards
    with live.house.sessions() as session:
        person = person_by_email(session, f"{rae}@example.com")
        ids = []
        for title, name in (("Claims trainee, autumn 2026", "motor-ee"), ("Claims trainee, winter", "motor-us")):
            draft = service.Draft(
                title=title, blueprint=standards.blueprints[name], notice_en="**Kept**", notice_et="**Hoitakse**"
            )
            ids.append(service.begin(session, draft, assessment_id=uuid4(), person=person, now=now))
        service.fix(session, ids[0], revision=1, person=person, standards=standards, now=now)
        invitees = [
            service.Invitee(email="cal@example.com", name="Cal Reede"),
            service.Invitee(email="somebody.with.a.rather.long.address@department.example.com", more_time=50),
        ]
        service.invite(
            session, ids[0], invitees, person=person, key=live.house.config.secret_key, now=now
        )  # fmt: skip
    fixed = pages_of("assessments", without=("assessments.confirm",), assessment_id=ids[0])
    drafted = f"/assessments/{ids[1]}"
    return [*fixed, drafted, f"{drafted}/fix", f"{drafted}/preview?robots=yes"]


def problems(window, path):
    window.open(path)
    assert window.page.locator("h1").count() == 1, path
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_an_assessment_is_for_everybody(desk, rae, paths, width, dark, language):
    window = desk(width=width, dark=dark, language=language)
    window.sign_in(rae)
    found = {path: problems(window, path) for path in paths}
    assert {path: told for path, told in found.items() if told} == {}


def test_mistakes_and_two_windows_are_told_where_everybody_finds_them(desk, rae, paths):
    here, there = desk(width=390), desk(width=1440, dark=True)
    draft = next(path for path in paths if path.endswith("/fix")).removesuffix("/fix")
    for window in (here, there):
        window.sign_in(rae)
        window.open(draft)
    there.page.fill("#title", "Theirs")
    there.page.click("form.main-side >> text=Save >> nth=0")
    there.page.wait_for_selector("text=Saved.")
    here.allow("422")
    here.page.fill("#title", "")
    here.page.click("form.main-side >> text=Save >> nth=0")
    here.page.wait_for_selector("text=Nothing was saved.")
    assert here.axe() == []
    here.allow("409")
    here.page.fill("#title", "Mine")
    here.page.click("form.main-side >> text=Save >> nth=0")
    here.page.wait_for_selector("text=Another window has saved meanwhile")
    assert here.axe() == []
    assert not here.scrolls_sideways()


def test_the_sums_of_the_table_follow_what_is_typed_and_are_those_of_the_server(desk, rae, paths):
    window = desk(width=1440)
    page = window.sign_in(rae)
    window.open(next(path for path in paths if path.endswith("/fix")).removesuffix("/fix"))

    def sums():
        return page.locator(".bp .rowsum, .bp tfoot td").all_inner_texts()

    before = sums()
    for cell, typed in (("reading.approve", " 7 "), ("reading.reject", "many"), ("settling.approve", "")):
        page.locator(f"[id='cell.{cell}']").fill(typed)
    after = sums()
    assert after != before
    assert int(after[-1]) == sum(map(int, page.locator(".bp tbody .rowsum").all_inner_texts()))
    window.allow("422")
    page.click("form.main-side >> text=Save >> nth=0")
    page.wait_for_selector("text=Nothing was saved.")
    assert sums() == after


def test_from_a_blueprint_to_the_door_of_a_candidate_without_scripts(desk, rae):
    window, candidate = desk(width=1200, scripts=False), desk(width=390, scripts=False)
    page = window.sign_in(rae)
    page.click("nav >> text=Assessments")
    page.fill("#title", "Without scripts")
    page.click("text=Begin the assessment")
    page.locator("[id='cell.reading.approve']").fill("3")
    page.locator("[id='cell.settling.approve']").fill("1")
    page.click("text=Save and fix the plan …")
    page.click("button:has-text('Fix the plan')")
    page.fill("#addresses", "Cal Reede <cal@example.com>\nnoor@example.com")
    page.click("form >> button:text-is('Invite')")
    links = page.locator(".candidates input[readonly]")
    assert links.count() == 2
    candidate.page.goto(links.first.input_value())
    assert candidate.page.locator("h1").inner_text() == "Hello, Cal"
    candidate.page.click("text=Open it here")
    page.reload()
    assert page.locator(".candidates >> text=link opened").count() == 1
    assert page.locator(".candidates input[readonly]").count() == 1
