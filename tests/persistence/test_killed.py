"""A process that is killed in mid-write: every act that it confirmed is there, and no log has a gap."""

import os
import signal
import subprocess
import sys
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from simulator.persistence.content import keep
from simulator.persistence.engine import make_engine, sessions, writing
from simulator.persistence.items import Item, LoggedAction, Shift, log_rows

ACTS = 40
_WRITER = """
import sys
from datetime import UTC, datetime
from uuid import UUID
from sqlalchemy import insert
from simulator.persistence.engine import make_engine, sessions, writing
from simulator.persistence.items import LoggedAction
url, item_id = sys.argv[1], UUID(sys.argv[2])
with sessions(make_engine(url))() as session:
    for first in range(1, 1_000_000, 3):
        with writing(session):
            rows = [
                {"item_id": item_id, "n": n, "at": datetime.now(UTC), "kind": "open", "data": {"paper": "x" * 2000}}
                for n in range(first, first + 3)
            ]
            session.execute(insert(LoggedAction), rows)
        print(first + 2, flush=True)
"""


@pytest.fixture
def item_id(session, people, now):
    """An item of Tess with an empty log."""
    shift_id, item_id = uuid4(), uuid4()
    with writing(session):
        (stored,) = keep(session, "{}")
        session.execute(insert(Shift), {"id": shift_id, "person_id": people["tess"].id, "created_at": now})
        row = {"number": "MTR-1", "scenario_id": "none", "seed": "1", "created_at": now}
        hashes = dict.fromkeys(("exercise_hash", "determination_hash", "scenario_hash"), stored)
        session.execute(
            insert(Item), {"id": item_id, "shift_id": shift_id, "person_id": people["tess"].id, **row, **hashes}
        )
    return item_id


@pytest.mark.parametrize("confirmed_before", [1, 20, ACTS])
def test_what_was_confirmed_outlives_the_process_that_wrote_it(engine, session, item_id, confirmed_before):
    session.rollback()
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, url, str(item_id)], stdout=subprocess.PIPE, text=True
    ) as writer:
        lines = [writer.stdout.readline() for _ in range(confirmed_before)]
        os.kill(writer.pid, signal.SIGKILL)
        lines += writer.stdout.readlines()
    confirmed = max(int(line) for line in lines if line.endswith("\n"))
    kept = [row.n for row in log_rows(session, item_id)]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) >= confirmed
    assert len(kept) % 3 == 0
    if engine.dialect.name == "sqlite":
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_the_next_process_writes_on_where_the_killed_one_stopped(engine, session, item_id, now):
    session.rollback()
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, url, str(item_id)], stdout=subprocess.PIPE, text=True
    ) as writer:
        writer.stdout.readline()
        writer.kill()
    fresh = make_engine(url)
    with sessions(fresh)() as other:
        n = log_rows(other, item_id)[-1].n + 1
        with writing(other):
            other.execute(insert(LoggedAction), {"item_id": item_id, "n": n, "at": now, "kind": "note", "data": {}})
    fresh.dispose()
    with sessions(engine)() as after:
        assert [row.n for row in log_rows(after, item_id)] == list(range(1, n + 1))
