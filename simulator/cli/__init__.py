"""The command line. Each command lives in a module that is read only when the command is wanted."""

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from simulator import __version__
from simulator.cli.logs import write_logs
from simulator.errors import SimulatorError

COMMANDS: Mapping[str, str] = {
    "demo": "server",
    "run": "server",
    "people": "people",
    "db": "database",
    "cases": "cases",
    "generate": "content",
    "determine": "content",
    "scenarios": "scenarios",
    "verify": "verify",
    "backup": "backup",
    "restore": "backup",
}


class Commands(click.Group):
    """A group that reads the module of a command when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [name for name, module in COMMANDS.items() if find_spec(f"simulator.cli.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: Any = getattr(import_module(f"simulator.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command  # type: ignore[no-any-return]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of the house becomes one plain message and exit code 1."""
        try:
            return super().invoke(ctx)
        except SimulatorError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="simulator")
def main() -> None:
    """A training simulator for new claims representatives.

    Exit codes: 0 all is well, 1 what was asked cannot be done, 2 the command was not understood.
    """
    write_logs()
