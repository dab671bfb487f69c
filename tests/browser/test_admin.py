"""The administrator's pages in a browser: every width, theme and language, by keyboard, with scripts and without."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from simulator.persistence.audit import AuditRow
from simulator.persistence.engine import writing
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services.password_links import issue_link
from simulator.services.people import add_person, deactivate

PASSWORD = "practice makes"
CHOSEN = "a sentence of one's own"


@pytest.fixture(scope="module")
def office(live):
    """Ada, people of every kind on two pages, a closed account, and acts on two pages."""
    now = datetime.now(UTC)
    with live.house.sessions() as session:
        ada = add_person(session, "ada@example.com", "Ada Oja", PASSWORD, [Role.ADMINISTRATOR], now=now)
        long = add_person(
            session,
            "maria.magdaleena.kuusemets-raudsepp@kindlustusselts.example.com",
            "Maria Magdaleena Kuusemets-Raudsepp",
            PASSWORD,
            [Role.TRAINEE, Role.INSTRUCTOR, Role.HIRING_MANAGER],
            now=now,
            by=ada.id,
        )
        with writing(session):
            session.add_all(
                Person(
                    email=f"p{n}@example.com",
                    name=f"Person {n}",
                    password_hash="",
                    created_at=now,
                    roles_text="trainee",
                )
                for n in range(55)
            )
            session.add_all(
                AuditRow(at=now - timedelta(hours=n), person_id=long.id, act="signed_in", subject="") for n in range(60)
            )
        closed = person_by_email(session, "p0@example.com")
        deactivate(session, closed.id, by=ada.id, now=now)
        issue_link(session, long.id, by=ada.id, now=now)
        return {"ada": ada.id, "long": long.id, "closed": closed.id}


def pages(office, pages_of):
    return [
        *pages_of("admin", person_id=office["ada"]),
        *(f"/admin/people/{office[short]}" for short in ("long", "closed")),
        "/admin/people?q=nobody+is+like+this",
        "/admin/audit?who=nobody@example.com",
    ]


def found_on(window, path):
    window.open(path)
    assert window.page.locator("h1").count() == 1, path
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


def fresh_link(live, office, short="p1"):
    now = datetime.now(UTC)
    with live.house.sessions() as session:
        person = person_by_email(session, f"{short}@example.com")
        return f"/password/{issue_link(session, person.id, by=office['ada'], now=now)}"


def test_every_page_is_for_everybody(desk, live, office, pages_of, look):
    window, language = desk(**look), look["language"]
    window.allow("404")
    token = fresh_link(live, office).rpartition("/")[2]
    public = [*pages_of("passwords", token=token), f"/password/{uuid4().hex}"]
    found = {path: found_on(window, path) for path in public}
    window.sign_in("ada")
    found |= {path: found_on(window, path) for path in pages(office, pages_of)}
    assert window.page.locator("html").get_attribute("lang") == language
    assert window.page.locator(".bar nav li:last-child").inner_text() == {"en": "Help", "et": "Abi"}[language]
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_person_is_added_chooses_a_password_and_is_closed_and_opened(desk, office, scripts):
    name = f"uku{'-s' if scripts else ''}"
    window, other = desk(scripts=scripts), desk(width=390, scripts=scripts)
    page = window.sign_in("ada")
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Uku Tamm")
    page.get_by_label("E-mail address").fill(f"{name}@example.com")
    page.get_by_role("button", name="Make the account").click()
    link = page.locator("#link").input_value()
    page.reload()
    assert page.locator("#link").count() == 0

    there = other.page
    there.goto(link)
    there.get_by_label("New password").fill(CHOSEN)
    there.get_by_role("button", name="Keep this password").click()
    there.locator("main").get_by_role("link", name="Sign in").click()
    there.locator("[name=email]").fill(f"{name}@example.com")
    there.locator("[name=password]").fill(CHOSEN)
    there.locator("form[action='/sign-in'] button").click()
    there.wait_for_url(lambda url: "/sign-in" not in url)

    with page.expect_navigation():
        page.get_by_role("button", name="Close the account").click()
    assert "closed" in page.locator("h1").inner_text()
    there.reload()
    assert "/sign-in" in there.url
    with page.expect_navigation():
        page.get_by_role("button", name="Open the account again").click()
    assert page.get_by_role("status").first.inner_text().startswith("✓ The account is open again")


def test_the_last_administrator_is_told_why_nothing_changed(desk, office):
    window = desk(width=390)
    window.allow("409")
    page = window.sign_in("ada")
    window.open(f"/admin/people/{office['ada']}")
    with page.expect_navigation():
        page.get_by_role("button", name="Close the account").click()
    assert "the last administrator" in page.get_by_role("alert").inner_text()
    assert window.axe() == []


def test_roles_are_changed_by_keyboard_alone(desk, office):
    window = desk()
    page = window.sign_in("ada")
    window.open(f"/admin/people/{office['long']}")
    page.locator("[name=role][value=hiring_manager]").focus()
    page.keyboard.press("Space")
    page.locator("[name=role][value=hiring_manager]").press("Enter")
    page.wait_for_selector(".summary.ok")
    assert not page.locator("[name=role][value=hiring_manager]").is_checked()
    assert "Role taken: hiring manager" in page.locator("main").inner_text()


def test_people_are_found_and_turned_over_and_the_audit_is_saved(desk, office):
    window = desk()
    page = window.sign_in("ada")
    window.open("/admin/people")
    with page.expect_navigation():
        page.get_by_role("link", name="Next").click()
    assert "Page 2 of 2" in page.locator(".pager").inner_text()
    page.get_by_label("Name or e-mail address").fill("kuusemets")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kuusemets**")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Audit").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()
    assert saved.value.suggested_filename.startswith("audit-")
