"""Scenarios from the command line: begun from a provision, published through the checks, carried, what is missing."""

import re
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.authoring.parse import read_scenarios
from simulator.cli import main
from simulator.cli.scenarios import LEAST_SEEDS
from simulator.generation import Content
from simulator.paths import scenarios_folder
from simulator.strict_yaml import keeping

MOTOR = ("--form", "motor_own_damage", "--market", "ee")
WRONG = ("disposition: reject, grounds: [alcohol]", "disposition: approve")


@pytest.fixture(scope="module")
def read_before(tmp_path_factory) -> Path:
    """What an earlier start keeps of the content, so that composing it is not what these tests take their time for."""
    folder = tmp_path_factory.mktemp("read")
    for name in ("both", "content", "scenarios"):
        if name != "both":
            shutil.copy(folder / "both.json", folder / f"{name}.json")
        with keeping(folder / f"{name}.json"):
            _ = name != "scenarios" and Content.read(scenarios_folder())
            _ = name != "content" and read_scenarios(scenarios_folder() / "library")
    return folder


@pytest.fixture
def told(read_before, sqlite_template, tmp_path, monkeypatch):
    data = shutil.copytree(read_before, tmp_path / "data")
    shutil.copy(sqlite_template, data / "simulator.db")
    monkeypatch.setenv("SIMULATOR_DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    return lambda *words: invoked(read_before, words)


def invoked(read_before, words):
    """Run a command; what it reads of the content was composed before, as it is for one that opens an installation."""
    copy = shutil.copy(read_before / "both.json", read_before.with_name("copy.json"))
    with keeping(Path(copy)) if words[0] in ("new", "check", "coverage") else nullcontext():
        return CliRunner().invoke(main, ["scenarios", *map(str, words)])


@pytest.fixture
def ines(told):
    runner = CliRunner()
    runner.invoke(main, ["people", "add", "ines@example.com", "--name", "Ines Kask", "--role", "instructor"])
    return told


@pytest.fixture(scope="module")
def begun(read_before) -> str:
    """The text of a scenario that teaches the alcohol clause, begun once."""
    to = read_before.with_name("alcohol.yaml")
    words = ["new", *MOTOR, "--provision", "alcohol", "--side", "inside", "--to", str(to)]
    made = invoked(read_before, words)
    assert (made.exit_code, made.stdout) == (0, "")
    return to.read_text()


@pytest.fixture
def file(begun, tmp_path) -> Path:
    found = tmp_path / "alcohol.yaml"
    found.write_text(begun)
    return found


def test_a_scenario_begun_from_a_provision_passes_its_checks_as_it_is(told, file):
    assert told("check", file, "--seeds", 5).exit_code == 0


def test_a_file_that_is_there_is_not_overwritten(told, file):
    before = file.read_text()
    again = told("new", *MOTOR, "--to", file)
    assert (again.exit_code, file.read_text()) == (1, before)
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    "words",
    [("--form", "boat"), (*MOTOR, "--provision", "nothing"), ("--form", "motor_own_damage", "--market", "fi")],
    ids=["form", "provision", "market"],
)
def test_what_no_form_has_cannot_be_begun(told, words):
    refused = told("new", *words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Error: ")


def test_a_file_is_published_and_its_next_text_is_the_next_version(ines, file):
    first = ines("publish", file, "--note", "At last")
    assert re.fullmatch(r"[0-9a-f-]{36}, version 1\n", first.stdout), first.output
    file.write_text(file.read_text().replace("level: 3", "level: 2"))
    assert ines("publish", file).stdout.endswith(", version 2\n")
    again = ines("publish", file)
    assert again.exit_code == 1
    assert "word for word" in again.stderr


def test_a_wrong_expectation_is_not_published_and_every_seed_is_told(ines, file, tmp_path):
    right = file.read_text()
    file.write_text(right.replace(*WRONG))
    refused = ines("publish", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "market ee, seed 1, agrees: expected approve, the engine holds reject" in refused.stderr
    assert f"and {LEAST_SEEDS - 12} more" in refused.stderr
    assert "Error: This cannot be published" in refused.stderr
    zipped = tmp_path / "drafts.zip"
    assert ines("export", zipped).exit_code == 0
    with zipfile.ZipFile(zipped) as opened:
        assert [opened.read(name).decode() for name in opened.namelist()] == [file.read_text()]


def test_a_broken_file_is_told_by_line(ines, file):
    file.write_text(file.read_text().replace("level: 3", "level: 7"))
    refused = ines("publish", file)
    assert refused.exit_code == 1
    assert "alcohol.yaml:4: level: 7 is not from 1 to 5" in refused.stderr


def test_who_acts_must_be_an_instructor_and_be_named_where_it_is_not_plain(told, file):
    nobody = told("publish", file)
    assert nobody.exit_code == 1
    assert "--as" in nobody.stderr
    runner = CliRunner()
    runner.invoke(main, ["people", "add", "tess@example.com", "--name", "Tess Lember"])
    assert "for instructors" in told("publish", file, "--as", "tess@example.com").stderr
    assert "Nobody has the address" in told("publish", file, "--as", "who@example.com").stderr


def test_what_goes_out_as_a_zip_comes_in_again_and_a_dry_run_brings_nothing(ines, file, tmp_path):
    zipped = tmp_path / "one.zip"
    with zipfile.ZipFile(zipped, "w") as opened:
        opened.write(file, "alcohol.yaml")
    assert ines("import", zipped, "--dry-run").stdout == "new\talcohol.yaml\n"
    assert ines("import", zipped).stdout == "new\talcohol.yaml\n"
    assert ines("import", zipped).stdout == "same\talcohol.yaml\n"


def test_a_zip_with_a_bad_file_is_refused_with_its_line(ines, file, tmp_path):
    zipped = tmp_path / "two.zip"
    with zipfile.ZipFile(zipped, "w") as opened:
        opened.write(file, "good.yaml")
        opened.writestr("bad.yaml", file.read_text().replace("level: 3", "level: 7"))
    refused = ines("import", zipped)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "bad.yaml:4: level" in refused.stderr
    zipped.write_bytes(b"no zip")
    assert "no zip, or it is damaged" in ines("import", zipped).stderr


def test_coverage_lists_what_no_scenario_teaches_until_one_does(ines, file, tmp_path):
    listed = ines("coverage")
    assert listed.exit_code == 0
    missing = [line.split("\t") for line in listed.stdout.splitlines()]
    assert ["motor_own_damage", "ee", "3.6", "intent", "Loss caused on purpose"] in missing
    assert re.search(r"motor_own_damage ee: \d+ of 22 provisions are taught", listed.stderr)
    assert len(ines("coverage", "--sides").stdout.splitlines()) > len(missing)
    taught = tmp_path / "intent.yaml"
    ines("new", *MOTOR, "--provision", "intent", "--side", "inside", "--to", taught)
    assert ines("publish", taught).exit_code == 0
    assert "ee\t3.6\tintent" not in ines("coverage", "--installation").stdout
