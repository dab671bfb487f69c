"""Checks of the guide: what has to be clear before anything is decided, or before anything is paid."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.coverage.evidence import Key
from simulator.coverage.language.guides import Stage
from simulator.coverage.needs import Tied
from simulator.coverage.rules import CompiledGuide
from simulator.coverage.situation import Situation
from simulator.coverage.trace import Trace


def held_up(
    guide: CompiledGuide, at: str, now: Situation, trace: Trace
) -> tuple[Stage, bool | None, tuple[Key, ...]] | None:
    """Return the first check of that moment that is not passed, its truth and what it rests on; None if all are."""
    for stage, judge in guide.checks:
        if stage.at == at:
            truth, refs = judge(now)
            keys = now.keys_of(refs)
            trace.condition("check", truth, keys, stage=stage.name)
            if not truth:
                return stage, truth, keys
    return None


def passed(guide: CompiledGuide, now: Situation) -> Iterator[Tied]:
    """Yield the facts by which the checks before payment are passed, each with its check."""
    for stage, judge in guide.checks:
        if stage.at == "payment":
            truth, refs = judge(now)
            yield from ((key, stage.name) for key in (now.keys_of(refs) if truth else ()))


def open_checks(guide: CompiledGuide, now: Situation) -> dict[Key, tuple[str, ...]]:
    """Return the facts without which nothing could be paid whatever else comes, with the check that asks for each."""
    found = ((stage.name, *judge(now)) for stage, judge in guide.checks if stage.at == "payment")
    return {key: (name,) for name, truth, refs in found if truth is None for key in now.keys_of(refs)}
