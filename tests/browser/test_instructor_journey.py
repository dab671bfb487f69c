"""A wrong answer cannot be published: from an expectation that does not hold to a comment that the trainee reads."""

import re

import pytest
from sqlalchemy import select

from simulator.persistence.people import Person, Role, person_by_email
from simulator.services.people import add_person

PASSWORD = "practice makes"
RIGHT = "expect: {disposition: reject, grounds: [in_force]}"
WRONG = "expect: {disposition: approve, grounds: []}"
ADVICE = "Read 1.1 before anything else."


@pytest.fixture
def group(live):
    """Ines, who leads an evening of Tess alone; Tom is not in it."""
    with live.house.sessions() as session:
        if person_by_email(session, "ines@example.com") is None:
            add_person(session, "ines@example.com", "Ines Kask", PASSWORD, [Role.INSTRUCTOR], now=live.began_at)
        return session.scalar(select(Person.name).where(Person.email == "tess@example.com"))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_wrong_answer_is_mended_published_played_replayed_and_commented(desk, group, right, width):
    ines, tess, tom = (desk(width=width) for _ in range(3))
    title = f"The day before, {width}"
    scenario = written_wrong(ines, title)
    cannot_publish_and_reads_why(ines)
    mended_and_published(ines)
    given(ines, f"Evening {width}", title)
    item = played(tess, f"Evening {width}", right)
    replayed_and_commented(ines, f"Evening {width}")
    tess.page.reload()
    assert ADVICE in tess.page.locator("#saidhere").inner_text()
    sees_nothing(tom, f"Evening {width}", [f"/items/{item}", f"/items/{item}/debrief", f"/reviews/{item}", scenario])


def written_wrong(ines, title):
    """Begin a draft from a clause, and expect what the wording does not say."""
    ines.sign_in("ines")
    page = ines.open("/library/new?form=motor_own_damage&market=ee")
    page.locator("[name=provision][value=in_force]").check()
    page.locator("form.newclause button").first.click()
    page.wait_for_url("**/edit")
    text = page.locator("#yaml").input_value().replace(RIGHT, WRONG)
    page.locator("#yaml").fill(re.sub(r"(?m)^title: .*$", f'title: {{en: "{title}", et: "{title}"}}', text))
    page.locator("#beside .fails").wait_for()
    return "/library/" + page.url.split("/")[-2]


def cannot_publish_and_reads_why(ines):
    """Seed, paper, trace and what to change stand there; the button says why it does nothing."""
    page = ines.page
    page.locator("#run-checks").click()
    page.locator("#gate-body .fails").wait_for()
    page.locator("#gate-body progress").wait_for(state="detached")
    why = page.locator("#gate-body .fails").inner_text()
    for told in (
        "seed 1, 2",
        "expected approve, the engine holds reject",
        "first_notice#occurred_on",
        "What to change",
    ):
        assert told in why
    page.locator("#publish").click(force=True)
    assert page.url.endswith("/edit")
    assert page.evaluate("document.activeElement.id") == "gate"
    page.locator("#beside details summary", has_text="How it was derived").first.click()
    assert "1.1" in page.locator("#beside .steps").first.inner_text()


def mended_and_published(ines):
    """Take over what the wording says, and publish once every seed holds."""
    page = ines.page
    page.locator("#beside button.snip").click()
    assert RIGHT in page.locator("#yaml").input_value()
    page.locator("#beside .fails").wait_for(state="detached")
    page.locator("#run-checks[data-run]").click()
    page.locator("#why").fill("The first that holds", timeout=120_000)
    page.locator("#publish").dblclick()
    page.wait_for_url(lambda url: not url.endswith("/edit"))
    assert "The first that holds" in page.locator(".hist").inner_text()


def given(ines, name, title):
    """Make a group, take Tess into it, and give the scenario out."""
    page = ines.open("/groups")
    page.fill("#name", name)
    page.click("text=Make the group")
    page.fill("#email", "tess@example.com")
    page.locator("form:has(#email) button").click()
    page.click(".tabs >> text=Work")
    page.click("text=Give out work")
    page.fill("#title", name)
    page.locator("details:has(label)", has_text=title).locator("summary").click()
    page.locator("label.check", has_text=title).locator("input").check()
    page.locator("form.main-side button.primary").click()
    assert "not begun" in page.locator("table.grade").inner_text()


def played(tess, name, right):
    """Begin it from home, decide what is right, and read the debrief."""
    page = tess.sign_in("tess")
    page.locator(".given li", has_text=name).locator("button").first.click()
    page.wait_for_url("**/items/*")
    path = "/items/" + page.url.rpartition("/")[2]
    decision = right(path)
    page.locator(f"#d-{decision.disposition}").check()
    page.locator("[name=lead]").select_option(decision.lead)
    page.locator("#record").click()
    page.locator(".recorded form[action$=debrief] button").click()
    page.wait_for_url("**/debrief")
    assert "1.1" in page.locator("main").inner_text()
    return path.rpartition("/")[2]


def replayed_and_commented(ines, name):
    """Walk the steps from the results, and say something on a criterion."""
    page = ines.page
    page.reload()
    with page.expect_navigation():
        page.locator("table.grade td a").first.click()
    with page.expect_navigation():
        page.locator(".crumb >> text=Step by step").click()
    seen = []
    while True:
        seen.append(page.locator("#step .lead").inner_text())
        if not page.locator("a", has_text="Next step").count():
            break
        with page.expect_navigation():
            page.locator("a", has_text="Next step").click()
    assert seen[0] == "Took the claim up"
    assert any(one.startswith("Sent: Reject") for one in seen)
    page.click(".crumb >> text=Debrief")
    page.select_option("#criterion", "grounds")
    page.fill("#text", ADVICE)
    page.click("text=Say it")
    assert "Your comment stands in the debrief" in page.inner_text("#said")


def sees_nothing(tom, name, paths):
    """Who is not in the group finds nothing of it."""
    tom.allow("404")
    tom.allow("403")
    page = tom.sign_in("tom")
    assert name not in page.locator("main").inner_text()
    for path in paths:
        answer = page.goto(f"{tom.address}{path}")
        assert answer.status in (403, 404), path
        assert name not in page.inner_text("body")
