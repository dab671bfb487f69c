"""The follower: whoever does exactly what the determination says. A model path, a robot, and the check of the score."""

from decimal import Decimal

from simulator.coverage.determination import Determination, LineResult
from simulator.coverage.language.guides import Guide
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.exercise import Exercise

READ_MINUTES = "open_paper"
REASON = "As the wording and the papers say."


def decision_from(determination: Determination, exercise: Exercise) -> Decision:
    """Return the decision of who follows *determination* to the letter, with its pins, ties and cites."""
    of, pins = determination, tuple(dict.fromkeys(need.pins[0] for need in determination.needs if need.pins))
    is_approval = of.disposition is Disposition.APPROVE
    return Decision(
        disposition=of.disposition,
        rows={line.line: _row(line) for line in of.lines} if is_approval else {},
        offs={off.id: off.amount for off in of.offs if off.amount} if is_approval else {},
        lead=of.lead if of.disposition is Disposition.REJECT else "",
        cites=tuple(dict.fromkeys((*of.cites, *of.grounds))),
        pins=pins,
        ties=_ties(determination),
        asked=_asked(determination),
        queue=of.escalate_to if of.disposition is Disposition.ESCALATE else "",
        brief=(of.because_of,) if of.disposition is Disposition.ESCALATE and of.because_of else (),
        reason=REASON,
    )


def _row(line: LineResult) -> Row:
    if line.disposition is Disposition.REJECT:
        return Row(accepted=Decimal(0), refused=True, ground=line.grounds[0] if line.grounds else "")
    return Row(accepted=line.accepted)


def _ties(determination: Determination) -> dict[str, str]:
    """Return what each pin supports; one pin may serve several facts, then the first clause counts."""
    ties: dict[str, str] = {}
    for need in determination.needs:
        free = [pin for pin in need.pins if pin not in ties]
        if need.provision and free:
            ties[free[0]] = f"provision:{need.provision}"
    return ties


def _asked(determination: Determination) -> tuple[Asked, ...]:
    if determination.disposition is not Disposition.REQUEST_INFORMATION:
        return ()
    return tuple(
        Asked(paper=one.paper, holder=one.holder, why=one.proves[0] if one.proves else "")
        for one in determination.requests
    )


def model_minutes(exercise: Exercise, guide: Guide) -> int:
    """Return the minutes of work of the model path: every paper read once, then the act."""
    minutes = guide.work_minutes
    return len(exercise.file.papers) * minutes.get(READ_MINUTES, 0) + minutes.get("decide", 0)
