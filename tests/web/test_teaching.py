"""The instructor's pages: groups, people, work, results, finished claims, replay; one's own, and nobody else's."""

import csv
import io
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from simulator.authoring.parse import read_scenarios
from simulator.paths import scenarios_folder
from simulator.persistence.assignments import Assignment
from simulator.persistence.groups import Group, Invitation, Membership, is_member
from simulator.persistence.items import Item, StoredScorecard
from simulator.persistence.people import Person
from simulator.persistence.reviews import Comment
from simulator.services.assignments import Order, give
from simulator.services.groups import add_member, create_group
from simulator.services.invitations import Newcomer, invitation_token, invite

KEY = "a key for tests alone"


@pytest.fixture(scope="module")
def scenarios():
    return read_scenarios(scenarios_folder() / "library")


@pytest.fixture
def group(session, people, now):
    """A group of Ines with Tess and Tom in it."""
    ines = people["ines"].id
    made = create_group(session, "Newcomers", leader_id=ines, group_id=uuid4(), now=now)
    for short in ("tess", "tom"):
        add_member(session, made, f"{short}@example.com", leader_id=ines, now=now)
    return made


@pytest.fixture
def given(session, people, group, scenarios, now):
    """Give work out: ``given("Week 1", "last_day_of_the_period")``."""

    def out(title="Week 1", *names, **more):
        names = names or ("last_day_of_the_period",)
        chosen = tuple(next(one for one in scenarios if one.file.endswith(f"/{name}.yaml")) for name in names)
        order = Order(
            **{"title": title, "scenarios": chosen, "opens_at": now, "due_at": now + timedelta(days=7), **more}
        )
        return give(session, group, order, leader_id=people["ines"].id, assignment_id=uuid4(), now=now)

    return out


@pytest.fixture
def done(visit):
    """Take a claim of an assignment up, refuse it on the policy period, open its debrief; its id."""

    def finish(short, assignment_id, n=1):
        browser = visit(short)
        path = browser.post(f"/assigned/{assignment_id}/{n}").location
        browser.post(f"{path}/decision", browser.form(browser.get(path), disposition="reject", lead="in_force"))
        browser.post(f"{path}/debrief")
        return UUID(path.rpartition("/")[2])

    return finish


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def words(page):
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_an_instructor_makes_a_group_once_and_finds_it(visit, session):
    ines = visit("ines")
    fresh = re.search(r'name="id" value="([^"]+)"', ines.get("/groups").text)[1]
    for _ in range(2):
        answer = ines.post("/groups", {"id": fresh, "name": "Motor newcomers"})
        assert answer.status_code == 303
    assert count(session, Group) == 1
    assert "Motor newcomers" in words(ines.get("/groups"))
    assert "Nobody is in this group yet" in words(ines.get(answer.location))


def test_a_group_without_a_name_is_asked_for_one(visit, session):
    answer = visit("ines").post("/groups", {"name": "  "})
    assert (answer.status_code, count(session, Group)) == (422, 0)
    assert "Give the group a name" in words(answer)


def test_a_group_gets_another_name(visit, group):
    ines = visit("ines")
    assert ines.post(f"/groups/{group}/rename", {"name": "Veterans"}).status_code == 303
    assert "Veterans" in words(ines.get(f"/groups/{group}"))
    assert ines.post(f"/groups/{group}/rename", {"name": ""}).status_code == 422


@pytest.mark.parametrize("short", ["tess", "rae", "ada"])
def test_who_does_not_teach_has_no_groups(visit, group, short):
    somebody = visit(short)
    assert somebody.get("/groups").status_code == 403
    assert somebody.post("/groups", {"name": "Mine"}).status_code == 403
    assert somebody.get(f"/groups/{group}").status_code == 404


