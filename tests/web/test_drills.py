"""Drills: claims on the line of one provision, on either side of it, never twice the same, told only afterwards."""

import re
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select, update

from simulator.coverage.determination import Determination
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.generation.targets import is_judged
from simulator.json_codec import from_json, to_json
from simulator.persistence.content import StoredContent, keep
from simulator.persistence.engine import writing
from simulator.persistence.items import Item
from simulator.persistence.people import Person
from simulator.services import shifts

IN_FORCE = {"form": "motor_own_damage", "market": "ee", "provision": "in_force"}


@pytest.fixture
def tess(visit):
    return visit("tess")


def begin(tess, place):
    tess.post(f"{place}/note", tess.form(tess.get(place), note="Begun"))


def test_a_double_click_makes_one_claim_and_the_next_is_another(tess, session):
    places = {tess.post("/drills", IN_FORCE).location for _ in range(2)}
    assert len(places) == 1
    begin(tess, *places)
    assert tess.post("/drills", IN_FORCE).location not in places


def test_both_sides_of_the_line_come_up_and_no_file_comes_twice(tess, session):
    for _ in range(4):
        begin(tess, tess.post("/drills", IN_FORCE).location)
    session.rollback()
    rows = session.execute(select(Item.determination_hash, Item.exercise_hash)).all()
    bodies = dict(session.execute(select(StoredContent.hash, StoredContent.body)).all())
    grounds = ["in_force" in from_json(Determination, bodies[row.determination_hash]).grounds for row in rows]
    assert sorted(grounds) == [False, False, True, True]
    files = {from_json(Exercise, bodies[row.exercise_hash]).seed for row in rows}
    assert len(files) == len(rows) == 4


@pytest.mark.parametrize("market", ["ee", "us"])
def test_every_provision_that_is_judged_can_be_practised(tess, content, market, session):
    form = content.library.editions("motor_own_damage", market)[-1]
    for provision in form.provisions:
        wanted = {"form": form.name, "market": market, "provision": provision.id}
        found = tess.post("/drills", wanted)
        is_judged = provision.when is not None or provision.must is not None
        assert (found.status_code == 303) is is_judged, provision.id


def test_what_is_drilled_is_told_in_the_debrief_alone(tess):
    place = tess.post("/drills", IN_FORCE).location
    assert "near miss" not in tess.get(place).text.casefold()
    tess.post(f"{place}/decision", tess.form(tess.get(place), disposition="reject", lead="in_force"))
    tess.post(f"{place}/debrief")
    told = tess.get(f"{place}/debrief").text
    assert "A near miss: 1.1 Policy period" in told
    assert "Practise near misses of § 1.1".replace(" 1.1", "\xa01.1") in told


@pytest.mark.parametrize(
    "wrong", [{"provision": "nothing"}, {"form": "nothing"}, {"market": "mars"}, {"provision": "limit"}]
)
def test_what_is_not_there_cannot_be_practised(tess, wrong):
    assert tess.post("/drills", {**IN_FORCE, **wrong}).status_code == 404


def test_who_is_no_trainee_has_no_drills(visit):
    assert visit("ines").post("/drills", IN_FORCE).status_code == 403


def test_a_drill_belongs_to_whoever_asked_for_it(visit, people, content, session):
    place = visit("tess").post("/drills", IN_FORCE).location
    assert visit("tom").get(place).status_code == 404
    session.rollback()
    item = session.scalar(select(Item))
    desk = shifts.desk_of(session, item.id, person_id=people["tess"].id, library=content.library)
    assert desk.state.position == 2


@pytest.fixture
def missed(tess, session):
    """Drill a clause as Tess and get it wrong: what was sent is a refusal on a ground that does not hold."""

    def miss(provision="alcohol", market="ee"):
        place = tess.post("/drills", IN_FORCE | {"provision": provision, "market": market}).location
        lead = "in_force" if provision != "in_force" else "premium"
        tess.post(f"{place}/decision", tess.form(tess.get(place), disposition="reject", lead=lead))
        tess.post(f"{place}/debrief")
        return place

    return miss


