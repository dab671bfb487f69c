"""The home page of a trainee: claims on the desk, decisions that wait for their debrief, past claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.desk.clocks import decide_by
from simulator.domain.decision import Disposition
from simulator.persistence.items import ItemState
from simulator.persistence.people import Person
from simulator.persistence.practice import (
    FIRST_ACTS,
    Cover,
    Finished,
    OnDesk,
    Result,
    as_played,
    covers,
    finished,
    items_by_state,
    on_desk,
    results,
)
from simulator.practice.estimates import progress
from simulator.practice.skills import NextRules
from simulator.web.context import content, db, house, now, scenarios
from simulator.web.drills.card import DrillsCard, drills_card
from simulator.web.filters import local
from simulator.web.formats import PageFormats
from simulator.web.home.assigned import GivenRow, on_home
from simulator.web.home.figures import MeasureTable, SkillRow, measure_table, skill_rows
from simulator.web.home.paging import PAGE, Pages, pages_of
from simulator.web.language import language

_MOST_ON_DESK = 50
_NOON, _EVENING, _NIGHT = 12, 18, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """An open claim. Its days are those of the story; nothing here depends on the outcome."""

    item_id: UUID
    number: str
    kind: str
    reported: str
    due: str
    due_words: str
    is_late: bool
    is_begun: bool
    is_awaited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """A claim that was sent and whose debrief was not opened."""

    item_id: UUID
    number: str
    kind: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """A finished claim: what was done, what was expected, what it came to in money and points."""

    href: str
    number: str
    kind: str
    decided: str
    done: str
    expected: str
    is_act_right: bool
    money: str
    money_tone: str
    total: int
    is_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything that a trainee's home shows. ``begun`` is the claim to go on with, ``waiting`` one not yet begun."""

    greeting: str
    lead: str
    today: date
    can_practise: bool
    is_first_visit: bool
    begun: DeskRow | None
    waiting: DeskRow | None
    desk: tuple[DeskRow, ...]
    decided: tuple[DecidedRow, ...]
    past: tuple[PastRow, ...]
    past_count: int
    pages: Pages | None
    skills: tuple[SkillRow, ...]
    target: int
    moved_days: int
    likely: int
    aim_words: str
    unseen_days: int
    measures: MeasureTable | None
    drills: DrillsCard
    assigned: tuple[GivenRow, ...]


def home_page(person: Person, page: int) -> HomePage:
    """Return the home page of *person* with that page of past claims, the nearest one where there is none."""
    skills, moment = house().skills, now()
    lying = on_desk(db(), person.id, _MOST_ON_DESK)
    counts = items_by_state(db(), person.id)
    past_count = counts.get(ItemState.CLOSED.value, 0)
    window = finished(db(), person.id, skills.window)
    pages = pages_of(page, past_count)
    shown = _shown(window, person.id, pages)
    found = results(db(), [row.card_id for row in (*window, *shown)])
    sheets = covers(db(), [*(row.exercise_hash for row in lying), *(row.exercise_hash for row in (*window, *shown))])
    said = _Said(language=language(), acts=_act_words(), room=_debrief_room())
    desk = tuple(
        _desk_row(row, sheets[row.exercise_hash], said) for row in lying if row.state != ItemState.DECIDED.value
    )
    played = as_played(window, found)
    decided = tuple(_decided_row(row, sheets, said) for row in lying if row.state == ItemState.DECIDED.value)
    return HomePage(
        greeting=_greeting(person.first_name, local(moment)),
        lead=_lead(len(desk), len(decided)),
        today=local(moment).date(),
        can_practise=bool(scenarios()),
        is_first_visit=not past_count and not decided and not any(row.is_begun for row in desk),
        begun=next((row for row in reversed(desk) if row.is_begun), None),
        waiting=next((row for row in desk if not row.is_begun), None),
        desk=desk,
        decided=decided,
        past=tuple(_past_row(row, found[row.card_id], sheets[row.exercise_hash], said) for row in shown),
        past_count=past_count,
        pages=pages,
        skills=skill_rows(progress(skills, played, moment), skills),
        target=skills.target,
        moved_days=skills.moved_days,
        likely=skills.likely,
        aim_words=_aim_words(skills.next, sum(counts.values())),
        unseen_days=skills.next.unseen_days,
        measures=measure_table(
            [(one, currency_of(sheets[row.exercise_hash])) for one, row in zip(played, window, strict=True)],
            skills.measured_days,
            moment,
        ),
        drills=drills_card(person, window, found, sheets),
        assigned=on_home(person.id),
    )