@pytest.fixture
def everything(session, people, group, given, done, now):
    """Every path of a group that Ines leads, with the forms that can be sent there."""
    assignment_id = given()
    item_id = done("tess", assignment_id)
    name = uuid4()
    invite(session, group, Newcomer(), leader_id=people["ines"].id, invitation_id=name, days=7, key=KEY, now=now)
    tess, at = people["tess"].id, f"/groups/{group}"
    gets = [
        at, f"{at}/people", f"{at}/results", f"{at}/results.csv", f"{at}/results.xlsx", f"{at}/give", f"{at}/roster",
        f"{at}/people/{tess}", f"/assignments/{assignment_id}", f"/reviews/{item_id}", f"/reviews/{item_id}/steps",
    ]  # fmt: skip
    posts = [
        (f"{at}/rename", {"name": "Mine"}),
        (f"{at}/members", {"email": "tom@example.com"}),
        (f"{at}/members/{tess}/remove", {}),
        (f"{at}/invitations", {"days": "7"}),
        (f"{at}/invitations/{name}/revoke", {}),
        (f"{at}/roster", {"text": "name,email\nOlle,olle@example.com", "step": "take"}),
        (f"{at}/give", {"title": "Week 2"}),
        (f"/assignments/{assignment_id}/withdraw", {}),
        (f"/reviews/{item_id}/comments", {"text": "Well done"}),
        (f"/reviews/{item_id}/adjustments", {"adjusts": "grounds", "points": "0", "reason": "why", "of": "1"}),
    ]
    return gets, posts


@pytest.mark.parametrize("short", ["tess", "tom", "rae", "ada", "otto"])
def test_a_stranger_finds_nothing_of_a_group(visit, session, people, everything, now, short):
    """Otto teaches too, and leads another group in which Tom learns."""
    if short == "otto":
        people["otto"] = Person(
            email="otto@example.com", name="Otto", password_hash="-", created_at=now, roles_text="instructor"
        )
        session.add(people["otto"])
        session.commit()
        mine = create_group(session, "Others", leader_id=people["otto"].id, group_id=uuid4(), now=now)
        add_member(session, mine, "tom@example.com", leader_id=people["otto"].id, now=now)
    gets, posts = everything
    somebody = visit(short)
    assert {path: somebody.get(path).status_code for path in gets} == dict.fromkeys(gets, 404)
    for path, data in posts:
        assert somebody.post(path, data).status_code == 404, path
    assert (count(session, Comment), count(session, StoredScorecard), count(session, Invitation)) == (0, 1, 1)
    assert (count(session, Assignment), count(session, Membership)) == (1, 3 if short == "otto" else 2)


@pytest.mark.parametrize("language", ["en", "et"])
def test_every_page_opens_for_who_leads_the_group(visit, everything, language):
    ines = visit("ines")
    ines.get(f"/language/{language}")
    for path in everything[0]:
        page = ines.get(path)
        assert page.status_code == 200, path
        if page.content_type.startswith("text/html"):
            assert f'<html lang="{language}"' in page.text


def test_people_are_added_by_their_address_and_taken_out(visit, session, people, group):
    ines = visit("ines")
    tess = people["tess"].id
    assert ines.post(f"/groups/{group}/members/{tess}/remove").status_code == 303
    assert not is_member(session, group, tess)
    answer = ines.post(f"/groups/{group}/members", {"email": "tess@example.com"})
    assert "Tess Lember is in the group" in words(ines.get(answer.location))
    answer = ines.post(f"/groups/{group}/members", {"email": "nobody@example.com"})
    assert answer.status_code == 422
    assert "Send an invitation link" in words(answer)
    assert 'value="nobody@example.com"' in answer.text


def link_of(page):
    return re.search(r'value="http://localhost(/join/[^"]+)"', page.text)[1]


def test_a_link_lets_a_new_trainee_choose_name_and_password_once(visit, session, group):
    ines, nobody = visit("ines"), visit(None)
    ines.post(f"/groups/{group}/invitations", {"for_name": "Nora", "days": "7"})
    link = link_of(ines.get(f"/groups/{group}/people"))
    assert 'value="Nora"' in nobody.get(link).text
    answer = nobody.post(link, {"name": "Nora Uus", "email": "nora@example.com", "password": "a sentence of hers"})
    assert answer.status_code == 303
    assert "Nora" in words(nobody.get("/"))
    other = visit(None)
    told = other.get(link)
    assert (told.status_code, "was used already" in words(told)) == (410, True)
    assert other.post(link, {"name": "O", "email": "o@example.com", "password": "another sentence"}).status_code == 410
    assert "used by Nora Uus" in words(ines.get(f"/groups/{group}/people"))


