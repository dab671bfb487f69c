"""Home: one's own work alone, one next step, figures of what is final, and nothing that gives a claim away."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from simulator.coverage.determination import Determination
from simulator.domain.decision import Disposition
from simulator.json_codec import to_json
from simulator.persistence.content import keep
from simulator.persistence.items import Item, LoggedAction, StoredScorecard
from simulator.practice.played import Outcome, Part
from simulator.scoring.measures import Measures

NOUGHT = Decimal(0)
SECRET = '{"title": {"en": "A thief at the wheel"}, "teaches": ["coverage.theft"], "level": 5}'


@pytest.fixture
def library(shelf):
    """The shipped scenarios."""
    return shelf["scenarios"]


@pytest.fixture
def finish(session, now):
    """Close an item as decided some days ago: ``finish(item, days_ago=3, total=48, overpaid=60)``."""

    def finished(item_id, *, days_ago=0, total=90, done=Disposition.APPROVE, expected=Disposition.APPROVE, **money):
        at = now - timedelta(days=days_ago)
        shares = money.pop("shares", {"amount": Fraction(total, 100), "procedure": Fraction(1)})
        parts = tuple(Part(id=one, points=int(share * 10), most=10, share=share) for one, share in shares.items())
        plain = {"owed": Decimal(500), "paid": Decimal(500), "overpaid": NOUGHT, "kept_back": NOUGHT, "refused": False}
        rest = {"could_be_refused": True, "early": False, "needless": 0}
        outcome = Outcome(
            total=total, pass_mark=70, done=done, expected=expected, criteria=parts,
            measures=Measures(**{**plain, **rest, **money}),
        )  # fmt: skip
        closed = {"state": "closed", "decided_at": at, "closed_at": at, "created_at": at, "seed": str(item_id)}
        session.execute(update(Item).where(Item.id == item_id).values(**closed))
        session.add(StoredScorecard(item_id=item_id, total=total, body=to_json(outcome), created_at=at))
        session.commit()

    return finished


@pytest.fixture
def begin(session, now):
    """Act once on an item, so that it is begun."""

    def begun(item_id):
        session.add(LoggedAction(item_id=item_id, n=3, at=now, kind="note", data={"text": "Begun"}))
        session.commit()

    return begun


@pytest.fixture
def decide(session, now, begin):
    """Leave an item decided, with a scorecard that nobody may see yet."""

    def decided(item_id):
        begin(item_id)
        session.execute(update(Item).where(Item.id == item_id).values(state="decided", decided_at=now))
        session.add(StoredScorecard(item_id=item_id, total=13, body="{}", created_at=now))
        session.commit()

    return decided


def section(page, heading):
    """The words of the section under that heading."""
    found = next((part for part in re.findall(r"<section.*?</section>", page, re.S) if f">{heading}</h2>" in part), "")
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def primaries(page):
    return re.findall(r'class="btn primary"[^>]*>([^<]+)<', page)


def without_tokens(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_a_first_visit_teaches_how_a_claim_goes(visit, library):
    page = visit("tess").get("/").text
    assert "How a claim goes" in page
    assert "A first claim, one of the easier ones." in section(page, "Next claim")
    assert primaries(page) == ["Take the next claim"]
    assert "Past claims" not in page
    assert "In the trade’s measures" not in page


def test_taking_the_next_claim_leads_to_it_and_it_lies_on_the_desk(visit, library):
    tess = visit("tess")
    taken = tess.post("/claims/next")
    assert taken.status_code == 303
    assert tess.get(taken.location).status_code == 200
    assert f'href="{taken.location}"' in tess.get("/").text


def test_a_double_click_takes_one_claim(visit, library, session):
    tess = visit("tess")
    assert tess.post("/claims/next").location == tess.post("/claims/next").location
    assert session.scalar(select(func.count()).select_from(Item)) == 1


def test_a_claim_that_waits_is_named_and_comes_before_a_new_one(visit, claim):
    item_id = claim()
    tess = visit("tess")
    assert "MTR-" in section(tess.get("/").text, "Next claim")
    assert tess.post("/claims/next").location == f"/items/{item_id}"


def test_a_claim_that_was_begun_is_the_one_to_go_on_with(visit, claim, begin, library):
    begin(item_id := claim())
    page = visit("tess").get("/").text
    assert len(primaries(page)) == 1
    assert primaries(page)[0].startswith("Go on with MTR-")
    assert f'class="btn primary" href="/items/{item_id}"' in page
    assert "Begun" in section(page, "On your desk")


def test_an_open_claim_shows_when_it_was_reported_and_when_it_is_due(visit, claim):
    claim()
    desk = section(visit("tess").get("/").text, "On your desk")
    assert re.search(r"\d+ \w{3} 20\d\d", desk)
    assert "days left" in desk or "–" in desk


def test_somebody_elses_work_is_nowhere_on_the_page(visit, claim, finish, session):
    finish(claim("tom"))
    claim("tom")
    numbers = set(session.scalars(select(Item.number)))
    page = visit("tess").get("/").text
    assert not any(number in page for number in numbers)
    assert "Your desk is clear." in page


def test_a_decision_waits_for_its_debrief_and_tells_no_score(visit, claim, finish, decide):
    finish(claim(), days_ago=3, total=90)
    tess = visit("tess")
    before = tess.get("/").text
    decide(item_id := claim())
    page = tess.get("/").text
    assert f'action="/items/{item_id}/debrief"' in page
    assert "Taking it makes what you decided before final." in page
    assert "13" not in section(page, "Waiting for the debrief").split()
    for heading in ("Your skills", "In the trade’s measures", "Past claims"):
        assert section(page, heading) == section(before, heading) != ""


def test_the_page_is_the_same_whatever_is_right_and_whatever_the_scenario_teaches(visit, claim, session, begin, decide):
    begin(claim())
    decide(claim())
    tess = visit("tess")
    before = without_tokens(tess.get("/").text)
    right = to_json(Determination(disposition=Disposition.REJECT, payable=NOUGHT))
    hashes = keep(session, right, SECRET)
    session.execute(update(Item).values(determination_hash=hashes[0], scenario_hash=hashes[1]))
    session.commit()
    assert without_tokens(tess.get("/").text) == before
    assert "thief" not in before


def test_a_finished_claim_shows_what_was_done_what_was_expected_and_what_it_came_to(visit, claim, finish):
    finish(claim(), total=48, done=Disposition.REJECT, expected=Disposition.APPROVE, paid=NOUGHT,
           kept_back=Decimal("1184.00"), refused=True)  # fmt: skip
    page = visit("tess").get("/").text
    past = section(page, "Past claims")
    assert "Reject (not what was expected) Approve €1,184.00 kept back 48 below" in past
    measures = section(page, "In the trade’s measures")
    assert "People wrongly refused 1 of 1" in measures
    assert "€1,184.00 kept back" in measures


def test_errors_found_are_shown_with_the_false_alarms(visit, claim, finish):
    finish(claim(), days_ago=2, errors=3, errors_found=2, false_alarms=1)
    finish(claim(), days_ago=40, false_alarms=2)
    page = visit("tess").get("/").text
    measures = section(page, "In the trade’s measures")
    assert "Errors found in papers and in the record one false alarm 2 of 3 –" in measures


def test_a_finished_claim_leads_to_its_debrief(visit, claim, finish):
    finish(item_id := claim())
    assert f'href="/items/{item_id}/debrief"' in visit("tess").get("/").text


def test_measures_are_told_apart_by_time(visit, claim, finish):
    finish(claim(), days_ago=2)
    finish(claim(), days_ago=40, paid=Decimal(600), overpaid=Decimal(100))
    measures = section(visit("tess").get("/").text, "In the trade’s measures")
    assert "last 30 days One claim before One claim" in measures
    assert "Money right of €500.00 that you paid 100.0% 83.3%" in measures
    assert "Payments exactly right 1 of 1 0 of 1" in measures


def test_skills_show_words_ranges_and_where_they_stood(visit, claim, finish):
    for days_ago in (30, 20, 1):
        finish(claim(), days_ago=days_ago, total=100)
    page = visit("tess").get("/").text
    skills = section(page, "Your skills")
    assert re.search(r"Settling amounts (Able|Learning) · \d\d \+\d+ in 7 days \d\d–\d\d", skills)
    assert "Requests and referrals New – no claims yet" in skills
    assert "likely range, 90%" in skills
    assert page.count('class="target"') == 5


def test_past_claims_come_twenty_a_page(visit, claim, finish):
    for day in range(45):
        finish(claim(), days_ago=day, total=50 + day)
    tess = visit("tess")

    def scores(path):
        return [int(score) for score in re.findall(r'<b class="\w+">(\d+)</b>', tess.get(path).text)]

    assert scores("/") == scores("/?page=0") == scores("/?page=x") == list(range(50, 70))
    assert scores("/?page=2") == list(range(70, 90))
    assert scores("/?page=3") == scores("/?page=99") == list(range(90, 95))
    assert "Page 3 of 3" in tess.get("/?page=3").text
    assert 'href="/?page=2#h-past"' in tess.get("/").text


def test_pages_beyond_what_still_weighs_are_there_too(visit, claim, finish, app, monkeypatch):
    for day in range(45):
        finish(claim(), days_ago=day, total=50 + day)
    house = app.extensions["simulator"]
    monkeypatch.setitem(house.__dict__, "skills", replace(house.skills, window=25))
    page = visit("tess").get("/?page=3").text
    assert [int(score) for score in re.findall(r'<b class="\w+">(\d+)</b>', page)] == list(range(90, 95))


@pytest.mark.parametrize("claims", [1, 30])
def test_the_page_asks_the_database_no_more_for_many_claims(visit, claim, finish, statements, claims):
    for day in range(claims):
        finish(claim(), days_ago=day)
        claim()
    tess = visit("tess")
    for path in ("/", "/", "/?page=2"):
        with statements() as seen:
            assert tess.get(path).status_code == 200
        assert seen.count <= 8, seen.texts


def test_nothing_to_practise_is_said_so(visit, app):
    app.extensions["simulator"].__dict__["scenarios"] = ()
    page = visit("tess").get("/").text
    assert "your installation has no scenarios" in page
    assert "/claims/next" not in page


@pytest.mark.parametrize(
    ("short", "told"), [("ines", "Write scenarios"), ("rae", "Put an assessment together"), ("ada", "has no desk")]
)
def test_who_is_no_trainee_has_no_desk(visit, short, told, library):
    somebody = visit(short)
    assert told in somebody.get("/").text
    assert somebody.post("/claims/next").status_code == 403


def test_an_instructor_finds_groups_and_scenarios_at_home(visit):
    ines = visit("ines")
    place = ines.post("/groups", {"name": "Evening class", "id": str(uuid4())}).location.removesuffix("/people")
    home = ines.get("/").text
    for link in (f'<a href="{place}">Evening class</a>', 'href="/library"', 'href="/library/new"'):
        assert link in home


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(3, "Good morning, Tess"), (12, "Good afternoon, Tess"), (17, "Good evening, Tess"), (0, "Good evening, Tess")],
)
def test_the_greeting_keeps_the_hours_of_the_person(visit, clock, hour, greeting):
    clock.at = clock.at.replace(hour=hour)
    assert f"<h1>{greeting}</h1>" in visit("tess").get("/").text


def test_home_speaks_estonian(visit, claim, finish):
    finish(claim(), overpaid=Decimal("60.00"))
    tess = visit("tess")
    tess.client.set_cookie("language", "et")
    page = tess.get("/").text
    assert "<h1>Tere hommikust, Tess</h1>" in page
    assert "60,00\u00a0€ liiga palju" in page
    assert not re.search(r"\b(Claim|Skill|Past|Score|Money|Next)\b", re.sub(r"<[^>]+>|Claims Desk", " ", page))


def test_who_is_not_signed_in_takes_no_claim(visit, session):
    assert visit(None).post("/claims/next").location.startswith("/sign-in")
    assert session.scalar(select(func.count()).select_from(Item)) == 0


def test_a_claim_goes_from_the_desk_to_the_past(visit, library):
    tess = visit("tess")
    item = tess.post("/claims/next").location
    sent = tess.form(tess.get(item), disposition="reject", lead="event")
    assert tess.post(f"{item}/decision", sent).status_code == 303
    waiting = tess.get("/").text
    assert "One decision waits for its debrief." in waiting
    assert "How a claim goes" not in waiting
    assert tess.post(f"{item}/debrief").status_code == 303
    page = tess.get("/").text
    assert f'href="{item}/debrief"' in page
    assert "Reject" in section(page, "Past claims")
    assert "Your desk is clear." in page
    assert re.search(r"Coverage New · \d\d", section(page, "Your skills"))
