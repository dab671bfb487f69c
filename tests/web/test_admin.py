"""The administrator's pages: people, password links, audit, health; nobody else gets in, and no claim is shown."""

import ast
import csv
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory

from simulator.errors import InvalidContent, Problem
from simulator.persistence.audit import AuditRow
from simulator.persistence.engine import sessions, writing
from simulator.persistence.people import Person, Role, person_by_email
from simulator.persistence.schema import migrations
from simulator.services import audit as noting
from simulator.services.people import LastAdministrator, change_roles, is_password
from simulator.services.sessions import MOST_ADDRESS
from simulator.web.admin import health as health_of
from simulator.web.admin.words import ACTS
from simulator.web.spreadsheets import defused

NEW = {"name": "Uku Tamm", "email": "Uku@Example.com", "role": ["trainee", "instructor"], "language": "et"}
CHOSEN = "a sentence of one's own"
NEWEST = ScriptDirectory.from_config(migrations()).get_current_head()


@pytest.fixture
def ada(visit):
    return visit("ada")


def of(people, short, rest=""):
    return f"/admin/people/{people[short].id}{rest}"


def link_on(page):
    return re.search(r'value="http://localhost(/password/[^"]+)"', page.text)[1]


def linked(ada, people, short="tess"):
    """A new link for somebody, as Ada reads it."""
    return link_on(ada.get(ada.post(of(people, short, "/link")).location))


def acts(session, **wanted):
    session.rollback()
    return [(row.act, row.person_id, row.subject) for row in session.query(AuditRow).filter_by(**wanted)]


def crowd(session, now, count):
    with writing(session):
        session.add_all(
            Person(
                email=f"p{n:03}@example.com",
                name=f"Person {n:03}",
                password_hash="",
                created_at=now,
                roles_text="trainee",
            )
            for n in range(count)
        )


def test_people_are_found_by_words_role_and_account(ada, session, now, people):
    people["tom"].active = False
    people["ines"].name = "Õnne Kask"
    session.commit()
    assert [name in ada.get("/admin/people").text for name in ("Tess Lember", "Tom Rebane", "Rae Saar")] == [True] * 3
    for query, found, other in (
        ("q=lember", "Tess Lember", "Tom Rebane"),
        ("q=TOM@EXAMPLE", "Tom Rebane", "Tess Lember"),
        ("q=%C3%B5nne", "Õnne Kask", "Tess Lember"),
        ("role=hiring_manager", "Rae Saar", "Tess Lember"),
        ("state=closed", "Tom Rebane", "Tess Lember"),
        ("state=open&role=trainee", "Tess Lember", "Tom Rebane"),
    ):
        page = ada.get(f"/admin/people?{query}").text
        assert found in page, query
        assert other not in page, query
    assert "Nobody is like that" in ada.get("/admin/people?q=%25").text


def test_the_list_of_people_pages_and_keeps_its_filter(ada, session, now):
    crowd(session, now, 120)
    first = ada.get("/admin/people?q=person&role=trainee")
    assert "120 people" in first.text
    assert "Page 1 of 3" in first.text
    last = ada.get("/admin/people?page=3&q=person&role=trainee").text
    assert "Person 119" in last
    assert "Person 000" not in last
    assert (
        "/admin/people?page=3&amp;q=person&amp;role=trainee"
        in ada.get("/admin/people?page=2&q=person&role=trainee").text
    )
    assert "Page 3 of 3" in ada.get("/admin/people?q=person&page=99").text


@pytest.mark.parametrize("path", ["/admin/people", "/admin/audit", "/admin/audit?who=tess@example.com"])
def test_the_statements_of_a_list_do_not_grow_with_its_rows(ada, session, now, people, statements, path):
    with statements() as few:
        ada.get(path)
    crowd(session, now, 40)
    with writing(session):
        session.add_all(
            AuditRow(at=now, person_id=people["ada"].id, act="signed_in", subject=str(people["tess"].id))
            for _ in range(40)
        )
    with statements() as many:
        ada.get(path)
    assert abs(many.count - few.count) <= 2
    assert many.count <= 8


