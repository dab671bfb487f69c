"""The twin of a claim: offered after the debrief, taken once, worked on as any other claim."""

import re
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import func, select

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determination import Determination
from simulator.domain.decision import Disposition
from simulator.errors import Conflict
from simulator.generation import Content
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.items import Item
from simulator.services import shifts, twins


@pytest.fixture(scope="module")
def content():
    return Content.read(scenarios_folder())


@pytest.fixture
def closed(session, people, visit, content, now):
    """A claim of the last day of the period that Tess has decided and read the debrief of; its path."""
    scenarios = read_scenarios(scenarios_folder() / "library")
    scenario = next(one for one in scenarios if one.file.endswith("last_day_of_the_period.yaml"))
    exercise, determination = verified(scenario, 1, market="ee", content=content)
    item_id = shifts.take_up(
        session,
        person_id=people["tess"].id,
        exercise=exercise,
        determination=determination,
        scenario_body=to_json(scenario),
        library=content.library,
        now=now,
    )
    tess, path = visit("tess"), f"/items/{item_id}"
    tess.post(f"{path}/decision", tess.form(tess.get(path), disposition="reject", lead="in_force"))
    tess.post(f"{path}/debrief")
    return path


def items(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Item))


def test_the_debrief_offers_the_twin_and_a_double_click_takes_one(visit, closed, session):
    tess = visit("tess")
    page = tess.get(f"{closed}/debrief").text
    assert "The day of the loss: " in page.partition('id="h-twin"')[2]
    places = {tess.post(f"{closed}/twin").location for _ in range(3)}
    assert len(places) == 1
    assert items(session) == 2


def test_the_twin_tells_nothing_until_it_is_decided(visit, closed):
    tess = visit("tess")
    twin = tess.post(f"{closed}/twin").location
    page = tess.get(twin).text
    assert "twin" not in page.casefold().replace(twin, "")
    assert "one fact moved" not in page
    tess.post(f"{twin}/decision", tess.form(tess.get(twin), disposition="reject", lead="in_force"))
    tess.post(f"{twin}/debrief")
    told = tess.get(f"{twin}/debrief").text
    assert "The twin of MTR-" in told
    assert "the outcome hung on that one fact" in told


def test_an_open_claim_has_no_twin_and_somebody_elses_is_not_there(visit, closed):
    tom = visit("tom")
    assert tom.post(f"{closed}/twin").status_code == 404
    mine = tom.post("/claims/next").location
    assert tom.post(f"{mine}/twin").status_code == 404


def test_taking_a_twin_asks_the_database_little(visit, closed, statements):
    tess = visit("tess")
    with statements() as seen:
        assert tess.post(f"{closed}/twin").status_code == 303
    assert seen.count <= 19, seen.texts
    with statements() as seen:
        assert tess.post(f"{closed}/twin").status_code == 303
    assert seen.count <= 5, seen.texts


@pytest.mark.parametrize("language", ["en", "et"])
def test_nothing_of_a_twin_depends_on_its_answer(visit, closed, session, language):
    """The page is the same bytes when the determination, the title and the debrief that are stored are others."""
    tess = visit("tess")
    tess.get(f"/language/{language}")
    twin = tess.post(f"{closed}/twin").location

    def pages():
        shown = [tess.get(twin), tess.get(f"{twin}?paper=declarations&more=1"), tess.get(f"{twin}/debrief")]
        return [(one.status_code, re.sub(r'name="csrf_token" value="[^"]*"', "", one.text)) for one in shown]

    before = pages()
    row = session.get(Item, UUID(twin.rpartition("/")[2]), populate_existing=True)
    other = Determination(disposition=Disposition.ESCALATE, payable=Decimal(1), escalate_to="fraud", because_of="fraud")
    with writing(session):
        row.determination_hash, row.scenario_hash = keep(session, to_json(other), '{"teaches": []}')
    assert pages() == before


def test_a_conflict_that_is_no_twin_yet_is_told_as_it_is(visit, closed, session, monkeypatch):
    def refused(*how, **more):
        raise Conflict("What was decided before has changed in another window. Load the page again.")

    monkeypatch.setattr(twins, "take_up", refused)
    assert visit("tess").post(f"{closed}/twin").status_code == 409
    assert items(session) == 1
