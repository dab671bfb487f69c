"""Verdicts: a provision judged on one line or on the claim (COVERAGE_LANGUAGE, sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from simulator.coverage.evidence import Key
from simulator.coverage.language.provisions import (
    PARTS,
    Burden,
    Effect,
    Ladder,
    LessBy,
    NoEffect,
    Provision,
    ProvisionKind,
    ReadAs,
    ReduceBy,
    Refer,
    Refuse,
)
from simulator.coverage.situation import Situation

if TYPE_CHECKING:
    from simulator.coverage.compiling import Compiler, Evaluate, Judge, Refs

MUST_HOLD = frozenset(
    {
        ProvisionKind.IN_FORCE,
        ProvisionKind.ELIGIBILITY,
        ProvisionKind.INSURED_EVENT,
        ProvisionKind.WAITING_PERIOD,
    }
)
JUDGED = MUST_HOLD | {ProvisionKind.EXCLUSION, ProvisionKind.CONDITION, ProvisionKind.MISREPRESENTATION}


class Verdict(StrEnum):
    """What a provision does to a line."""

    NOT_CONCERNED = "not_concerned"
    PASSES = "passes"
    BITES = "bites"
    OPEN = "open"


class PartFinding(NamedTuple):
    """One part as judged: its truth, the facts this rests on, all *facts* that it names, and who must prove it."""

    part: str
    truth: bool | None
    rests_on: tuple[Key, ...]
    facts: tuple[str, ...]
    burden: Burden


class Finding(NamedTuple):
    """A provision as it was judged. ``engaged``: it would have bitten, had another part not saved it."""

    provision: Provision
    verdict: Verdict
    parts: tuple[PartFinding, ...]
    wanting: tuple[Key, ...]
    effect: CompiledEffect | None
    engaged: bool


@dataclass(frozen=True, slots=True)
class CompiledEffect:
    """What a provision does if it bites, with its closures."""

    effect: Effect
    share: Evaluate | None = None
    amount: Evaluate | None = None
    value: Evaluate | None = None
    rungs: tuple[tuple[Judge | None, CompiledEffect], ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a provision: its name, its closure, and the truth with which the provision passes at once."""

    name: str
    judge: Judge
    passes_if: bool
    facts: tuple[str, ...]
    burden: Burden


@dataclass(frozen=True, slots=True)
class CompiledProvision:
    """A provision with its closures. ``by_line``: it uses facts of lines and is judged line by line."""

    provision: Provision
    applies: Judge | None
    parts: tuple[CompiledPart, ...]
    effect: CompiledEffect
    by_line: bool


def burden_of(provision: Provision, part: str) -> Burden:
    """Return who must prove *part* (COVERAGE_LANGUAGE, section 3)."""
    given = provision.burden.get(part)
    if given is not None:
        return given
    if part in ("unless", "excused_if") and provision.kind is not ProvisionKind.MISREPRESENTATION:
        return "claimant"
    return "claimant" if provision.kind in MUST_HOLD else "insurer"


def unproved_counts_as(provision: Provision, part: str) -> bool:
    """Return what an unproved leaf of *part* counts as: the value that hurts the party who must prove it."""
    helps_claimant = part in ("unless", "must", "excused_if") or (part == "when" and provision.kind in MUST_HOLD)
    return helps_claimant != (burden_of(provision, part) == "claimant")


def compile_provision(provision: Provision, compiler: Compiler) -> CompiledProvision:
    """Return *provision* compiled."""
    compiler.where = provision.id
    conditions: Mapping[str, object] = {name: getattr(provision, name) for name in ("applies", *PARTS)}
    refs = compiler.refs((tuple(conditions.values()), provision.effect))
    return CompiledProvision(
        provision=provision,
        applies=_judge(provision, "applies", compiler),
        parts=_parts(provision, compiler),
        effect=_effect(provision.effect, provision, compiler),
        by_line=any(mark for _, mark in refs),
    )


def _parts(provision: Provision, compiler: Compiler) -> tuple[CompiledPart, ...]:
    passing = {
        "when": provision.kind in MUST_HOLD,
        "unless": True,
        "must": True,
        "excused_if": True,
        "only_if": False,
    }
    parts = []
    for name in ("when", "must", "unless", "excused_if", "only_if"):
        judge = _judge(provision, name, compiler)
        if judge is not None:
            parts.append(
                CompiledPart(name, judge, passing[name], _facts(provision, name, compiler), burden_of(provision, name))
            )
    return tuple(parts)


