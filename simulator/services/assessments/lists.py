"""Lists of people to invite: addresses one a line, or a CSV file; read line by line, with what is wrong by line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from simulator.services.assessments.inviting import MOST_AT_ONCE, MOST_MORE_TIME, Invitee
from simulator.services.groups import LONGEST_NAME
from simulator.services.invitations import is_address
from simulator.services.listed import ADDRESS, NAME, read_listed

_COLUMNS = {"email": ADDRESS, "name": NAME, "more_time": ("more_time", "more time", "lisaaeg")}
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;]*")
_SHOWN = 80


class WrongLine(StrEnum):
    """What can be wrong with a line, or with the list as a whole."""

    NO_HEADER = "no_header"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    LONG_NAME = "long_name"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    TWICE = "twice"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteeProblem:
    """A line, counted from 1, and what is wrong with it; *text* is what stands there."""

    line: int
    wrong: WrongLine
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitees:
    """What a list holds: people by the lines on which they stand, and what is wrong."""

    people: Mapping[int, Invitee]
    problems: tuple[InviteeProblem, ...]


def read_lines(text: str, *, more_time: int = 0) -> Invitees:
    """Return people pasted: ``Name <address>`` or an address a line; *more_time* in percent is for all."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    people = {n: _pasted(line, more_time) for n, line in lines if line}
    return _checked(people, {})


def _pasted(line: str, more_time: int) -> Invitee:
    named = _NAMED.fullmatch(line)
    name, email = (named["name"], named["email"]) if named else ("", line.rstrip(",; "))
    return Invitee(email=email.strip().lower(), name=" ".join(name.replace('"', " ").split()), more_time=more_time)


def read_file(text: str) -> Invitees:
    """Return the people of a file whose first line names the columns: ``email``, and if wished ``name``, ``more_time``.

    Columns are apart by a comma, a semicolon or a tab; further columns are passed over, and so are empty lines.
    """
    found = read_listed(text, _COLUMNS)
    if found.broken_at:
        return Invitees(people={}, problems=(InviteeProblem(line=found.broken_at, wrong=WrongLine.UNREADABLE),))
    if "email" not in found.columns:
        problem = InviteeProblem(line=1, wrong=WrongLine.NO_HEADER, text=found.head[:_SHOWN])
        return Invitees(people={}, problems=(problem,))
    shares = {line: cells.get("more_time", "").rstrip("% ") for line, cells in found.lines.items()}
    people = {line: _invitee(cells, shares[line]) for line, cells in found.lines.items()}
    return _checked(people, shares)


def _invitee(cells: Mapping[str, str], share: str) -> Invitee:
    return Invitee(
        email=cells["email"].lower(),
        name=" ".join(cells.get("name", "").split()),
        more_time=int(share) if _is_share(share) else 0,
    )


def _is_share(text: str) -> bool:
    return text.isdecimal() and len(text) < 4 and int(text) <= MOST_MORE_TIME


def _checked(people: Mapping[int, Invitee], shares: Mapping[int, str]) -> Invitees:
    seen: set[str] = set()
    problems = [
        problem for line, one in people.items() for problem in _problems(one, line, shares.get(line, ""), seen)
    ]  # fmt: skip
    return Invitees(people=people, problems=(*_of_the_whole(people), *problems))


def _problems(one: Invitee, line: int, share: str, seen: set[str]) -> Iterator[InviteeProblem]:
    if len(one.name) > LONGEST_NAME:
        yield InviteeProblem(line=line, wrong=WrongLine.LONG_NAME, text=one.name[:_SHOWN])
    if not one.email:
        yield InviteeProblem(line=line, wrong=WrongLine.NO_ADDRESS)
    elif not is_address(one.email):
        yield InviteeProblem(line=line, wrong=WrongLine.BAD_ADDRESS, text=one.email[:_SHOWN])
    elif one.email in seen:
        yield InviteeProblem(line=line, wrong=WrongLine.TWICE, text=one.email)
    if share and not _is_share(share):
        yield InviteeProblem(line=line, wrong=WrongLine.MORE_TIME, text=share[:_SHOWN])
    seen.add(one.email)


def _of_the_whole(people: Mapping[int, Invitee]) -> Iterator[InviteeProblem]:
    if not people:
        yield InviteeProblem(line=1, wrong=WrongLine.EMPTY)
    if len(people) > MOST_AT_ONCE:
        yield InviteeProblem(line=list(people)[MOST_AT_ONCE], wrong=WrongLine.TOO_MANY, text=str(len(people)))
