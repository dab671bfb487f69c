"""Rosters: a list of people in a file, read line by line; all of them come into the group, or nobody does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from simulator.errors import Invalid
from simulator.persistence.engine import writing
from simulator.persistence.groups import Invitation, Membership, invited_among, members_among, people_at
from simulator.persistence.people import Role
from simulator.services.audit import note
from simulator.services.groups import LONGEST_NAME, require_led
from simulator.services.invitations import Newcomer, invitation_row, is_address
from simulator.services.listed import ADDRESS, NAME, read_listed

MOST_ROWS = 2000
_COLUMNS = {"name": NAME, "email": ADDRESS}
_SHOWN = 80


class Wrong(StrEnum):
    """What can be wrong with a line, or with the file as a whole."""

    NO_HEADER = "no_header"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    TWICE = "twice"
    NO_TRAINEE = "no_trainee"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterProblem:
    """A line of the file, counted from 1, and what is wrong with it; *text* is what stands there."""

    line: int
    wrong: Wrong
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a file holds: people by the lines on which they stand, and what is wrong."""

    people: Mapping[int, Newcomer]
    problems: tuple[RosterProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What taking a roster would do: who would be added, who invited, and who is there or was invited before."""

    added: tuple[Newcomer, ...]
    invited: tuple[Newcomer, ...]
    there: tuple[Newcomer, ...]
    problems: tuple[RosterProblem, ...]


def read_roster(text: str) -> Roster:
    """Return the people of a file whose first line names the columns ``name`` and ``email``, in either order.

    Columns are apart by a comma, a semicolon or a tab; further columns are passed over, and so are empty lines.
    """
    found = read_listed(text, _COLUMNS)
    if found.broken_at:
        return Roster(people={}, problems=(RosterProblem(line=found.broken_at, wrong=Wrong.UNREADABLE),))
    if len(found.columns) < len(_COLUMNS):
        return Roster(people={}, problems=(RosterProblem(line=1, wrong=Wrong.NO_HEADER, text=found.head[:_SHOWN]),))
    people = {line: _newcomer(cells) for line, cells in found.lines.items()}
    seen: set[str] = set()
    problems = [problem for line, one in people.items() for problem in _problems(one, line, seen)]
    return Roster(people=people, problems=(*problems, *_of_the_whole(people)))


def _newcomer(cells: Mapping[str, str]) -> Newcomer:
    return Newcomer(email=cells["email"].lower(), name=" ".join(cells["name"].split()))


def _problems(one: Newcomer, line: int, seen: set[str]) -> Iterator[RosterProblem]:
    if not one.name:
        yield RosterProblem(line=line, wrong=Wrong.NO_NAME)
    elif len(one.name) > LONGEST_NAME:
        yield RosterProblem(line=line, wrong=Wrong.LONG_NAME, text=one.name[:_SHOWN])
    if not one.email:
        yield RosterProblem(line=line, wrong=Wrong.NO_ADDRESS)
    elif not is_address(one.email):
        yield RosterProblem(line=line, wrong=Wrong.BAD_ADDRESS, text=one.email[:_SHOWN])
    elif one.email in seen:
        yield RosterProblem(line=line, wrong=Wrong.TWICE, text=one.email)
    seen.add(one.email)


def _of_the_whole(people: Mapping[int, Newcomer]) -> Iterator[RosterProblem]:
    if not people:
        yield RosterProblem(line=1, wrong=Wrong.EMPTY)
    if len(people) > MOST_ROWS:
        yield RosterProblem(line=MOST_ROWS + 2, wrong=Wrong.TOO_MANY, text=str(MOST_ROWS))


def standing(session: Session, group_id: UUID, roster: Roster, *, now: datetime) -> Standing:
    """Return what taking *roster* into the group would do; nothing is written."""
    found = people_at(session, {one.email for one in roster.people.values()})
    members = members_among(session, group_id, found.values())
    asked = invited_among(session, group_id, now)
    problems = list(roster.problems)
    sorted_: dict[str, list[Newcomer]] = {"added": [], "invited": [], "there": []}
    for line, one in roster.people.items():
        person = found.get(one.email)
        if person is not None and not (person.active and Role.TRAINEE in person.roles):
            problems.append(RosterProblem(line=line, wrong=Wrong.NO_TRAINEE, text=one.email))
        elif person is not None:
            sorted_["there" if person.id in members else "added"].append(one)
        else:
            sorted_["there" if one.email in asked else "invited"].append(one)
    return Standing(
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        **{name: tuple(ones) for name, ones in sorted_.items()},
    )


def take_roster(
    session: Session, group_id: UUID, roster: Roster, *, leader_id: UUID, days: int, key: str, now: datetime
) -> Standing:
    """Add those of *roster* who have an account and invite the others, all of them or nobody; return what was done.

    Raises:
        NotFound: There is no such group, or somebody else leads it.
        Invalid: Something is wrong with the roster; nothing was written.
    """
    require_led(session, group_id, leader_id)
    with writing(session):
        done = standing(session, group_id, roster, now=now)
        if done.problems:
            raise Invalid("The roster has mistakes; nobody was added.")
        ids = people_at(session, {one.email for one in done.added})
        joined = [{"group_id": group_id, "person_id": one.id, "joined_at": now} for one in ids.values()]
        links = [
            invitation_row(one, group_id=group_id, invitation_id=uuid4(), by=leader_id, key=key, now=now, days=days)
            for one in done.invited
        ]
        _insert(session, Membership, joined)
        _insert(session, Invitation, links)
        note(session, "roster_taken", person_id=leader_id, now=now, subject=str(group_id))
    return done


def _insert(session: Session, table: type, rows: Iterable[Mapping[str, object]]) -> None:
    if rows := list(rows):
        session.execute(insert(table), rows)