def currency_of(cover: Cover) -> str:
    """Return the currency of the market of a claim file."""
    market = content().markets.get(cover.market)
    return market.currency if market else "EUR"


def _shown(window: Sequence[Finished], person_id: UUID, pages: Pages | None) -> Sequence[Finished]:
    """Return the past claims of the page, from those that were read already where they hold it."""
    first = (pages.number - 1) * PAGE if pages else 0
    if first + PAGE <= len(window) or not pages or pages.count * PAGE <= len(window):
        return window[first : first + PAGE]
    return finished(db(), person_id, PAGE, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What all rows of a page say in the same way; asked for once."""

    language: str
    acts: Mapping[Disposition, str]
    room: str

    def formats(self, currency: str = "EUR") -> PageFormats:
        return PageFormats(language=self.language, currency=currency)


def _desk_row(row: OnDesk, cover: Cover, said: _Said) -> DeskRow:
    guide = content().library.guides.get((cover.guide, cover.market))
    due_on = decide_by(guide, cover.last_paper_at.date()) if guide else None
    days = (due_on - cover.as_of.date()).days if due_on else 0
    formats = said.formats()
    return DeskRow(
        item_id=row.item_id,
        number=row.number,
        kind=cover.kind.in_(said.language),
        reported=formats.date(cover.reported_at),
        due=formats.date(due_on) if due_on else "",
        due_words=_due_words(days),
        is_late=days < 0,
        is_begun=row.acts > FIRST_ACTS,
        is_awaited=row.state == ItemState.WAITING.value,
    )


def _due_words(days: int) -> str:
    if days < 0:
        return str(_("past its time"))
    return str(ngettext("1 day left", "%(num)s days left", days))


def _decided_row(row: OnDesk, sheets: Mapping[str, Cover], said: _Said) -> DecidedRow:
    assert row.decided_at is not None
    kind = sheets[row.exercise_hash].kind.in_(said.language)
    return DecidedRow(item_id=row.item_id, number=row.number, kind=kind, decided_at=row.decided_at)


def _past_row(row: Finished, result: Result, cover: Cover, said: _Said) -> PastRow:
    outcome, formats = result.outcome, said.formats(currency_of(cover))
    words, tone = _money(result, formats)
    return PastRow(
        href=url_for(said.room, item_id=row.item_id),
        number=row.number,
        kind=cover.kind.in_(said.language),
        decided=formats.date(local(row.decided_at)),
        done=said.acts[outcome.done],
        expected=said.acts[outcome.expected],
        is_act_right=outcome.done is outcome.expected,
        money=words,
        money_tone=tone,
        total=outcome.total,
        is_passed=outcome.is_passed,
    )


def _debrief_room() -> str:
    return "debriefs.show" if "debriefs.show" in current_app.view_functions else "items.show"


def _money(result: Result, formats: PageFormats) -> tuple[str, str]:
    """Return what became of the money in words, and the tone in which to say it."""
    of = result.outcome.measures
    if of.overpaid:
        return str(_("%(amount)s too much", amount=formats.money(of.overpaid))), "warnc"
    if of.kept_back:
        return str(_("%(amount)s kept back", amount=formats.money(of.kept_back))), "badc"
    return str(_("right")), ""


def _act_words() -> dict[Disposition, str]:
    return {
        Disposition.APPROVE: str(_("Approve")),
        Disposition.REJECT: str(_("Reject")),
        Disposition.REQUEST_INFORMATION: str(_("Request information")),
        Disposition.ESCALATE: str(_("Escalate")),
    }


def _greeting(name: str, at: datetime) -> str:
    if at.hour < _NIGHT or at.hour >= _EVENING:
        return str(_("Good evening, %(name)s", name=name))
    if at.hour < _NOON:
        return str(_("Good morning, %(name)s", name=name))
    return str(_("Good afternoon, %(name)s", name=name))


def _lead(open_claims: int, decided: int) -> str:
    told: Iterable[str] = (
        ngettext("One claim lies on your desk.", "%(num)s claims lie on your desk.", open_claims)
        if open_claims
        else "",
        ngettext("One decision waits for its debrief.", "%(num)s decisions wait for their debrief.", decided)
        if decided
        else "",
    )
    return " ".join(filter(None, told)) or str(_("Your desk is clear."))


def _aim_words(rules: NextRules, count: int) -> str:
    return f"{round(100 * (rules.first_aim if count < rules.first else rules.aim))}%"