def section(page, heading):
    """The words of the section under that heading."""
    found = next((part for part in re.findall(r"<section.*?</section>", page, re.S) if f">{heading}</h2>" in part), "")
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_the_page_has_every_clause_that_can_be_practised_by_kind(tess, content):
    page = tess.get("/drills?form=motor_own_damage&market=ee").text
    form = content.library.editions("motor_own_damage", "ee")[-1]
    offered = re.findall(r'name="provision" value="([^"]+)"', page)
    assert offered == [one.id for one in form.provisions if is_judged(one)]
    assert "§ 3.3 Alcohol" in section(page, "What is not covered")
    assert "not drilled yet" in section(page, "What is not covered")
    assert "Nothing." in section(page, "Missed lately")


def test_what_was_missed_lately_comes_first_with_its_last_result(tess, missed):
    missed()
    page = tess.get("/drills?form=motor_own_damage&market=ee").text
    told = section(page, "Missed lately")
    assert "§ 3.3 Alcohol" in told
    assert "drilled once" in told
    assert "below" in told
    assert 'class="btn primary" name="provision" value="alcohol"' in page
    assert "Alcohol" not in section(tess.get("/drills?form=motor_own_damage&market=us").text, "Missed lately")
    assert "3.3 Alcohol" in section(tess.get("/").text, "Drills")


def test_the_page_speaks_the_language_of_its_reader(tess, missed):
    missed()
    tess.get("/language/et")
    page = tess.get("/drills?form=motor_own_damage&market=ee").text
    assert "Harjutused" in page
    assert "harjutatud üks kord" in section(page, "Hiljuti kahe silma vahele jäänud")


@pytest.mark.parametrize(
    ("settled", "asked", "title"),
    [("us", "", "Auto physical damage"), ("ee", "", "Own damage"), ("ee", "?form=motor_own_damage&market=us", "Auto")],
)
def test_who_practises_in_one_market_sees_its_forms_and_what_a_link_asks_for(
    tess, people, session, settled, asked, title
):
    session.execute(update(Person).where(Person.id == people["tess"].id).values(market=settled))
    session.commit()
    page = tess.get(f"/drills{asked}").text
    assert re.search(rf'class="small"><a href="/forms/[^"]+">{title}[^<]*: the whole wording', page)


def test_where_nothing_can_be_practised_the_page_says_so(tess, app):
    app.extensions["simulator"].__dict__["scenarios"] = ()
    page = tess.get("/drills").text
    assert "There is no wording to practise yet" in page
    assert 'name="provision"' not in page


def test_a_form_that_nobody_has_shows_what_there_is(tess):
    assert "Missed lately" in tess.get("/drills?form=boats&market=mars").text


def test_the_page_asks_the_database_no_more_for_many_drills(tess, missed, statements):
    counts = []
    for provision in ("alcohol", "keys", "racing"):
        missed(provision)
        for _ in range(2):
            with statements() as seen:
                assert tess.get("/drills").status_code == 200
        counts.append(seen.count)
    assert len(set(counts)) == 1
    assert counts[0] <= 4, seen.texts


def test_asking_for_a_drill_asks_the_database_little(tess, statements):
    with statements() as seen:
        tess.post("/drills", IN_FORCE)
    assert seen.count <= 14, seen.texts
    with statements() as seen:
        tess.post("/drills", IN_FORCE)
    assert seen.count <= 4, seen.texts


@pytest.mark.parametrize("language", ["en", "et"])
def test_nothing_of_a_drill_depends_on_its_answer(tess, session, language):
    """The page is the same bytes when the determination, the title and the debrief that are stored are others."""
    tess.get(f"/language/{language}")
    place = tess.post("/drills", IN_FORCE).location
    assert_equal_bytes(tess, session, place)


def assert_equal_bytes(visit, session, place):
    def pages():
        shown = [visit.get(place), visit.get(f"{place}?paper=declarations&more=1"), visit.get(f"{place}/debrief")]
        return [(one.status_code, re.sub(r'name="csrf_token" value="[^"]*"', "", one.text)) for one in shown]

    before = pages()
    item = UUID(place.rpartition("/")[2])
    row = session.get(Item, item, populate_existing=True)
    other = Determination(disposition=Disposition.ESCALATE, payable=Decimal(1), escalate_to="fraud", because_of="fraud")
    body = '{"title": {"en": "Other", "et": "Muu"}, "debrief": {"en": "Other", "et": "Muu"}, "teaches": []}'
    with writing(session):
        row.determination_hash, row.scenario_hash = keep(session, to_json(other), body)
    assert pages() == before
