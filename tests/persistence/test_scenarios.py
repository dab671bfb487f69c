"""Pairs of states hold in the database itself, whoever writes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from simulator.persistence.assignments import Assignment
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.groups import Group, Invitation
from simulator.persistence.scenarios import CheckRun, ScenarioVersion, StoredScenario


@pytest.fixture
def scenario(people, now):
    who = people["ines"].id
    return {
        "id": str(uuid4()),
        "origin": "blank",
        "came_from": "",
        "created_at": now,
        "created_by": who,
        "changed_at": now,
        "revision": 1,
        "version": 0,
        "problems": 0,
        "card": {},
        "draft": "id: x",
        "draft_hash": "x",
        "saved_at": now,
        "saved_by": who,
    }


@pytest.fixture
def run(people, now, session):
    with writing(session):
        (text_hash,) = keep(session, "id: x")
    return {
        "id": uuid4(),
        "text_hash": text_hash,
        "edition": "e",
        "state": "running",
        "seeds": 100,
        "done": 20,
        "started_at": now,
        "started_by": people["ines"].id,
        "moved_at": now,
    }


def put(session, table, row):
    with writing(session):
        session.execute(insert(table), row)


NO_DRAFT = {"draft": None, "draft_hash": None, "saved_at": None, "saved_by": None}


@pytest.mark.parametrize(
    "broken",
    [
        NO_DRAFT,
        {"saved_at": None},
        {"draft": None},
        {"draft_hash": None},
        {"revision": 0},
        {"origin": "found"},
        {"retired_by": "ines"},
    ],
)
def test_a_scenario_has_a_draft_with_its_moment_or_a_version(session, people, scenario, broken):
    broken = {key: people["ines"].id if value == "ines" else value for key, value in broken.items()}
    with pytest.raises(IntegrityError):
        put(session, StoredScenario, {**scenario, **broken})
    put(session, StoredScenario, scenario)
    put(session, StoredScenario, {**scenario, **NO_DRAFT, "id": str(uuid4()), "version": 1})


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "passed"},
        {"state": "passed", "finished_at": "now"},
        {"state": "passed", "finished_at": "now", "done": 100, "failed": 1},
        {"state": "failed", "finished_at": "now"},
        {"finished_at": "now"},
        {"done": 101},
    ],
)
def test_a_run_has_passed_only_where_every_seed_was_tried_and_none_failed(session, run, now, broken):
    broken = {key: now if value == "now" else value for key, value in broken.items()}
    with pytest.raises(IntegrityError):
        put(session, CheckRun, {**run, **broken})
    put(session, CheckRun, {**run, "state": "passed", "done": 100, "finished_at": now})


def test_a_text_has_one_run_over_so_many_seeds_by_an_edition(session, run):
    put(session, CheckRun, run)
    with pytest.raises(IntegrityError):
        put(session, CheckRun, {**run, "id": uuid4()})
    put(session, CheckRun, {**run, "id": uuid4(), "edition": "another"})


def test_a_version_has_one_number(session, scenario, run, now):
    put(session, StoredScenario, scenario)
    put(session, CheckRun, run)
    version = {
        "scenario_id": scenario["id"],
        "n": 1,
        "text_hash": run["text_hash"],
        "body_hash": run["text_hash"],
        "run_id": run["id"],
        "published_at": now,
        "published_by": scenario["created_by"],
    }
    put(session, ScenarioVersion, version)
    for other in (version, {**version, "n": 0}, {**version, "n": 2, "run_id": uuid4()}):
        with pytest.raises(IntegrityError):
            put(session, ScenarioVersion, other)


@pytest.fixture
def group(session, people, now):
    group = uuid4()
    put(session, Group, {"id": group, "name": "Newcomers", "created_at": now, "created_by": people["ines"].id})
    return group


def test_work_is_for_a_group_or_a_person_and_due_after_it_opens(session, people, now, group):
    work = {
        "title": "Week 1",
        "given_by": people["ines"].id,
        "created_at": now,
        "opens_at": now,
        "due_at": None,
        "seeds": "own",
    }
    tess = people["tess"].id
    for broken in (
        {},
        {"group_id": group, "person_id": tess},
        {"group_id": group, "due_at": now - timedelta(days=1)},
        {"group_id": group, "seeds": "both"},
    ):
        with pytest.raises(IntegrityError):
            put(session, Assignment, {**work, **broken, "id": uuid4()})
    put(session, Assignment, {**work, "id": uuid4(), "person_id": tess, "due_at": now + timedelta(days=1)})


def test_an_invitation_is_used_by_somebody_at_a_moment_and_not_after_it_was_revoked(session, people, now, group):
    link = {
        "group_id": group,
        "email": "",
        "name": "",
        "created_at": now,
        "created_by": people["ines"].id,
        "ends_at": now + timedelta(days=7),
    }
    used = {"used_at": now, "used_by": people["tess"].id}
    for broken in ({"used_at": now}, {**used, "revoked_at": now}, {"ends_at": now}, {"email": "Tess@example.com"}):
        with pytest.raises(IntegrityError):
            put(session, Invitation, {**link, **broken, "id": uuid4(), "token_hash": uuid4().hex})
    put(session, Invitation, {**link, **used, "id": uuid4(), "token_hash": "a"})
    with pytest.raises(IntegrityError):
        put(session, Invitation, {**link, "id": uuid4(), "token_hash": "a"})
