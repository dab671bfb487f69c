"""Drills: claims on the line of one provision, on either side of it, never twice the same, told only afterwards."""

import pytest
from sqlalchemy import select

from simulator.coverage.determination import Determination
from simulator.domain.exercise import Exercise
from simulator.generation import Content
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence.content import StoredContent
from simulator.persistence.items import Item
from simulator.services import shifts

IN_FORCE = {"form": "motor_own_damage", "market": "ee", "provision": "in_force"}


@pytest.fixture(scope="module")
def content():
    return Content.read(scenarios_folder())


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
    grounds, seeds = [], []
    while len(set(grounds)) < 2 or len(grounds) < 8:
        assert len(grounds) < 60, "a fair coin would have fallen on both sides by now"
        begin(tess, tess.post("/drills", IN_FORCE).location)
        session.rollback()
        rows = session.execute(select(Item.determination_hash, Item.exercise_hash)).all()
        bodies = dict(session.execute(select(StoredContent.hash, StoredContent.body)).all())
        grounds = ["in_force" in from_json(Determination, bodies[row.determination_hash]).grounds for row in rows]
        seeds = [from_json(Exercise, bodies[row.exercise_hash]).seed for row in rows]
    assert len(set(seeds)) == len(seeds)


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