def test_what_is_missing_is_told_and_what_was_typed_is_kept(visit, session, group):
    ines, nobody = visit("ines"), visit(None)
    ines.post(f"/groups/{group}/invitations", {"days": "7"})
    link = link_of(ines.get(f"/groups/{group}/people"))
    answer = nobody.post(link, {"name": "Nora", "email": "nora", "password": "short"})
    assert answer.status_code == 422
    for said in ("Type your e-mail address", "at least 10 characters"):
        assert said in words(answer)
    assert 'value="Nora"' in answer.text
    assert "short" not in re.findall(r'name="password"[^>]*', answer.text)[0]
    answer = nobody.post(link, {"name": "T", "email": "tess@example.com", "password": "long enough it is"})
    assert "has an account already" in words(answer)
    assert count(session, Person) == 5


def test_who_has_an_account_joins_with_it(visit, session, people, now):
    ines = people["ines"].id
    made = create_group(session, "Newcomers", leader_id=ines, group_id=uuid4(), now=now)
    token = invite(session, made, Newcomer(), leader_id=ines, invitation_id=uuid4(), days=2, key=KEY, now=now)
    rae, tess = visit("rae"), visit("tess")
    assert "only trainees learn in groups" in words(rae.get(f"/join/{token}"))
    assert rae.post(f"/join/{token}").status_code == 422
    assert "You are signed in as Tess Lember" in words(tess.get(f"/join/{token}"))
    answer = tess.post(f"/join/{token}")
    assert "You are in the group Newcomers" in words(tess.get(answer.location))
    assert is_member(session, made, people["tess"].id)


def test_a_link_for_another_is_told_plainly(visit, session, people, group, now):
    newcomer = Newcomer(email="nora@example.com", name="Nora")
    token = invite(
        session, group, newcomer, leader_id=people["ines"].id, invitation_id=uuid4(), days=2, key=KEY, now=now
    )
    tess, nobody = visit("tess"), visit(None)
    assert "for another address" in words(tess.get(f"/join/{token}"))
    assert tess.post(f"/join/{token}").status_code == 422
    answer = nobody.post(f"/join/{token}", {"name": "O", "email": "olle@example.com", "password": "long enough it is"})
    assert (answer.status_code, "for another address" in words(answer)) == (422, True)


def test_a_link_that_does_not_work_says_why(visit, session, people, group, clock, now):
    name = uuid4()
    token = invite(
        session, group, Newcomer(), leader_id=people["ines"].id, invitation_id=name, days=2, key=KEY, now=now
    )
    nobody, ines = visit(None), visit("ines")
    forged = nobody.get(f"/join/{invitation_token('another key', name)}")
    assert (forged.status_code, "no such invitation" in words(forged)) == (404, True)
    assert nobody.get(f"/join/{'x' * 5000}").status_code == 404
    clock.at = now + timedelta(days=3)
    over = nobody.get(f"/join/{token}")
    assert (over.status_code, "has run out" in words(over)) == (410, True)
    clock.at = now
    ines.post(f"/groups/{group}/invitations/{name}/revoke")
    gone = nobody.get(f"/join/{token}")
    assert (gone.status_code, "was withdrawn" in words(gone)) == (410, True)


def test_a_double_click_on_invite_makes_one_link(visit, session, group):
    ines, name = visit("ines"), str(uuid4())
    for _ in range(2):
        assert ines.post(f"/groups/{group}/invitations", {"id": name, "days": "7"}).status_code == 303
    assert count(session, Invitation) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"for_email": "nora", "for_name": "Nora", "days": "7"},
        {"days": "99999999"},
        {"for_email": "n@example.com", "days": "7"},
    ],
)
def test_an_invitation_that_cannot_be_is_not_made(visit, session, group, sent):
    assert visit("ines").post(f"/groups/{group}/invitations", sent).status_code == 422
    assert count(session, Invitation) == 0


