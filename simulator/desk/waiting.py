"""Waiting: what is sent, what comes back, and how the calendar moves on while a claim waits."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from simulator.coverage.dates import is_working
from simulator.desk import correspondents
from simulator.desk.actions import Action
from simulator.desk.correspondents import Happened, Letter, Next, Pending
from simulator.desk.payments import ledger_of, with_payment, with_payments_on
from simulator.desk.state import Sent, Status
from simulator.desk.supervisor import Back
from simulator.desk.table import Desk
from simulator.domain.decision import Decision, Disposition
from simulator.errors import InvalidAction

_FINAL = (Disposition.APPROVE, Disposition.REJECT)
_SUPERVISOR_AT = time(14, 0)


def can_wait(desk: Desk) -> bool:
    """Tell whether something will happen on this desk when time passes."""
    if desk.status not in (Status.OPEN, Status.WAITING):
        return False
    return desk.elsewhere or correspondents.next_of(desk.pending, desk.guide, desk.file.market) is not None


def send(desk: Desk, decision: Decision, action: Action) -> None:
    """Send *decision*: one that settles the claim decides it, a request or an escalation waits for its reply."""
    sent = Sent(n=action.n, decision=decision, file=desk.file, opened=tuple(desk.opened), work_minutes=desk.minutes)
    desk.before = (desk.file, [*desk.letters], [*desk.pending])
    desk.acts.append(sent)
    desk.sent = decision
    if decision.disposition in _FINAL:
        desk.status, desk.decided_at = Status.DECIDED, action.at
        return
    desk.status = Status.WAITING
    if decision.disposition is Disposition.ESCALATE:
        desk.elsewhere = True
        desk.letters.append(Letter(at=desk.file.as_of, happened=Happened.ESCALATED, party=decision.queue))
    else:
        _pay(desk, decision.total)
        _ask(desk, decision)


def _pay(desk: Desk, amount: Decimal) -> None:
    """Pay what is undisputed meanwhile: the ledger on the file says so from then on."""
    ledger = ledger_of(desk.form) if desk.form is not None else None
    if ledger is None or not amount:
        return
    desk.file, printed = with_payment(desk.file, ledger, amount)
    letter = Letter(at=desk.file.as_of, happened=Happened.PAID, paper=ledger.name, papers=(printed,), amount=amount)
    desk.letters.append(letter)


def _ask(desk: Desk, decision: Decision) -> None:
    for one in decision.asked:
        before = sum(1 for letter in desk.letters if letter.happened is Happened.ASKED and letter.paper == one.paper)
        at = desk.file.as_of
        desk.pending.append(correspondents.asked(one, at=at, known=desk.known, before=before))
        desk.letters.append(Letter(at=at, happened=Happened.ASKED, paper=one.paper, party=one.holder))


def take_back(desk: Desk) -> None:
    """Take the last act back: the desk, and what lay on it, is as it was before it was sent."""
    assert desk.before is not None
    desk.file, desk.letters, desk.pending = desk.before
    desk.acts.pop()
    desk.sent, desk.status, desk.decided_at, desk.elsewhere, desk.before = None, Status.OPEN, None, False, None


def remind(desk: Desk, _: Action) -> None:
    """Send a reminder to everybody whose reply is overdue.

    Raises:
        InvalidAction: No reminder is due.
    """
    if not any(one.due for one in desk.pending):
        raise InvalidAction("No reminder is due yet.")
    at = desk.file.as_of
    for place, one in enumerate(desk.pending):
        if one.due:
            desk.pending[place] = replace(one, reminded=(*one.reminded, at), due=False)
            desk.letters.append(Letter(at=at, happened=Happened.REMINDED, paper=one.paper, party=one.holder))
    desk.work("letter")


def wait(desk: Desk, action: Action) -> None:
    """Let time pass until the next thing happens.

    Raises:
        InvalidAction: Nothing is on its way.
    """
    if desk.elsewhere:
        _answered(desk, action)
    else:
        _arrive(desk)
    desk.before = None
    if desk.status is Status.WAITING:
        desk.status, desk.sent, desk.draft = Status.OPEN, None, {}


def _answered(desk: Desk, action: Action) -> None:
    """The supervisor has answered; the log says how, so that it plays the same whenever it is played."""
    back, at = action.data.get("back"), _next_morning(desk)
    desk.elsewhere = False
    desk.file = replace(desk.file, as_of=at)
    queue = desk.sent.queue if desk.sent else ""
    if not back:
        desk.status, desk.decided_at = Status.DECIDED, action.at
        desk.letters.append(Letter(at=at, happened=Happened.TAKEN_OVER, party=queue))
        return
    note = Back(str(back)).value
    desk.letters.append(Letter(at=at, happened=Happened.HANDED_BACK, party=queue, note=note))


def _next_morning(desk: Desk) -> datetime:
    day = desk.file.as_of.date() + timedelta(days=1)
    while not is_working(day, desk.file.market):
        day += timedelta(days=1)
    return datetime.combine(day, _SUPERVISOR_AT)


def _arrive(desk: Desk) -> None:
    coming = correspondents.next_of(desk.pending, desk.guide, desk.file.market)
    if coming is None:
        raise InvalidAction("Nothing is on its way: ask for something, or decide.")
    _HAPPENS[coming.happened](desk, coming)


def _comes(desk: Desk, coming: Next) -> None:
    answer = coming.pending.answer
    old = {paper.id for paper in desk.file.papers}
    desk.file = correspondents.with_papers(desk.file, answer.papers, at=coming.at)
    came = tuple(paper.id for paper in desk.file.papers if paper.id not in old)
    if (ledger := ledger_of(desk.form) if desk.form is not None else None) is not None:
        desk.file = with_payments_on(desk.file, ledger, came, _paid(desk))
    _close_pending(desk, coming, came)


def _paid(desk: Desk) -> Decimal:
    return sum((letter.amount for letter in desk.letters if letter.amount is not None), Decimal(0))


def _is_none(desk: Desk, coming: Next) -> None:
    desk.file = correspondents.with_closed(desk.file, coming.pending.paper, at=coming.at)
    _close_pending(desk, coming, ())


def _unchanged(desk: Desk, coming: Next) -> None:
    desk.file = replace(desk.file, as_of=coming.at)
    _close_pending(desk, coming, ())


def _nothing(desk: Desk, coming: Next) -> None:
    """The holder has nothing to tell: what has no presumption and was asked about is not to be proved by that paper."""
    why = desk.form.facts.get(coming.pending.why) if desk.form is not None else None
    close = _is_none if why is not None and why.silent is None else _unchanged
    close(desk, coming)


def _reminder_due(desk: Desk, coming: Next) -> None:
    desk.file = replace(desk.file, as_of=coming.at)
    desk.pending = [replace(one, due=True) if one == coming.pending else one for one in desk.pending]
    desk.letters.append(_letter(coming))


def _close_pending(desk: Desk, coming: Next, papers: tuple[str, ...]) -> None:
    desk.pending = [one for one in desk.pending if one != coming.pending]
    desk.letters.append(replace(_letter(coming), papers=papers))


def _letter(coming: Next) -> Letter:
    of: Pending = coming.pending
    return Letter(at=coming.at, happened=coming.happened, paper=of.paper, party=of.holder)


_HAPPENS = {
    Happened.CAME: _comes,
    Happened.CAME_IN_PART: _comes,
    Happened.CAME_WRONG: _comes,
    Happened.CAME_CORRECTED: _comes,
    Happened.NONE: _is_none,
    Happened.ON_FILE: _unchanged,
    Happened.NOTHING: _nothing,
    Happened.NOT_HELD: _unchanged,
    Happened.REMINDER_DUE: _reminder_due,
    Happened.GIVEN_UP: _is_none,
}
