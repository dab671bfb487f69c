"""Backup and restore: one file, made while others write; killed anywhere, there is the old or the new, whole."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import insert, text

from simulator.cli import main, server
from simulator.cli.holding import held_alone, hold
from simulator.config import Config
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, sessions, writing
from simulator.persistence.installation import last_backup
from simulator.persistence.items import Item, LoggedAction, Shift
from simulator.persistence.people import person_by_email
from tests.conftest import missing

OLD, NEW = "old@example.com", "new@example.com"


class Installation:
    """A data folder and what the command line does with it."""

    def __init__(self, folder, **more):
        self.folder, self.more = folder, more

    def run(self, *words):
        environ = {"SIMULATOR_DATA": str(self.folder), "DATABASE_URL": None, "SIMULATOR_SECRET_KEY": None}
        return CliRunner().invoke(main, [str(word) for word in words], env={**environ, **self.more})

    def told(self, *words):
        done = self.run(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def refused(self, *words):
        done = self.run(*words)
        assert done.exit_code == 1, done.output
        assert "Traceback" not in done.stderr
        return done.stderr.splitlines()[-1].removeprefix("Error: ")

    @property
    def database(self):
        return self.folder / "simulator.db"

    @property
    def key(self):
        return (self.folder / "secret_key").read_text()

    @property
    def people(self):
        return [line.partition("\t")[0] for line in self.told("people", "list").splitlines()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory, sqlite_template):
    """An installation of a person with that address, made once and copied."""

    def made(email):
        folder = tmp_path_factory.mktemp("installed")
        shutil.copy(sqlite_template, folder / "simulator.db")
        Installation(folder).told("people", "add", email, "--name", "Tess")
        return folder

    return {email: made(email) for email in (OLD, NEW)}


@pytest.fixture
def old(installed, tmp_path):
    return Installation(shutil.copytree(installed[OLD], tmp_path / "old"))


@pytest.fixture
def new(installed, tmp_path):
    return Installation(shutil.copytree(installed[NEW], tmp_path / "new"))


@pytest.fixture
def file(new, tmp_path):
    """The backup of the installation *new*."""
    new.told("backup", tmp_path / "new.zip")
    return tmp_path / "new.zip"


def rewritten(file, **members):
    """The backup with other members, in place."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()} | members
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in held.items():
            if body is not None:
                archive.writestr(name, body)


def manifest(file):
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))


def left_in(folder):
    return sorted(one.name for one in folder.iterdir() if one.name.startswith(".simulator"))


def test_a_backup_is_named_after_the_moment_and_is_its_owner_s_alone(old):
    told = old.run("backup")
    (made,) = old.folder.glob("backup-20??-??-??-??????.zip")
    assert told.stdout.startswith(f"{made}, ")
    assert "1 person, 0 works, sqlite, schema 0" in told.stdout
    assert "holds the secret key" in told.stderr
    assert made.stat().st_mode & 0o777 == 0o600
    assert left_in(old.folder) == []


def test_a_backup_is_noted_for_the_administrator(old):
    with closing(Opened(old.database)) as base:
        assert last_backup(base.session) is None
    old.told("backup")
    with closing(Opened(old.database)) as base:
        assert last_backup(base.session) is not None


class Opened:
    """A session on a database file."""

    def __init__(self, file):
        self.engine = make_engine(f"sqlite:///{file}")
        self.session = sessions(self.engine)()

    def close(self):
        self.session.close()
        self.engine.dispose()


def test_a_file_that_is_there_is_overwritten_by_force_alone(old, file):
    before = file.read_bytes()
    assert "is there already" in old.refused("backup", file)
    assert file.read_bytes() == before
    old.told("backup", file, "--force")
    assert "1 person" in old.told("restore", file, "--check")
    assert left_in(file.parent) == []


def test_where_no_backup_can_be_written_it_is_said(old, tmp_path):
    assert "a folder that is there" in old.refused("backup", tmp_path / "none" / "b.zip")
    assert "a folder that is there" in old.refused("backup", tmp_path, "--force")


