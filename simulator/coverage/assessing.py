"""Assessing a file: every line judged in the order of the guide, the payable ones settled (COVERAGE_LANGUAGE, 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.language.guides import Stage
from simulator.coverage.language.provisions import ReadAs
from simulator.coverage.language.steps import Step
from simulator.coverage.settling.hands import Hand
from simulator.coverage.settling.settle import OpenSettlement, Reduction, Run, Settled
from simulator.coverage.situation import OpenFact, Situation
from simulator.coverage.verdicts import Finding, Verdict, judge_provision, refers, refuses
from simulator.domain.claim import ClaimLine
from simulator.domain.decision import Disposition

if TYPE_CHECKING:
    from simulator.coverage.compiling import Evaluate
    from simulator.coverage.rules import CompiledForm

_NOUGHT = Fraction(0)


class LineVerdict(StrEnum):
    """What the provisions make of a line (COVERAGE_LANGUAGE, section 9.6)."""

    REFUSED = "refused"
    OPEN = "open"
    REFER = "refer"
    PAYABLE = "payable"


class Judged(NamedTuple):
    """A finding and the stage of the guide in which it was made; *by_line*: for this line alone."""

    stage: Stage
    finding: Finding
    by_line: bool


class LineView(NamedTuple):
    """A line with all that was found on it; *grounds* are the provisions that refuse it, the leading one first."""

    line: ClaimLine
    verdict: LineVerdict
    judged: tuple[Judged, ...]
    grounds: tuple[str, ...]


class Terms(NamedTuple):
    """All that provisions give a settlement: id, head and declarations read otherwise of each line, and reductions."""

    lines: tuple[tuple[str, str, tuple[tuple[str, Evaluate], ...]], ...]
    reductions: tuple[Reduction, ...]


Wanting = Mapping[Key, tuple[str, ...]]
"""Facts for want of which something is open, with the provisions that turn on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The file as far as it can be assessed: lines, settlement, disposition before triggers and authority."""

    lines: tuple[LineView, ...]
    settled: Settled | None
    disposition: Disposition
    wanting: Wanting
    nil: tuple[Step, ...] = ()

    def outcome(self) -> tuple[object, ...]:
        """Return what counts when two ways in which the facts may lie are compared: disposition and amounts."""
        hands = () if self.settled is None else tuple((one.id, one.amount, one.held) for one in self.settled.hands)
        return (self.disposition, tuple(view.verdict for view in self.lines), hands)


def assess(compiled: CompiledForm, evidence: Evidence) -> Assessment:
    """Return what comes of the file by Kleene's rules alone."""
    views = judge_lines(compiled, evidence)
    if wanting := wanting_of(views):
        return _open(views, wanting)
    try:
        return concluded(views, settle(compiled, evidence, payable(views)))
    except OpenSettlement as open_:
        return _open(views, open_.wanting)


def payable(views: Sequence[LineView]) -> list[LineView]:
    """Return those of *views* that are settled."""
    return [view for view in views if view.verdict is LineVerdict.PAYABLE]


def concluded(views: tuple[LineView, ...], settled: Settled | None) -> Assessment:
    """Return what comes of lines on which nothing is open, settled so."""
    disposition, nil = _disposition(views, settled)
    return Assessment(lines=views, settled=settled, disposition=disposition, wanting={}, nil=nil)


def _open(views: tuple[LineView, ...], wanting: Wanting) -> Assessment:
    return Assessment(lines=views, settled=None, disposition=Disposition.REQUEST_INFORMATION, wanting=wanting)


def judge_lines(compiled: CompiledForm, evidence: Evidence) -> tuple[LineView, ...]:
    """Return every line of the claim judged by its provisions, in precedence order."""
    now = Situation(evidence)
    now.hands = {line.id: Hand(id=line.id, head=line.head) for line in evidence.file.lines}
    now.lines = tuple(now.hands)
    of_claim: dict[str, Judged] = {}
    return tuple(_judge_line(line, compiled, now, of_claim) for line in evidence.file.lines)