def test_a_person_is_added_and_chooses_a_password_by_a_link_that_works_once(ada, visit, session, people):
    made = ada.post("/admin/people/new", NEW)
    page = ada.get(made.location)
    path = link_on(page)
    uku = person_by_email(session, "uku@example.com")
    assert (uku.name, uku.roles, uku.language) == ("Uku Tamm", {Role.TRAINEE, Role.INSTRUCTOR}, "et")
    assert acts(session, act="person_added") == [("person_added", people["ada"].id, str(uku.id))]
    assert path not in ada.get(made.location).text
    nobody = visit(None)
    assert "uku@example.com" in nobody.get(path).text
    assert nobody.post(path, {"new": CHOSEN}).location == "/password/chosen"
    assert "/sign-in" in nobody.get("/password/chosen").text
    assert visit(None).post("/sign-in", {"email": "uku@example.com", "password": CHOSEN}).status_code == 303
    again = nobody.post(path, {"new": "another sentence"})
    assert (again.status_code, "was used already" in again.text) == (410, True)
    session.rollback()
    assert is_password(person_by_email(session, "uku@example.com"), CHOSEN)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "  "}, "Type a name"),
        ({"name": "x" * 121}, "Type a name"),
        ({"email": "uku"}, "Type an e-mail address"),
        ({"email": "u ku@example.com"}, "Type an e-mail address"),
        ({"email": "@example.com"}, "Type an e-mail address"),
        ({"email": f"{'u' * 250}@example.com"}, "Type an e-mail address"),
        ({"role": []}, "Tick one role at least"),
        ({"role": ["owner"]}, "Tick one role at least"),
        ({"language": "xx"}, "Choose one of the values offered"),
    ],
)
def test_an_account_that_will_not_do_is_refused_and_what_was_typed_stays(ada, session, people, typed, message):
    refused = ada.post("/admin/people/new", NEW | typed)
    assert refused.status_code == 422
    assert message in refused.text
    assert f'value="{(NEW | typed)["email"]}"' in refused.text
    assert session.query(Person).count() == len(people)


def test_an_address_that_is_taken_is_said_at_its_field(ada, session):
    refused = ada.post("/admin/people/new", NEW | {"email": "TESS@example.com"})
    assert (refused.status_code, "has an account already" in refused.text) == (409, True)
    assert person_by_email(session, "tess@example.com").name == "Tess Lember"


def test_roles_that_are_changed_count_from_the_next_page(ada, visit, session, people):
    tess = visit("tess")
    assert tess.get("/admin/people").status_code == 403
    assert ada.post(of(people, "tess", "/roles"), {"role": ["administrator"]}).status_code == 303
    assert "The roles were saved." in ada.get(of(people, "tess")).text
    assert tess.get("/admin/people").status_code == 200
    by, to = people["ada"].id, str(people["tess"].id)
    assert sorted(acts(session)) == [("role_given_administrator", by, to), ("role_taken_trainee", by, to)]
    ada.post(of(people, "tess", "/roles"), {"role": ["administrator"]})
    assert len(acts(session)) == 2


def test_an_account_keeps_one_role_at_least(ada, session, people):
    assert ada.post(of(people, "tess", "/roles")).status_code == 422
    session.rollback()
    assert people["tess"].roles == {Role.TRAINEE}
    assert acts(session) == []


def test_a_closed_account_is_signed_out_everywhere_and_can_be_opened_again(ada, visit, session, people):
    here, there = visit("tess"), visit("tess")
    waiting = linked(ada, people)
    ada.post(of(people, "tess", "/close"))
    ada.post(of(people, "tess", "/close"))
    assert [one.get("/settings").status_code for one in (here, there)] == [303, 303]
    signing_in = {"email": "tess@example.com", "password": "practice makes"}
    assert visit(None).post("/sign-in", signing_in).status_code == 422
    assert visit(None).get(waiting).status_code == 404
    assert ada.post(of(people, "tess", "/link")).status_code == 409
    ada.post(of(people, "tess", "/open"))
    ada.post(of(people, "tess", "/open"))
    assert visit(None).get(waiting).status_code == 410
    assert visit(None).post("/sign-in", signing_in).status_code == 303
    assert here.get("/settings").status_code == 303
    closing = [act for act, _, _ in acts(session, person_id=people["ada"].id)]
    assert sorted(closing) == ["password_link_made", "person_deactivated", "person_reactivated"]


def test_sign_ins_of_a_lost_device_are_ended(ada, visit, session, people):
    lost = visit("tess")
    ada.post(of(people, "tess", "/sign-out"))
    assert lost.get("/settings").status_code == 303
    assert acts(session) == [("sign_ins_ended", people["ada"].id, str(people["tess"].id))]


@pytest.mark.parametrize(("rest", "sent"), [("/close", {}), ("/roles", {"role": ["trainee"]})])
def test_the_last_administrator_stays(ada, session, people, rest, sent):
    refused = ada.post(of(people, "ada", rest), sent)
    assert (refused.status_code, "the last administrator" in refused.text) == (409, True)
    session.rollback()
    assert (people["ada"].active, people["ada"].roles) == (True, {Role.ADMINISTRATOR})
    assert acts(session) == []


