"""The results of a group as rows of a file: one row for each person and claim that was given out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from simulator.domain.decision import Disposition
from simulator.domain.scenario import Scenario
from simulator.persistence.assignments import (
    AssignedScenario,
    Assignment,
    Cell,
    results_of,
    scenarios_of,
    work_of_group,
)
from simulator.persistence.groups import Member, members_of
from simulator.persistence.items import ItemState
from simulator.persistence.practice import Result, results
from simulator.web.context import db, house
from simulator.web.filters import local
from simulator.web.language import language
from simulator.web.teaching.marks import is_late
from simulator.web.teaching.member import state_words
from simulator.web.teaching.pool import promised

_MOST_WORK, _AT_ONCE = 1000, 200
Value = str | int


def exported(group_id: UUID, leader_id: UUID) -> Iterator[tuple[Value, ...]]:
    """Give the rows of the file, its head first; people are read some hundred at a time."""
    yield _head()
    given = work_of_group(db(), group_id, leader_id, _MOST_WORK)
    claims = scenarios_of(db(), [one.id for one in given])
    read = promised([one.body_hash for held in claims.values() for one in held])
    offset = 0
    while people := members_of(db(), group_id, _AT_ONCE, offset):
        yield from _rows(people, given, claims, read)
        offset += _AT_ONCE


def _head() -> tuple[Value, ...]:
    words = (
        _("Person"),
        _("E-mail address"),
        _("Work"),
        _("Due"),
        _("Claim"),
        _("Scenario"),
        _("Skills"),
        _("Level"),
        _("State"),
        _("Begun"),
        _("Decided"),
        _("Late"),
        _("Decision"),
        _("Expected"),
        _("Score"),
        _("Score before adjusting"),
        _("Passed"),
    )
    return tuple(map(str, words))


def _rows(
    people: Sequence[Member],
    given: Sequence[Assignment],
    claims: Mapping[UUID, Sequence[AssignedScenario]],
    read: Mapping[str, Scenario],
) -> Iterator[tuple[Value, ...]]:
    cells = results_of(db(), [one.id for one in given], [one.id for one in people])
    found = results(db(), [one.card_id for one in cells if one.card_id and one.state == ItemState.CLOSED.value])
    by_place = {(one.person_id, one.assignment_id, one.n): one for one in cells}
    for person in people:
        for one in given:
            for claim in claims[one.id] if one.person_id in (None, person.id) else ():
                cell = by_place.get((person.id, one.id, claim.n))
                about = (person.name, person.email, one.title, _at(one.due_at))
                yield (*about, *_claim(cell, read[claim.body_hash]), *_outcome(cell, one.due_at, found))


def _claim(cell: Cell | None, scenario: Scenario) -> tuple[Value, ...]:
    labels = {one.id: one.label.in_(language()) for one in house().skills.skills}
    skills = ", ".join(labels[one] for one in house().skills.taught_by(scenario))
    return (cell.number if cell else "", scenario.title.in_(language()), skills, scenario.level)


def _outcome(cell: Cell | None, due_at: datetime | None, found: Mapping[UUID, Result]) -> tuple[Value, ...]:
    late = str(_("late")) if is_late(cell, due_at) else ""
    if cell is None:
        return (str(_("not begun")), "", "", late, "", "", "", "", "")
    times = (state_words(cell.state), _at(cell.begun_at), _at(cell.decided_at), late)
    result = found.get(cell.card_id) if cell.card_id else None
    if result is None:
        return (*times, "", "", "", "", "")
    outcome, first = result.outcome, cell.first_total
    before: Value = first if first is not None and first != outcome.total else ""
    passed = str(_("yes") if outcome.is_passed else _("no"))
    return (*times, act_words(outcome.done), act_words(outcome.expected), outcome.total, before, passed)


def _at(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def act_words(act: Disposition) -> str:
    """Return a disposition in words."""
    words = {
        Disposition.APPROVE: _("Approve"),
        Disposition.REJECT: _("Reject"),
        Disposition.REQUEST_INFORMATION: _("Request information"),
        Disposition.ESCALATE: _("Escalate"),
    }
    return str(words[act])
