"""Correspondents: what has been asked for and is not answered yet, and what happens next in simulated time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from simulator.coverage.dates import is_working, working_day_after
from simulator.coverage.language.guides import Guide
from simulator.desk.filing import free_id
from simulator.domain.answers import Answer, Correspondence, Gives
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Asked
from simulator.domain.papers import Paper

_MORNING = time(9, 0)


class Happened(StrEnum):
    """What an entry of the correspondence says."""

    PAID = "paid"
    ASKED = "asked"
    REMINDED = "reminded"
    CAME = "came"
    CAME_IN_PART = "came_in_part"
    CAME_WRONG = "came_wrong"
    CAME_CORRECTED = "came_corrected"
    NONE = "none"
    ON_FILE = "on_file"
    NOTHING = "nothing"
    NOT_HELD = "not_held"
    REMINDER_DUE = "reminder_due"
    GIVEN_UP = "given_up"
    ESCALATED = "escalated"
    TAKEN_OVER = "taken_over"
    HANDED_BACK = "handed_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One entry of the correspondence: what went out, came in, or fell due, and about which kind of paper.

    ``party`` is the holder asked or the queue; ``papers`` are the ids of those that came, or of the ledger that states
    a payment; ``note`` names why a claim was handed back, or who decided; ``amount`` is what was paid meanwhile.
    """

    at: datetime
    happened: Happened
    paper: str = ""
    party: str = ""
    papers: tuple[str, ...] = ()
    note: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A kind of paper that was asked for, for the fact *why*, and is not answered; ``due``: a reminder is due."""

    paper: str
    holder: str
    answer: Answer
    asked_at: datetime
    why: str = ""
    reminded: tuple[datetime, ...] = ()
    due: bool = False

    @property
    def last_letter_at(self) -> datetime:
        """The moment of the last letter that went out."""
        return self.reminded[-1] if self.reminded else self.asked_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The next thing to happen to a pending request."""

    at: datetime
    happened: Happened
    pending: Pending


_COMES = {
    Gives.ASKED: Happened.CAME,
    Gives.PARTIAL: Happened.CAME_IN_PART,
    Gives.WRONG: Happened.CAME_WRONG,
    Gives.CORRECTED: Happened.CAME_CORRECTED,
    Gives.NONE: Happened.NONE,
    Gives.ON_FILE: Happened.ON_FILE,
    Gives.NOTHING: Happened.NOTHING,
}


def asked(one: Asked, *, at: datetime, known: Correspondence, before: int) -> Pending:
    """Return the request that goes out at that moment, for a kind that was asked for so many times *before*."""
    nothing = Answer(holder=one.holder, gives=Gives.NOTHING, after_days=known.nothing_after_days)
    answer = known.answers.get(one.paper, nothing)
    for _ in range(before):
        answer = answer.then or answer
    return Pending(paper=one.paper, holder=one.holder, answer=answer, asked_at=at, why=one.why)


def next_of(pending: Sequence[Pending], guide: Guide | None, market: str) -> Next | None:
    """Return what happens first among the requests that are not answered and whose reminder is not due."""
    coming = [_next(one, guide, market) for one in pending if not one.due]
    return min(coming, key=lambda one: one.at, default=None)


def _next(pending: Pending, guide: Guide | None, market: str) -> Next:
    answer = pending.answer
    if pending.holder != answer.holder:
        return _at(pending, Happened.NOT_HELD, market)
    if answer.gives is not Gives.NEVER and len(pending.reminded) >= answer.reminders:
        return _at(pending, _COMES[answer.gives], market)
    days, most = (guide.requests.reminder_working_days, guide.requests.closes_after_reminders) if guide else (10, 2)
    day = working_day_after(pending.last_letter_at, days, market)
    happened = Happened.GIVEN_UP if len(pending.reminded) >= most else Happened.REMINDER_DUE
    return Next(at=datetime.combine(day, _MORNING), happened=happened, pending=pending)


def _at(pending: Pending, happened: Happened, market: str) -> Next:
    day = pending.last_letter_at.date() + timedelta(days=max(1, pending.answer.after_days))
    while not is_working(day, market):
        day += timedelta(days=1)
    return Next(at=datetime.combine(day, pending.answer.at), happened=happened, pending=pending)


def with_papers(file: ClaimFile, papers: Iterable[Paper], *, at: datetime) -> ClaimFile:
    """Return *file* as it stands at that moment, with *papers* on it; a second of one id gets a number of its own."""
    found = [*file.papers]
    for paper in papers:
        names = {one.id for one in found}
        found.append(replace(paper, id=free_id(paper.id, names), received_at=at))
    return replace(file, as_of=at, papers=tuple(found))


def with_closed(file: ClaimFile, kind: str, *, at: datetime) -> ClaimFile:
    """Return *file* as it stands at that moment, knowing that no paper of *kind* will come."""
    return replace(file, as_of=at, closed=tuple(sorted({*file.closed, kind})))
