"""Determining: the steps taken on one file, from the checks of the guide to the act that is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.coverage.assessing import Assessment, assess
from simulator.coverage.comparing import flags_of
from simulator.coverage.completions import explore
from simulator.coverage.determination import Determination
from simulator.coverage.determine.checking import held_up, open_checks, passed
from simulator.coverage.determine.grounds import grounds_of, held_against, reasons_of, referring
from simulator.coverage.determine.guided import alternatives_to, is_above, measured, refused_in, special_figures
from simulator.coverage.determine.undated import asking_for_the_date
from simulator.coverage.determine.undisputed import undisputed, within_reach
from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.language.guides import TriggerMoment
from simulator.coverage.needs import Reading, Tied, needs_of, tied_by_requests, value_facts
from simulator.coverage.requests import requests_for
from simulator.coverage.rounding import money, sum_of
from simulator.coverage.rows import sheet_rows
from simulator.coverage.rules import CompiledForm, Rules
from simulator.coverage.situation import Situation
from simulator.coverage.trace import Trace
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Disposition
from simulator.domain.values import Value

if TYPE_CHECKING:
    from simulator.coverage.assessing import Wanting

SUPERVISOR = "supervisor"
AUTHORITY = "authority"
_NOTHING = Decimal(0)
_POLICYHOLDER = ("claimant", "insured")


def determine(rules: Rules, file: ClaimFile, *, role: str = "trainee", completions: bool = True) -> Determination:
    """Return the right next act on *file* for somebody in *role*, with amounts, grounds, evidence and the trace.

    Without *completions* every open fact counts as one that matters.
    """
    evidence = Evidence(rules.compiled[-1].knowledge, file)
    compiled, undated = rules.choose(evidence)
    if compiled is None:
        assert undated is not None
        return asking_for_the_date(rules, evidence, undated)
    if compiled.knowledge is not evidence.knowledge:
        evidence = Evidence(compiled.knowledge, file)
    return _Determining(rules, compiled, evidence, role, completions).run()


@dataclass(frozen=True, slots=True)
class _Found:
    """What was assessed in the end: the assessment to go by, the facts that matter, those given up as unproved."""

    assessment: Assessment
    wanting: Wanting
    conceded: tuple[Key, ...] = ()


class _Determining:
    """One determination."""

    def __init__(self, rules: Rules, compiled: CompiledForm, evidence: Evidence, role: str, completions: bool) -> None:
        self.rules = rules
        self.compiled = compiled
        self.evidence = evidence
        self.role = role
        self.completions = completions
        self.trace = Trace(evidence)
        self.flags = flags_of(evidence)
        self.claimed = sum_of([Fraction(line.claimed) for line in evidence.file.lines] or [Fraction(0)])

    def run(self) -> Determination:
        """Return the determination."""
        self.trace.add("edition", edition=self.compiled.form.edition, rests_on=[])
        self.trace.errors(self.flags)
        found = self._held_up("first", {}, None) or self._triggered("first", {}, None) or self._determined()
        self.trace.result(found)
        return replace(found, trace=self.trace.done())

    # Step 3: checks of the guide, those that stand before everything else and those before payment.

    def _held_up(self, at: str, special: Mapping[str, Value], then: Determination | None) -> Determination | None:
        found = held_up(self.compiled.guide, at, self._situation(special), self.trace)
        if found is None:
            return None
        stage, truth, keys = found
        if truth is None or stage.on_fail is Disposition.REQUEST_INFORMATION:
            return self._requesting(dict.fromkeys(keys, (stage.name,)))
        if then is not None and stage.on_fail is Disposition.ESCALATE:
            return self._escalated(SUPERVISOR, stage.name, then, ((key, stage.name) for key in keys))
        return self._failed(stage.on_fail, stage.name, keys)

    def _failed(self, disposition: Disposition, stage: str, keys: Sequence[Key]) -> Determination:
        queue = SUPERVISOR if disposition is Disposition.ESCALATE else ""
        needs = needs_of(((key, stage) for key in keys), self.evidence)
        return Determination(
            disposition=disposition,
            payable=_NOTHING,
            escalate_to=queue,
            because_of=stage,
            needs=needs,
            flags=self.flags,
        )

    def _requesting(self, wanting: Wanting) -> Determination:
        requests, others = requests_for(wanting, self.evidence, self.rules)
        return Determination(
            disposition=Disposition.REQUEST_INFORMATION,
            payable=_NOTHING,
            requests=requests,
            other_requests=others,
            cites=tuple(dict.fromkeys(name for because in wanting.values() for name in because if name)),
            needs=needs_of(tied_by_requests(wanting, self.evidence), self.evidence),
            flags=self.flags,
        )

    # Step 4: triggers, those that outrank everything and those that a payment, a refusal or a request meets.

    def _triggered(
        self, at: TriggerMoment, special: Mapping[str, Value], then: Determination | None
    ) -> Determination | None:
        for trigger, judge in self.compiled.guide.triggers:
            if at not in trigger.at:
                continue
            now = self._situation(special)
            truth, refs = judge(now)
            keys = now.keys_of(refs)
            self.trace.condition("trigger", truth, keys, trigger=trigger.id, at=at, to=trigger.queue)
            if truth:
                then = then or self._determined(alone=True)
                return self._escalated(trigger.queue, trigger.id, then, ((key, trigger.id) for key in keys))
        return None

    def _escalated(self, queue: str, because: str, then: Determination, tied: Iterable[Tied]) -> Determination:
        return Determination(
            disposition=Disposition.ESCALATE,
            payable=_NOTHING,
            lines=then.lines,
            offs=then.offs,
            escalate_to=queue,
            because_of=because,
            then=replace(then, alternatives=()) if then.alternatives else then,
            cites=then.cites,
            needs=needs_of(tied, self.evidence),
            flags=self.flags,
        )

    def _situation(self, special: Mapping[str, Value]) -> Situation:
        now = Situation(self.evidence, {"role": self.role, "claimed": self.claimed, **special})
        now.lines = tuple(line.id for line in self.evidence.file.lines)
        return now

    # Steps 5 to 12.

    def _determined(self, *, alone: bool = False) -> Determination:
        """Return what the provisions and the settlement come to; *alone*: without triggers and authority."""
        trace, self.trace = self.trace, Trace(self.evidence) if alone else self.trace
        try:
            found = self._found()
            decided = self._decided(found)
            if not alone:
                guide, role = self.compiled.guide, self.role
                decided = within_reach(decided, found.assessment, self.evidence, guide, self._situation, role)
            special = special_figures(found.assessment, decided, self.evidence)
            result = decided if alone else self._within_authority(found, decided, special) or decided
            alternatives = alternatives_to(result, self.compiled.guide, self._situation(special))
            return replace(result, alternatives=alternatives) if alternatives else result
        finally:
            self.trace = trace

    def _found(self) -> _Found:
        first = assess(self.compiled, self.evidence)
        self.trace.lines(first.lines)
        if not first.wanting or not self.completions:
            self.trace.steps(first.settled.taken if first.settled else ())
            return _Found(first, first.wanting)
        explored = explore(self.compiled, self.evidence, first)
        self.trace.add(
            "what_if",
            tried=explored.tried,
            outcomes=explored.outcomes,
            matter=[f"{line}.{fact}" if line else fact for fact, line in explored.matter],
        )
        settled = explored.settled
        if settled is None:
            return _Found(first, explored.matter)
        self.trace.steps(settled.settled.taken if settled.settled else ())
        return _Found(settled, {}, explored.conceded)

    def _decided(self, found: _Found) -> Determination:
        if found.wanting:
            return self._with_undisputed(found)
        assessment = found.assessment
        lead, grounds = grounds_of(assessment.lines)
        nil = assessment.disposition is Disposition.REJECT and bool(assessment.nil)
        lines, offs = sheet_rows(self.compiled, assessment.lines, assessment.settled, nil=nil)
        sends = referring(assessment.lines)
        amounts = assessment.settled.hands if assessment.settled else ()
        paid = assessment.disposition is Disposition.APPROVE
        reading = Reading(assessment, self.evidence, found.conceded)
        checked = passed(self.compiled.guide, self._situation({})) if paid else ()
        return Determination(
            disposition=assessment.disposition,
            payable=money(sum_of([hand.amount for hand in amounts])) if paid else _NOTHING,
            held_back=money(sum_of([hand.held for hand in amounts])) if paid else _NOTHING,
            overpaid=money(assessment.settled.overpaid) if assessment.settled else _NOTHING,
            lead=lead,
            grounds=grounds,
            also=tuple(ground for ground in grounds if ground != lead),
            reasons=reasons_of(assessment),
            cites=reading.cites(),
            lines=lines,
            offs=offs,
            escalate_to=SUPERVISOR if sends else "",
            because_of=sends,
            needs=needs_of((*reading.tied(), *checked), self.evidence),
            flags=self.flags,
        )

    def _with_undisputed(self, found: _Found) -> Determination:
        """Return the request, with what can be paid meanwhile on lines that nobody disputes."""
        views = found.assessment.lines
        settled = undisputed(self.compiled, self.evidence, views)
        lines, offs = sheet_rows(self.compiled, views, settled)
        lead, grounds = grounds_of(views)
        paid = {hand.id: money(hand.amount) for hand in settled.hands if hand.amount} if settled else {}
        also = open_checks(self.compiled.guide, self._situation({}))
        return replace(
            self._requesting({**found.wanting, **also}),
            lead=lead,
            grounds=grounds,
            also=tuple(ground for ground in grounds if ground != lead),
            lines=lines,
            offs=offs,
            pay_now=paid if self.rules.guide.requests.pay_undisputed else {},
        )

    def _within_authority(
        self, found: _Found, decided: Determination, special: Mapping[str, Value]
    ) -> Determination | None:
        """Return the escalation that a trigger or the authority table makes of what was decided."""
        if decided.disposition is Disposition.APPROVE:
            held = self._held_up("payment", special, decided) if decided.payable else None
            if held is not None:
                return self._before_asking(held, special) or held
            sent_on = self._triggered("payment", special, decided) or self._part_refused(found, decided, special)
            return sent_on or self._over_limit(found, decided, special)
        if decided.disposition is Disposition.REJECT:
            return self._triggered("refusal", special, decided) or self._over_limit(found, decided, special)
        return self._before_asking(decided, special)

    def _part_refused(
        self, found: _Found, decided: Determination, special: Mapping[str, Value]
    ) -> Determination | None:
        is_against = bool(held_against(found.assessment.lines))
        return self._triggered("part_refusal", special, decided) if is_against else None

    def _before_asking(self, decided: Determination, special: Mapping[str, Value]) -> Determination | None:
        asked = any(request.holder in _POLICYHOLDER for request in decided.requests)
        return self._triggered("request", special, decided) if asked else None

    def _over_limit(self, found: _Found, decided: Determination, special: Mapping[str, Value]) -> Determination | None:
        authority, measure = self.compiled.guide.authority, self.compiled.guide.measure
        if authority is None or measure is None:
            return None
        amount = (
            measured(measure, self._situation(special), self.evidence)
            if decided.disposition is Disposition.APPROVE
            else None
        )
        refused = refused_in(found.assessment, decided, self.claimed)
        over_pay = amount is not None and is_above(amount, authority.may_pay, self.role)
        over_refuse = is_above(refused, authority.may_refuse, self.role)
        self.trace.add(
            "authority",
            role=self.role,
            measure=None if amount is None else str(amount),
            refused=str(refused),
            over=over_pay or over_refuse,
        )
        if not (over_pay or over_refuse):
            return None
        tied = [(key, AUTHORITY) for key, _ in value_facts(found.assessment)] if over_pay else []
        prior = [(("paid_before", ""), AUTHORITY)] if special.get("paid_before") else []
        grounds = () if over_pay else Reading(found.assessment, self.evidence, found.conceded).tied()
        return self._escalated(SUPERVISOR, AUTHORITY, decided, [*tied, *prior, *grounds])
