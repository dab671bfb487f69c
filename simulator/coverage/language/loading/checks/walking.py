"""Walking through conditions, expressions, effects and steps: the names that they read."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from simulator.coverage.language.expressions import Name
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import PARTS, Provision


def names_in(part: object) -> Iterator[str]:
    """Yield the names that *part* reads, in the order of the text."""
    if isinstance(part, Name):
        yield part.name
    elif isinstance(part, tuple):
        for item in part:
            yield from names_in(item)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from names_in(item)
    elif is_dataclass(part):
        tested = getattr(part, "fact", None)
        if tested is not None:
            yield tested
        for field in fields(part):
            yield from names_in(getattr(part, field.name))


def parts_of(provision: Provision) -> tuple[object, ...]:
    """Return the conditions of *provision* and its effect."""
    return (provision.applies, *(getattr(provision, part) for part in PARTS), provision.effect)


def expanded(names: Iterator[str] | set[str], facts: Mapping[str, Fact]) -> set[str]:
    """Return *names* with everything that the derived facts among them are worked out from."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name in facts and facts[name].derived is not None:
            waiting += names_in(facts[name].derived)
    return found


def read_by_provision(provision: Provision, facts: Mapping[str, Fact]) -> set[str]:
    """Return every fact that judging *provision* needs."""
    return expanded(names_in(parts_of(provision)), facts)


def read_by_settlement(form: Form) -> set[str]:
    """Return every fact that settling needs, pots, rates and the choice of the edition among it."""
    steps = (*form.heads.values(), form.together)
    names = [form.edition_by, *names_in(steps), *(pot.used for pot in form.pots.values())]
    for pot in form.pots.values():
        names += [*names_in(pot.opens), *pot.per]
    for step in (step for group in steps for step in group):
        names += [name for name in step.per if name not in ("line", "claim")]
    return expanded(set(names), form.facts)
