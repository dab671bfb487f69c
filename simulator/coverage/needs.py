"""What a complete decision shows: the facts that decide, with their pins, and the provisions it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from simulator.coverage.assessing import Assessment, LineVerdict, LineView, Wanting
from simulator.coverage.determination import Need
from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.language.provisions import NoEffect, Refuse
from simulator.coverage.language.steps import SetValue
from simulator.coverage.settling.hands import Taken
from simulator.coverage.verdicts import MUST_HOLD, Finding, Verdict, refers, refuses
from simulator.domain.decision import Disposition

Tied = tuple[Key, str]
"""A fact and the provision that it is tied to."""


def needs_of(tied: Iterable[Tied], evidence: Evidence) -> tuple[Need, ...]:
    """Return the needs of facts that stand on a paper; each fact once, tied to the first provision."""
    found: dict[Key, Need] = {}
    for key, provision in tied:
        pins = tuple(pin for pin in evidence.states[key].pins if not pin.endswith("#"))
        if pins and key not in found:
            found[key] = Need(fact=key[0], line=key[1], pins=pins, provision=provision)
    return tuple(found.values())


def tied_for(assessment: Assessment, evidence: Evidence, conceded: Sequence[Key]) -> Iterator[Tied]:
    """Yield the facts that decide, each with its provision, as the disposition asks for."""
    if assessment.disposition is Disposition.REJECT:
        yield from _of_grounds(assessment.lines)
        yield from _of_nil(assessment)
    elif assessment.disposition is Disposition.ESCALATE:
        yield from _of_findings(one for one in _findings(assessment.lines) if refers(one))
    else:
        yield from _of_grounds(assessment.lines)
        yield from _of_findings(_carrying(assessment.lines))
        yield from _of_findings(_turning(assessment.lines, conceded))
        yield from _of_steps(assessment, evidence)


def cites_for(assessment: Assessment, evidence: Evidence, conceded: Sequence[Key]) -> tuple[str, ...]:
    """Return the provisions that a complete decision names."""
    grounds = [ground for view in assessment.lines for ground in view.grounds]
    if assessment.disposition is Disposition.REJECT:
        return _once(*grounds, *(step.clause for step in assessment.nil))
    if assessment.disposition is Disposition.ESCALATE:
        return _once(*(one.provision.id for one in _findings(assessment.lines) if refers(one)))
    carrying = [one.provision.id for one in _carrying(assessment.lines) if one.provision.kind == "insured_event"]
    turning = [one.provision.id for one in _turning(assessment.lines, conceded)]
    clauses = [one.step.clause for one in _changing(assessment, evidence)]
    return _once(*carrying, *clauses, *grounds, *turning)


def tied_by_requests(wanting: Wanting, evidence: Evidence) -> Iterator[Tied]:
    """Yield the facts to ask about; of these, only what is stated somewhere has pins."""
    for key, because in wanting.items():
        yield key, because[0] if because else ""


def value_facts(assessment: Assessment) -> Iterator[Tied]:
    """Yield the facts of the amounts that were claimed: what an authority limit is measured by."""
    for one in assessment.settled.taken if assessment.settled else ():
        if isinstance(one.step.act, SetValue):
            for key in one.used:
                if key not in one.lost:
                    yield key, one.step.clause


def _of_grounds(views: Sequence[LineView]) -> Iterator[Tied]:
    for view in views:
        lead = next((one.finding for one in view.judged if refuses(one.finding)), None)
        if lead is not None:
            yield from _of_findings([lead])


def _of_nil(assessment: Assessment) -> Iterator[Tied]:
    for one in assessment.settled.taken if assessment.settled else ():
        if any(one.step is step for step in assessment.nil):
            yield from ((key, one.step.clause) for key in one.used if key not in one.lost)


def _of_findings(findings: Iterable[Finding]) -> Iterator[Tied]:
    for finding in findings:
        for part in finding.parts:
            yield from ((key, finding.provision.id) for key in part.rests_on)


def _findings(views: Sequence[LineView]) -> Iterator[Finding]:
    seen: set[int] = set()
    for view in views:
        for one in view.judged:
            if id(one.finding) not in seen:
                seen.add(id(one.finding))
                yield one.finding


def _carrying(views: Sequence[LineView]) -> Iterator[Finding]:
    """Yield what the claimant had to show, on the lines that are paid."""
    paid = [view for view in views if view.verdict is LineVerdict.PAYABLE]
    for finding in _findings(paid):
        if finding.provision.kind in MUST_HOLD and finding.verdict is Verdict.PASSES:
            yield finding


def _turning(views: Sequence[LineView], conceded: Sequence[Key]) -> Iterator[Finding]:
    """Yield what nearly bit, or bit with less than a refusal, on the lines that are paid."""
    paid = [view for view in views if view.verdict is LineVerdict.PAYABLE]
    for finding in _findings(paid):
        saved = finding.engaged and not any(key in conceded for part in finding.parts for key in part.rests_on)
        if saved or (finding.effect is not None and not isinstance(finding.effect.effect, (NoEffect, Refuse))):
            yield finding


def _of_steps(assessment: Assessment, evidence: Evidence) -> Iterator[Tied]:
    for one in _changing(assessment, evidence):
        yield from ((key, one.step.clause) for key in one.used if key not in one.lost)


def _changing(assessment: Assessment, evidence: Evidence) -> Iterator[Taken]:
    """Yield the steps that changed what is paid; a value only where it is not just what was claimed."""
    claimed = {line.id: Fraction(line.claimed) for line in evidence.file.lines}
    for one in assessment.settled.taken if assessment.settled else ():
        if isinstance(one.step.act, SetValue):
            if len(one.lines) > 1 or one.now != claimed.get(one.lines[0]):
                yield one
        elif one.step.word not in ("work_out", "round") and (one.took or one.held):
            yield one


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