def test_where_there_is_no_installation_none_is_made_and_nothing_backed_up(tmp_path):
    nowhere = Installation(tmp_path / "none")
    assert "There is no installation in" in nowhere.refused("backup")
    assert not nowhere.folder.exists()
    nowhere.folder.mkdir()
    (nowhere.folder / "secret_key").write_text("a key")
    assert "There is no database" in nowhere.refused("backup")
    assert [one.name for one in nowhere.folder.iterdir()] == ["secret_key"]


def test_a_damaged_database_is_not_backed_up(old, tmp_path):
    spoil(old.database)
    assert "cannot be" in old.refused("backup", tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    assert left_in(tmp_path) == []


def spoil(database):
    """Overwrite all pages but the first of a database."""
    with database.open("r+b") as opened:
        opened.seek(8192)
        opened.write(b"\xff" * (database.stat().st_size - 8192))


def test_a_restore_elsewhere_has_the_people_and_the_key(new, file, tmp_path):
    other = Installation(tmp_path / "other")
    told = other.told("restore", file)
    assert "UTC, made by version" in told
    assert "1 person, 0 works" in told
    assert "Kept" not in told
    assert (other.people, other.key) == ([NEW], new.key)
    assert other.database.stat().st_mode & 0o777 == 0o600
    assert (other.folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert {one.name for one in other.folder.iterdir()} == {"simulator.db", "secret_key", "in_use"}


def test_over_a_database_it_goes_by_force_alone_and_that_one_is_kept_whole(old, new, file):
    assert "--force" in old.refused("restore", file)
    assert old.people == [OLD]
    key = old.key
    with closing(sqlite3.connect(old.database)) as base:
        base.execute("UPDATE person SET name = 'written to the log alone'")
        base.commit()
    told = old.told("restore", file, "--force")
    assert (old.people, old.key) == ([NEW], new.key)
    kept = [Path(line.rpartition(": ")[2]) for line in told.splitlines() if line.startswith("Kept")]
    assert [one.name.partition(".before-")[0] for one in kept] == ["simulator.db", "secret_key"]
    assert kept[1].read_text() == key
    with closing(sqlite3.connect(kept[0])) as base:
        found = base.execute("SELECT email, name FROM person").fetchall()
    assert found == [(OLD, "written to the log alone")]


def test_what_a_crash_left_in_the_write_ahead_log_is_kept_and_meets_no_other_database(old, file):
    crash = """
import os, sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("PRAGMA wal_autocheckpoint=0")
base.execute("UPDATE person SET name = 'in the log'")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", crash, str(old.database)], check=False)
    assert old.database.with_name("simulator.db-wal").stat().st_size
    told = old.told("restore", file, "--force")
    assert old.people == [NEW]
    kept = next(line.rpartition(": ")[2] for line in told.splitlines() if line.startswith("Kept"))
    with closing(sqlite3.connect(kept)) as base:
        assert base.execute("SELECT name FROM person").fetchall() == [("in the log",)]


def test_a_damaged_database_can_be_restored_over(old, file):
    spoil(old.database)
    old.told("restore", file, "--force")
    assert old.people == [NEW]


def test_a_look_says_what_a_backup_holds_and_changes_nothing(old, file):
    before = sorted(one.name for one in old.folder.iterdir())
    told = old.told("restore", file, "--check")
    assert "1 person, 0 works" in told
    assert "It is whole" in told
    assert sorted(one.name for one in old.folder.iterdir()) == before
    assert old.people == [OLD]


def cut(file):
    file.write_bytes(file.read_bytes()[:-400])


def bent(file):
    text = bytearray(file.read_bytes())
    middle = len(text) // 2
    text[middle : middle + 40] = b"\x00" * 40
    file.write_bytes(bytes(text))


def of_tomorrow(file):
    rewritten(file, **{"manifest.json": json.dumps({**manifest(file), "migration": "9999", "program": "99.1"})})


def of_another_kind(file):
    rewritten(file, **{"manifest.json": json.dumps({**manifest(file), "kind": "simulator.backup.2"})})


def of_postgresql(file):
    rewritten(file, **{"manifest.json": json.dumps({**manifest(file), "database": "postgresql"})})


BROKEN = {
    "nothing": (lambda file: file.unlink(), "no such file"),
    "no zip": (lambda file: file.write_bytes(b"no zip"), "it is no backup, or was cut short"),
    "cut": (cut, "it is no backup, or was cut short"),
    "bent": (bent, "damaged"),
    "another zip": (lambda file: rewritten(file, **{"manifest.json": None}), "no backup of the simulator"),
    "another manifest": (lambda file: rewritten(file, **{"manifest.json": "[]"}), "nothing that this program"),
    "huge manifest": (lambda file: rewritten(file, **{"manifest.json": "x" * 70_000}), "nothing that this program"),
    "no key": (lambda file: rewritten(file, secret_key=""), "the key or the database is missing"),
    "another database": (lambda file: rewritten(file, database=b"SQLite"), "not the one that was backed up"),
    "of tomorrow": (of_tomorrow, "schema '9999' of version 99.1, which this program does not know"),
    "of another kind": (of_another_kind, "of kind 'simulator.backup.2'"),
    "of PostgreSQL": (of_postgresql, "of a postgresql database, and this installation has sqlite"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_restored_is_refused_and_nothing_is_changed(old, file, name):
    spoils, said = BROKEN[name]
    spoils(file)
    key = old.key
    told = old.refused("restore", file, "--force")
    assert said in told
    assert "Nothing was changed" in told
    assert (old.people, old.key) == ([OLD], key)
    assert list(old.folder.glob("*before*")) == list(old.folder.glob("*.next")) == left_in(old.folder) == []


def test_a_database_that_unpacks_to_more_than_it_says_is_not_unpacked_to_its_end(old, file, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    rewritten(file, database=b"0" * 50_000_000)
    assert "not the one that was backed up" in old.refused("restore", file, "--check")
    assert left_in(tmp_path) == []


def test_a_server_is_not_started_while_a_backup_is_restored(old):
    with held_alone(old.folder):
        assert "A backup is being restored into" in old.refused("run", "--port", "8765")


def test_a_refused_restore_makes_no_installation(tmp_path):
    (tmp_path / "b.zip").write_bytes(b"no zip")
    nowhere = Installation(tmp_path / "none")
    nowhere.refused("restore", tmp_path / "b.zip")
    assert not nowhere.folder.exists()


def test_no_backup_is_restored_under_a_server_that_runs(old, file, monkeypatch):
    told = []

    def serve(*_house, **_options):
        told.append(old.refused("restore", file, "--force"))

    monkeypatch.setattr(server, "serve", serve)
    assert old.run("run", "--port", "8765").exit_code == 0
    assert "A server runs on" in told[0]
    assert old.people == [OLD]


def test_a_lock_lives_as_long_as_a_worker_of_the_server(old, file):
    held = hold(old.folder)
    reader, writer = os.pipe()
    if not (worker := os.fork()):
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
    os.close(held)
    assert "A server runs on" in old.refused("restore", file, "--force")
    os.close(writer)
    os.close(reader)
    os.waitpid(worker, 0)
    old.told("restore", file, "--force")


def test_a_database_that_somebody_writes_into_is_not_taken_away(old, file):
    with closing(sqlite3.connect(old.database, isolation_level=None)) as base:
        base.execute("BEGIN IMMEDIATE")
        assert "is open elsewhere" in old.refused("restore", file, "--force")
    assert old.people == [OLD]


def test_a_backup_of_an_older_schema_is_brought_to_the_newest(tmp_path):
    earlier = Installation(tmp_path / "earlier")
    Config.read({"SIMULATOR_DATA": str(earlier.folder)})
    engine, migrations = make_engine(f"sqlite:///{earlier.database}"), schema.migrations()
    with engine.begin() as connection:
        migrations.attributes["connection"] = connection
        command.upgrade(migrations, "0003")
    engine.dispose()
    earlier.told("backup", tmp_path / "earlier.zip")
    assert manifest(tmp_path / "earlier.zip")["migration"] == "0003"
    later = Installation(tmp_path / "later")
    assert "schema 0003" in later.told("restore", tmp_path / "earlier.zip")
    engine = make_engine(f"sqlite:///{later.database}")
    assert schema.is_up_to_date(engine)
    engine.dispose()


def test_another_key_in_the_environment_is_told(new, file, tmp_path):
    other = Installation(tmp_path / "other", SIMULATOR_SECRET_KEY="another")
    told = other.run("restore", file)
    assert told.exit_code == 0
    assert "SIMULATOR_SECRET_KEY is another key" in told.stderr
    assert other.key == new.key


def on_postgres(engine, folder):
    """An installation on a PostgreSQL database."""
    return Installation(folder, DATABASE_URL=engine.url.render_as_string(hide_password=False))


@pytest.fixture
def server_side(postgres_engine, tmp_path):
    """An installation on PostgreSQL with the person *new*; what its tables held goes at the end."""
    if postgres_engine is None:
        missing("There is no PostgreSQL: set TEST_DATABASE_URL")
    installation = on_postgres(postgres_engine, tmp_path / "server")
    installation.told("people", "add", NEW, "--name", "Tess")
    yield installation
    tables = ", ".join(table.name for table in schema.METADATA.sorted_tables)
    with postgres_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}"))


@pytest.fixture
def empty(server_side, postgres_engine, tmp_path):
    """An installation on a PostgreSQL database that has no table yet."""
    name = f"simulator_{uuid4().hex}"
    asked = postgres_engine.execution_options(isolation_level="AUTOCOMMIT")
    with asked.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(postgres_engine.url.set(database=name).render_as_string(hide_password=False))
    yield on_postgres(engine, tmp_path / "empty")
    engine.dispose()
    with asked.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_postgresql_goes_into_a_file_and_out_of_it_into_an_empty_database(server_side, empty, tmp_path):
    file = tmp_path / "b.zip"
    told = server_side.told("backup", file)
    assert "1 person, 0 works, postgresql, schema 0" in told
    assert file.stat().st_mode & 0o777 == 0o600
    assert "It is whole" in empty.told("restore", file, "--check")
    empty.told("restore", file)
    assert (empty.people, empty.key) == ([NEW], server_side.key)
    assert left_in(tmp_path) == left_in(empty.folder) == []


def test_a_postgresql_database_that_is_not_empty_stays_as_it_is(server_side, tmp_path):
    server_side.told("backup", tmp_path / "b.zip")
    for words in ((), ("--force",)):
        told = server_side.refused("restore", tmp_path / "b.zip", *words)
        assert "is not empty. Make a new one" in told
    assert server_side.people == [NEW]


def test_a_backup_of_one_kind_is_not_restored_into_the_other(server_side, empty, file, old, tmp_path):
    assert "of a sqlite database, and this installation has postgresql" in empty.refused("restore", file)
    server_side.told("backup", tmp_path / "b.zip")
    assert "of a postgresql database, and this" in old.refused("restore", tmp_path / "b.zip", "--force")
    assert old.people == [OLD]


def test_without_the_programs_of_postgresql_they_are_named(server_side, empty, tmp_path, monkeypatch):
    server_side.told("backup", tmp_path / "b.zip")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "needs pg_dump, which is not installed here" in server_side.refused("backup", tmp_path / "c.zip")
    Config.read({"SIMULATOR_DATA": str(empty.folder)})
    key = empty.key
    assert "needs pg_restore, which is not installed" in empty.refused("restore", tmp_path / "b.zip")
    assert (empty.key, [one.name for one in empty.folder.glob("*before*")]) == (key, [])
    assert not (tmp_path / "c.zip").exists()


def test_what_pg_dump_says_is_told_and_no_password_with_it(server_side, tmp_path, monkeypatch):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump: error: server version mismatch' >&2\nexit 1\n")
    (tools / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    told = server_side.refused("backup", tmp_path / "c.zip")
    assert told == "pg_dump could not do it: pg_dump: error: server version mismatch"
    assert not (tmp_path / "c.zip").exists()


_WRITER = """
import sys
from datetime import UTC, datetime
from uuid import UUID
from sqlalchemy import insert
from simulator.persistence.engine import make_engine, sessions, writing
from simulator.persistence.items import LoggedAction
url, item_id, first = sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3])
with sessions(make_engine(url))() as session:
    for n in range(first, 1_000_000, 3):
        with writing(session):
            rows = [
                {"item_id": item_id, "n": at, "at": datetime.now(UTC), "kind": "open", "data": {"paper": "x" * 500}}
                for at in range(n, n + 3)
            ]
            session.execute(insert(LoggedAction), rows)
        print(n + 2, flush=True)