def test_an_administrator_whose_account_is_closed_does_not_count(ada, session, people):
    ada.post(of(people, "rae", "/roles"), {"role": ["administrator"]})
    ada.post(of(people, "rae", "/close"))
    assert ada.post(of(people, "ada", "/close")).status_code == 409
    assert ada.post(of(people, "ada", "/roles"), {"role": ["administrator", "trainee"]}).status_code == 303


def test_of_two_administrators_who_take_the_role_from_one_another_at_once_one_stays(engine, session, people, now):
    people["rae"].roles_text = "administrator"
    session.commit()
    ada, rae = people["ada"].id, people["rae"].id

    def take(pair):
        taker, loser = pair
        with sessions(engine)() as own:
            try:
                change_roles(own, loser, [Role.TRAINEE], by=taker, now=now)
            except LastAdministrator:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, [(ada, rae), (rae, ada)])) == [False, True]


def test_a_link_opens_nothing_once_it_has_run_out_or_was_replaced(ada, visit, people, clock):
    first = linked(ada, people)
    second = linked(ada, people)
    assert "newer link" in visit(None).get(first).text
    clock.at += timedelta(days=3)
    late = visit(None).post(second, {"new": CHOSEN})
    assert (late.status_code, "has run out" in late.text) == (410, True)
    forged = visit(None).get(f"{second[:-1]}_")
    assert (forged.status_code, "none of ours" in forged.text) == (404, True)


def test_a_password_that_is_too_short_leaves_the_link_good(ada, visit, session, people):
    path = linked(ada, people)
    short = visit(None).post(path, {"new": "short"})
    assert (short.status_code, "at least 10 characters" in short.text) == (422, True)
    assert visit(None).post(path, {"new": CHOSEN}).status_code == 303


def test_a_password_that_was_chosen_ends_every_sign_in_and_names_who_chose_it(ada, visit, session, people):
    signed_in = visit("tess")
    visit(None).post(linked(ada, people), {"new": CHOSEN})
    assert signed_in.get("/settings").status_code == 303
    assert acts(session, act="password_chosen") == [("password_chosen", people["tess"].id, "")]


def test_a_link_ends_when_its_owner_changes_the_password(ada, visit, people):
    path = linked(ada, people)
    changed = visit("tess").post("/settings/password", {"old": "practice makes", "new": "a better sentence"})
    assert changed.status_code == 303
    assert "newer link or password" in visit(None).get(path).text


def test_of_two_clicks_at_once_one_uses_the_link(ada, visit, people):
    path = linked(ada, people)
    browsers = [visit(None), visit(None)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(path, {"new": CHOSEN}).status_code, browsers))
    assert sorted(answers) == [303, 410]


def test_who_guesses_links_is_stopped_as_at_the_door(visit, monkeypatch):
    monkeypatch.setattr("simulator.services.sessions.MOST_ADDRESS", 5)
    nobody = visit(None)
    tried = [nobody.get(f"/password/{n}").status_code for n in range(6)]
    assert tried == [404] * 5 + [429]
    assert MOST_ADDRESS > 5


def test_a_link_is_kept_by_its_hash_alone(ada, people, session):
    token = linked(ada, people).rpartition("/")[2]
    rows = session.connection().exec_driver_sql("SELECT * FROM password_link").all()
    assert len(rows) == 1
    assert token not in str(rows)


def test_the_audit_is_filtered_by_person_and_by_kind(ada, visit, people):
    ada.post(of(people, "tess", "/sign-out"))
    ada.post(of(people, "tom", "/close"))
    whole = ada.get("/admin/audit").text
    assert "2 acts" in whole
    of_tess = ada.get("/admin/audit?who=Tess@example.com").text
    assert "One act" in of_tess
    assert "Account closed</td>" not in of_tess
    assert "Tom Rebane" in ada.get("/admin/audit?act=person_deactivated").text
    assert "2 acts" in ada.get("/admin/audit?who=ada@example.com").text
    assert "Nobody has this address." in ada.get("/admin/audit?who=nobody@example.com").text


def test_a_member_of_a_group_is_found_as_the_one_to_whom_it_was_done(ada, session, people, now):
    with writing(session):
        noting.note(
            session, "member_added", person_id=people["ines"].id, now=now, subject=f"{uuid4()} {people['tess'].id}"
        )
    page = ada.get("/admin/audit?who=tess@example.com").text
    assert "Member added to a group" in page
    assert f'href="{of(people, "tess")}"' in page


