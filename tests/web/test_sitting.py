"""The pages of a candidate: in by a link, nothing of the house but the sitting, the server's clock, the receipt."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from simulator.desk.sending import decision_from
from simulator.json_codec import to_json
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, items_of_sitting, sitting_of
from simulator.persistence.content import keep
from simulator.persistence.items import log_rows
from simulator.persistence.people import Person
from simulator.scoring.path import next_acts
from simulator.services import assessments as service
from simulator.services.shifts import desk_of


@pytest.fixture
def house(app):
    return app.extensions["simulator"]


@pytest.fixture
def assessment(house, session, people, now):
    draft = service.Draft(
        title="Claims trainee, autumn 2026",
        blueprint=house.standards.blueprints["motor-ee"],
        notice_en="We **look** at <b>your</b> work.",
        notice_et="Vaatame sinu tööd.",
    )
    rae = people["rae"]
    made = service.begin(session, draft, assessment_id=uuid4(), person=rae, now=now)
    service.fix(session, made, revision=1, person=rae, standards=house.standards, now=now)
    return made


@pytest.fixture
def invited(session, house, assessment, people, now):
    """Invite somebody and return the path of the link."""

    def ask(short="cal", name="Cal Reede", more_time=0):
        one = service.Invitee(email=f"{short}@example.com", name=name, more_time=more_time)
        key = house.config.secret_key
        (found,) = service.invite(session, assessment, [one], person=people["rae"], key=key, now=now)
        return f"/candidate/{service.link_token(key, found, 1)}"

    return ask


@pytest.fixture
def come(visit, invited):
    """Come in by a link: ``come()`` is a browser on the start page."""

    def come_in(**how):
        browser, path = visit(None), invited(**how)
        assert browser.post(path).location == "/sitting"
        return browser

    return come_in


@pytest.fixture
def begin(come):
    def start(language="en", **how):
        browser = come(**how)
        assert browser.post("/sitting/begin", {"read": "yes", "language": language}).location == "/sitting"
        return browser

    return start


@pytest.fixture
def claims(session):
    """The addresses of the claims of whoever has begun."""

    def of(email="cal@example.com"):
        candidate = session.query(Candidate).filter_by(email=email).one()
        return [f"/items/{item.id}" for item in items_of_sitting(session, candidate.id)]

    return of


def test_looking_at_a_link_uses_nothing_up_and_says_little(visit, invited):
    path = invited()
    for _ in range(2):
        page = visit(None).get(path)
        assert (page.status_code, "Hello, Cal" in page.text, "cal@example.com" in page.text) == (200, True, False)


def test_a_link_that_was_used_leads_on_in_the_same_browser_and_is_told_in_another(visit, invited):
    path, own, other = invited(), visit(None), visit(None)
    own.post(path)
    assert own.get(path).location == "/sitting"
    assert own.post(path).location == "/sitting"
    there = other.get(path)
    assert (there.status_code, "used already" in there.text) == (410, True)
    assert "Claims trainee" not in there.text
    assert other.post(path).status_code == 410


def test_a_forged_link_says_nothing(visit, assessment):
    page = visit(None).get("/candidate/forged")
    assert (page.status_code, "none of ours" in page.text, "Claims trainee" in page.text) == (404, True, False)


def test_the_start_page_says_what_it_is_what_is_kept_and_who_reads_it(come):
    page = come().get("/sitting").text
    for words in ("12 short claims", "There is no time limit", "Read by Rae", "Kept for 24 months", "rae@example.com"):
        assert words in page
    assert "<strong>look</strong>" in page
    assert "&lt;b&gt;your&lt;/b&gt;" in page


def test_candidates_read_before_and_after_whether_figures_of_them_stay(come, session, assessment):
    session.get_one(Assessment, assessment).when_over = "anonymise"
    session.commit()
    cal = come()
    start = cal.get("/sitting").text
    assert "stay as figures that no longer say who you are" in start
    assert "then erased" not in start
    cal.post("/sitting/begin", {"read": "yes"})
    cal.post("/sitting/hand-in")
    assert "What is kept is anonymised 24 months after the sitting" in cal.get("/sitting").text


def test_times_are_those_of_whoever_runs_it_until_the_candidate_chooses_a_zone(come, session, people):
    people["rae"].time_zone = "America/New_York"
    session.commit()
    cal = come()
    start = cal.get("/sitting").text
    assert "Times are those of America/New York, where it is 03:30 now." in start
    assert '<option value="America/New_York" selected>' in start
    assert cal.post("/sitting/zone", {"time_zone": "Mars/Olympus"}).status_code == 422
    assert cal.post("/sitting/zone", {"time_zone": "America/Los_Angeles"}).location == "/sitting"
    assert "America/Los Angeles, where it is 00:30 now" in cal.get("/sitting").text
    cal.post("/sitting/begin", {"read": "yes"})
    going = cal.get("/sitting").text
    assert "America/Los Angeles, where it is 00:30 now" in going
    assert "Another time zone" in going
    cal.post("/sitting/hand-in")
    receipt = cal.get("/sitting").text.replace("\xa0", " ")
    assert "23 Mar 2026 00:30" in receipt
    assert "America/Los Angeles" in receipt
    assert json.loads(cal.get("/sitting/record.json").data)["chosen"]["time_zone"] == "America/Los_Angeles"


def test_nothing_begins_before_the_notice_was_read(come, session):
    browser = come()
    page = browser.post("/sitting/begin", {"language": "en"})
    assert (page.status_code, "Not begun yet" in page.text) == (422, True)
    assert session.query(Candidate).one().shift_id is None


def test_the_language_that_was_chosen_is_that_of_the_sitting(begin, session):
    browser = begin(language="et")
    assert "Kõik salvestub" in browser.get("/sitting").text
    assert session.query(Person).filter_by(roles_text="candidate").one().language == "et"


def test_a_candidate_sees_nothing_of_the_house_but_the_sitting(begin):
    browser = begin()
    assert browser.get("/").location == "/sitting"
    for path in ("/settings", "/drills", "/library", "/groups", "/admin/people", "/assigned"):
        assert browser.get(path).status_code == 404
    for path in ("/help", "/wordings", "/sitting"):
        assert browser.get(path).status_code == 200


def test_a_sitting_has_no_debriefs_and_its_pages_none_of_their_links(begin, claims):
    browser = begin()
    path = claims()[0]
    page = browser.get(path)
    assert "/debrief" not in page.text
    assert browser.get(f"{path}/debrief").status_code == 404
    assert browser.post(f"{path}/debrief").status_code == 404


def test_a_practice_claim_has_its_debrief_and_leads_back(come, session, content, typed):
    browser = come()
    path = browser.post("/sitting/practice").location
    person = session.query(Person).filter_by(roles_text="candidate").one()
    desk = desk_of(session, UUID(path.rpartition("/")[2]), person_id=person.id, library=content.library)
    sent = decision_from(next_acts(desk.state, desk.exercise, desk.rules)[-1][1]["decision"])
    browser.post(f"{path}/decision", {**browser.form(browser.get(path)), **typed(sent)})
    browser.post(f"{path}/debrief")
    debrief = browser.get(f"{path}/debrief")
    assert (debrief.status_code, "Back to the start page" in debrief.text) == (200, True)
    assert 'action="/claims/next"' not in debrief.text
    assert session.query(Candidate).one().shift_id is None


def test_what_comes_too_late_is_refused_with_a_receipt_of_what_counted(begin, claims, clock, session, assessment):
    limit(session, assessment, 30)
    browser = begin()
    path = claims()[0]
    in_time = browser.form(browser.get(path), reason="Typed in time.")
    assert browser.post(f"{path}/save", in_time).status_code == 303
    clock.at += timedelta(minutes=31)
    late = browser.post(f"{path}/save", {**in_time, "reason": "Typed too late."})
    assert late.location == "/sitting"
    receipt = browser.get("/sitting").text
    for words in ("came after the end and does not count", "The time is over", "not decided: counts as nought"):
        assert words in receipt
    assert "came after the end" not in browser.get("/sitting").text
    rows = log_rows(session, items_of_sitting(session, session.query(Candidate).one().id)[0].id)
    assert "Typed too late." not in str([row.data for row in rows])
    assert browser.get(path).location == "/sitting"


def test_autosave_after_the_end_is_told_with_its_status(begin, claims, clock, session, assessment):
    limit(session, assessment, 30)
    browser = begin()
    path = claims()[0]
    typed = browser.form(browser.get(path), reason="Too late.")
    clock.at += timedelta(minutes=31)
    assert browser.post(f"{path}/save", typed, headers={"X-Desk": "autosave"}).status_code == 410


def test_half_as_much_time_again_is_the_candidates_own(begin, session, assessment, clock):
    limit(session, assessment, 60)
    browser = begin(more_time=50)
    assert "1 h 30 min" in browser.get("/sitting").text
    clock.at += timedelta(minutes=80)
    assert "10 min" in browser.get("/sitting").text
    assert re.search(r'class="timeleft soon"', browser.get("/sitting").text)


def test_handing_in_asks_first_names_what_is_open_and_ends_it(begin, session):
    browser = begin()
    assert "12 claims are not decided" in browser.get("/sitting/hand-in").text
    for _ in range(2):
        assert browser.post("/sitting/hand-in").location == "/sitting"
    assert "your work is handed in" in browser.get("/sitting").text
    assert browser.post("/sitting/next").location == "/sitting"
    assert sitting_of(session, session.query(Candidate).one().person_id).ended_at is not None


def test_next_goes_through_the_claims_that_are_open(begin, claims):
    browser = begin()
    assert browser.post("/sitting/next").location == claims()[0]


def test_one_candidate_sees_nothing_of_another(begin, claims):
    cal, noor = begin(), begin(short="noor", name="Noor Saluste")
    assert cal.get(claims("noor@example.com")[0]).status_code == 404
    assert "Noor" not in cal.get("/sitting").text
    assert noor.get(claims()[0]).status_code == 404


def test_the_page_of_a_sitting_asks_the_same_however_many_claims(begin, statements):
    browser = begin()
    browser.get("/sitting")
    with statements() as seen:
        browser.get("/sitting")
    assert seen.count <= 8


def limit(session, assessment, minutes):
    """Let the plan that was fixed have a limit: as if it had been fixed with it."""
    row = session.get_one(Assessment, assessment)
    plan = service.plan_of(session, row)
    (row.plan_hash,) = keep(session, to_json(replace(plan, blueprint=replace(plan.blueprint, minutes=minutes))))
    session.commit()