def test_a_roster_is_looked_through_and_then_taken(visit, session, group):
    ines, at = visit("ines"), f"/groups/{group}/roster"
    rows = ["name,email", "Tess,tess@example.com", "Nora Uus,nora@example.com", "Õnne <b>,onne@example.com"]
    file = (io.BytesIO("\r\n".join(rows).encode("utf-8-sig")), "roster.csv")
    looked = ines.post(at, {"file": file}, content_type="multipart/form-data")
    assert "Invited by a link 2" in words(looked)
    assert count(session, Invitation) == 0
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", looked.text, re.S)[1]
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    answer = ines.post(at, {"text": text, "step": "take", "days": "30"})
    assert "0 added, 2 invited, 1 there before" in words(ines.get(answer.location))
    assert count(session, Invitation) == 2


def test_a_roster_with_mistakes_names_each_line_and_adds_nobody(visit, session, group):
    rows = ["name,email", *(f"Person {n},p{n}@example.com" for n in range(2, 1001))]
    rows[2], rows[899] = "Somebody,nowhere", ",p900@example.com"
    for step in ("", "take"):
        answer = visit("ines").post(f"/groups/{group}/roster", {"text": "\n".join(rows), "step": step})
        assert answer.status_code == 422
        told = words(answer)
        assert "2 lines have to be mended" in told
        assert "3 This is no e-mail address: nowhere 900 The name is missing." in told
    assert (count(session, Invitation), count(session, Membership)) == (0, 2)


def test_a_roster_that_is_no_text_says_how_to_save_it(visit, group):
    for body, said in (
        (b"name,email\n\xd5nne,a@example.com", "UTF-8"),
        (b"", "Choose a file"),
        (b"PK\x03\x04\x00", "columns"),
    ):
        file = (io.BytesIO(body), "roster.csv")
        answer = visit("ines").post(f"/groups/{group}/roster", {"file": file}, content_type="multipart/form-data")
        assert (answer.status_code, said in words(answer)) == (422, True), body


def test_work_is_given_out_once_with_its_times_in_the_instructors_zone(visit, session, people, group, scenarios):
    ines = visit("ines")
    chosen = [scenarios[0].id, scenarios[1].id]
    sent = {"id": str(uuid4()), "title": "Week 1", "scenario": chosen, "due": "2026-03-30T18:00", "seeds": "same"}
    for _ in range(2):
        answer = ines.post(f"/groups/{group}/give", sent)
        assert answer.status_code == 303
    (kept,) = session.scalars(select(Assignment))
    assert (kept.title, kept.seeds, kept.due_at.isoformat()) == ("Week 1", "same", "2026-03-30T15:00:00+00:00")
    told = words(ines.get(answer.location))
    assert "The work is given out" in told
    assert told.count("not begun") == 4


def test_what_is_missing_of_work_is_told_and_what_was_typed_is_kept(visit, session, group, scenarios):
    sent = {"title": "", "due": "2026-03-01T10:00", "opens": "soon", "scenario": [scenarios[0].id]}
    answer = visit("ines").post(f"/groups/{group}/give", sent)
    assert answer.status_code == 422
    for said in ("Give it a title", "due after it opens", "Type a day and a time"):
        assert said in words(answer)
    assert re.search(rf'value="{scenarios[0].id}" checked', answer.text)
    assert "Choose from 1 to 30 claims" in words(visit("ines").post(f"/groups/{group}/give", {"title": "Week"}))
    nobody = {"title": "Week", "scenario": [scenarios[0].id]}
    for to in ("nobody", str(uuid4())):
        assert visit("ines").post(f"/groups/{group}/give", nobody | {"to": to}).status_code == 404
    assert count(session, Assignment) == 0


