"""The results of a group: a table of people and work, and the same as files for a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from simulator.persistence.assignments import (
    Assignment,
    Cell,
    Progress,
    progress_of,
    results_of,
    work_count,
    work_of_group,
)
from simulator.persistence.groups import Member, members_of
from simulator.persistence.items import ItemState
from simulator.persistence.practice import Result, results
from simulator.practice.played import summary
from simulator.web.context import db
from simulator.web.spreadsheets import BYTE_ORDER_MARK, csv_lines, workbook
from simulator.web.teaching.exported import exported
from simulator.web.teaching.groups import head
from simulator.web.teaching.marks import Mark, mark_of
from simulator.web.teaching.room import bp, group_here, leader, paging

_COLUMNS = 6
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An assignment over its column."""

    id: UUID
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A person with a mark for each assignment, and the trade's measures over those that are shown."""

    person: Member
    marks: tuple[Mark | None, ...]
    exact: str
    refused: str
    is_refused: bool


@bp.get("/groups/<uuid:group_id>/results")
def show_results(group_id: UUID) -> str:
    """Show people and work as a table; both page, and the statements do not grow with either."""
    group, person = group_here(group_id), leader()
    over = head(group, "results")
    pages = paging(over.members)
    work = paging(work_count(db(), group_id, person.id), size=_COLUMNS, name="work")
    given = work_of_group(db(), group_id, person.id, work.size, work.offset)
    people = members_of(db(), group_id, pages.size, pages.offset)
    return render_template(
        "teaching/results.html",
        head=over,
        columns=[Column(id=one.id, title=one.title, due_at=one.due_at) for one in given],
        rows=_rows(given, people),
        pages=pages,
        work=work,
    )


def _rows(given: Sequence[Assignment], people: Sequence[Member]) -> tuple[ResultRow, ...]:
    cells = results_of(db(), [one.id for one in given], [one.id for one in people])
    found = results(db(), [one.card_id for one in cells if one.card_id and one.state == ItemState.CLOSED.value])
    progress = progress_of(db(), [one.id for one in given])
    return tuple(_row(person, given, cells, found, progress) for person in people)


def _row(
    person: Member,
    given: Sequence[Assignment],
    cells: Sequence[Cell],
    found: Mapping[UUID, Result],
    progress: Mapping[UUID, Progress],
) -> ResultRow:
    own = [one for one in cells if one.person_id == person.id]
    total = summary(found[one.card_id].outcome for one in own if one.card_id is not None and one.card_id in found)
    return ResultRow(
        person=person,
        marks=tuple(
            _mark(one, [cell for cell in own if cell.assignment_id == one.id], found, progress[one.id].claims)
            if one.person_id in (None, person.id)
            else None
            for one in given
        ),
        exact=_of(total.exact, total.payments),
        refused=_of(total.refused, total.covered),
        is_refused=bool(total.refused),
    )


def _of(count: int, of: int) -> str:
    return str(_("%(count)s of %(of)s", count=count, of=of)) if of else "–"


def _mark(one: Assignment, cells: Sequence[Cell], found: Mapping[UUID, Result], claims: int) -> Mark:
    """Return the mark of a whole assignment: that of its one claim, or the mean of those of several that are closed."""
    by_n = {cell.n: cell for cell in cells}
    marks = [mark_of(by_n.get(n), one.due_at, _result(by_n.get(n), found)) for n in range(1, claims + 1)]
    if len(marks) == 1:
        return marks[0]
    scores = [int(mark.score) for mark in marks if mark.score]
    whole = bool(scores) and len(scores) == claims
    is_passed = whole and all(mark.look == "pass" for mark in marks)
    return Mark(
        item_id=None,
        href=url_for("teaching.assignment", assignment_id=one.id),
        look=("pass" if is_passed else "below") if whole else "off",
        score=str(round(sum(scores) / len(scores))) if scores else "",
        words=_set_words(len(scores), claims, is_passed),
        before="",
        late=next((mark.late for mark in marks if mark.late), ""),
    )


def _set_words(closed: int, claims: int, is_passed: bool) -> str:
    words = str(_("%(count)s of %(of)s closed", count=closed, of=claims))
    if closed < claims:
        return words
    passed = _("all passed") if is_passed else _("not all passed")
    return f"{words}, {passed}"


def _result(cell: Cell | None, found: Mapping[UUID, Result]) -> Result | None:
    return found.get(cell.card_id) if cell is not None and cell.card_id else None


@bp.get("/groups/<uuid:group_id>/results.csv")
def results_csv(group_id: UUID) -> Response:
    """Give the results as a CSV file, one line a claim."""
    group_here(group_id)
    text = BYTE_ORDER_MARK + "".join(csv_lines(exported(group_id, leader().id)))
    return _file(text.encode(), "text/csv; charset=utf-8", "results.csv")


@bp.get("/groups/<uuid:group_id>/results.xlsx")
def results_xlsx(group_id: UUID) -> Response:
    """Give the results as an XLSX file, one row a claim."""
    group_here(group_id)
    return _file(workbook(str(_("Results")), exported(group_id, leader().id)), _XLSX, "results.xlsx")


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=kind, headers=headers)
