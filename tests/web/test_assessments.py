"""Assessments of a hiring manager: put together, fixed, shared, and people invited to them."""

import re
from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from simulator.assessment.blueprints import Blueprint, MarkFrom
from simulator.authoring.robots import ROBOTS
from simulator.config import Mail
from simulator.json_codec import from_json, to_json
from simulator.measurement import observed_by_plan
from simulator.persistence.assessments import Assessment, viewers_of
from simulator.persistence.audit import AuditRow
from simulator.persistence.candidates import Candidate, CandidateLink, links_of
from simulator.persistence.content import keep
from simulator.persistence.people import Person, Role
from simulator.services import assessments as service

KEY = "a key for tests alone"
INVITED = "Cal Reede <cal@example.com>\n\nnoor@example.com,\n"


@pytest.fixture
def standards(app):
    return app.extensions["simulator"].standards


@pytest.fixture
def people(people, session, now):
    """The cast, and Raul, another hiring manager."""
    raul = Person(
        email="raul@example.com",
        name="Raul Saar",
        password_hash="",
        created_at=now,
        roles_text=Role.HIRING_MANAGER.value,
    )
    session.add(raul)
    session.commit()
    return {**people, "raul": raul}


@pytest.fixture
def drafted(session, people, standards, now):
    """A draft of Rae's."""

    def make(title="Claims trainee", **more):
        draft = service.Draft(
            title=title, blueprint=standards.blueprints["motor-ee"], notice_en="Kept", notice_et="Hoitakse", **more
        )
        return service.begin(session, draft, assessment_id=uuid4(), person=people["rae"], now=now)

    return make


@pytest.fixture
def draft(drafted):
    return drafted()


@pytest.fixture
def fixed(session, people, standards, draft, now):
    """An assessment of Rae's that is fixed."""
    service.fix(session, draft, revision=1, person=people["rae"], standards=standards, now=now)
    return draft


@pytest.fixture
def invited(session, people, fixed, now):
    """Invite some by name: ``invited("cal", noor=50)``; their ids."""

    def ask(*names, **more_time):
        invitees = [
            service.Invitee(email=f"{name}@example.com", name=f"{name.title()} Reede", more_time=percent)
            for name, percent in {**dict.fromkeys(names, 0), **more_time}.items()
        ]
        return service.invite(session, fixed, invitees, person=people["rae"], key=KEY, now=now)

    return ask