def _judge_line(line: ClaimLine, compiled: CompiledForm, now: Situation, of_claim: dict[str, Judged]) -> LineView:
    judged: list[Judged] = []
    grounds: list[str] = []
    head = line.head
    for stage, provisions in compiled.stages:
        for one in provisions:
            heads = one.provision.heads
            if heads and head not in heads:
                continue
            found = of_claim.get(one.provision.id)
            if found is None:
                now.line = line.id if one.by_line else None
                found = Judged(stage, judge_provision(one, now), one.by_line)
                if not one.by_line:
                    of_claim[one.provision.id] = found
            judged.append(found)
            if found.finding.effect is not None and refuses(found.finding):
                grounds.append(one.provision.id)
        if grounds and stage.ends:
            break
    verdict = LineVerdict.REFUSED if grounds else _verdict(judged)
    return LineView(line, verdict, tuple(judged), tuple(grounds))


def _verdict(judged: Sequence[Judged]) -> LineVerdict:
    """Return the verdict on a line that nothing refuses."""
    verdict = LineVerdict.PAYABLE
    for one in judged:
        if one.finding.verdict is Verdict.OPEN:
            return LineVerdict.OPEN
        if one.finding.effect is not None and refers(one.finding):
            verdict = LineVerdict.REFER
    return verdict


def wanting_of(views: Sequence[LineView]) -> dict[Key, tuple[str, ...]]:
    """Return the facts for want of which lines of *views* are open, with the provisions that turn on them."""
    wanting: dict[Key, tuple[str, ...]] = {}
    for view in views:
        if view.verdict is not LineVerdict.OPEN:
            continue
        for one in view.judged:
            for key in one.finding.wanting:
                had = wanting.get(key, ())
                name = one.finding.provision.id
                wanting[key] = had if name in had else (*had, name)
    return wanting


def settle(compiled: CompiledForm, evidence: Evidence, views: Sequence[LineView]) -> Settled | None:
    """Return the settlement of the lines of *views*; None where there are none.

    Raises:
        OpenSettlement: A step needs a fact that is open.
    """
    return settle_on(terms_of(views), compiled, evidence) if views else None


def settle_on(terms: Terms, compiled: CompiledForm, evidence: Evidence) -> Settled:
    """Return the settlement on *terms*.

    Raises:
        OpenSettlement: A step needs a fact that is open.
    """
    hands = [Hand(id=one, head=head, read_as=dict(read_as)) for one, head, read_as in terms.lines]
    try:
        return Run(compiled.sheet, Situation(evidence), hands, terms.reductions).settle()
    except OpenFact as open_:  # an expression of a breach
        raise OpenSettlement(open_.keys, "") from None


def terms_of(views: Sequence[LineView]) -> Terms:
    """Return the terms on which the lines of *views* are settled."""
    lines = tuple((view.line.id, view.line.head, tuple(_read_as(view).items())) for view in views)
    return Terms(lines, tuple(_reductions(views)))


def _read_as(view: LineView) -> dict[str, Evaluate]:
    found = {}
    for one in view.judged:
        effect = one.finding.effect
        if effect is not None and isinstance(effect.effect, ReadAs) and effect.value is not None:
            found[effect.effect.declaration] = effect.value
    return found


def _reductions(views: Sequence[LineView]) -> list[Reduction]:
    found: dict[str, Reduction] = {}
    for view in views:
        for one in view.judged:
            effect = one.finding.effect
            if effect is None or (effect.share is None and effect.amount is None):
                continue
            name = one.finding.provision.id
            had = found[name].lines if name in found else ()
            found[name] = Reduction(
                provision=name,
                lines=(*had, view.line.id),
                share=effect.share,
                amount=effect.amount,
                once=not one.by_line,
            )
    return list(found.values())


def _disposition(views: Sequence[LineView], settled: Settled | None) -> tuple[Disposition, tuple[Step, ...]]:
    if any(view.verdict is LineVerdict.REFER for view in views):
        return Disposition.ESCALATE, ()
    if settled is None:
        return (Disposition.REJECT if views else Disposition.APPROVE), ()
    if any(hand.amount or hand.held for hand in settled.hands):
        return Disposition.APPROVE, ()
    ended = [hand.ended_by for hand in settled.hands if hand.ended_by is not None]
    steps = tuple({id(step): step for step in ended}.values())
    if len(ended) == len(settled.hands) and all(step.nil == "reject" for step in ended):
        return Disposition.REJECT, steps
    return Disposition.APPROVE, steps
