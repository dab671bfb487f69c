"""Migrations and models agree, on both databases."""

from datetime import datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import OperationalError
from sqlalchemy import MetaData, create_engine, inspect, select

from simulator.errors import Misconfigured
from simulator.persistence import schema
from simulator.persistence.engine import make_engine


def test_a_migrated_database_is_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.METADATA) == []


def test_a_migrated_database_has_the_checks_of_the_models(engine):
    inspector = inspect(engine)
    for table in schema.METADATA.sorted_tables:
        kept = {check["name"] for check in inspector.get_check_constraints(table.name)}
        said = {check.name for check in table.constraints if type(check).__name__ == "CheckConstraint"}
        assert said <= kept, table.name


def test_upgrading_twice_changes_nothing(engine):
    assert schema.is_up_to_date(engine)
    schema.upgrade(engine)
    assert schema.is_up_to_date(engine)


@pytest.fixture
def empty(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


def brought_up(engine, edition, rows):
    """Fill a database of an earlier *edition*, bring it to the newest, and return its tables: every row is there."""
    config = schema.migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, edition)
    before = MetaData()
    before.reflect(engine)
    with engine.begin() as connection:
        for name, row in rows.items():
            connection.execute(before.tables[name].insert(), row)
    schema.upgrade(engine)
    after = MetaData()
    after.reflect(engine)
    with engine.connect() as connection:
        for name, row in rows.items():
            (found,) = connection.execute(select(after.tables[name])).mappings()
            assert {key: found[key] for key in row} == row, name
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    return after


def test_claims_in_work_come_through_from_the_first_edition_to_the_newest(empty):
    brought_up(empty, "0001", claim_of_before())


def test_candidates_with_their_links_and_reports_come_through_to_the_newest_edition(empty):
    after = brought_up(empty, "0006", candidate_of_before())
    with empty.connect() as connection:
        assert connection.execute(select(after.tables["assessment"].c.when_over)).scalar_one() == "erase"
        assert connection.execute(select(after.tables["candidate"].c.anonymised_at)).scalar_one() is None


def claim_of_before():
    """The rows of somebody with a claim in work, as the first edition kept them, what is named before what names it."""
    at, (tess, shift, item) = datetime(2026, 3, 23), (f"{n:032x}" for n in range(1, 4))
    return {
        "person": {
            "id": tess, "email": "tess@example.com", "name": "Tess", "password_hash": "", "active": True,
            "created_at": at, "language": "", "theme": "auto", "density": "compact", "single_keys": True,
            "time_zone": "Europe/Tallinn", "roles": "trainee",
        },
        "sign_in": {"token_hash": "a" * 64, "person_id": tess, "created_at": at, "ends_at": datetime(2026, 4, 6)},
        "content": {"hash": "f" * 64, "body": "{}"},
        "shift": {"id": shift, "person_id": tess, "kind": "practice", "created_at": at},
        "item": {
            "id": item, "shift_id": shift, "person_id": tess, "number": "MTR-1", "scenario_id": "one", "seed": "1",
            "exercise_hash": "f" * 64, "determination_hash": "f" * 64, "scenario_hash": "f" * 64, "state": "open",
            "created_at": at,
        },
        "action": {"item_id": item, "n": 1, "at": at, "kind": "take_up", "data": "{}"},
    }  # fmt: skip


def candidate_of_before():
    """The rows of somebody who has sat, as edition 0006 kept them, what is named before what names it."""
    at, (rae, plan, shift, one) = datetime(2026, 3, 23), (f"{n:032x}" for n in range(1, 5))
    person = {"password_hash": "", "active": True, "created_at": at, "language": "", "theme": "auto"}
    person |= {"density": "compact", "single_keys": True, "time_zone": "Europe/Tallinn", "roles": ""}
    return {
        "person": {"id": rae, "email": "rae@example.com", "name": "Rae", **person},
        "content": {"hash": "f" * 64, "body": "{}"},
        "assessment": {
            "id": plan, "owner_id": rae, "title": "Trainee", "blueprint": "{}", "notice_en": "a", "notice_et": "b",
            "link_days": 14, "kept_months": 24, "revision": 1, "created_at": at, "changed_at": at,
        },
        "shift": {"id": shift, "person_id": rae, "kind": "sitting", "created_at": at},
        "candidate": {
            "id": one, "assessment_id": plan, "n": 1, "email": "cal@example.com", "name": "Cal", "more_time": 0,
            "created_at": at, "created_by": rae, "opened_at": at, "person_id": rae, "shift_id": shift,
            "form_hash": "f" * 64, "ended_how": "handed_in", "kept_until": at,
        },
        "candidate_link": {
            "token_hash": "a" * 64, "candidate_id": one, "n": 1, "opens": "sitting", "created_at": at,
            "ends_at": datetime(2026, 4, 6),
        },
        "report": {"candidate_id": one, "body": "{}", "created_at": at},
    }  # fmt: skip


def test_an_empty_database_is_not_up_to_date(empty):
    assert not schema.is_up_to_date(empty)


def test_a_database_of_a_newer_edition_is_left_alone(empty):
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'v9999'")
    with pytest.raises(Misconfigured, match="of another edition"):
        schema.upgrade(empty)


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path):
    (tmp_path / "letter.db").write_text("Dear policyholder, " * 100)
    with pytest.raises(Misconfigured, match=r"letter\.db cannot be used: file is not a database\.$"):
        schema.upgrade(make_engine(f"sqlite:///{tmp_path / 'letter.db'}"))


def test_a_server_that_is_not_there_is_told_in_one_line_without_the_password():
    def refused():
        raise OperationalError("connection refused\n\tIs the server running?")

    engine = create_engine("postgresql+psycopg://ada:secret@127.0.0.1/none", creator=refused)
    with pytest.raises(Misconfigured, match=r"ada:\*\*\*@127\.0\.0\.1/none cannot be used: connection refused\.$"):
        schema.upgrade(engine)
