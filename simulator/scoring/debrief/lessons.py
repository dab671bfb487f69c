"""Lessons: what went wrong first, what it would have cost whom, what to look at next time."""

from simulator.domain.decision import FINAL, Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria import disposition
from simulator.scoring.criteria.errors import missed_flags
from simulator.scoring.criteria.evidence import spare_marks, spare_pins
from simulator.scoring.debrief import advice
from simulator.scoring.debrief.errors import cost_of, shown
from simulator.scoring.debrief.model import Lessons
from simulator.scoring.debrief.slips import Slip
from simulator.scoring.debrief.subject import Subject, capital, named
from simulator.scoring.review import Review
from simulator.scoring.scorecard import Criterion
from simulator.scoring.wording import DASH, counted, filled, listed, money, sentences

_IN_ORDER = (
    "procedure", "evidence", "disposition", "request", "escalation", "grounds", "amount", "errors", "timeliness",
)  # fmt: skip
"""The order of the work: what goes wrong early is the reason for what goes wrong later."""


def lessons(subject: Subject) -> Lessons:
    """Return the three lessons of this decision; an act that was not due came before all else that went wrong."""
    slip, criterion = subject.slip, _first_lost(subject)
    if slip is not None:
        return Lessons(first=_slipped(slip), cost=cost(subject), next_time=_next_of(slip))
    if criterion is None:
        return Lessons(first=advice.NOTHING, cost=advice.COSTS_NOTHING, next_time=advice.KEEP)
    return Lessons(first=_first(subject, criterion), cost=cost(subject), next_time=_next(subject, criterion))


def _first_lost(subject: Subject) -> Criterion | None:
    """Return the criterion of the earliest work on which points were lost; a missing reason comes last."""
    lost = {one.id: one for one in subject.card.criteria if one.differs}
    ordered = [lost[name] for name in _IN_ORDER if name in lost]
    weighty = [one for one in ordered if not _is_reason_alone(one)]
    return next(iter([*weighty, *ordered]), None)


def _is_reason_alone(criterion: Criterion) -> bool:
    return criterion.id == "procedure" and not criterion.rows


def _slipped(slip: Slip) -> Text:
    return filled(advice.SLIPPED[slip.criterion], because=slip.because)


def _first(subject: Subject, criterion: Criterion) -> Text:
    if criterion.id == "procedure":
        papers = listed(capital(subject.review.paper(one)) for one in criterion.rows)
        return filled(advice.UNREAD, papers=papers) if criterion.rows else advice.NO_REASON
    if criterion.id == "evidence":
        return _first_fact(subject, criterion)
    if criterion.id == "errors":
        return _first_error(subject)
    if criterion.id == "disposition":
        return disposition.judge(subject.review).because
    if criterion.id == "amount" and (off := _off(subject, criterion.because)):
        return off
    return filled(advice.OTHERWISE, criterion=criterion.label, because=criterion.because)


def _first_error(subject: Subject) -> Text:
    missed = missed_flags(subject.review)
    if not missed:
        return advice.ALARMS
    return filled(
        advice.OVERLOOKED,
        error=subject.review.error(missed[0]),
        shown=shown(subject, missed[0]),
    )


def _off(subject: Subject, because: Text) -> Text | None:
    """Return by how much the total is off; nothing where only its rows are."""
    paid, owed = subject.review.decision.total, subject.review.measure.payable
    if paid == owed:
        return None
    off = money(abs(paid - owed), subject.currency)
    return filled(advice.TOO_MUCH if paid > owed else advice.TOO_LITTLE, off=off, because=because)


def _first_fact(subject: Subject, criterion: Criterion) -> Text:
    if not criterion.rows:
        return {"alarms": advice.ALARMS, "spare": advice.SPARE, "ties": advice.UNTIED}[_beside_facts(subject)]
    need = next(one for one in subject.review.needs if one.fact == criterion.rows[0])
    clause = subject.clause(need.provision)
    return filled(
        advice.MISSED,
        fact=subject.needed(need),
        papers=subject.papers_of(need.pins),
        clause=named(clause) if clause else DASH,
    )


def _beside_facts(subject: Subject) -> str:
    """Return what else the evidence lost points for: flags on what is right, too many pins, or missing ties."""
    review, free = subject.review, subject.review.weights.part("evidence", "spare_free")
    if len(spare_pins(review)) > free:
        return "spare"
    return "alarms" if len(spare_marks(review)) > free else "ties"


def cost(subject: Subject) -> Text:
    """Return what the decision would have cost, and whom."""
    who, parts = subject.claimant, _costs(subject)
    if not parts and subject.slip is not None and subject.slip.criterion == "request":
        parts = [advice.UNSAID]
    elif not parts:
        only_late = [one.id for one in subject.card.criteria if one.differs] == ["timeliness"]
        parts = [advice.HELD_UP if only_late else advice.ONLY_FILE]
    return sentences(*(filled(part, who=who) for part in parts))


