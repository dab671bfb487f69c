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
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.items import Item
from simulator.services import shifts, twins


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


def block(page):
    """The words of the block of the twin."""
    found = re.search(r'<section id="twin".*?</section>', page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split()) if found else ""


def test_the_debrief_offers_the_twin_and_a_double_click_takes_one(visit, closed, session):
    tess = visit("tess")
    page = tess.get(f"{closed}/debrief").text
    assert "The day of the loss" in block(page)
    assert "Work on the twin" in block(page)
    places = {tess.post(f"{closed}/twin").location for _ in range(3)}
    assert len(places) == 1
    assert items(session) == 2
    assert "Go on with the twin" in block(tess.get(f"{closed}/debrief").text)


def test_what_is_offered_tells_what_moved_and_not_the_outcome(visit, closed):
    told = block(visit("tess").get(f"{closed}/debrief").text)
    for word in ("Approve", "Reject", "Escalate", "Request", "€"):
        assert word not in told


def test_a_twin_that_is_decided_and_not_closed_is_not_compared(visit, closed):
    tess = visit("tess")
    twin = tess.post(f"{closed}/twin").location
    tess.post(f"{twin}/decision", tess.form(tess.get(twin), disposition="reject", lead="in_force"))
    told = block(tess.get(f"{closed}/debrief").text)
    assert "Go on with the twin" in told
    assert "Right on the file" not in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("One fact turned the decision.", "Right on the file as it came Approve, €", "You, in the end Reject")),
        ("et", ("Üks fakt pööras otsuse.", "Õige, kui toimik saabus Hüvita, ", "Sina, lõpuks Keeldu")),
    ],
)
def test_once_both_are_closed_they_stand_side_by_side_on_either_debrief(visit, closed, language, said):
    tess = visit("tess")
    tess.get(f"/language/{language}")
    twin = tess.post(f"{closed}/twin").location
    tess.post(f"{twin}/decision", tess.form(tess.get(twin), disposition="reject", lead="in_force"))
    tess.post(f"{twin}/debrief")
    pages = {path: tess.get(f"{path}/debrief").text for path in (closed, twin)}
    for path, other in ((closed, twin), (twin, closed)):
        assert f'href="{other}/debrief"' in pages[path]
        for words in said:
            assert words in block(pages[path])
    assert block(pages[closed]).count("/ 100") == 2


def test_a_debrief_with_a_twin_asks_the_database_little(visit, closed, statements):
    tess = visit("tess")
    twin = tess.post(f"{closed}/twin").location
    tess.post(f"{twin}/decision", tess.form(tess.get(twin), disposition="reject", lead="in_force"))
    tess.post(f"{twin}/debrief")
    for path in (closed, twin, closed, twin):
        with statements() as seen:
            tess.get(f"{path}/debrief")
    assert seen.count <= 8, seen.texts


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
