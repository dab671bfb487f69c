"""Groups in a browser: from an invitation to a comment that the trainee reads; every page, every width, by keyboard."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services import shifts
from simulator.services.assignments import Order, give, take
from simulator.services.groups import add_member, create_group
from simulator.services.invitations import Newcomer, invitation_token, invite
from simulator.services.people import add_person
from simulator.services.reviewing import comment
from simulator.web.items.views import weights

PASSWORD = "practice makes"


@pytest.fixture(scope="module")
def cast(live):
    """Ines, who teaches, and two trainees of this room alone; their ids."""
    with live.house.sessions() as session:
        for short, name, role in (
            ("ines", "Ines Kask", Role.INSTRUCTOR),
            ("nora", "Nora Uus", Role.TRAINEE),
            ("olle", "Olle Mets", Role.TRAINEE),
        ):
            if person_by_email(session, f"{short}@example.com") is None:
                add_person(session, f"{short}@example.com", name, PASSWORD, [role], now=live.began_at)
        people = session.scalars(select(Person)).all()
        return {one.email.partition("@")[0]: one.id for one in people}


@pytest.fixture(scope="module")
def taught(live, cast, pages_of):
    """A group of Ines with Nora and Olle: work given out, Nora's claim finished and commented on; the paths of it."""
    ines, now = cast["ines"], live.began_at
    scenario = next(one for one in live.house.scenarios if Path(one.file).stem == "last_day_of_the_period")
    with live.app.app_context(), live.house.sessions() as session:
        group, work, paper = uuid4(), uuid4(), uuid4()
        create_group(session, "Motor newcomers, spring 2026", leader_id=ines, group_id=group, now=now)
        for short in ("nora", "olle"):
            add_member(session, group, f"{short}@example.com", leader_id=ines, now=now)
        key = live.house.config.secret_key
        newcomer = Newcomer(email="kaja@example.com", name="Kaja Laas")
        invite(session, group, newcomer, leader_id=ines, invitation_id=paper, days=30, key=key, now=now)
        invite(session, group, Newcomer(), leader_id=ines, invitation_id=uuid4(), days=30, key=key, now=now)
        order = Order(
            title="Week 1: first claims",
            scenarios=(scenario, scenario),
            opens_at=now - timedelta(days=9),
            due_at=now - timedelta(days=2),
        )
        give(session, group, order, leader_id=ines, assignment_id=work, now=now)
        item = finished(session, live, work, cast["nora"], now)
        comment(session, item, "grounds", "Read 2.1 once more.", leader_id=ines, comment_id=uuid4(), now=now)
    joins, own = "teaching.join", "teaching.assigned"
    filled = {"group_id": group, "assignment_id": work, "item_id": item, "person_id": cast["nora"]}
    paths = [*pages_of("teaching", without=(joins, own), **filled), f"/reviews/{item}/steps?at=1"]
    return {"paths": paths, "item": item, "join": f"/join/{invitation_token(key, paper)}"}


def finished(session, live, work, person_id, now):
    """Take the first claim of the work up, pay nothing, and open its debrief."""
    library = live.house.content.library
    person = session.get(Person, person_id)
    item = take(session, work, 1, person=person, content=live.house.content, now=now)
    desk = shifts.desk_of(session, item, person_id=person_id, library=library)
    papers = [one.id for one in desk.state.file.papers if one.received_at <= desk.state.file.as_of]
    pins = [f"{papers[0]}#{name}" for name in list(desk.state.file.papers[0].fields)[:3]]
    acts = [
        *((ActionKind.OPEN, {"paper": one}) for one in papers[1:3]),
        (ActionKind.PIN, {"pin": pins[0]}),
        (ActionKind.CITE, {"provision": "in_force"}),
        (ActionKind.DRAFT, {"fields": {"disposition": "reject", "reason": "The day after"}}),
        (ActionKind.DECIDE, {"decision": refused()}),
        (ActionKind.CLOSE, {}),
    ]
    for act in acts:
        desk = shifts.act(session, desk, [act], weights=weights(), now=now)
    return item


def refused():
    decision = Decision(disposition=Disposition.REJECT, lead="in_force", cites=("in_force",), reason="The day after")
    return decision_data(decision)["decision"]