class Form(HTMLParser):
    """Reads the form of a page that is sent to *action*, as a browser would send it."""

    def __init__(self, page, action):
        super().__init__()
        self.sent, self.action, self.inside, self.select, self.area = {}, action, False, "", ""
        self.feed(page.text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "form":
            self.inside = found.get("action", "").endswith(self.action)
        elif tag == "option" and self.select and ("selected" in found or self.select not in self.sent):
            self.sent[self.select] = value
        elif self.inside and name and name != "csrf_token":
            if tag == "select":
                self.select = name
            elif tag == "textarea":
                self.area, self.sent[name] = name, ""
            elif tag == "input" and (found.get("type") not in ("checkbox", "radio") or "checked" in found):
                many = found.get("type") == "checkbox"
                self.sent[name] = [*self.sent.get(name, []), value] if many else value

    def handle_endtag(self, tag):
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area
        self.inside = self.inside and tag != "form"

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data.removeprefix("\n")


def form_of(page, action, **typed):
    return Form(page, action).sent | {name.replace("__", "."): value for name, value in typed.items()}


def words(page):
    """What a page says, without its markup."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


def count(session, table):
    """How many rows there are; the read ends, since an erasure waits for readers."""
    session.rollback()
    found = session.scalar(select(func.count()).select_from(table))
    session.rollback()
    return found


def now_of(session, assessment_id):
    session.rollback()
    return session.get_one(Assessment, assessment_id, populate_existing=True)


# The list


def test_a_hiring_manager_begins_an_assessment_once_and_finds_it(visit, session):
    rae = visit("rae")
    page = rae.get("/assessments")
    assert "There is no assessment yet" in page.text
    sent = form_of(page, "/assessments", title="  Claims   trainee ")
    first, second = rae.post("/assessments", sent), rae.post("/assessments", sent)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert count(session, Assessment) == 1
    assert "The assessment is begun" in rae.get(first.location).text
    assert "Claims trainee" in words(rae.get("/assessments"))
    assert "Claims trainee" in words(rae.get("/"))


def test_an_empty_table_can_be_begun_and_says_what_it_lacks(visit):
    rae = visit("rae")
    page = rae.get(rae.post("/assessments", {"title": "New", "from": "blank"}).location)
    assert "No claims are planned yet" in page.text
    assert "Plan some claims" in page.text


def test_an_assessment_without_a_title_is_asked_for_one(visit, session):
    answer = visit("rae").post("/assessments", {"title": " ", "from": "blank"})
    assert answer.status_code == 422
    assert "Give it a title" in answer.text
    assert count(session, Assessment) == 0


def test_the_list_counts_in_words_and_comes_in_pages(visit, drafted, invited, now):
    invited("cal", "noor")
    for n in range(52):
        drafted(title=f"Number {n:02}")
    rae = visit("rae")
    first, second = rae.get("/assessments"), rae.get("/assessments?page=2")
    assert "Page 1 of 2" in first.text
    assert len(re.findall(r'<th scope="row"', first.text)) == 50
    assert len(re.findall(r'<th scope="row"', second.text)) == 3
    both = words(first) + words(second)
    assert "Claims trainee fixed 2 0 0" in both
    assert "Number 51 draft 0 0 0" in both


# The builder


def test_the_builder_keeps_every_field_as_it_stands(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    before = from_json(Blueprint, now_of(session, draft).blueprint)
    assert rae.post(path, form_of(rae.get(path), path)).status_code == 303
    after = now_of(session, draft)
    blueprint = from_json(Blueprint, after.blueprint)
    assert after.revision == 2
    assert set(blueprint.cells) == set(before.cells)
    assert (blueprint.claims, blueprint.levels, blueprint.forms) == (before.claims, before.levels, before.forms)
    assert (blueprint.practice, blueprint.minutes, blueprint.market) == (before.practice, before.minutes, "ee")
    assert (after.notice_en, after.link_days, after.kept_months) == ("Kept", 14, 24)


def test_what_is_typed_is_saved(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    sent = form_of(
        rae.get(path), path, title="Another", limit="yes", minutes="90", language="et", link_days="7",
        cell__reading__approve="3", cell__settling__approve="1", levels=["2", "3"], practice="",
    )  # fmt: skip
    assert rae.post(path, sent).status_code == 303
    saved = now_of(session, draft)
    blueprint = from_json(Blueprint, saved.blueprint)
    assert (saved.title, saved.link_days, blueprint.title.et) == ("Another", 7, "Another")
    assert (blueprint.minutes, blueprint.language, blueprint.levels, blueprint.claims) == (90, "et", (2, 3), 12)
    assert "Saved." in rae.get(path).text


def test_judges_are_kept_in_the_order_of_the_table_and_the_mark_is_theirs(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    rows = "0.6 0.5 0.7 0.8 0.9 0.6 0.5\n0,7;0,5;0,7;0,8;0,9;0,6;0,5"
    sent = form_of(rae.get(path), path, method="angoff", ratings=rows, rounds="2", held_on="2026-03-02")
    assert rae.post(path, sent).status_code == 303
    passing = from_json(Blueprint, now_of(session, draft).blueprint).passing
    assert (passing.method, passing.rounds, len(passing.ratings)) == (MarkFrom.ANGOFF, 2, 2)
    assert passing.ratings[1][:2] == (0.7, 0.5)
    page = rae.get(path)
    assert "ratings of 2 judges" in words(page)
    assert form_of(page, path)["ratings"].splitlines()[0] == "0.6 0.5 0.7 0.8 0.9 0.6 0.5"
    assert "Judges: 2. From 10 on" in words(page)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Give it a title"),
        ("title", "a" * 121, "Give it a title"),
        ("cell.reading.approve", "two", "“two” is no number of claims"),
        ("cell.reading.approve", "-1", "“-1” is no number of claims"),
        ("market", "fr", "Choose a market"),
        ("minutes", "soon", "Type the limit in whole minutes"),
        ("ratings", "0.5 a lot", "Row 1 is no row of shares"),
        ("rounds", "twice", "how many rounds"),
        ("held_on", "yesterday", "Type the day as"),
        ("link_days", "0", "from 1 to 90"),
        ("kept_months", "5", "from 6 to 60"),
        ("kept_months", "1e3", "from 6 to 60"),
        ("notice_en", " ", "Write the notice"),
        ("notice_et", "a" * 8001, "Write the notice"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_field_and_kept(visit, session, draft, field, value, told):
    rae, path = visit("rae"), f"/assessments/{draft}"
    sent = form_of(rae.get(path), path, limit="yes", minutes="60", method="angoff", rounds="2") | {field: value}
    answer = rae.post(path, sent)
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    if field != "market":
        assert form_of(answer, path)[field] == value
    assert now_of(session, draft).revision == 1


def test_a_plan_that_cannot_be_drawn_is_saved_and_its_faults_are_told(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    sent = form_of(rae.get(path), path, cell__working__reject="2", minutes="5", limit="yes")
    assert rae.post(path, sent).status_code == 303
    page = rae.get(path)
    assert 'href="#cell.working.reject"' in page.text
    assert 'href="#minutes"' in page.text
    assert "Forms of equal structure" not in page.text
    assert rae.post(f"{path}/fix", {"revision": "2"}).status_code == 422
    assert now_of(session, draft).fixed_at is None


def test_two_windows_never_overwrite_each_other_and_both_are_shown(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    here, there = (form_of(rae.get(path), path, title=title) for title in ("Mine", "Theirs"))
    assert rae.post(path, there).status_code == 303
    answer = rae.post(path, here)
    assert answer.status_code == 409
    assert re.search(r"Title.*Mine.*Theirs", words(answer))
    assert now_of(session, draft).title == "Theirs"
    again = form_of(answer, path)
    assert (again["title"], again["revision"]) == ("Mine", "2")
    assert rae.post(path, again).status_code == 303
    assert now_of(session, draft).title == "Mine"


def test_a_mistake_does_not_hide_what_another_window_saves_meanwhile(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    here, there = (form_of(rae.get(path), path, title=title) for title in ("", "Theirs"))
    assert rae.post(path, there).status_code == 303
    mended = form_of(rae.post(path, here), path, title="Mine")
    assert rae.post(path, mended).status_code == 409
    assert now_of(session, draft).title == "Theirs"


def test_a_double_click_on_save_is_no_clash(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    sent = form_of(rae.get(path), path, title=" Mine  all ", minutes="60")
    assert [rae.post(path, sent).status_code for _ in range(2)] == [303, 303]
    assert now_of(session, draft).revision == 2


def test_what_is_saved_to_be_fixed_goes_on_to_be_asked(visit, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    assert rae.post(path, form_of(rae.get(path), path, then="fix")).location == f"{path}/fix"
    page = rae.get(f"{path}/fix")
    assert "Fix the plan?" in page.text
    assert rae.post(f"{path}/fix", form_of(page, f"{path}/fix")).status_code == 303
    assert "The plan is fixed" in rae.get(path).text


def test_what_was_saved_elsewhere_is_not_fixed_unseen(visit, session, draft):
    rae, path = visit("rae"), f"/assessments/{draft}"
    asked = form_of(rae.get(f"{path}/fix"), f"{path}/fix")
    rae.post(path, form_of(rae.get(path), path, title="Other"))
    assert rae.post(f"{path}/fix", asked).location == path
    assert "saved in another window" in rae.get(path).text
    assert now_of(session, draft).fixed_at is None


def test_what_is_fixed_can_no_longer_be_saved(visit, session, fixed):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    assert rae.get(f"{path}/fix").location == path
    saved = now_of(session, fixed)
    sent = {"title": "Late", "market": "ee", "notice_en": "a", "notice_et": "b", "link_days": "7", "kept_months": "12"}
    assert rae.post(path, sent | {"revision": str(saved.revision)}).status_code == 409
    assert now_of(session, fixed).title == "Claims trainee"


# The preview


def test_a_preview_lists_one_form_and_another_draw(visit, draft):
    rae = visit("rae")
    first, second = (rae.get(f"/assessments/{draft}/preview?draw={n}") for n in (1, 2))
    titles = [re.findall(r'<th scope="row" role="rowheader">(\d+\. [^<]+)</th>', page.text) for page in (first, second)]
    assert [len(one) for one in titles] == [12, 12]
    assert titles[0] != titles[1]
    assert "library" not in first.text
    assert rae.get(f"/assessments/{draft}/preview?draw=1").text.count(titles[0][0]) == 1


def test_who_also_instructs_can_play_what_is_drawn(visit, session, people, draft):
    people["rae"].roles_text = f"{Role.HIRING_MANAGER.value},{Role.INSTRUCTOR.value}"
    session.commit()
    rae = visit("rae")
    page = rae.get(f"/assessments/{draft}/preview")
    action = re.search(r'action="(/library/[^"]+/play)"', page.text)[1]
    answer = rae.post(action, form_of(page, action))
    assert answer.location.startswith("/items/")
    assert rae.get(answer.location).status_code == 200


def test_robots_try_a_form_and_are_told_of_beside_the_builder(visit, draft, monkeypatch):
    monkeypatch.setattr("simulator.web.assessments.robots._kept", OrderedDict())
    rae = visit("rae")
    assert "Let the robots try it" in rae.get(f"/assessments/{draft}").text
    page = rae.get(f"/assessments/{draft}/preview?robots=yes")
    assert len(re.findall(r"fails</span>", page.text)) == len(ROBOTS)
    assert "Robots fail: best" in rae.get(f"/assessments/{draft}").text


def test_a_preview_of_what_is_fixed_draws_from_the_plan(visit, fixed):
    page = visit("rae").get(f"/assessments/{fixed}/preview")
    assert len(re.findall(r'rowheader">\d+\. ', page.text)) == 12


# Sharing


def test_an_assessment_is_shared_and_no_more(visit, session, people, fixed, invited):
    invited("cal", noor=50)
    rae, raul, path = visit("rae"), visit("raul"), f"/assessments/{fixed}"
    assert raul.get(path).status_code == 404
    assert rae.post(f"{path}/share", {"email": "tess@example.com"}).status_code == 422
    assert rae.post(f"{path}/share", {"email": "raul@example.com"}).status_code == 303
    assert "Raul Saar can read the evidence" in rae.get(f"{path}/plan").text
    assert "Claims trainee" in raul.get("/assessments").text
    assert raul.post(f"{path}/names").status_code == 404
    page = raul.get(path)
    assert page.status_code == 200
    for secret in ("cal@example.com", "Cal Reede", "noor@example.com", "/candidate/", "50 %"):
        assert secret not in page.text
    assert "candidate B" in page.text
    rae.post(f"{path}/unshare/{people['raul'].id}")
    session.rollback()
    assert viewers_of(session, fixed) == []
    assert raul.get(path).status_code == 404


def test_whether_the_clock_erases_or_anonymises_is_chosen_with_the_plan_and_stands_in_it(visit, session, draft):
    rae = visit("rae")
    path = f"/assessments/{draft}"
    page = rae.get(path)
    assert re.search(r'name="when_over" value="erase" checked', page.text)
    sent = Form(page, path).sent
    rae.post(path, {**sent, "when_over": "anonymise"})
    assert session.get_one(Assessment, draft, populate_existing=True).when_over == "anonymise"
    assert re.search(r'name="when_over" value="anonymise" checked', rae.get(path).text)
    assert "Anonymise: the person goes, the figures stay" in rae.get(f"{path}/plan").text


def test_a_plan_that_enough_have_sat_says_how_reliable_it_was_seen_to_be(visit, fixed, standards, monkeypatch):
    rae = visit("rae")
    assert "Reliability observed" not in rae.get(f"/assessments/{fixed}/plan").text
    scores = [{"a": [60.0, 80.0], "b": [50.0, 50.0]}, {"a": [90.0, 90.0], "b": [60.0, 80.0]}] * 50
    monkeypatch.setitem(standards.observed, fixed, observed_by_plan(100, scores, standards.measurement))
    monkeypatch.setattr("simulator.services.assessments.observing.decided_throughout", lambda *_: 100)
    told = rae.get(f"/assessments/{fixed}/plan").text
    # Means 60 and 80, 50 times each: variance 10000/99; within 100, over 4 claims 25: 1 - 25 * 99/10000 and 1.96 * 5
    assert re.search(r"Reliability observed</dt><dd>0\.75 over 100 people: ± 10 points", told)


def test_who_shares_a_draft_sees_the_plan_and_changes_nothing(visit, draft):
    rae, raul, path = visit("rae"), visit("raul"), f"/assessments/{draft}"
    rae.post(f"{path}/share", {"email": "raul@example.com"})
    page = raul.get(path)
    assert "What the work is" in page.text
    assert 'name="title"' not in page.text
    assert raul.post(path, {"title": "Mine"}).status_code == 404


def test_another_hiring_manager_finds_nothing(visit, people, fixed, invited):
    (cal,) = invited("cal")
    raul, path = visit("raul"), f"/assessments/{fixed}"
    for page in ("", "/plan", "/preview", "/fix", "/file"):
        assert raul.get(path + page).status_code == 404
    for verb in ("", "/fix", "/close", "/share", f"/unshare/{people['tess'].id}", "/invite", "/file"):
        assert raul.post(path + verb, {"revision": "1", "addresses": "a@example.com"}).status_code == 404
    for verb in ("link", "withdraw", "more-time"):
        assert raul.post(f"/assessments/candidates/{cal}/{verb}", {"percent": "5"}).status_code == 404


# Inviting


def test_people_are_invited_once_each_with_links_to_copy_that_open(visit, session, fixed):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    sent = form_of(rae.get(path), f"{path}/invite", addresses=INVITED, more_time="25")
    assert [rae.post(f"{path}/invite", sent).status_code for _ in range(2)] == [303, 303]
    assert count(session, Candidate) == 2
    page = rae.get(path)
    assert "Everybody there was invited before" in page.text
    assert "Cal Reede, cal@example.com" in page.text
    assert page.text.count("25 % more time") == 2
    links = re.findall(r'value="http://localhost(/candidate/[^"]+)"', page.text)
    assert len(links) == 2
    assert "Hello, Cal" in visit(None).get(links[0]).text


@pytest.mark.parametrize(
    ("addresses", "more", "told"),
    [
        ("", "", "There is nobody in it"),
        ("cal@example.com\nnobody", "", "Line 2: This is no e-mail address: nobody"),
        ("cal@example.com\nCal <CAL@example.com>", "", "Line 2: This address stands further up already"),
        (f"{'a' * 121} <cal@example.com>", "", "Line 1: The name is too long"),
        ("Cal <>", "", "Line 1: The e-mail address is missing"),
        ("cal@example.com", "901", "whole percent from 0 to 900"),
        ("cal@example.com", "half", "whole percent from 0 to 900"),
    ],
)
def test_a_list_with_mistakes_invites_nobody_and_is_kept(visit, session, fixed, addresses, more, told):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    answer = rae.post(f"{path}/invite", {"addresses": addresses, "more_time": more})
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    kept = form_of(answer, f"{path}/invite")
    assert (kept["addresses"], kept["more_time"]) == (addresses, more)
    assert count(session, Candidate) == 0


def test_nobody_is_invited_before_the_plan_is_fixed_or_after_it_is_closed(visit, session, draft, standards):
    rae, path = visit("rae"), f"/assessments/{draft}"
    assert rae.post(f"{path}/invite", {"addresses": INVITED}).status_code == 409
    rae.post(f"{path}/fix", {"revision": "1"})
    rae.post(f"{path}/close")
    assert rae.post(f"{path}/invite", {"addresses": INVITED}).status_code == 409
    page = rae.get(path)
    assert "closed" in page.text
    assert "/invite" not in page.text
    assert count(session, Candidate) == 0


def test_a_file_is_looked_through_and_then_taken(visit, session, fixed, invited):
    invited("cal")
    rae, path = visit("rae"), f"/assessments/{fixed}/file"
    text = "Nimi;E-post;Lisaaeg;Linn\nNoor Saluste;noor@example.com;50 %;Tartu\n\nCal;cal@example.com;;\n"
    looked = rae.post(path, {"text": text})
    assert looked.status_code == 200
    assert "Invited by an own link 1 Invited before, left as they are 1" in words(looked)
    assert count(session, Candidate) == 1
    assert rae.post(path, form_of(looked, path)).status_code == 303
    session.rollback()
    noor = session.scalars(select(Candidate).where(Candidate.email == "noor@example.com")).one()
    assert (noor.name, noor.more_time, noor.n) == ("Noor Saluste", 50, 2)


def test_a_file_with_mistakes_names_each_line_and_invites_nobody(visit, session, fixed):
    rows = [f"c{n}@example.com,Somebody,0" for n in range(2, 951)]
    rows[1], rows[898] = "c3@,Somebody,0", "c900@example.com,Somebody,lots"
    rae, path = visit("rae"), f"/assessments/{fixed}/file"
    for step in ("", "take"):
        answer = rae.post(path, {"text": "\n".join(["email,name,more_time", *rows]), "step": step})
        assert answer.status_code == 422
        assert "2 lines have to be mended" in answer.text
        assert re.findall(r'<th scope="row" class="num">(\d+)</th>', answer.text) == ["3", "900"]
    assert count(session, Candidate) == 0


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "name,town\nCal,Tartu"}, "must name the column email"),
        ({"text": "email\n"}, "There is nobody in it"),
        ({"text": " "}, "Choose a file"),
        ({"text": "email\n" + "\n".join(f"c{n}@example.com" for n in range(1001))}, "At most 1000 people"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(visit, session, fixed, sent, told):
    answer = visit("rae").post(f"/assessments/{fixed}/file", sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert count(session, Candidate) == 0


# What the owner can do about a candidate


def test_a_new_link_takes_the_place_of_the_old(visit, session, fixed, invited):
    (cal,) = invited("cal")
    rae, path = visit("rae"), f"/assessments/{fixed}"
    old = re.search(r"/candidate/[^\"]+", rae.get(path).text)[0]
    assert rae.post(f"/assessments/candidates/{cal}/link").status_code == 303
    page = rae.get(path)
    new = re.search(r"/candidate/[^\"]+", page.text)[0]
    assert "Those made before open nothing" in page.text
    assert new != old
    nobody = visit(None)
    assert (nobody.get(old).status_code, nobody.get(new).status_code) == (410, 200)


def test_an_invitation_that_is_taken_back_opens_nothing_and_can_be_given_again(visit, session, fixed, invited):
    (cal,) = invited("cal")
    rae, path = visit("rae"), f"/assessments/{fixed}"
    link = re.search(r"/candidate/[^\"]+", rae.get(path).text)[0]
    assert rae.post(f"/assessments/candidates/{cal}/withdraw").status_code == 303
    page = rae.get(path)
    assert "taken back" in page.text
    assert "/candidate/" not in page.text.replace("/assessments/candidates/", "")
    assert visit(None).get(link).status_code == 410
    rae.post(f"/assessments/candidates/{cal}/link")
    assert "link good until" in rae.get(path).text


def test_who_has_opened_the_link_can_be_sent_away_and_it_is_told(visit, session, fixed, invited):
    (cal,) = invited("cal")
    rae, path, browser = visit("rae"), f"/assessments/{fixed}", visit(None)
    link = re.search(r"/candidate/[^\"]+", rae.get(path).text)[0]
    browser.post(link)
    page = rae.get(path)
    assert "link opened" in page.text
    assert link not in page.text
    rae.post(f"/assessments/candidates/{cal}/withdraw")
    assert "taken back" in rae.get(path).text
    assert browser.get("/sitting").status_code == 303


def test_more_time_is_set_until_the_start(visit, session, fixed, invited):
    (cal,) = invited("cal")
    rae, path = visit("rae"), f"/assessments/{fixed}"
    assert rae.post(f"/assessments/candidates/{cal}/more-time", {"percent": "50"}).status_code == 303
    assert "50 % more time" in rae.get(path).text
    for wrong in ("901", "a lot", "-5"):
        answer = rae.post(f"/assessments/candidates/{cal}/more-time", {"percent": wrong})
        assert answer.status_code == 422
        assert "whole percent from 0 to 900" in answer.text
    browser = visit(None)
    browser.post(re.search(r"/candidate/[^\"]+", rae.get(path).text)[0])
    browser.post("/sitting/begin", {"read": "yes"})
    page = rae.get(path)
    assert "sitting" in page.text
    assert "since 23 Mar 2026" in page.text.replace("\xa0", " ")
    assert rae.post(f"/assessments/candidates/{cal}/more-time", {"percent": "10"}).status_code == 409
    assert rae.post(f"/assessments/candidates/{cal}/withdraw").status_code == 409
    browser.post("/sitting/hand-in")
    page = rae.get(path)
    assert "handed in" in page.text
    assert "Cal Reede, cal@example.com" not in page.text
    rae.get(f"{path}?names=shown")
    assert not names_noted(session), "looking at an address reveals nothing"
    assert rae.post(f"{path}/names").location == path
    assert "Cal Reede, cal@example.com" in rae.get(path).text
    assert names_noted(session) == [str(cal)]
    rae.post(f"{path}/names")
    assert names_noted(session) == [str(cal)], "once in half a day"
    rae.post(f"{path}/names", {"hide": "yes"})
    assert "Cal Reede, cal@example.com" not in rae.get(path).text
    assert "Show the names of who has ended" in rae.get(path).text


def names_noted(session):
    session.rollback()
    return list(session.scalars(select(AuditRow.subject).where(AuditRow.act == "name_revealed")))


def test_who_ends_after_the_names_were_shown_stays_hidden_until_they_are_asked_for_again(
    visit, session, fixed, invited
):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    for name in ("cal", "noor"):
        (found,) = invited(name)
        link = links_of(session, [found])[found]
        browser = visit(None)
        browser.post(f"/candidate/{service.link_token(KEY, found, link.n)}")
        browser.post("/sitting/begin", {"read": "yes"})
        browser.post("/sitting/hand-in")
        if name == "cal":
            rae.post(f"{path}/names")
    shown = rae.get(path).text
    assert "Cal Reede, cal@example.com" in shown
    assert "Noor Reede" not in shown
    assert len(names_noted(session)) == 1
    rae.post(f"{path}/names", {"hide": "yes"})
    rae.post(f"{path}/names", {"page": "7"})
    assert "Noor Reede, noor@example.com" in rae.get(path).text
    assert len(names_noted(session)) == 2


def test_the_list_erases_whose_time_has_come_once_an_hour(visit, session, fixed, invited, clock, now):
    (cal,) = invited("cal")
    session.get_one(Candidate, cal).kept_until = now + timedelta(minutes=30)
    session.commit()
    rae = visit("rae")
    for minutes, there in ((0, 1), (31, 1), (61, 0)):
        clock.at = now + timedelta(minutes=minutes)
        rae.get("/assessments")
        assert count(session, Candidate) == there


def test_who_reads_the_work_cannot_tell_who_had_more_time(visit, session, people, fixed, invited, now):
    row = session.get_one(Assessment, fixed)
    plan = service.plan_of(session, row)
    (row.plan_hash,) = keep(session, to_json(replace(plan, blueprint=replace(plan.blueprint, minutes=60))))
    session.commit()
    invited(noor=50)
    service.share(session, fixed, "raul@example.com", person=people["rae"], now=now)
    rae, raul, noor, path = visit("rae"), visit("raul"), visit(None), f"/assessments/{fixed}"
    noor.post(re.search(r"/candidate/[^\"]+", rae.get(path).text)[0])
    noor.post("/sitting/begin", {"read": "yes"})
    assert ", until" in rae.get(path).text
    assert ", until" not in raul.get(path).text
    noor.post("/sitting/hand-in")
    for reader in (rae, raul):
        assert "more time<" not in reader.get(path).text


def test_a_link_that_ran_out_is_told_and_not_shown(visit, session, fixed, invited, clock, now):
    (cal,) = invited("cal")
    session.rollback()
    link = links_of(session, [cal])[cal]
    clock.at = link.ends_at
    page = visit("rae").get(f"/assessments/{fixed}")
    assert "link has run out" in page.text
    assert "/candidate/" not in page.text.replace("/assessments/candidates/", "")


def test_the_candidates_come_in_pages_with_as_many_statements(visit, session, fixed, invited, statements):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    invited("cal")
    rae.get(path)
    with statements() as few:
        rae.get(path)
    invited(*[f"c{n:03}" for n in range(59)])
    with statements() as many:
        page = rae.get(path)
    assert few.count == many.count <= 9, many.texts
    assert "Page 1 of 2" in page.text
    assert page.text.count('class="initial"') == 50
    assert rae.get(f"{path}?page=2").text.count('class="initial"') == 10
    assert ">BH<" in rae.get(f"{path}?page=2").text


@pytest.mark.parametrize(("page", "most"), [("", 6), ("/plan", 6), ("/preview", 6)])
def test_a_page_of_a_draft_asks_the_database_little(visit, draft, statements, page, most):
    rae = visit("rae")
    with statements() as seen:
        assert rae.get(f"/assessments/{draft}{page}").status_code == 200
    assert seen.count <= most, seen.texts


@pytest.mark.parametrize("language", ["en", "et"])
def test_every_page_opens_in_both_languages(visit, drafted, fixed, invited, language):
    invited("cal", noor=20)
    rae, other = visit("rae"), drafted(title="Another")
    rae.client.set_cookie("language", language)
    for path in ("", f"/{other}", f"/{other}/plan", f"/{other}/preview", f"/{other}/fix"):
        assert rae.get(f"/assessments{path}").status_code == 200
    for path in ("", "/plan", "/preview", "/file"):
        assert rae.get(f"/assessments/{fixed}{path}").status_code == 200


def test_only_the_hash_of_a_link_is_kept(session, invited):
    (cal,) = invited("cal")
    session.rollback()
    token = service.link_token(KEY, UUID(str(cal)), 1)
    assert [one.token_hash == token for one in session.scalars(select(CandidateLink))] == [False]


# Links by e-mail


@pytest.fixture
def post(app, monkeypatch):
    """Set a server for mail up, which misses whoever is called nobody; what it was given to send."""
    house, given = app.extensions["simulator"], []
    mail = Mail(host="mail.example.com", port=587, sender="Claims Desk <desk@example.com>")
    monkeypatch.setattr(house, "config", replace(house.config, mail=mail))

    def send(_mail, messages):
        given.extend(messages)
        return [str(one["To"]) for one in messages if "nobody" in one["To"]]

    monkeypatch.setattr("simulator.web.assessments.mailing.send", send)
    return given


def test_links_go_out_by_e_mail_and_whom_they_missed_is_told_once(visit, session, fixed, post):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    assert "go out by e-mail" in rae.get(path).text
    rae.post(f"{path}/invite", {"addresses": "Cal Reede <cal@example.com>\nnobody@example.com"})
    assert [one["To"] for one in post] == ["cal@example.com", "nobody@example.com"]
    first = post[0]
    text = first.get_content()
    assert first["Subject"] == "Invitation / Kutse: Claims trainee"
    assert (first["From"], first["Reply-To"]) == ("Claims Desk <desk@example.com>", "rae@example.com")
    assert "Hello, Cal" in text
    assert "Tere, Cal" in text
    link = re.search(r"http://localhost(/candidate/\S+)", text)[1]
    assert visit(None).get(link).status_code == 200
    page = rae.get(path)
    assert "These could not be reached by e-mail" in page.text
    assert "<li>nobody@example.com</li>" in page.text
    assert "These could not be reached" not in rae.get(path).text


def test_a_new_link_goes_out_too(visit, session, fixed, invited, post):
    (cal,) = invited("cal")
    rae = visit("rae")
    rae.post(f"/assessments/candidates/{cal}/link")
    assert len(post) == 1
    page = rae.get(f"/assessments/{fixed}")
    assert "One link went out by e-mail" in page.text
    assert re.search(r"/candidate/[^\"]+", page.text)[0] in post[0].get_content()


def test_who_has_ended_and_is_decided_about_gets_a_link_to_the_own_result(visit, session, people, fixed, invited, post):
    (cal,) = invited("cal")
    rae, path, browser = visit("rae"), f"/assessments/{fixed}", visit(None)
    link = re.search(r"/candidate/[^\"]+", rae.get(path).text)[0]
    browser.post(link)
    browser.post("/sitting/begin", {"read": "yes"})
    assert rae.post(f"/assessments/candidates/{cal}/result-link").status_code == 409
    browser.post("/sitting/hand-in")
    assert "Link to the own result" not in rae.get(path).text
    service.open_evidence(session, cal, person=people["rae"], now=people["rae"].created_at)
    service.decide(session, cal, "interview", "Claim 1", person=people["rae"], now=people["rae"].created_at)
    assert "Link to the own result" in rae.get(path).text
    assert rae.post(f"/assessments/candidates/{cal}/result-link").status_code == 303
    page = rae.get(path)
    assert "The link to the result is ready" in page.text
    assert post[0]["Subject"] == "Your result / Sinu tulemus: Claims trainee"
    link = re.search(r"/candidate/[^\"]+", page.text)[0]
    assert link in post[0].get_content()
    assert "what came of your work" in visit(None).get(link).text


def test_nobody_is_written_to_where_nothing_was_changed(visit, fixed, post):
    rae, path = visit("rae"), f"/assessments/{fixed}"
    rae.post(f"{path}/invite", {"addresses": "nobody@"})
    assert post == []
    rae.post(f"{path}/invite", {"addresses": "cal@example.com"})
    rae.post(f"{path}/invite", {"addresses": "cal@example.com"})
    assert len(post) == 1
