"""The errors of the house: what happened, and what to do about it.

SimulatorError
├── NotFound           nothing there, or not yours (404)
├── NotAllowed         yours, but not for your role (403)
├── Conflict           the state of things forbids it (409)
│   └── AlreadyDecided the item was closed before
├── Invalid            what was sent cannot be used (422)
│   ├── InvalidContent a form, guide or scenario with its problems, each with file, line, key and fix
│   └── InvalidAction  an act that the desk does not know or the file does not allow
└── Misconfigured      the installation lacks something
"""

from collections.abc import Sequence
from dataclasses import dataclass


class SimulatorError(Exception):
    """Base of every error that this software raises on purpose."""


class NotFound(SimulatorError):
    """Nothing is there under that name, or it belongs to somebody else."""


class NotAllowed(SimulatorError):
    """The person is known, and this is not for that person's role."""


class Conflict(SimulatorError):
    """The state of things does not allow the act."""


class AlreadyDecided(Conflict):
    """The item was closed before."""


class Invalid(SimulatorError):
    """What was sent cannot be used; the message says how to mend it."""


class InvalidAction(Invalid):
    """An act that the desk does not know, or that this file does not allow."""


class Misconfigured(SimulatorError):
    """The installation lacks something that an administrator must provide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a content file, where it stands, and how to mend it."""

    file: str
    line: int
    key: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"
        return f"{what} ({self.fix})" if self.fix else what


class InvalidContent(Invalid):
    """A form, guide, market, scenario or determination case that breaks the rules of its language."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