def problems(window, path):
    window.open(path)
    assert window.page.locator("h1").count() == 1, path
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


def test_every_page_of_a_group_is_for_everybody(desk, taught, look):
    window = desk(**look)
    found = {taught["join"]: problems(window, taught["join"])}
    window.sign_in("ines")
    found |= {path: problems(window, path) for path in taught["paths"]}
    assert {path: told for path, told in found.items() if told} == {}


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("width", [1440, 320])
def test_what_is_assigned_is_for_everybody(desk, taught, width, language):
    window = desk(width=width, dark=language == "et", language=language)
    window.sign_in("olle")
    found = {path: problems(window, path) for path in ("/", "/assigned")}
    window.page.context.clear_cookies()
    window.sign_in("nora")
    found["debrief"] = problems(window, f"/items/{taught['item']}/debrief")
    assert window.page.locator("#saidhere").is_visible()
    assert {path: told for path, told in found.items() if told} == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_an_invitation_to_a_comment_that_is_read(desk, live, cast, scripts):
    ines, newcomer, stranger = (desk(width=1200, scripts=scripts) for _ in range(3))
    page = ines.sign_in("ines")
    ines.open("/groups")
    page.fill("#name", f"Evening class {scripts}")
    page.click("text=Make the group")
    page.click("text=Make the link")
    link = page.locator(".invited input").first.input_value()
    newcomer.open(link.removeprefix(ines.address))
    who = f"uku{int(scripts)}@example.com"
    for name, text in (("name", "Uku Tamm"), ("email", who), ("password", PASSWORD)):
        newcomer.page.fill(f"#{name}", text)
    newcomer.page.click("text=Make the account and join")
    newcomer.page.wait_for_url(lambda url: "/join/" not in url)
    page.click(".tabs >> text=Work")
    page.click("text=Give out work")
    page.fill("#title", "First evening")
    page.locator("details summary").first.click()
    page.locator("details[open] input[type=checkbox]").first.check()
    page.locator("form.main-side button.primary").click()
    assert "not begun" in page.locator("table.grade").inner_text()
    newcomer.open("/")
    newcomer.page.locator(".given button").first.click()
    newcomer.page.wait_for_url("**/items/*")
    item = newcomer.page.url.rpartition("/")[2]
    newcomer.page.locator("[name=disposition][value=reject]").check()
    newcomer.page.locator("[name=lead]").select_option(index=1)
    newcomer.page.locator("button[formaction$='/decision'], form#decision button.primary").first.click()
    newcomer.page.locator("form[action$='/debrief'] button").first.click()
    newcomer.page.wait_for_url("**/debrief")
    page.reload()
    with page.expect_navigation():
        page.locator("table.grade td a").first.click()
    with page.expect_navigation():
        page.click("text=Step by step")
    seen = set()
    while page.locator("a:has-text('Next step')").count():
        seen.add(page.locator("#step .lead").inner_text())
        with page.expect_navigation():
            page.locator("a:has-text('Next step')").click()
    assert "Took the claim up" in seen
    assert any(re.match("Sent: Reject", one) for one in seen)
    page.click(".crumb >> text=Debrief")
    page.fill("#text", "Look at the date of the loss.")
    page.click("text=Say it")
    assert "Your comment stands in the debrief" in page.inner_text("#said")
    newcomer.page.reload()
    assert "Look at the date of the loss." in newcomer.page.inner_text("#saidhere")
    stranger.allow("404")
    stranger.sign_in("olle")
    for path in (f"/items/{item}/debrief", f"/reviews/{item}"):
        stranger.open(path)
        assert "Nothing is here" in stranger.page.inner_text("h1")


def test_steps_are_walked_by_keyboard(desk, taught):
    window = desk()
    page = window.sign_in("ines")
    window.open(f"/reviews/{taught['item']}/steps?at=1")
    page.keyboard.press("j")
    page.wait_for_url("**at=2")
    page.keyboard.press("k")
    page.wait_for_url("**at=1")
    page.locator("#at").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("at=1"))
    assert page.locator("a:has-text('Next step')").count() == 0
