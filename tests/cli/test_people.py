"""Accounts from the command line."""

import re

import pytest
from click.testing import CliRunner

from simulator.cli import main


@pytest.fixture
def told(tmp_path, monkeypatch):
    monkeypatch.setenv("SIMULATOR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, ["people", *words])


def test_an_account_is_made_listed_and_given_a_new_password(told):
    made = told("add", "Tess@example.com", "--name", "Tess Lember", "--role", "trainee", "--role", "instructor")
    first = re.search(r"tess@example\.com, password (\S{16}) ", made.stdout)[1]
    assert told("list").stdout == "tess@example.com\tTess Lember\tinstructor,trainee\n"
    second = re.search(r"password (\S{16}) ", told("password", "TESS@example.com").stdout)[1]
    assert first != second


def test_an_address_that_is_taken_or_unknown_is_a_plain_error(told):
    told("add", "tess@example.com", "--name", "Tess")
    for words in (("add", "tess@example.com", "--name", "Tess"), ("password", "who@example.com")):
        refused = told(*words)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert refused.stderr.startswith("Error: ")
