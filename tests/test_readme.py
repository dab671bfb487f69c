"""What README and CI say is so."""

import re
from pathlib import Path

from simulator import config
from simulator.cli import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands():
    return re.findall(r"```sh\n(.*?)```", README, re.S)


def test_there_are_exactly_two_commands_of_one_line_each():
    assert [command.count("\n") for command in commands()] == [1, 1]
    demo, test = commands()
    assert demo.rstrip().endswith("simulator demo")
    assert test.rstrip().endswith("pytest -n auto")


def test_ci_calls_the_test_command_of_the_readme():
    ci = (ROOT / ".ci" / "run").read_text()
    assert "grep -m 1 'python -m pytest' README.md" in ci
    assert [line for line in README.splitlines() if "python -m pytest" in line] == [commands()[1].rstrip()]


def test_files_that_the_readme_names_are_there():
    for name in re.findall(r"`([\w./]+(?:/|\.txt|\.toml))`", README):
        assert (ROOT / name).exists(), name


def test_commands_and_settings_that_the_readme_names_are_there():
    named = set(re.findall(r"`simulator ([a-z]+)", README))
    assert named <= set(COMMANDS)
    code = "".join(file.read_text() for file in (ROOT / "simulator").rglob("*.py"))
    for setting in set(re.findall(r"`(SIMULATOR_\w+|DATABASE_URL)", README)):
        assert setting in code
    assert config.DATA_FOLDER in README