def test_home_tells_what_was_given_until_it_is_done_and_not_what_it_teaches(visit, given, done, scenarios):
    name = given("Week 1", "last_day_of_the_period", "clean_approval")
    tess = visit("tess")
    page = tess.get("/")
    assert "Assigned to you" in words(page)
    assert "Week 1" in words(page)
    assert next(one for one in scenarios if one.file.endswith("last_day_of_the_period.yaml")).title.en not in page.text
    done("tess", name)
    assert "1 of 2 closed" in words(tess.get("/"))
    done("tess", name, 2)
    assert "Assigned to you" not in words(tess.get("/"))
    assert "2 of 2 closed" in words(tess.get("/assigned"))
    assert "Assigned to you" in words(visit("tom").get("/"))


def test_a_claim_is_begun_once_however_often_it_is_clicked(visit, session, given):
    name = given()
    tess = visit("tess")
    places = {tess.post(f"/assigned/{name}/1").location for _ in range(3)}
    assert (len(places), count(session, Item)) == (1, 1)
    assert tess.get(places.pop()).status_code == 200
    assert tess.post(f"/assigned/{name}/7").status_code == 404
    assert visit("ines").post(f"/assigned/{name}/1").status_code == 403


def test_late_work_is_marked_and_not_refused(visit, given, done, clock, now, group):
    name = given()
    clock.at = now + timedelta(days=8)
    assert "late" in words(visit("tess").get("/"))
    done("tess", name)
    told = words(visit("ines").get(f"/assignments/{name}"))
    assert told.count("late") == 2
    clock.at = now


def test_work_that_is_withdrawn_is_offered_no_longer(visit, given, group):
    name = given()
    answer = visit("ines").post(f"/assignments/{name}/withdraw")
    assert answer.location.endswith(f"/groups/{group}")
    assert "Week 1" not in words(visit("tess").get("/"))


def test_results_show_score_and_word_and_lead_to_the_claim(visit, group, given, done):
    name = given()
    item_id = done("tess", name)
    page = visit("ines").get(f"/groups/{group}/results")
    assert f'href="/reviews/{item_id}"' in page.text
    assert re.search(r"Tess Lember \d+ (passed|below)", words(page))
    assert "Tom Rebane not begun" in words(page)


def test_a_set_is_one_cell_with_its_mean(visit, group, given, done):
    name = given("Set", "last_day_of_the_period", "clean_approval")
    done("tess", name)
    assert "1 of 2 closed" in words(visit("ines").get(f"/groups/{group}/results"))


@pytest.fixture
def dangerous(session, people, given, done):
    """Results of somebody whose name and whose work begin a formula."""
    people["tess"].name = "=HYPERLINK(1)"
    session.commit()
    done("tess", given("@SUM(A1)"))


