"""What is walked once in a form: the rates that it reads, the facts that its settlement rests on, amounts of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from simulator.coverage.language.expressions import Expression, RateOf
from simulator.coverage.language.provisions import LessBy, ReadAs, ReduceBy
from simulator.coverage.language.steps import Cap, Floor, Franchise, Less
from simulator.coverage.walking import base_facts, parts_of

if TYPE_CHECKING:
    from simulator.coverage.rules import CompiledForm

T = TypeVar("T")
_AMOUNTS = (Less, Cap, Floor, Franchise)
_EFFECTS = (LessBy, ReadAs, ReduceBy)


def _once(compiled: CompiledForm, name: str, walk: Callable[[], T]) -> T:
    """Return what *walk* finds in the form, walked once."""
    if name not in compiled.walked:
        compiled.walked[name] = walk()
    found: T = compiled.walked[name]
    return found


def rates_read(compiled: CompiledForm) -> tuple[RateOf, ...]:
    """Return every place of the form that reads a rate."""
    form = compiled.form
    places = (form.provisions, form.heads, form.together)
    return _once(compiled, "rates", lambda: tuple(part for part in parts_of(places) if isinstance(part, RateOf)))


def facts_that_settle(compiled: CompiledForm) -> frozenset[str]:
    """Return the facts on which amounts rest: those of steps, pots and of what a breach takes off."""
    return _once(compiled, "settling", lambda: _settling(compiled))


def _settling(compiled: CompiledForm) -> frozenset[str]:
    form = compiled.form
    effects = tuple(part for part in parts_of([one.effect for one in form.provisions]) if isinstance(part, _EFFECTS))
    return frozenset(base_facts((form.heads, form.together, form.pots, effects), compiled.knowledge.facts))


def amounts_of_steps(compiled: CompiledForm) -> tuple[Expression, ...]:
    """Return what the steps take off or hold at."""
    return _once(compiled, "amounts", lambda: _amounts_of(compiled))


def _amounts_of(compiled: CompiledForm) -> tuple[Expression, ...]:
    form = compiled.form
    steps = (part for part in parts_of((form.heads, form.together)) if isinstance(part, _AMOUNTS))
    return tuple(part.of if isinstance(part, Franchise) else part.amount for part in steps)
