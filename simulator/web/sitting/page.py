"""The sitting as a page: what it is and what happens with it, or how far it has come, or what counted."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup

from simulator.assessment.blueprints import Blueprint
from simulator.domain.text import LANGUAGES
from simulator.persistence.assessments import Assessment, WhenOver, viewers_of
from simulator.persistence.candidates import Sitting, items_of_sitting
from simulator.persistence.items import Item, ItemState
from simulator.persistence.people import Person, people_by_id
from simulator.services.assessments import Plan
from simulator.services.settings import time_zones
from simulator.web.context import db, now
from simulator.web.filters import clock, moment
from simulator.web.language import language
from simulator.web.sitting.clock import TimeLeft, length, time_left

_DONE = (ItemState.DECIDED.value, ItemState.CLOSED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim of the sitting: its number on the list, its own number, how far it has come, and when it was decided."""

    n: int
    number: str
    href: str
    is_decided: bool
    said: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingPage:
    """What the templates of a sitting show. ``time`` is the candidate's own, nothing without a limit.

    ``zone`` is in which times are shown, ``time_there`` the time of day in it. ``figures_stay``: what is kept is
    anonymised when its time is over, not erased.
    """

    title: str
    name: str
    owner: Person
    viewers: tuple[str, ...]
    claims: int
    time: str
    languages: tuple[str, ...]
    language: str
    notice: Markup
    kept_months: int
    figures_stay: bool
    zone: str
    zones: tuple[str, ...]
    time_there: str
    can_practise: bool
    rows: tuple[ClaimRow, ...]
    clock: TimeLeft | None
    ended: str
    ended_how: str

    @property
    def decided(self) -> int:
        """How many claims are decided."""
        return sum(row.is_decided for row in self.rows)

    @property
    def open_rows(self) -> tuple[ClaimRow, ...]:
        """The claims that are not decided."""
        return tuple(row for row in self.rows if not row.is_decided)


def sitting_page(sitting: Sitting, assessment: Assessment, plan: Plan, person: Person) -> SittingPage:
    """Return the page of a candidate's sitting as it stands."""
    people = people_by_id(db(), [assessment.owner_id, *viewers_of(db(), assessment.id)])
    items = items_of_sitting(db(), sitting.candidate.id)
    ended_at = sitting.ended_at or (sitting.deadline_at if is_over(sitting) else None)
    return SittingPage(
        title=assessment.title,
        name=sitting.candidate.name.partition(" ")[0],
        owner=people[assessment.owner_id],
        viewers=tuple(sorted(one.name for one in people.values() if one.id != assessment.owner_id)),
        claims=plan.blueprint.claims,
        time=_time(plan.blueprint, sitting),
        languages=plan.blueprint.languages,
        language=_spoken(plan.blueprint, person),
        notice=noticed(assessment, language()),
        kept_months=assessment.kept_months,
        figures_stay=assessment.when_over == WhenOver.ANONYMISE.value,
        zone=person.time_zone,
        zones=time_zones(),
        time_there=clock(now()),
        can_practise=plan.pool.practice is not None,
        rows=tuple(_row(n, item, ended_at is not None) for n, item in enumerate(items, start=1)),
        clock=time_left(sitting.deadline_at) if ended_at is None else None,
        ended=moment(ended_at) if ended_at else "",
        ended_how=sitting.candidate.ended_how or ("time" if ended_at else ""),
    )


def is_over(sitting: Sitting) -> bool:
    """Tell whether the sitting was handed in or its time has run out."""
    ends_at = sitting.ended_at or sitting.deadline_at
    return ends_at is not None and now() >= ends_at


def noticed(assessment: Assessment, code: str) -> Markup:
    """Return the notice of an assessment in a language; HTML in it stays text."""
    markdown = MarkdownIt("commonmark", {"html": False})
    text = assessment.notice_et if code == "et" else assessment.notice_en
    return Markup(markdown.render(text))  # noqa: S704 - the renderer escapes HTML


def _time(blueprint: Blueprint, sitting: Sitting) -> str:
    if blueprint.minutes is None:
        return ""
    return length(round(blueprint.minutes * (100 + sitting.candidate.more_time) / 100))


def _spoken(blueprint: Blueprint, person: Person) -> str:
    offered = blueprint.languages
    return next((code for code in (language(), person.language) if code in offered), offered[0] or LANGUAGES[0])


def _row(n: int, item: Item, has_ended: bool) -> ClaimRow:
    is_decided = item.state in _DONE
    return ClaimRow(
        n=n,
        number=item.number,
        href=url_for("items.show", item_id=item.id),
        is_decided=is_decided,
        said=_said(item.state, has_ended),
        at=clock(item.decided_at) if item.decided_at else "",
    )


def _said(state: str, has_ended: bool) -> str:
    if state in _DONE:
        words = _("decided")
    elif has_ended and state == ItemState.WAITING.value:
        words = _("sent, without a reply in time")
    elif has_ended:
        words = _("not decided: counts as nought")
    else:
        words = _("waits for a reply") if state == ItemState.WAITING.value else _("open")
    return str(words)
