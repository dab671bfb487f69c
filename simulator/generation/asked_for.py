"""Kinds of paper that the wording itself asks for, by ``on_file``."""

from collections.abc import Container, Iterator

from simulator.coverage.language import conditions as c
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import PARTS, Ladder


def kinds_asked_for(form: Form, targeted: Container[str]) -> Iterator[str]:
    """Return the kinds of paper that a targeted provision asks for: those the solver decides about."""
    for provision in form.provisions:
        if provision.id not in targeted:
            continue
        for part in (*PARTS, "applies"):
            yield from _kinds_in(getattr(provision, part))
        if isinstance(provision.effect, Ladder):
            for rung in provision.effect.rungs:
                yield from _kinds_in(rung.condition)


def _kinds_in(condition: c.Condition | None) -> Iterator[str]:
    if isinstance(condition, c.OnFile):
        yield condition.kind
    elif isinstance(condition, c.All | c.AnyOf | c.Some):
        for part in condition.parts:
            yield from _kinds_in(part)
    elif isinstance(condition, c.Not):
        yield from _kinds_in(condition.part)