def test_results_as_csv_run_no_formula(visit, group, dangerous):
    answer = visit("ines").get(f"/groups/{group}/results.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["Person"] for row in rows] == ["'=HYPERLINK(1)", "Tom Rebane"]
    assert {row["Work"] for row in rows} == {"'@SUM(A1)"}
    assert (rows[0]["State"], rows[1]["State"]) == ("closed", "not begun")
    assert rows[0]["Score"].isdecimal()
    assert rows[0]["Skills"]


def test_results_as_xlsx_run_no_formula_and_keep_numbers(visit, group, dangerous):
    answer = visit("ines").get(f"/groups/{group}/results.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    head, first, second = list(sheet.iter_rows(values_only=True))
    row = dict(zip(head, first, strict=True))
    assert (row["Person"], row["Work"], type(row["Score"])) == ("'=HYPERLINK(1)", "'@SUM(A1)", int)
    assert second[0] == "Tom Rebane"
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "inlineStr", "n"}


def test_the_debrief_is_read_as_the_trainee_reads_it_and_nothing_can_be_done_in_it(visit, given, done):
    item_id = done("tess", given())
    page = visit("ines").get(f"/reviews/{item_id}").text
    told = re.search(r'<div class="verdict.*?</div>', visit("tess").get(f"/items/{item_id}/debrief").text, re.S)[0]
    assert told in page
    actions = set(re.findall(r'action="([^"]+)"', page)) - {"/sign-out"}
    assert actions == {f"/reviews/{item_id}/comments", f"/reviews/{item_id}/adjustments"}
    assert f'href="/items/{item_id}' not in page


def test_a_claim_in_work_has_no_debrief_yet_and_shows_its_steps(visit, given):
    path = visit("tess").post(f"/assigned/{given()}/1").location
    item = path.rpartition("/")[2]
    answer = visit("ines").get(f"/reviews/{item}")
    assert answer.location == f"/reviews/{item}/steps"
    assert visit("ines").post(f"/reviews/{item}/comments", {"text": "Hurry"}).status_code == 404


def test_a_comment_is_read_by_the_trainee_alone(visit, given, done):
    item_id = done("tess", given())
    ines = visit("ines")
    answer = ines.post(f"/reviews/{item_id}/comments", {"criterion": "grounds", "text": "Read <b>2.1</b>\nagain"})
    assert answer.status_code == 303
    assert "Your comment stands in the debrief" in words(ines.get(answer.location))
    page = visit("tess").get(f"/items/{item_id}/debrief").text
    assert "What your instructor says" in page
    assert "Read &lt;b&gt;2.1&lt;/b&gt;\nagain" in page
    assert visit("tom").get(f"/items/{item_id}/debrief").status_code == 404


def test_a_comment_that_says_nothing_is_asked_for_again(visit, session, given, done):
    item_id = done("tess", given())
    answer = visit("ines").post(f"/reviews/{item_id}/comments", {"text": " "})
    assert (answer.status_code, count(session, Comment)) == (422, 0)
    assert "Write something" in words(answer)


def total_of(page):
    return int(re.search(r'class="score">(\d+)<', page.text)[1])


def test_an_adjusted_score_shows_both_with_the_reason(visit, session, given, done):
    item_id = done("tess", given())
    ines, tess = visit("ines"), visit("tess")
    before = total_of(tess.get(f"/items/{item_id}/debrief"))
    points, most = map(
        int, re.search(r'value="evidence"[^>]*>[^<]*?(\d+) of (\d+) now', ines.get(f"/reviews/{item_id}").text).groups()
    )
    sent = {"adjusts": "evidence", "points": str(most), "reason": "The pin is on the copy.", "of": "1"}
    assert ines.post(f"/reviews/{item_id}/adjustments", sent).status_code == 303
    page = tess.get(f"/items/{item_id}/debrief")
    assert total_of(page) == before + most - points
    for said in (
        f"adjusted, {before} before",
        "The pin is on the copy.",
        f"score {before}, now {before + most - points}",
    ):
        assert said in words(page)
    again = ines.post(f"/reviews/{item_id}/adjustments", sent)
    assert (again.status_code, count(session, StoredScorecard)) == (409, 2)
    assert f"before: {before}" in words(ines.get(f"/groups/{group_of(session)}/results"))


def group_of(session):
    return session.scalar(select(Group.id))


@pytest.mark.parametrize("sent", [{"points": "x"}, {"points": "999"}, {"points": "-1"}, {"reason": ""}])
def test_points_that_cannot_be_change_nothing(visit, session, given, done, sent):
    item_id = done("tess", given())
    whole = {"adjusts": "evidence", "points": "1", "reason": "why", "of": "1"} | sent
    answer = visit("ines").post(f"/reviews/{item_id}/adjustments", whole)
    assert (answer.status_code, count(session, StoredScorecard)) == (422, 1)


def test_work_is_replayed_act_by_act_with_the_desk_as_it_stood(visit, given):
    tess, ines = visit("tess"), visit("ines")
    path = tess.post(f"/assigned/{given()}/1").location
    item = path.rpartition("/")[2]
    pin = tess.offered(tess.get(path))["pin"][0]
    tess.post(f"{path}/save", tess.form(tess.get(path), pin=[pin], reason="It was too late"))
    tess.post(f"{path}/decision", tess.form(tess.get(path), disposition="reject", lead="in_force"))
    first = words(ines.get(f"/reviews/{item}/steps?at=1"))
    assert "Took the claim up" in first
    assert "Pinned Nothing yet." in first
    last = ines.get(f"/reviews/{item}/steps")
    assert "Sent: Reject" in words(last)
    assert "It was too late" in words(last)
    steps = int(re.search(r"Step (\d+) of \1", words(last))[1])
    seen = [words(ines.get(f"/reviews/{item}/steps?at={n}")) for n in range(1, steps + 1)]
    assert sum("Pinned:" in one for one in seen) >= 1
    for asked in ("0", "999999", "x", "-3", "1" * 50):
        assert ines.get(f"/reviews/{item}/steps?at={asked}").status_code == 200
    assert 'name="pin"' not in last.text


def test_replay_says_nothing_of_the_answer_of_a_claim_in_work(visit, session, given):
    path = visit("tess").post(f"/assigned/{given()}/1").location
    page = visit("ines").get(f"/reviews/{path.rpartition('/')[2]}/steps").text
    assert "Expected" not in page


def test_lists_page(visit, session, people, group, given, now):
    session.add_all(
        Person(
            id=uuid4(),
            email=f"p{n}@example.com",
            name=f"Person {n:02}",
            password_hash="-",
            created_at=now,
            roles_text="trainee",
        )
        for n in range(40)
    )
    session.commit()
    for person in session.scalars(select(Person).where(Person.name.like("Person %"))).all():
        session.add(Membership(group_id=group, person_id=person.id, joined_at=now))
    session.commit()
    for n in range(8):
        given(f"Week {n}")
    ines = visit("ines")
    for path in (f"/groups/{group}/people", f"/groups/{group}/results"):
        page = ines.get(path)
        assert "Page 1 of 2" in words(page)
        after = re.search(r'href="([^"]*[?&]page=2[^"]*)"', page.text)[1].replace("&amp;", "&")
        assert "Person 39" in words(ines.get(after))
    work = ines.get(f"/groups/{group}/results")
    assert "Week 1" not in words(work).replace("Week 10", "") or "work=2" in work.text
    assert "Page 2 of 2" in words(ines.get(f"/groups/{group}/results?work=2"))


@pytest.mark.parametrize(
    ("path", "most"),
    [("/groups", 4), ("{at}", 9), ("{at}/people", 9), ("{at}/results", 9), ("{at}/results.csv", 9), ("{at}/give", 6),
     ("{at}/people/{tess}", 12), ("/assignments/{work}", 9), ("/reviews/{item}", 14), ("/reviews/{item}/steps", 9)],
)  # fmt: skip
def test_no_page_asks_more_the_more_there_is(visit, session, people, group, given, done, statements, now, path, most):
    work = given()
    item = done("tess", work)
    filled = path.format(at=f"/groups/{group}", tess=people["tess"].id, work=work, item=item)
    ines = visit("ines")
    ines.get(filled)
    with statements() as seen:
        ines.get(filled)
    first = seen.count
    for n in range(3):
        done("tom", given(f"Week {n}"))
    done("tess", given("Another"))
    for n in range(3):
        invite(session, group, Newcomer(), leader_id=people["ines"].id, invitation_id=uuid4(), days=7, key=KEY, now=now)
        create_group(session, f"Group {n}", leader_id=people["ines"].id, group_id=uuid4(), now=now)
    ines.get(filled)
    with statements() as seen:
        assert ines.get(filled).status_code == 200
    assert seen.count == first, seen.texts
    assert seen.count <= most, seen.texts


def test_home_asks_no_more_for_more_work(visit, given, statements):
    tess = visit("tess")
    given()
    tess.get("/")
    with statements() as one:
        tess.get("/")
    for n in range(4):
        given(f"Week {n}", "clean_approval", "last_day_of_the_period")
    with statements() as five:
        tess.get("/")
    assert five.count == one.count
