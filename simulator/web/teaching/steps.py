"""A person's work step by step: the log folded up to an act, and the desk as it stood then. Nothing is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import render_template, request, url_for
from markupsafe import Markup

from simulator.desk.fold import fold
from simulator.desk.state import Status
from simulator.services.shifts import Desk
from simulator.web.catalogues import words
from simulator.web.items.drafted import tray_rows
from simulator.web.items.letters import LetterRow, letter_rows
from simulator.web.items.recorded import sent_decision
from simulator.web.items.surroundings import Surroundings, surroundings
from simulator.web.language import language
from simulator.web.teaching.acted import Acted, acted, typed
from simulator.web.teaching.member import state_words
from simulator.web.teaching.reviews import led_desk
from simulator.web.teaching.room import bp

_AROUND = 40
"""So many acts are listed at a time; the list moves with the act that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An act of the log: when, what, the minutes of work by then, and where to see the desk after it."""

    n: int
    at: datetime
    words: str
    minutes: int
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """A fact that was pinned or flagged: what it says, where it stands, and what it was tied to."""

    words: str
    source: str
    tie: str
    is_flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsPage:
    """The desk as it stood after act *n* of *count*."""

    item_id: UUID
    number: str
    kind: str
    n: int
    count: int
    here: Acted
    at: datetime
    today: str
    minutes: int
    steps: tuple[Step, ...]
    first: str
    before: str
    after: str
    last: str
    title: str
    paper: Markup
    opened: tuple[str, ...]
    unopened: tuple[str, ...]
    pins: tuple[PinRow, ...]
    cites: tuple[str, ...]
    typed: tuple[tuple[str, str], ...]
    sent: str
    sent_facts: tuple[tuple[str, str], ...]
    letters: tuple[LetterRow, ...]
    notes: tuple[str, ...]
    state: str
    is_closed: bool


@bp.get("/reviews/<uuid:item_id>/steps")
def steps(item_id: UUID) -> str:
    """Show the work of a member step by step."""
    desk, person = led_desk(item_id)
    page = steps_page(desk, request.args.get("at", ""))
    return render_template("teaching/steps.html", page=page, person=person, _=words(language()))


def steps_page(desk: Desk, asked: str, *, href: Callable[[int], str] | None = None) -> StepsPage:
    """Return the desk as it stood after the act that is *asked* for, the last one where none is.

    *href* gives the address of an act, that of the instructor's pages where it is left out.
    """
    to = href or (lambda at: _href(desk, at))
    count = desk.state.position
    n = min(max(1, int(asked)), count) if asked.isdecimal() and len(asked) < 6 else count
    whole = surroundings(desk, language())
    then = as_it_stood(desk, n)
    around = surroundings(then, language())
    state = then.state
    on_top = next((one for one in around.papers if one.id == state.current), around.papers[0])
    titles = {one.id: one.title for one in around.papers}
    sent = sent_decision(then, around) if state.sent is not None else None
    return StepsPage(
        item_id=desk.item_id,
        number=state.file.number,
        kind=desk.exercise.kind.in_(language()),
        n=n,
        count=count,
        here=acted(desk.state.actions[n - 1], desk, whole),
        at=desk.state.actions[n - 1].at,
        today=around.formats.date(state.file.as_of),
        minutes=state.work_minutes,
        steps=tuple(_steps(desk, whole, n, to)),
        first=to(1) if n > 1 else "",
        before=to(n - 1) if n > 1 else "",
        after=to(n + 1) if n < count else "",
        last=to(count) if n < count else "",
        title=on_top.title,
        paper=on_top.for_desk(state.pins, state.flags, is_open=False),
        opened=tuple(titles[one] for one in state.opened if one in titles),
        unopened=tuple(one.title for one in around.papers if one.id not in state.opened and one.id != state.current),
        pins=tuple(_pins(then, around)),
        cites=tuple(around.cites.get(one, one) for one in state.cites),
        typed=tuple(typed(state.draft, then, around)) if sent is None else (),
        sent=sent.summary if sent else "",
        sent_facts=sent.facts if sent else (),
        letters=letter_rows(state.letters, around),
        notes=tuple(one.text for one in state.notes),
        state=state_words(state.status.value),
        is_closed=desk.state.status is Status.CLOSED,
    )


def as_it_stood(desk: Desk, n: int) -> Desk:
    """Return *desk* as it stood after its *n*-th act."""
    actions = desk.state.actions[:n]
    return replace(desk, state=fold(desk.exercise, actions, form=desk.form, guide=desk.rules.guide))


def _href(desk: Desk, n: int) -> str:
    return url_for("teaching.steps", item_id=desk.item_id, at=n)


def _steps(desk: Desk, around: Surroundings, here: int, to: Callable[[int], str]) -> Iterable[Step]:
    """Yield the acts around the one that is shown."""
    first = max(1, min(here - _AROUND // 2, desk.state.position - _AROUND + 1))
    for action in desk.state.actions[first - 1 : first - 1 + _AROUND]:
        yield Step(
            n=action.n,
            at=action.at,
            words=acted(action, desk, around).words,
            minutes=desk.state.spent[action.n - 1],
            href=to(action.n),
            is_here=action.n == here,
        )


def _pins(desk: Desk, around: Surroundings) -> Iterable[PinRow]:
    for row in tray_rows(desk, around):
        tie = next((said for value, said in row.options if value == row.tie), "") if row.tie else ""
        yield PinRow(words=row.words, source=row.source, tie=str(tie), is_flagged=row.is_flagged)


__all__ = ["StepsPage", "as_it_stood", "steps_page"]
