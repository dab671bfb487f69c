"""The follower: whoever does exactly what the determination says. A model path, a robot, and the check of the score."""

from collections.abc import Container, Iterable
from decimal import Decimal

from simulator.coverage.determination import Determination, LineResult
from simulator.coverage.determine import AUTHORITY
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.fold import WORK
from simulator.desk.payments import ledger_of
from simulator.desk.ties import supported, supports
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.scoring.meanwhile import undisputed

READ_MINUTES = "open_paper"
LETTER_MINUTES = "letter"
REASON = "As the wording and the papers say."


def decision_from(determination: Determination, form: Form, guide: Guide) -> Decision:
    """Return the decision of who follows *determination* to the letter, with its pins, ties and cites."""
    of, known = determination, {provision.id for provision in form.provisions}
    is_escalation = of.disposition is Disposition.ESCALATE
    sheet = _sheet(of, form)
    ties = _ties(of, known)
    tied = (supported(to) for to in ties.values())
    cites = tuple(one for one in dict.fromkeys((*of.cites, *of.grounds, *tied)) if one in known)
    lead = of.lead or next(iter(cites), "")
    return Decision(
        disposition=of.disposition,
        rows={line.line: _row(line) for line in sheet},
        offs={off.id: off.amount for off in of.offs if off.amount} if sheet else {},
        lead=lead if of.disposition is Disposition.REJECT else "",
        cites=cites,
        pins=tuple(dict.fromkeys(need.pins[0] for need in of.needs if need.pins)),
        ties=ties,
        asked=_asked(of),
        queue=of.escalate_to if is_escalation else "",
        brief=(brief_of(of.because_of, guide),) if is_escalation and of.because_of else (),
        reason=REASON,
    )


def _sheet(of: Determination, form: Form) -> tuple[LineResult, ...]:
    """Return the lines of the sheet: all of an approval, with a request those that may be paid meanwhile."""
    if of.disposition is Disposition.APPROVE:
        return of.lines
    if of.disposition is Disposition.REQUEST_INFORMATION and of.pay_now and ledger_of(form) is not None:
        return undisputed(of)
    return ()


def brief_of(because: str, guide: Guide) -> str:
    """Return the part of a brief that names why a claim goes to others."""
    if because == AUTHORITY:
        return because
    return f"trigger:{because}" if because in guide.sends_on else f"provision:{because}"


def _row(line: LineResult) -> Row:
    if line.disposition is Disposition.REJECT:
        return Row(accepted=Decimal(0), refused=True, ground=line.grounds[0] if line.grounds else "")
    return Row(accepted=line.accepted)


def _ties(determination: Determination, known: Container[str]) -> dict[str, str]:
    """Return what each pin supports; one pin may serve several facts, then the first clause counts."""
    ties: dict[str, str] = {}
    for need in determination.needs:
        free = [pin for pin in need.pins if pin not in ties]
        if need.provision in known and free:
            ties[free[0]] = supports(need.provision)
    return ties


def _asked(determination: Determination) -> tuple[Asked, ...]:
    if determination.disposition is not Disposition.REQUEST_INFORMATION:
        return ()
    return tuple(
        Asked(paper=one.paper, holder=one.holder, why=one.proves[0] if one.proves else "")
        for one in determination.requests
    )


def model_minutes(file: ClaimFile, acts: Iterable[Disposition], reminders: int, guide: Guide) -> int:
    """Return the minutes of work of the model path: every paper on *file* read once, *acts* done, reminders sent."""
    minutes = guide.work_minutes
    return (
        reminders * minutes.get(LETTER_MINUTES, 0)
        + len(file.papers) * minutes.get(READ_MINUTES, 0)
        + sum(minutes.get(WORK[act], 0) for act in acts)
    )
