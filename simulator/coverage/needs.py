"""What a complete decision shows: the facts that decide, with their pins, and the provisions it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from simulator.coverage.assessing import Assessment, LineVerdict, LineView, Wanting
from simulator.coverage.determination import Need
from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.language.provisions import NoEffect, ProvisionKind, Refuse
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


class Reading:
    """What an assessment rests on, read once: the findings that carry it, turn it or refuse, and the steps."""

    def __init__(self, assessment: Assessment, evidence: Evidence, conceded: Sequence[Key]) -> None:
        self.assessment = assessment
        self.conceded = conceded
        self.leads = [_lead(view) for view in assessment.lines if view.grounds]
        self.notable = _notable(assessment.lines)
        self.changing = list(_changing(assessment, evidence))

    def tied(self) -> Iterator[Tied]:
        """Yield the facts that decide, each with its provision, as the disposition asks for."""
        disposition = self.assessment.disposition
        if disposition is Disposition.REJECT:
            yield from _of_findings(self.leads)
            yield from _of_nil(self.assessment)
        elif disposition is Disposition.ESCALATE:
            yield from _of_findings(one for one in self.notable if refers(one))
        else:
            yield from _of_findings([*self.leads, *self._carrying(), *self._turning()])
            yield from _of_steps(self.changing)

    def cites(self) -> tuple[str, ...]:
        """Return the provisions that a complete decision names."""
        grounds = [ground for view in self.assessment.lines for ground in view.grounds]
        if self.assessment.disposition is Disposition.REJECT:
            return _once(*grounds, *(step.clause for step in self.assessment.nil))
        if self.assessment.disposition is Disposition.ESCALATE:
            return _once(*(one.provision.id for one in self.notable if refers(one)))
        events = [one.provision.id for one in self._carrying() if one.provision.kind is ProvisionKind.INSURED_EVENT]
        turning = [one.provision.id for one in self._turning()]
        return _once(*events, *(one.step.clause for one in self.changing), *grounds, *turning)

    def _carrying(self) -> list[Finding]:
        """Return what the claimant had to show, on the lines that are paid."""
        return [one for one in self.notable if one.provision.kind in MUST_HOLD and one.verdict is Verdict.PASSES]

    def _turning(self) -> list[Finding]:
        """Return what nearly bit, or bit with less than a refusal, on the lines that are paid."""
        return [one for one in self.notable if self._turns(one)]

    def _turns(self, finding: Finding) -> bool:
        if finding.engaged:
            return not any(key in self.conceded for part in finding.parts for key in part.rests_on)
        return finding.effect is not None and not isinstance(finding.effect.effect, (NoEffect, Refuse))


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


def _lead(view: LineView) -> Finding:
    return next(one.finding for one in view.judged if refuses(one.finding))


def _of_nil(assessment: Assessment) -> Iterator[Tied]:
    for one in assessment.settled.taken if assessment.settled else ():
        if any(one.step is step for step in assessment.nil):
            yield from ((key, one.step.clause) for key in one.used if key not in one.lost)


def _of_findings(findings: Iterable[Finding]) -> Iterator[Tied]:
    for finding in findings:
        for part in finding.parts:
            yield from ((key, finding.provision.id) for key in part.rests_on)


def _notable(views: Sequence[LineView]) -> list[Finding]:
    """Return the findings, each once, that did more than pass quietly on lines that are not refused."""
    found: dict[int, Finding] = {}
    for view in views:
        if view.verdict is LineVerdict.REFUSED:
            continue
        for _, finding, _ in view.judged:
            if finding.engaged or finding.effect is not None or finding.provision.kind in MUST_HOLD:
                found[id(finding)] = finding
    return list(found.values())


def _of_steps(steps: Iterable[Taken]) -> Iterator[Tied]:
    for one in steps:
        yield from ((key, one.step.clause) for key in one.used if key not in one.lost)


def _changing(assessment: Assessment, evidence: Evidence) -> Iterator[Taken]:
    """Yield the steps that changed what is paid; a value only where it is not just what was claimed."""
    claimed = {line.id: Fraction(line.claimed) for line in evidence.file.lines}
    for one in assessment.settled.taken if assessment.settled else ():
        if isinstance(one.step.act, SetValue):
            if len(one.lines) > 1 or one.now != claimed.get(one.lines[0]):
                yield one
        elif one.now is one.was and not one.held.numerator:
            continue
        elif one.step.word not in ("work_out", "round"):
            yield one


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
