"""Walking through conditions, expressions, effects and steps: the names that they read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from simulator.coverage.language.expressions import Name, Total
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import PARTS, Provision


def parts_in(part: object) -> Iterator[object]:
    """Yield *part* and everything in it, in the order of the text."""
    yield part
    if isinstance(part, (tuple, list)):
        inner: Iterable[object] = part
    elif isinstance(part, Mapping):
        inner = part.values()
    else:
        inner = (getattr(part, field.name) for field in fields(part)) if is_dataclass(part) else ()
    for item in inner:
        yield from parts_in(item)


def names_in(part: object) -> Iterator[str]:
    """Yield the names that *part* reads, in the order of the text."""
    for inner in parts_in(part):
        name = inner.name if isinstance(inner, Name) else getattr(inner, "fact", None)
        if isinstance(name, str):
            yield name


def names_in_one_line(part: object) -> Iterator[str]:
    """Yield the names that *part* reads of one line: all but those inside a total."""
    inside = list(names_in(tuple(inner for inner in parts_in(part) if isinstance(inner, Total))))
    for name in names_in(part):
        if name in inside:
            inside.remove(name)
        else:
            yield name


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
