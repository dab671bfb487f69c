"""Your steps beside the model path, in minutes of work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from simulator.coverage.determination import Determination, Need
from simulator.coverage.says.facts import joined
from simulator.desk.actions import Action, ActionKind
from simulator.desk.filing import on_file
from simulator.domain.decision import Decision, Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.evidence import is_found, spare_pins
from simulator.scoring.criteria.grounds import done_cites, expected_cites
from simulator.scoring.debrief.flagging import flagging
from simulator.scoring.debrief.model import Find, Path, PathRow
from simulator.scoring.debrief.slips import slip_of
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, NOTHING, counted, filled, listed, money

_READ = Text("Read {n} of {all} papers", "Lugesid läbi dokumente: {n}/{all}")
_READ_ALL = Text("Read every paper once, {n} min", "Loe kõik dokumendid üks kord läbi, {n} min")
_UNREAD = Text("not opened: {papers}", "avamata: {papers}")
_PIN = Text("Pin for {clause}: {facts}", "Märgi ({clause}): {facts}")
_PINNED = Text("Pinned: {facts}", "Märkisid: {facts}")
_STILL = Text("missed: {facts}", "leidmata: {facts}")
_SPARE, _SPARES = (
    Text("spare fact pinned", "üleliigne fakt märgitud"),
    Text("spare facts pinned", "üleliigset fakti märgitud"),
)
_FREE = Text("{n} are free", "{n} on lubatud")
_CITE = Text("Name the clauses: {cites}", "Viita punktidele: {cites}")
_CITED = Text("Named: {cites}", "Viitasid: {cites}")
_NOTE, _NOTES = Text("note put on file", "märkus toimikus"), Text("notes put on file", "märkust toimikus")
_UNDONE, _UNDONES = (
    Text("decision taken back", "otsus tagasi võetud"),
    Text("decisions taken back", "otsust tagasi võetud"),
)
_APPROVE = Text("Approve {amount}", "Hüvita {amount}")
_REJECT = Text("Reject: {cite}", "Keeldu: {cite}")
_REQUEST = Text("Ask for: {papers}", "Küsi: {papers}")
_FROM = Text("{paper} (from: {holder})", "{paper} (kellelt: {holder})")
_AND_PAY = Text("{act}; pay {amount} meanwhile", "{act}; maksa vahepeal {amount}")
_MAY_PAY = Text("{act}; {amount} may be paid meanwhile", "{act}; vahepeal võib maksta {amount}")
_THEN = Text("Wait for the reply, then decide", "Oota vastus ära ja siis otsusta")
_ESCALATE = Text("Send it on to: {queue}", "Anna edasi: {queue}")


def path(subject: Subject) -> Path:
    """Return the steps; what the model path has and you did not do stands there without one of yours."""
    review = subject.review
    rows = [
        _reading(subject),
        *_finding(subject),
        *flagging(subject),
        *_naming(subject),
        *_besides(subject),
        *_before(subject),
        *_deciding(subject),
    ]
    return Path(rows=tuple(rows), minutes=review.minutes, model_minutes=review.model_minutes)


def _reading(subject: Subject) -> PathRow:
    review = subject.review
    there, opened = on_file(review.file), review.opened
    unread = subject.criterion("procedure")
    missed = (unread.rows if unread is not None else ()) or tuple(one.id for one in there if one.id not in opened)
    return PathRow(
        yours=filled(_READ, n=len(opened), all=len(there)),
        at=_at(subject, lambda action: action.kind is ActionKind.OPEN),
        model=filled(_READ_ALL, n=review.model_minutes),
        find=Find.MISSED if missed else Find.FOUND,
        note=filled(_UNREAD, papers=listed(capital(review.paper(one)) for one in missed)) if missed else NOTHING,
    )


def _finding(subject: Subject) -> Iterator[PathRow]:
    """Yield a step for each clause: the facts on which it turns."""
    by_clause: dict[str, list[Need]] = {}
    for need in subject.review.needs:
        by_clause.setdefault(need.provision, []).append(need)
    for name, needs in by_clause.items():
        clause = subject.clause(name)
        found = [need for need in needs if is_found(subject.review, need)]
        left = [need for need in needs if need not in found]
        pins = {pin for need in found for pin in need.pins}
        yield PathRow(
            yours=filled(_PINNED, facts=_facts(subject, found)) if found else DASH,
            at=_at(subject, lambda action, pins=pins: action.data.get("pin") in pins),  # type: ignore[misc]
            model=filled(_PIN, clause=clause.cite if clause else DASH, facts=_facts(subject, needs)),
            find=Find.MISSED if left else Find.FOUND,
            note=filled(_STILL, facts=_facts(subject, left)) if left and found else NOTHING,
        )


def _facts(subject: Subject, needs: Sequence[Need]) -> Text:
    return joined(tuple(dict.fromkeys(subject.needed(need) for need in needs)), "; ", "; ")


def _naming(subject: Subject) -> Iterator[PathRow]:
    expected, done = expected_cites(subject.review), done_cites(subject.review)
    if not expected:
        return
    missed = tuple(one for one in expected if one not in done)
    yield PathRow(
        yours=filled(_CITED, cites=subject.review.cites(done)) if done else DASH,
        at=_at(subject, lambda action: action.kind is ActionKind.CITE),
        model=filled(_CITE, cites=subject.review.cites(expected)),
        find=Find.MISSED if missed else Find.FOUND,
        note=filled(_STILL, facts=subject.review.cites(missed)) if missed and done else NOTHING,
    )


def _besides(subject: Subject) -> Iterator[PathRow]:
    """Yield what you did beside the model path."""
    spare = spare_pins(subject.review)
    if spare:
        free = int(subject.review.weights.part("evidence", "spare_free"))
        yield _beside(subject, counted(len(spare), _SPARE, _SPARES), filled(_FREE, n=free), pins=frozenset(spare))
    for kind, one, many in ((ActionKind.NOTE, _NOTE, _NOTES), (ActionKind.UNDO, _UNDONE, _UNDONES)):
        times = sum(1 for action in subject.state.actions if action.kind is kind)
        if times:
            yield _beside(subject, counted(times, one, many), NOTHING, kind=kind)


def _beside(
    subject: Subject, yours: Text, note: Text, *, kind: ActionKind | None = None, pins: Iterable[str] = ()
) -> PathRow:
    def is_it(action: Action) -> bool:
        return action.kind is kind or str(action.data.get("pin", "")) in pins

    return PathRow(yours=yours, at=_at(subject, is_it), model=DASH, find=Find.SPARE, note=note)


def _before(subject: Subject) -> Iterator[PathRow]:
    """Yield the acts before the last one, each beside what was right then."""
    for sent, review in list(zip(subject.state.acts, subject.reviews, strict=True))[:-1]:
        then = replace(subject, review=review)
        yield PathRow(
            yours=decided(then, sent.decision),
            at=sent.work_minutes,
            model=determined(then, review.determination),
            find=Find.FOUND if slip_of(review) is None else Find.MISSED,
            note=NOTHING,
        )


def _deciding(subject: Subject) -> Iterator[PathRow]:
    """Yield the last act, and what the model path still has after it where the claim was settled too early."""
    review = subject.review
    yield PathRow(
        yours=decided(subject, review.decision),
        at=_at(subject, lambda action: action.kind is ActionKind.DECIDE),
        model=determined(subject, review.determination),
        find=Find.FOUND if slip_of(review) is None else Find.MISSED,
        note=NOTHING,
    )
    is_open = review.measure.disposition is Disposition.REQUEST_INFORMATION
    if is_open and review.decision.disposition is not Disposition.REQUEST_INFORMATION:
        yield PathRow(yours=DASH, at=None, model=_THEN, find=Find.MISSED, note=NOTHING)


def decided(subject: Subject, of: Decision) -> Text:
    """Return what was sent, in a few words."""
    papers = [(one.paper, one.holder) for one in of.asked]
    act = _act(subject, of.disposition, of.total, lead=of.lead, papers=papers, queue=of.queue)
    return filled(_AND_PAY, act=act, amount=money(of.total, subject.currency)) if of.pays_meanwhile else act


def determined(subject: Subject, of: Determination) -> Text:
    """Return what was right, in a few words."""
    lead, papers = of.lead or next(iter(of.cites), ""), [(one.paper, one.holder) for one in of.requests]
    act = _act(subject, of.disposition, of.payable, lead=lead, papers=papers, queue=of.escalate_to)
    free = sum(of.pay_now.values(), Decimal(0))
    return filled(_MAY_PAY, act=act, amount=money(free, subject.currency)) if free else act


def _act(
    subject: Subject,
    disposition: Disposition,
    amount: Decimal,
    *,
    lead: str,
    papers: Sequence[tuple[str, str]],
    queue: str,
) -> Text:
    review = subject.review
    match disposition:
        case Disposition.APPROVE:
            return filled(_APPROVE, amount=money(amount, subject.currency))
        case Disposition.REJECT:
            return filled(_REJECT, cite=review.cite(lead) if lead else DASH)
        case Disposition.REQUEST_INFORMATION:
            return filled(_REQUEST, papers=listed(_from(review, *one) for one in papers))
        case Disposition.ESCALATE:
            return filled(_ESCALATE, queue=review.queue(queue))


def _from(review: Review, paper: str, holder: str) -> Text:
    return filled(_FROM, paper=capital(review.kind(paper)), holder=review.holder(holder))


def _at(subject: Subject, is_it: Callable[[Action], bool]) -> int | None:
    """Return the minutes of work after the last action of that kind; nothing where there was none."""
    state = subject.state
    found = [spent for action, spent in zip(state.actions, state.spent, strict=False) if is_it(action)]
    return found[-1] if found else None
