"""What the command line says of itself."""

import re

import click
import pytest
from click.testing import CliRunner

from simulator import __version__
from simulator.cli import COMMANDS, main
from simulator.errors import Misconfigured


def every_command(command=main, path=()):
    """Every command and group with the words that lead to it."""
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                yield from every_command(command.get_command(context, name), (*path, name))


ALL = list(every_command())


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "simulator" for path, _ in ALL])
def test_a_command_explains_itself_and_each_of_its_options(path, command):
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


GROUPS = [path for path, command in ALL if isinstance(command, click.Group)]


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_list_of_commands_says_of_each_what_it_does_in_a_whole_sentence(path):
    listed = CliRunner().invoke(main, [*path, "--help"]).stdout.partition("Commands:\n")[2].splitlines()
    assert listed
    assert [line for line in listed if not re.fullmatch(r"  [a-z]+ +[A-Z].*[^.]\.", line)] == []


def test_every_command_of_the_design_is_there():
    found = {" ".join(path) for path, _ in ALL}
    assert {
        "demo", "run", "db clocks", "db upgrade", "verify", "backup", "restore",
        "cases", "generate", "determine", "scenarios check", "scenarios preview",
        "scenarios new", "scenarios publish", "scenarios export", "scenarios import", "scenarios coverage",
    } <= found  # fmt: skip
    assert set(COMMANDS) == {path[0] for path, _ in ALL if len(path) == 1}


def test_the_version_is_told():
    assert CliRunner().invoke(main, ["--version"]).output.strip().endswith(__version__)


def test_a_command_that_is_none_is_not_understood():
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_an_error_of_the_house_is_one_line_on_the_error_stream(monkeypatch):
    @click.command()
    def broken():
        raise Misconfigured("The moon is missing.")

    monkeypatch.setattr(type(main), "get_command", lambda *_: broken)
    shown = CliRunner().invoke(main, ["broken"])
    assert (shown.exit_code, shown.stdout, shown.stderr) == (1, "", "Error: The moon is missing.\n")
