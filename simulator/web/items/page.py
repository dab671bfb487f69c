"""The claim file as a page: everything that the template shows, worked out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from simulator.coverage.rules import added_rows, sheet_offs
from simulator.desk.actions import ActionKind
from simulator.desk.state import DeskState, Status
from simulator.desk.ties import supported, supports
from simulator.domain.decision import Decision, Disposition
from simulator.services.shifts import Desk
from simulator.web.filters import local
from simulator.web.formats import PageFormats
from simulator.web.items.sending import MOST_ASKED, Mistake, NotMoney, money
from simulator.web.items.surroundings import Surroundings, surroundings


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
class TrayRow:
    """A pinned fact, what it is tied to, and what it could be tied to."""

    number: int
    pin: str
    words: str
    source: str
    tie: str
    clashes: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the settlement sheet as it was typed."""

    id: str
    label: str
    claimed: str
    pay: str
    refused: bool
    ground: str
    pay_error: str
    ground_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOffRow:
    """A row that comes off the whole claim."""

    id: str
    label: str
    cite: str
    typed: str
    error: str
    adds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One paper asked for."""

    n: int
    paper: str
    holder: str
    why: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A line or deduction as it was sent."""

    label: str
    note: str
    claimed: str
    amount: str
    is_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The decision as it was sent."""

    summary: str
    at: str
    rows: tuple[SentRow, ...]
    claimed: str
    accepted: str
    total: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """The claim file as one person sees it."""

    item_id: str
    status: str
    revision: int
    number: str
    kind: str
    today: str
    work: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    read: int
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
    tray: tuple[TrayRow, ...]
    timeline: tuple[tuple[str, str], ...]
    note: str
    saved: str
    mistakes: tuple[Mistake, ...]
    errors: Mapping[str, str]
    conflict: bool
    sent: Sent | None

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
    note: str = "",
    conflict: bool = False,
) -> ClaimPage:
    """Return the page of *desk*, with *paper* on top and another beside it where *compare* names one."""
    around = surroundings(desk, language)
    state, file, formats = desk.state, desk.exercise.file, around.formats
    errors = {mistake.field: mistake.message for mistake in mistakes}
    shown = _papers(desk, around)
    on_top = next((one for one in shown if one.id == (paper or state.current)), shown[0])
    beside = next((one for one in shown if one.id == compare and one is not on_top), None)
    place = shown.index(on_top)
    accepted, total = _sums(desk, language)
    return ClaimPage(
        item_id=str(desk.item_id),
        status=state.status.value,
        revision=state.position,
        number=file.number,
        kind=desk.exercise.kind.in_(language),
        today=formats.date(file.as_of),
        work=_("%(minutes)s min of work", minutes=state.work_minutes),
        facts=around.facts,
        entries=_entries(desk, around, on_top.id),
        read=len(state.opened),
        papers=shown,
        current=on_top,
        previous=shown[place - 1].id if place else "",
        following=shown[place + 1].id if place + 1 < len(shown) else "",
        compared=beside,
        wording=around.wording_for(state.cites, is_open=state.status is Status.OPEN),
        around=around,
        draft=state.draft,
        disposition=state.draft.get("disposition", ""),
        lines=_lines(desk, around, errors),
        offs=_offs(desk, around, errors),
        claimed=formats.number(sum((line.claimed for line in file.lines), Decimal(0))),
        accepted=formats.number(accepted),
        total=formats.money(total),
        payee=around.payee,
        asked=_asked(state, errors, more),
        more_to_ask=len(_asked(state, errors, more)) < MOST_ASKED,
        tray=_tray(desk, around),
        timeline=_timeline(desk, around),
        note=note,
        saved=_saved(state, formats),
        mistakes=tuple(mistakes),
        errors=errors,
        conflict=conflict,
        sent=_sent(desk, around) if state.sent is not None else None,
    )


def _papers(desk: Desk, around: Surroundings) -> tuple[Shown, ...]:
    is_open = desk.state.status is Status.OPEN
    return tuple(
        Shown(id=one.id, title=one.title, number=n, html=one.for_desk(desk.state.pins, is_open=is_open))
        for n, one in enumerate(around.papers, start=1)
    )


def _entries(desk: Desk, around: Surroundings, current: str) -> tuple[Entry, ...]:
    number = {one.id: n for n, one in enumerate(around.papers, start=1)}
    replaced = {paper.replaces: paper.id for paper in desk.exercise.file.papers if paper.replaces}
    return tuple(
        Entry(
            id=one.id,
            number=number[one.id],
            title=one.title,
            detail=around.details[one.id],
            is_new=one.id not in desk.state.opened,
            replaced_by=number.get(replaced.get(one.id, ""), 0),
            is_current=one.id == current,
        )
        for one in around.papers
    )


def _lines(desk: Desk, around: Surroundings, errors: Mapping[str, str]) -> tuple[SheetLine, ...]:
    draft = desk.state.draft
    return tuple(
        SheetLine(
            id=line.id,
            label=line.label.in_(around.language),
            claimed=around.formats.number(line.claimed),
            pay=draft.get(f"pay.{line.id}", ""),
            refused=bool(draft.get(f"refuse.{line.id}")),
            ground=draft.get(f"ground.{line.id}", ""),
            pay_error=errors.get(f"pay.{line.id}", ""),
            ground_error=errors.get(f"ground.{line.id}", ""),
        )
        for line in desk.exercise.file.lines
    )


def _offs(desk: Desk, around: Surroundings, errors: Mapping[str, str]) -> tuple[SheetOffRow, ...]:
    cites, added = around.cites, added_rows(desk.form)
    return tuple(
        SheetOffRow(
            id=name,
            label=label.in_(around.language),
            cite=cites.get(clause, clause),
            typed=desk.state.draft.get(f"off.{name}", ""),
            error=errors.get(f"off.{name}", ""),
            adds=name in added,
        )
        for name, clause, label in sheet_offs(desk.form)
    )


def _sums(desk: Desk, language: str) -> tuple[Decimal, Decimal]:
    """Return what the typed lines add up to, and that less what comes off; what is no amount counts as nothing."""
    draft, added = desk.state.draft, added_rows(desk.form)
    lines = [f"pay.{line.id}" for line in desk.exercise.file.lines if not draft.get(f"refuse.{line.id}")]
    offs = [name for name, _clause, _label in sheet_offs(desk.form)]
    accepted = sum((_typed(draft.get(name, ""), language) for name in lines), Decimal(0))
    amounts = {name: _typed(draft.get(f"off.{name}", ""), language) for name in offs}
    off = sum((-amount if name in added else amount for name, amount in amounts.items()), Decimal(0))
    return accepted, max(Decimal(0), accepted - off)


def _typed(text: str, language: str) -> Decimal:
    try:
        return money(text, language) or Decimal(0)
    except NotMoney:
        return Decimal(0)


def _asked(state: DeskState, errors: Mapping[str, str], more: bool) -> tuple[AskRow, ...]:
    """Return the rows that were begun, one at least, and another where more was asked for."""
    parts = ("paper", "holder", "why")
    used = [n for n in range(MOST_ASKED) if any(state.draft.get(f"ask.{n}.{part}") for part in parts)]
    count = min(MOST_ASKED, max([1, *(n + 1 for n in used)]) + (1 if more and used else 0))
    return tuple(
        AskRow(
            n=n,
            paper=state.draft.get(f"ask.{n}.paper", ""),
            holder=state.draft.get(f"ask.{n}.holder", ""),
            why=state.draft.get(f"ask.{n}.why", ""),
            error=errors.get(f"ask.{n}.paper") or errors.get(f"ask.{n}.holder") or "",
        )
        for n in range(count)
    )


def _tray(desk: Desk, around: Surroundings) -> tuple[TrayRow, ...]:
    state = desk.state
    number = {pin: n for n, pin in enumerate(state.pins, start=1)}
    provisions = [(supports(one), _("supports %(cite)s", cite=around.cites.get(one, one))) for one in state.cites]
    rows = []
    for pin, n in number.items():
        tie = state.ties.get(pin, "")
        clashes = [(other, _("clashes with %(number)s", number=m)) for other, m in number.items() if other != pin]
        options = [*provisions, *clashes]
        provision = supported(tie)
        if provision is not None and provision not in state.cites:
            options.insert(0, (tie, _("supports %(cite)s", cite=around.cites.get(provision, provision))))
        words, source = around.words(pin)
        rows.append(
            TrayRow(
                number=n,
                pin=pin,
                words=words,
                source=source,
                tie=tie,
                clashes=bool(tie) and provision is None,
                options=tuple(options),
            )
        )
    return tuple(rows)


def _timeline(desk: Desk, around: Surroundings) -> tuple[tuple[str, str], ...]:
    """Return the events of the story, then what the person did that one would write on a file."""
    formats = around.formats
    story = [(formats.moment(event.at), event.text.in_(around.language)) for event in desk.exercise.events]
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
            case ActionKind.UNDO:
                yield action.at, _("You took the decision back")


def _saved(state: DeskState, formats: PageFormats) -> str:
    changed = state.changed_at
    return _("Saved %(time)s", time=formats.time(local(changed))) if changed and state.position > 1 else ""


def _sent(desk: Desk, around: Surroundings) -> Sent:
    decision, state, formats = desk.state.sent, desk.state, around.formats
    assert decision is not None
    assert state.decided_at is not None
    is_approval = decision.disposition is Disposition.APPROVE
    accepted = sum((row.accepted or Decimal(0) for row in decision.rows.values() if not row.refused), Decimal(0))
    return Sent(
        summary=_summary(decision, around),
        at=formats.time(local(state.decided_at)),
        rows=tuple(_sent_rows(desk, decision, around)) if is_approval else (),
        claimed=formats.number(sum((line.claimed for line in desk.exercise.file.lines), Decimal(0))),
        accepted=formats.number(accepted),
        total=formats.money(decision.total),
        facts=tuple(_sent_facts(decision, around)),
    )


def _summary(decision: Decision, around: Surroundings) -> str:
    match decision.disposition:
        case Disposition.APPROVE:
            amount = around.formats.money(decision.total)
            return str(_("Approve, %(amount)s to %(payee)s", amount=amount, payee=around.payee))
        case Disposition.REJECT:
            return str(_("Reject, %(ground)s", ground=around.cites.get(decision.lead, decision.lead)))
        case Disposition.REQUEST_INFORMATION:
            papers = ", ".join(around.kind(asked.paper) for asked in decision.asked)
            return str(_("Request information: %(papers)s", papers=papers))
        case Disposition.ESCALATE:
            return str(_("Escalate: %(queue)s", queue=around.queue(decision.queue)))


def _sent_rows(desk: Desk, decision: Decision, around: Surroundings) -> Iterable[SentRow]:
    formats = around.formats
    for line in desk.exercise.file.lines:
        row = decision.rows[line.id]
        ground = around.cites.get(row.ground, row.ground)
        yield SentRow(
            label=line.label.in_(around.language),
            note=_("refused, %(ground)s", ground=ground) if row.refused else "",
            claimed=formats.number(line.claimed),
            amount=formats.number(Decimal(0) if row.refused else row.accepted or Decimal(0)),
        )
    for name, clause, label in sheet_offs(desk.form):
        if off := decision.offs.get(name):
            words, cite = label.in_(around.language), around.cites.get(clause, clause)
            amount = f"{'+' if off < 0 else '−'} {formats.number(abs(off))}"
            yield SentRow(label=words, note=cite, claimed="", amount=amount, is_off=True)


def _sent_facts(decision: Decision, around: Surroundings) -> Iterable[tuple[str, str]]:
    for asked in decision.asked:
        yield (
            around.kind(asked.paper),
            ", ".join(part for part in (around.holder(asked.holder), around.fact(asked.why)) if part),
        )
    if decision.brief:
        yield _("The brief says"), "; ".join(around.brief_words(part) for part in decision.brief)
    if decision.cites:
        yield _("Provisions cited"), ", ".join(around.cites.get(one, one) for one in decision.cites)
    pins, ties = len(decision.pins), len(decision.ties)
    yield _("Evidence"), _("%(pins)s pinned, %(ties)s tied", pins=pins, ties=ties)
    if decision.reason:
        yield _("Reason"), decision.reason
