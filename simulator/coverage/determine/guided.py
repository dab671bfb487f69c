"""What the guide reads of a determination, and what it allows beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from simulator.coverage.assessing import Assessment, LineVerdict
from simulator.coverage.compiling import Evaluate
from simulator.coverage.determination import Alternative, Determination
from simulator.coverage.determine.grounds import leading
from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.rules import CompiledGuide
from simulator.coverage.situation import OpenFact, Situation
from simulator.coverage.verdicts import Finding
from simulator.domain.decision import Disposition
from simulator.domain.values import Value


def special_figures(assessment: Assessment, decided: Determination, evidence: Evidence) -> dict[str, Value]:
    """Return what a guide may read beside facts."""
    finding = leading(assessment.lines, decided.lead)
    prior = evidence.states["paid_before", ""] if "paid_before" in evidence.knowledge.facts else None
    special: dict[str, Value] = {
        "payable": Fraction(decided.payable),
        "held_back": Fraction(decided.held_back),
        "lead_kind": str(finding.provision.kind) if finding else "",
        "close_provision_lead": finding is not None and _is_close(finding, evidence),
        "undisputed_lines": bool(decided.pay_now),
        "lines_refused": Fraction(sum(view.verdict is LineVerdict.REFUSED for view in assessment.lines)),
        "reserve": _figure(evidence.file.record.get("reserve", "")),
    }
    if prior is not None and isinstance(prior.value, Fraction):
        special["paid_before"] = prior.value
    return special


def _is_close(finding: Finding, evidence: Evidence) -> bool:
    """The line that decides is a judgement: the provision says so, or a fact on which it rests."""
    facts = evidence.knowledge.facts
    rests = (fact for part in finding.parts for fact, _ in part.rests_on)
    return finding.provision.close or any(fact in facts and facts[fact].close for fact in rests)


def measured(measure: Evaluate, now: Situation, evidence: Evidence) -> Fraction:
    """Return what authority is measured by; of an amount in doubt the most that a paper states counts."""
    try:
        return Fraction(measure(now))
    except OpenFact as open_:
        states = {key: evidence.states[key] for key in open_.keys}
    most: dict[Key, Value] = {key: max(state.values, default=Fraction(0)) for key, state in states.items()}
    return Fraction(measure(now.supposing(most)))


def refused_in(assessment: Assessment, decided: Determination, claimed: Fraction) -> Fraction:
    """Return the amount claimed on what is refused: all that is *claimed* where the claim is rejected."""
    if decided.disposition is Disposition.REJECT:
        return claimed
    refused = [view.line for view in assessment.lines if view.verdict is LineVerdict.REFUSED]
    return sum((Fraction(line.claimed) for line in refused), Fraction(0))


def alternatives_to(result: Determination, guide: CompiledGuide, now: Situation) -> tuple[Alternative, ...]:
    """Return what the guide accepts instead of *result*, or how far an amount may be off."""
    found = []
    for rule, judge in guide.alternatives:
        widens = rule.amount_within is not None and result.disposition is Disposition.APPROVE
        if not widens and (rule.also is None or rule.instead_of is not result.disposition):
            continue
        if judge(now)[0]:
            also = rule.also or Disposition.APPROVE
            found.append(Alternative(disposition=also, worth=rule.worth, amount_within=rule.amount_within))
    return tuple(found)


def is_above(amount: Fraction, limits: Mapping[str, Fraction], role: str) -> bool:
    """Tell whether *amount* is over the limit of *role*: at it is within; a role without a row has none."""
    return role in limits and amount > limits[role]


def _figure(text: str) -> Fraction:
    try:
        return Fraction(text or "0")
    except ValueError:
        return Fraction(0)
