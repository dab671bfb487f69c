"""The claim file as a page: everything that the template shows, worked out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from simulator.desk.actions import ActionKind
from simulator.desk.correspondents import Happened
from simulator.desk.state import DeskState, Status
from simulator.domain.papers import RECORD
from simulator.persistence.items import SITTING
from simulator.services.shifts import Desk
from simulator.web.filters import local
from simulator.web.formats import PageFormats
from simulator.web.items.drafted import (
    AskRow,
    SheetLine,
    SheetOffRow,
    TrayRow,
    asked_rows,
    sheet_lines,
    sheet_off_rows,
    sums,
    tray_rows,
)
from simulator.web.items.letters import LetterRow, letter_rows
from simulator.web.items.meanwhile import Meanwhile, meanwhile, offers_meanwhile
from simulator.web.items.recorded import Sent, sent_decision
from simulator.web.items.sending import MOST_ASKED, Mistake
from simulator.web.items.surroundings import Surroundings, surroundings
from simulator.web.sitting.clock import TimeLeft, time_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper in the index."""

    id: str
    number: int
    title: str
    detail: str
    is_new: bool
    replaced_by: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paper in the pane."""

    id: str
    title: str
    number: int
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """The claim file as one person sees it. ``here`` is its address; what can be done with it lies below.

    ``is_sitting``: it is one of a candidate's sitting, which may have a ``clock``.
    """

    here: str
    is_sitting: bool
    clock: TimeLeft | None
    status: str
    revision: int
    number: str
    kind: str
    today: str
    work: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    read: int
    to_read: int
    papers: tuple[Shown, ...]
    current: Shown
    previous: str
    following: str
    compared: Shown | None
    wording: Markup
    around: Surroundings
    draft: Mapping[str, str]
    disposition: str
    lines: tuple[SheetLine, ...]
    offs: tuple[SheetOffRow, ...]
    claimed: str
    accepted: str
    total: str
    payee: str
    asked: tuple[AskRow, ...]
    more_to_ask: bool
    meanwhile: Meanwhile | None
    offers_meanwhile: bool
    tray: tuple[TrayRow, ...]
    timeline: tuple[tuple[str, str], ...]
    note: str
    saved: str
    mistakes: tuple[Mistake, ...]
    errors: Mapping[str, str]
    conflict: bool
    sent: Sent | None
    letters: tuple[LetterRow, ...]
    news: tuple[LetterRow, ...]
    pending: tuple[str, ...]
    can_wait: bool
    can_remind: bool
    can_undo: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the claim can be worked on."""
        return self.status == Status.OPEN.value


def claim_page(
    desk: Desk,
    language: str,
    *,
    paper: str = "",
    compare: str = "",
    mistakes: Sequence[Mistake] = (),
    more: bool = False,
    paid_apart: bool = False,
    note: str = "",
    conflict: bool = False,
) -> ClaimPage:
    """Return the page of *desk*, with *paper* on top and another beside it where *compare* names one.

    *more*: a row for another paper to ask for; *paid_apart*: rows for lines that are paid meanwhile.
    """
    around = surroundings(desk, language)
    state, file, formats = desk.state, desk.state.file, around.formats
    errors = {mistake.field: mistake.message for mistake in mistakes}
    shown = _papers(desk, around)
    on_top = next((one for one in shown if one.id == (paper or state.current)), shown[0])
    beside = next((one for one in shown if one.id == compare and one is not on_top), None)
    place = shown.index(on_top)
    accepted, total = sums(desk, around)
    return ClaimPage(
        here=url_for("items.show", item_id=desk.item_id),
        is_sitting=desk.kind == SITTING,
        clock=time_left(desk.ends_at) if desk.kind == SITTING else None,
        status=state.status.value,
        revision=state.position,
        number=file.number,
        kind=desk.exercise.kind.in_(language),
        today=formats.date(file.as_of),
        work=_("%(minutes)s min of work", minutes=state.work_minutes),
        facts=around.facts,
        entries=_entries(desk, around, on_top.id),
        read=len(state.opened),
        to_read=sum(1 for one in shown if one.id != RECORD),
        papers=shown,
        current=on_top,
        previous=shown[place - 1].id if place else "",
        following=shown[place + 1].id if place + 1 < len(shown) else "",
        compared=beside,
        wording=around.wording_for(state.cites, is_open=state.status is Status.OPEN),
        around=around,
        draft=state.draft,
        disposition=state.draft.get("disposition", ""),
        lines=sheet_lines(desk, around, errors),
        offs=sheet_off_rows(desk, around, errors),
        claimed=formats.number(sum((line.claimed for line in file.lines), Decimal(0))),
        accepted=formats.number(accepted),
        total=formats.money(total),
        payee=around.payee,
        asked=asked_rows(state, errors, more),
        more_to_ask=len(asked_rows(state, errors, more)) < MOST_ASKED,
        meanwhile=meanwhile(desk, around, errors, asked=paid_apart),
        offers_meanwhile=offers_meanwhile(desk),
        tray=tray_rows(desk, around),
        timeline=_timeline(desk, around),
        note=note,
        saved=_saved(state, formats),
        mistakes=tuple(mistakes),
        errors=errors,
        conflict=conflict,
        sent=sent_decision(desk, around) if state.sent is not None else None,
        letters=(letters := letter_rows(state.letters, around)),
        news=_news(desk, letters),
        pending=tuple(around.kind(one.paper) for one in state.pending),
        can_wait=state.can_wait,
        can_remind=any(one.due for one in state.pending),
        can_undo=state.can_undo,
    )