"""
FILLED = 15_000


@pytest.fixture
def large(old):
    """An item in *old* with a long log, so that a copy takes many steps."""
    with closing(Opened(old.database)) as base:
        session, shift_id, item_id = base.session, uuid4(), uuid4()
        person = person_by_email(session, OLD)
        with writing(session):
            session.execute(text("INSERT INTO content (hash, body) VALUES ('h', '{}')"))
            session.execute(insert(Shift), {"id": shift_id, "person_id": person.id, "created_at": person.created_at})
            row = {"number": "MTR-1", "scenario_id": "none", "seed": "1", "created_at": person.created_at}
            hashes = dict.fromkeys(("exercise_hash", "determination_hash", "scenario_hash"), "h")
            session.execute(
                insert(Item), {"id": item_id, "shift_id": shift_id, "person_id": person.id, **row, **hashes}
            )
            acts = [
                {"item_id": item_id, "n": n, "at": person.created_at, "kind": "open", "data": {"paper": "x" * 900}}
                for n in range(1, FILLED + 1)
            ]
            session.execute(insert(LoggedAction), acts)
    return item_id


def test_a_backup_is_of_one_moment_while_others_write_and_nobody_waits_for_it(old, large, tmp_path):
    url = f"sqlite:///{old.database}"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, url, str(large), str(FILLED + 1)], stdout=subprocess.PIPE, text=True
    ) as writer:
        first = int(writer.stdout.readline())
        old.told("backup", tmp_path / "b.zip")
        writer.kill()
        last = [int(line) for line in writer.stdout.read().splitlines()][-1]
    other = Installation(tmp_path / "other")
    assert "1 person, 1 work," in other.told("restore", tmp_path / "b.zip")
    with closing(sqlite3.connect(other.database)) as base:
        count, most = base.execute("SELECT count(*), max(n) FROM action").fetchone()
    assert count == most
    assert (count - FILLED) % 3 == 0
    assert first <= most < last


def dying_at(step, installation, *words):
    """Run a command in a process of its own that is killed before its *step*-th act on files; tell whether it was."""
    if not (child := os.fork()):
        seen = 0

        def count(event, arguments):
            nonlocal seen
            if event in ("os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect") or (
                event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
            ):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        os._exit(installation.run(*words).exit_code)
    _, how = os.waitpid(child, 0)
    assert os.WIFSIGNALED(how) or os.waitstatus_to_exitcode(how) == 0
    return os.WIFSIGNALED(how)


def test_a_backup_that_is_killed_anywhere_leaves_nothing_or_all(old, tmp_path):
    steps, whole = 0, 0
    target = tmp_path / "b.zip"
    while dying_at(steps + 1, old, "backup", target):
        steps += 1
        if target.exists():
            whole += 1
            assert "It is whole" in old.told("restore", target, "--check")
            target.unlink()
        assert old.people == [OLD]
    assert steps > 6
    assert whole < steps
    assert "It is whole" in old.told("restore", target, "--check")
    assert [name for name in left_in(tmp_path) if name.startswith(".simulator-work-")] == []


def test_a_restore_that_is_killed_anywhere_leaves_the_old_or_the_new(installed, new, file, tmp_path):
    steps, found = 0, []
    while True:
        old = Installation(shutil.copytree(installed[OLD], tmp_path / f"old{steps}"))
        key = old.key
        if not dying_at(steps + 1, old, "restore", file, "--force"):
            break
        steps += 1
        people = old.people
        assert (people, old.key) in (([OLD], key), ([NEW], new.key))
        found.append(people)
        old.told("restore", file, "--force")
        assert (old.people, old.key) == ([NEW], new.key)
        assert list(old.folder.glob("*.next")) == []
    assert found[0] == [OLD]
    assert found[-1] == [NEW]
    assert found == sorted(found, reverse=True)


def test_a_restore_into_nothing_that_is_killed_leaves_nothing_or_the_new(new, file, tmp_path):
    steps = 0
    while dying_at(steps + 1, other := Installation(tmp_path / f"other{steps}"), "restore", file):
        steps += 1
        was_there = other.database.exists()
        if was_there:
            assert (other.people, other.key) == ([NEW], new.key)
        other.told("restore", file, *(["--force"] if was_there else []))
        assert (other.people, other.key) == ([NEW], new.key)
    assert steps > 6
