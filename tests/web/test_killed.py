"""A worker is killed in the midst of a request: before every statement of its write, at the commit, before the answer.

What was not committed is not there in any part; what was is there whole, and the log tells the same as every row.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.desk.correspondents import Happened
from simulator.desk.state import Status
from simulator.paths import scenarios_folder
from simulator.persistence.items import Item, StoredScorecard, log_rows, states_of
from simulator.services import shifts
from tests.web.dying import ANSWERING, AT_COMMIT, NOWHERE

ROOT = Path(__file__).parents[2]
ESTIMATE = {"ask__0__paper": "estimate", "ask__0__holder": "workshop", "ask__0__why": "repair"}


@pytest.fixture(scope="module")
def library():
    return {one.file.split("/")[-1]: one for one in read_scenarios(scenarios_folder() / "library")}


@pytest.fixture
def item_id(session, people, content, library, now):
    """A claim whose estimate is missing, on Tess's desk."""
    exercise, determination = verified(library["missing_estimate.yaml"], 1, market="ee", content=content)
    more = {"scenario_body": "{}", "library": content.library, "now": now}
    return shifts.take_up(session, person_id=people["tess"].id, exercise=exercise, determination=determination, **more)


@pytest.fixture(scope="module")
def kept_content(tmp_path_factory):
    return tmp_path_factory.mktemp("installation")


@pytest.fixture
def workers(engine, session, app, kept_content, now):
    """Send a request to a worker that is killed at that place: ``workers(visit, path, form, place)``."""
    session.rollback()
    asked = [sys.executable, "-m", "tests.web.dying"]
    with subprocess.Popen(asked, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:

        def told(line):
            print(json.dumps(line), file=server.stdin, flush=True)

        url = engine.url.render_as_string(hide_password=False)
        told({"data": str(kept_content), "url": url, "key": app.secret_key, "now": now.isoformat()})

        def send(visit, path, form, place):
            cookie = visit.client.get_cookie("simulator").value
            told({"path": path, "form": {**form, "csrf_token": visit.csrf()}, "cookie": cookie, "place": place})
            return json.loads(server.stdout.readline())

        yield send
        server.stdin.close()


@pytest.fixture
def desk(session, people, content, item_id):
    """Read the desk back, and make sure that its log tells the same as every row that hangs on it."""

    def read():
        session.expire_all()
        found = shifts.desk_of(session, item_id, person_id=people["tess"].id, library=content.library)
        assert [row.n for row in log_rows(session, item_id)] == list(range(1, found.state.position + 1))
        row = session.get(Item, item_id, populate_existing=True)
        assert row.state == found.state.status.value
        assert (row.decided_at, row.closed_at) == (found.state.decided_at, found.state.closed_at)
        for _, name in states_of(session, item_id)[-1:]:
            assert shifts.stored(session, Determination, name) == determine(found.rules, found.state.file)
        cards = select(func.count()).select_from(StoredScorecard).where(StoredScorecard.item_id == item_id)
        assert session.scalar(cards) == (found.state.status in (Status.DECIDED, Status.CLOSED))
        if session.bind.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        session.rollback()
        return found

    return read


def killed_everywhere(send, read):
    """Kill workers before each statement of a write, at its commit and before the answer; return the desk after it."""
    before = read().state
    first = send(AT_COMMIT)
    for place in (AT_COMMIT, *range(1, first["statements"] + 1)):
        told = send(place)
        assert (told["killed_by"], told["status"]) == (signal.SIGKILL, None)
        assert read().state == before
    assert send(ANSWERING) == {"killed_by": signal.SIGKILL, "status": None, "statements": first["statements"]}
    after = read().state
    assert after != before
    assert send(NOWHERE)["status"] == 303
    assert read().state == after
    return after


def test_a_claim_is_worked_to_its_end_by_workers_that_are_killed(visit, workers, desk, item_id):
    tess, path = visit("tess"), f"/items/{item_id}"
    request = tess.form(tess.get(path), disposition="request_information", **ESTIMATE)
    asked = killed_everywhere(lambda place: workers(tess, f"{path}/decision", request, place), desk)
    assert (asked.status, len(asked.pending)) == (Status.WAITING, 1)
    waited = killed_everywhere(lambda place: workers(tess, f"{path}/wait", {}, place), desk)
    assert [letter.happened for letter in waited.letters] == [Happened.ASKED, Happened.CAME]
    page = tess.get(path)
    lines = {name: "100" for name in tess.form(page) if name.startswith("pay.")}
    approval = tess.form(page, disposition="approve", **lines)
    decided = killed_everywhere(lambda place: workers(tess, f"{path}/decision", approval, place), desk)
    assert decided.status is Status.DECIDED
    assert "See the debrief" in tess.get(path).text


def test_a_wait_that_was_killed_is_waited_again_whatever_came_of_the_first(visit, workers, desk, item_id, session):
    tess, path = visit("tess"), f"/items/{item_id}"
    tess.post(f"{path}/decision", tess.form(tess.get(path), disposition="request_information", **ESTIMATE))
    assert workers(tess, f"{path}/wait", {}, AT_COMMIT)["killed_by"] == signal.SIGKILL
    assert tess.post(f"{path}/wait").status_code == 303
    state = desk().state
    assert [letter.happened for letter in state.letters] == [Happened.ASKED, Happened.CAME]
    assert len(states_of(session, item_id)) == 1
