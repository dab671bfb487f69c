"""Migrations and models agree, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import OperationalError
from sqlalchemy import create_engine, inspect

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