def _facts(provision: Provision, part: str, compiler: Compiler) -> tuple[str, ...]:
    return tuple(fact for fact, _ in compiler.refs(getattr(provision, part)))


def _judge(provision: Provision, part: str, compiler: Compiler) -> Judge | None:
    condition = getattr(provision, part)
    return None if condition is None else compiler.condition(condition, unproved_counts_as(provision, part))


def _effect(effect: Effect, provision: Provision, compiler: Compiler) -> CompiledEffect:
    if isinstance(effect, ReduceBy):
        return CompiledEffect(effect, share=compiler.expression(effect.share))
    if isinstance(effect, LessBy):
        return CompiledEffect(effect, amount=compiler.expression(effect.amount))
    if isinstance(effect, ReadAs):
        return CompiledEffect(effect, value=compiler.expression(effect.value))
    if isinstance(effect, Ladder):
        unproved = provision.burden.get("effect", "insurer") == "claimant"
        rungs = tuple(
            (
                None if rung.condition is None else compiler.condition(rung.condition, unproved),
                _effect(rung.effect, provision, compiler),
            )
            for rung in effect.rungs
        )
        return CompiledEffect(effect, rungs=rungs)
    return CompiledEffect(effect)


NOTHING = CompiledEffect(NoEffect())


def judge_provision(compiled: CompiledProvision, now: Situation) -> Finding:
    """Return the verdict of a provision on the line in hand, or on the claim."""
    provision = compiled.provision
    parts: list[PartFinding] = []
    wanting: Refs = ()
    if compiled.applies is not None:
        truth, refs = compiled.applies(now)
        parts.append(PartFinding("applies", truth, now.keys_of(refs), (), burden_of(provision, "applies")))
        if truth is False:
            return Finding(provision, Verdict.NOT_CONCERNED, tuple(parts), (), None, False)
        wanting = refs if truth is None else ()
    for part in compiled.parts:
        truth, refs = part.judge(now)
        parts.append(PartFinding(part.name, truth, now.keys_of(refs), part.facts, part.burden))
        if truth is part.passes_if:
            engaged = not wanting and part is not compiled.parts[0]
            deciding = tuple(parts) if engaged else (parts[-1],)
            return Finding(provision, Verdict.PASSES, deciding, (), None, engaged)
        if truth is None:
            wanting += refs
    if wanting:
        return Finding(provision, Verdict.OPEN, tuple(parts), now.keys_of(wanting), None, False)
    return _bite(compiled, now, parts)


def _bite(compiled: CompiledProvision, now: Situation, parts: list[PartFinding]) -> Finding:
    effect = compiled.effect
    while isinstance(effect.effect, Ladder):
        truth, refs, effect = _rung(effect, now)
        if refs or truth is not True:
            parts.append(PartFinding("effect", truth, now.keys_of(refs), (), burden_of(compiled.provision, "effect")))
        if truth is None:
            return Finding(compiled.provision, Verdict.OPEN, tuple(parts), now.keys_of(refs), None, False)
    return Finding(compiled.provision, Verdict.BITES, tuple(parts), (), effect, False)


def _rung(ladder: CompiledEffect, now: Situation) -> tuple[bool | None, Refs, CompiledEffect]:
    """Return the first rung that holds, with what it and the rungs above it rest on; unknown where one is open."""
    rests: Refs = ()
    for judge, effect in ladder.rungs:
        if judge is None:
            return True, rests, effect
        truth, refs = judge(now)
        if truth is None:
            return None, refs, effect
        rests += refs
        if truth:
            return True, refs, effect
    return True, rests, NOTHING


def refuses(finding: Finding) -> bool:
    """Tell whether the provision refuses the line."""
    return finding.verdict is Verdict.BITES and finding.effect is not None and isinstance(finding.effect.effect, Refuse)


def refers(finding: Finding) -> bool:
    """Tell whether the provision sends the line to the supervisor."""
    return finding.verdict is Verdict.BITES and finding.effect is not None and isinstance(finding.effect.effect, Refer)