def _costs(subject: Subject) -> list[Text]:
    review, measures = subject.review, subject.card.measures
    expected, done = review.determination.disposition, review.decision.disposition
    parts = _past_others(subject)
    if measures.early:
        parts.append(_early(subject) if done is Disposition.APPROVE else advice.EARLY)
    elif amount := _wrong_money(subject):
        parts.append(amount)
    if waited := subject.waited_in_vain:
        parts.append(filled(advice.WAITED, days=counted(waited, advice.DAY, advice.DAYS), who="{who}"))
    elif needless := measures.needless - sum(disposition.is_asked_past_others(one) for one in subject.reviews):
        parts.append(filled(advice.WAITS, n=needless, who="{who}"))
    if expected is done is Disposition.REQUEST_INFORMATION and (asked := subject.own("request")) and asked.rows:
        parts.append(advice.ASKED_TWICE)
    if missed := missed_flags(review):
        parts.append(cost_of(subject, missed[0]))
    return parts


def _past_others(subject: Subject) -> list[Text]:
    """Return whom an act of the claim went past, or at which desk it would have lain."""
    last, passed = subject.review, [one for one in subject.reviews if disposition.is_asked_past_others(one)]
    is_others = last.determination.disposition is Disposition.ESCALATE
    if is_others and last.decision.disposition in FINAL:
        passed.append(last)
    queues = dict.fromkeys(one.determination.escalate_to for one in passed)
    parts = [filled(advice.PAST_OTHERS, queue=last.queue(one)) for one in queues]
    if is_others and last.decision.disposition is Disposition.ESCALATE and _is_wrong_desk(last):
        parts.append(filled(advice.WRONG_DESK, queue=last.queue(last.decision.queue)))
    return parts


def _is_wrong_desk(review: Review) -> bool:
    return bool(review.decision.queue) and review.decision.queue != review.determination.escalate_to


def _early(subject: Subject) -> Text:
    """Return what paying too early costs: where only a check of the guide is open, why the guide has it asked."""
    review = subject.review
    checks = {stage.name for stage in review.guide.stages if stage.when is not None}
    requests = review.determination.requests
    facts = {**review.guide.facts, **review.form.facts}
    whys = (facts[name].ask_why for one in requests for name in one.proves if name in facts)
    why = next((words for words in whys if words is not None), None)
    is_check_alone = all(checks.issuperset(one.because) for one in requests)
    return why if why is not None and is_check_alone else advice.EARLY_PAID


def _wrong_money(subject: Subject) -> Text | None:
    measures = subject.card.measures
    if measures.refused:
        return filled(advice.REFUSED, amount=money(measures.owed, subject.currency), who="{who}")
    if measures.overpaid:
        return filled(advice.OVERPAID, amount=money(measures.overpaid, subject.currency))
    if measures.kept_back:
        return filled(advice.KEPT_BACK, amount=money(measures.kept_back, subject.currency), who="{who}")
    return None


def _next(subject: Subject, criterion: Criterion) -> Text:
    if _is_reason_alone(criterion):
        return advice.NEXT["reason"]
    if criterion.id == "evidence" and not criterion.rows:
        return advice.NEXT[_beside_facts(subject)]
    if criterion.id == "errors" and not criterion.rows:
        return advice.NEXT["alarms"]
    if criterion.id == "evidence":
        need = next(one for one in subject.review.needs if one.fact == criterion.rows[0])
        return _by_kind(subject, need.provision)
    return _next_act(subject) if criterion.id == "disposition" else advice.NEXT[criterion.id]


def _next_of(slip: Slip) -> Text:
    """Return what to look at before another act such as the one that slipped."""
    if slip.criterion == "amount":
        return advice.NEXT["meanwhile"]
    if slip.criterion != "disposition":
        return advice.NEXT[slip.criterion]
    expected = slip.review.determination.disposition
    if expected is Disposition.REQUEST_INFORMATION:
        return advice.NEXT["request"]
    return advice.NEXT["escalation" if expected is Disposition.ESCALATE else "in_vain"]


def _next_act(subject: Subject) -> Text:
    expected, done = subject.review.determination.disposition, subject.review.decision.disposition
    if expected is Disposition.ESCALATE:
        return advice.NEXT["escalation"]
    if expected is Disposition.REQUEST_INFORMATION:
        return advice.NEXT["early"]
    if done not in FINAL:
        return advice.NEXT["in_vain"]
    lead = subject.review.determination.lead
    return _by_kind(subject, lead) if lead else advice.NEXT["disposition"]


def _by_kind(subject: Subject, provision: str) -> Text:
    found = next((one.kind for one in subject.review.form.provisions if one.id == provision), None)
    return advice.NEXT["escalation"] if found is None else advice.NEXT_BY_KIND.get(found, advice.NEXT["grounds"])