def _news(desk: Desk, letters: tuple[LetterRow, ...]) -> tuple[LetterRow, ...]:
    """Return what the last wait brought, until the next act is sent."""
    latest = desk.state.letters[-1:]
    is_news = latest and latest[0].happened not in (Happened.ASKED, Happened.REMINDED, Happened.ESCALATED)
    return letters[-1:] if is_news else ()


def _papers(desk: Desk, around: Surroundings) -> tuple[Shown, ...]:
    is_open = desk.state.status is Status.OPEN
    return tuple(
        Shown(
            id=one.id, title=one.title, number=n, html=one.for_desk(desk.state.pins, desk.state.flags, is_open=is_open)
        )
        for n, one in enumerate(around.papers, start=1)
    )


def _entries(desk: Desk, around: Surroundings, current: str) -> tuple[Entry, ...]:
    number = {one.id: n for n, one in enumerate(around.papers, start=1)}
    replaced = {paper.replaces: paper.id for paper in desk.state.file.papers if paper.replaces}
    return tuple(
        Entry(
            id=one.id,
            number=number[one.id],
            title=one.title,
            detail=around.details[one.id],
            is_new=one.id not in desk.state.opened and one.id != RECORD,
            replaced_by=number.get(replaced.get(one.id, ""), 0),
            is_current=one.id == current,
        )
        for one in around.papers
    )


def _timeline(desk: Desk, around: Surroundings) -> tuple[tuple[str, str], ...]:
    """Return the events of the story, then what the person did that one would write on a file."""
    formats = around.formats
    events = [(event.at, event.text.in_(around.language)) for event in desk.exercise.events]
    letters = [
        (letter.at, row.words)
        for letter, row in zip(desk.state.letters, letter_rows(desk.state.letters, around), strict=True)
    ]
    story = [(formats.moment(at), words) for at, words in (*events, *letters)]
    own = [(formats.time(local(at)), words) for at, words in _own(desk.state)]
    return (*story, *((_("Today %(time)s", time=time), words) for time, words in own))


def _own(state: DeskState) -> Iterable[tuple[datetime, str]]:
    for action in state.actions:
        match action.kind:
            case ActionKind.TAKE_UP:
                yield action.at, _("You took the claim up")
            case ActionKind.NOTE:
                yield action.at, _("Your note: %(text)s", text=str(action.data.get("text", "")))
            case ActionKind.SET_ASIDE:
                yield action.at, _("You set the claim aside")
            case ActionKind.DECIDE:
                yield action.at, _("You sent your decision")
            case ActionKind.WAIT:
                yield action.at, _("You waited")
            case ActionKind.UNDO:
                yield action.at, _("You took the decision back")


def _saved(state: DeskState, formats: PageFormats) -> str:
    changed = state.changed_at
    return _("Saved %(time)s", time=formats.time(local(changed))) if changed and state.position > 1 else ""