def test_the_audit_is_saved_as_csv_whole_and_with_formulas_defused(ada, session, people, now):
    people["tom"].name = '=HYPERLINK("http://example.com","Tom")'
    with writing(session):
        session.add_all(
            AuditRow(at=now, person_id=people["tom"].id, act="signed_in", subject="@SUM(A1)") for _ in range(1203)
        )
    sent = ada.get("/admin/audit.csv?who=tom@example.com&act=signed_in")
    rows = list(csv.DictReader(StringIO(sent.text.removeprefix("\ufeff"))))
    assert len(rows) == 1203
    assert (rows[0]["by"], rows[0]["to"], rows[0]["at"]) == (
        '\'=HYPERLINK("http://example.com","Tom")',
        "'@SUM(A1)",
        "2026-03-23T07:30:00Z",
    )
    assert sent.headers["Content-Disposition"] == 'attachment; filename="audit-2026-03-23.csv"'
    assert ada.get("/admin/audit.csv?who=nobody@example.com").text.count("\n") == 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_a_cell_that_would_run_is_defused(text):
    assert defused(text) == f"'{text}"


def test_a_cell_that_would_not_run_stays():
    assert [defused(cell) for cell in ("Tess", "a=b", "", -3)] == ["Tess", "a=b", "", "-3"]


def test_every_act_that_the_services_note_has_words():
    noted = set()
    for file in (Path(noting.__file__).parent).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note" and len(node.args) > 1:
                noted |= {
                    one.value for one in ast.walk(node.args[1]) if isinstance(one, ast.Constant) and one.value != "_"
                }
    unknown = sorted(noted - set(ACTS))
    assert unknown == [], f"say in web/admin/words.py and admin.po what these acts are called: {unknown}"


def test_health_tells_database_disk_content_and_versions(ada, people):
    page = ada.get("/admin/health").text
    for words in (
        f"up to date, {NEWEST}",
        "Free disk space",
        "no problems; form editions",
        "none is recorded",
        "Faker",
    ):
        assert words.lower() in page.lower(), words
    assert re.search(r"(SQLite|PostgreSQL), [\d.]+ (MB|kB)", page)
    assert re.search(rf'People</th><td class="num">{len(people)}</td>', page)
    assert "Something needs care." in page


def test_a_backup_that_was_noted_makes_all_well(ada, session, now, clock, monkeypatch):
    monkeypatch.setattr(health_of, "LITTLE_SPACE", 0)
    with writing(session):
        noting.note(session, "backup_made", person_id=None, now=now)
    assert "All is well." in ada.get("/admin/health").text
    clock.at += timedelta(days=8)
    assert "Something needs care." in ada.get("/admin/health").text


def test_health_lists_what_is_wrong_with_the_content_on_the_disk(ada, monkeypatch):
    problems = [Problem(file="motor.yaml", line=n, key="facts", message="is <none>", fix="name one") for n in range(60)]

    def broken(_folder):
        raise InvalidContent(problems)

    monkeypatch.setattr(health_of, "read_scenarios", broken)
    page = ada.get("/admin/health").text
    assert "60 problems" in page
    assert "the first 50 of 60" in page
    assert "is &lt;none&gt;" in page
    assert "motor.yaml:49" in page


def test_health_says_when_disk_or_schema_need_care(ada, session, monkeypatch):
    monkeypatch.setattr(health_of, "LITTLE_SPACE", 2**60)
    session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    session.commit()
    page = ada.get("/admin/health").text
    session.connection().exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEWEST}'")
    session.commit()
    assert "Make room soon" in page
    assert "at 0001, the software knows" in page


def test_no_page_of_the_administrator_shows_a_claim_or_a_score(ada, claim, people):
    item_id = claim("tess")
    for path in ("/admin/people", of(people, "tess"), "/admin/audit", "/admin/health"):
        page = ada.get(path).text
        assert "MTR-2041" not in page
        assert str(item_id) not in page
    assert ada.get(f"/items/{item_id}").status_code == 404
    assert ada.get(f"/items/{item_id}/debrief").status_code == 404


def test_somebody_who_is_not_there_is_not_there(ada):
    for rest in ("", "/roles", "/link", "/close", "/open", "/sign-out"):
        path = f"/admin/people/{uuid4()}{rest}"
        answer = ada.post(path, {"role": ["trainee"]}) if rest else ada.get(path)
        assert answer.status_code == 404, rest


def test_the_way_in_is_in_the_bar_of_administrators_alone(ada, visit):
    assert 'href="/admin/people"' in ada.get("/").text
    assert 'href="/admin/people"' not in visit("ines").get("/").text
