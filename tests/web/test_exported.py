"""The record of finished work as a download: one's own, or of whom one leads; verified it gives the same score."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenario
from simulator.cli import main
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.items import SITTING, Item, Shift
from simulator.scoring import seals
from simulator.scoring.path import next_acts
from simulator.scoring.weights import load
from simulator.services.groups import add_member, create_group
from simulator.services.reviewing import adjust
from simulator.services.shifts import act, close, desk_of, take_up, undo

KEY = "a key for tests alone"


def shipped(name):
    (file,) = (scenarios_folder() / "library").rglob(f"{name}.yaml")
    return read_scenario(file, name=file.name)


@pytest.fixture(scope="module")
def weights():
    return load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))


@pytest.fixture
def taken(session, people, content, now):
    """Put a claim of a scenario on Tess's desk and return its item."""

    def put(name="clean_approval", market="ee"):
        scenario = shipped(name)
        exercise, right = verified(scenario, 7, market=market, content=content)
        return take_up(
            session,
            person_id=people["tess"].id,
            exercise=exercise,
            determination=right,
            scenario_body=to_json(scenario),
            library=content.library,
            now=now,
        )

    return put


@pytest.fixture
def finished(session, people, content, weights, taken, now):
    """Let Tess finish a claim as is right, once taken back on the way, and return its item."""

    def work(name="clean_approval", market="ee"):
        item_id = taken(name, market)
        desk, at = desk_of(session, item_id, person_id=people["tess"].id, library=content.library), now
        while desk.state.decided_at is None:
            at += timedelta(minutes=3, microseconds=70)
            acts = next_acts(desk.state, desk.exercise, desk.rules)
            desk = act(session, desk, acts, weights=weights, now=at)
        desk = undo(session, desk, weights=weights, now=at)
        desk = act(session, desk, next_acts(desk.state, desk.exercise, desk.rules)[-1:], weights=weights, now=at)
        close(session, desk, weights=weights, now=at)
        return item_id

    return work


@pytest.fixture
def verify(tmp_path, monkeypatch):
    def run(answer):
        assert answer.status_code == 200
        file = tmp_path / "work.json"
        file.write_bytes(answer.data)
        monkeypatch.setenv("SIMULATOR_SECRET_KEY", KEY)
        return CliRunner().invoke(main, ["verify", str(file)])

    return run


@pytest.mark.parametrize(
    ("name", "market"),
    [
        ("clean_approval", "us"),
        ("missing_estimate", "ee"),
        ("late_notice_denied", "us"),
        ("glass_paid_meanwhile", "ee"),
    ],
)
def test_what_was_stored_comes_out_and_is_scored_the_same_again(visit, finished, verify, name, market):
    answer = visit("tess").get(f"/items/{finished(name, market)}/export.json")
    told = verify(answer)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "byte for byte" in told.stdout
    assert "work of Tess Lember" in told.stdout


def test_it_is_a_download_of_json_that_no_cache_keeps(visit, finished):
    answer = visit("tess").get(f"/items/{finished()}/export.json")
    assert answer.content_type == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert "no-store" in answer.headers["Cache-Control"]
    held = json.loads(answer.data)
    assert set(held) == {"kind", "record", "installation", "signature"}
    assert KEY not in answer.text
    assert "@" not in held["record"]["person"]


def test_the_debrief_and_the_review_lead_to_it(visit, finished, session, people, now):
    item_id = finished()
    assert f'href="/items/{item_id}/export.json"' in visit("tess").get(f"/items/{item_id}/debrief").text
    lead(session, people, now)
    review = visit("ines").get(f"/reviews/{item_id}").text
    assert f'/reviews/{item_id}/export.json"' in review
    assert f'"/items/{item_id}/export.json"' not in review


def lead(session, people, now):
    group = uuid4()
    create_group(session, "Spring", group_id=group, leader_id=people["ines"].id, now=now)
    add_member(session, group, "tess@example.com", leader_id=people["ines"].id, now=now)


def test_an_adjusted_score_goes_out_with_who_adjusted_it(visit, finished, verify, session, people, now):
    item_id = finished()
    lead(session, people, now)
    adjust(session, item_id, "grounds", 1, "Late", of=1, leader_id=people["ines"].id, now=now)
    for answer in (
        visit("tess").get(f"/items/{item_id}/export.json"),
        visit("ines").get(f"/reviews/{item_id}/export.json"),
    ):
        told = verify(answer)
        assert told.exit_code == 0
        assert "Adjusted afterwards by Ines Kask" in told.stdout


@pytest.mark.parametrize("who", [None, "tom", "ines", "rae", "ada"])
def test_a_stranger_gets_nothing(visit, finished, who):
    item_id = finished()
    answer = visit(who).get(f"/items/{item_id}/export.json")
    assert answer.status_code == (303 if who is None else 404)
    if who == "ines":
        assert visit(who).get(f"/reviews/{item_id}/export.json").status_code == 404


def test_nothing_goes_out_before_the_claim_is_closed(visit, taken, session, people, content, weights, now):
    item_id = taken()
    tess, path = visit("tess"), f"/items/{item_id}/export.json"
    assert tess.get(path).status_code == 404
    desk = desk_of(session, item_id, person_id=people["tess"].id, library=content.library)
    act(session, desk, next_acts(desk.state, desk.exercise, desk.rules), weights=weights, now=now)
    assert tess.get(path).status_code == 404


def test_nothing_of_a_sitting_goes_out(visit, finished, session):
    item_id = finished()
    shift_id = session.get(Item, item_id).shift_id
    session.execute(update(Shift).where(Shift.id == shift_id).values(kind=SITTING))
    session.commit()
    assert visit("tess").get(f"/items/{item_id}/export.json").status_code == 404


def test_wording_that_the_library_has_no_more_comes_from_what_was_promised(visit, finished, verify, app, content):
    item_id = finished()
    house = app.extensions["simulator"]
    texts = content.library.texts
    kept = dict(texts)
    try:
        texts.clear()
        assert house.content.library.texts == {}
        told = verify(visit("tess").get(f"/items/{item_id}/export.json"))
    finally:
        texts.update(kept)
    assert (told.exit_code, told.stderr) == (0, "")


@pytest.mark.parametrize(("language", "words"), [("en", "too long to be a file"), ("et", "on faili jaoks liiga pikk")])
def test_a_record_that_could_not_be_verified_is_not_given_out(visit, finished, monkeypatch, language, words):
    item, tess = finished(), visit("tess")
    tess.get(f"/language/{language}")
    monkeypatch.setattr(seals, "LARGEST", 1000)
    answer = tess.get(f"/items/{item}/export.json")
    assert answer.status_code == 409
    assert words in answer.text
