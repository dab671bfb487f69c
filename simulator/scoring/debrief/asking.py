"""What had to be asked for, or handed on, beside what was."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.coverage.determination import Request
from simulator.domain.decision import Asked, Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.disposition import why_elsewhere
from simulator.scoring.criteria.escalation import names_the_question
from simulator.scoring.criteria.request import is_why_right, nearest
from simulator.scoring.debrief.model import AskedRow, Find, Handing
from simulator.scoring.debrief.subject import AUTHORITY, Subject, capital, named
from simulator.scoring.debrief.why import rests_on
from simulator.scoring.wording import ACTS, DASH, NOTHING, filled, listed, money, sentences

_HELD_BY = Text("Asked of: {yours}. Held by: {right}.", "Küsitud: {yours}. Asub: {right}.")
_SHOULD_PROVE = Text("You gave as the reason: {yours}.", "Sinu põhjus: {yours}.")
_NO_REASON = Text("You did not say what it should prove.", "Sa ei öelnud, mida see tõendama peab.")
_ITSELF = Text("the paper itself is due", "nõutud on dokument ise")
_NOT_NEEDED = Text("It changes nothing here.", "See ei muuda siin midagi.")
_APPROVED = Text("Approve, {amount}", "Hüvita, {amount}")
_REFUSED = Text("Reject, {cites}", "Keeldu, {cites}")


def asked(subject: Subject) -> tuple[AskedRow, ...]:
    """Return the papers that had to be asked for and those that were; none where nobody asked and nobody had to."""
    return tuple(_asked(subject))


def _asked(subject: Subject) -> Iterator[AskedRow]:
    is_due = subject.review.determination.disposition is Disposition.REQUEST_INFORMATION
    wanted = nearest(subject.review) if is_due else ()
    yours = {one.paper: one for one in subject.review.decision.asked}
    for request in wanted:
        yield _wanted(subject, request, yours.get(request.paper))
    papers = {request.paper for request in wanted}
    for one in subject.review.decision.asked:
        if one.paper not in papers:
            yield AskedRow(
                paper=capital(subject.review.kind(one.paper)),
                holder=capital(subject.review.holder(one.holder)),
                proves=capital(subject.words.label(one.why)) if one.why else DASH,
                find=Find.SPARE,
                note=_NOT_NEEDED,
            )


def _wanted(subject: Subject, request: Request, yours: Asked | None) -> AskedRow:
    return AskedRow(
        paper=capital(subject.review.kind(request.paper)),
        holder=capital(subject.review.holder(request.holder)),
        proves=capital(listed((subject.words.label(fact) for fact in request.proves), _ITSELF)),
        find=Find.FOUND if yours else Find.MISSED,
        note=sentences(*_slips(subject, request, yours)) if yours else NOTHING,
    )


def _slips(subject: Subject, request: Request, yours: Asked) -> Iterator[Text]:
    if yours.holder != request.holder:
        holders = subject.review.holder(yours.holder), subject.review.holder(request.holder)
        yield filled(_HELD_BY, yours=holders[0], right=holders[1])
    if is_why_right(request, yours):
        return
    if not yours.why:
        yield _NO_REASON
    else:
        yield filled(_SHOULD_PROVE, yours=subject.words.label(yours.why))


def handing(subject: Subject) -> Handing | None:
    """Return where the claim had to go, beside where it was sent; nothing where it had to stay and stayed."""
    review = subject.review
    of, decision = review.measure, review.decision
    if of.disposition is not Disposition.ESCALATE:
        return None
    is_sent = decision.disposition is Disposition.ESCALATE
    rule = subject.clause(of.because_of or AUTHORITY)
    return Handing(
        queue=review.queue(of.escalate_to),
        why=capital(why_elsewhere(review)),
        rule=rule.text if rule else NOTHING,
        your_queue=review.queue(decision.queue) if is_sent else DASH,
        your_brief=listed(_brief(subject, part) for part in decision.brief) if is_sent else DASH,
        is_queue_right=is_sent and decision.queue == of.escalate_to,
        is_brief_right=is_sent and names_the_question(review),
        then=_then(subject),
        then_why=capital(rests_on(_there(subject))) if of.then is not None else NOTHING,
    )


def _there(subject: Subject) -> Subject:
    """Return the claim as it lies before whoever decides it in the end."""
    then = subject.review.measure.then or subject.review.measure
    return replace(subject, review=replace(subject.review, determination=then))


def _brief(subject: Subject, part: str) -> Text:
    name = part.rpartition(":")[2]
    clause = subject.clause(name)
    if clause is None:
        return DASH
    if clause.title.en:
        return named(clause)
    return Text(clause.text.en.rstrip("."), clause.text.et.rstrip("."))


def _then(subject: Subject) -> Text:
    then = subject.review.measure.then
    if then is None:
        return NOTHING
    if then.disposition is Disposition.APPROVE:
        return filled(_APPROVED, amount=money(then.payable, subject.currency))
    if then.disposition is Disposition.REJECT:
        return filled(_REFUSED, cites=subject.review.cites(then.grounds or then.cites))
    return ACTS[then.disposition]
