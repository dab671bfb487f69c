"""Neighbours: the nearest lines of a draft that it was not drawn for, each with the one fact that crosses it."""

from collections.abc import Container, Iterator
from fractions import Fraction

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.authority import excess
from simulator.coverage.inversion.checking import evidence_of
from simulator.coverage.inversion.drafting import split_key
from simulator.coverage.inversion.grounds import Ground, Subject
from simulator.coverage.inversion.lattice import Lattice, nearest
from simulator.coverage.inversion.literals import Literal
from simulator.coverage.inversion.moving import Oracle, boundary
from simulator.coverage.inversion.searching import ground_of
from simulator.coverage.inversion.trees import ON_FILE, literals_in, truth_of
from simulator.coverage.inversion.wants import AUTHORITY, Crossing, Draft, Unreachable
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.domain.values import Value, ValueType

_SETS = (ValueType.SET, ValueType.WEEKDAYS)


def neighbours(rules: Rules, form: Form, draft: Draft, first: Container[str]) -> Iterator[Crossing]:
    """Yield the crossings of *draft* with which a provision or trigger comes out otherwise, those in *first* ahead.

    Each moves one fact to the nearest value beyond a test. Whether the claim comes out otherwise too is not said.
    """
    here = _ground(rules, form, draft)
    world = _world(here, draft)
    seen: set[tuple[str, Value]] = set()
    for subject in sorted(here.subjects, key=lambda one: one.id not in first):
        for key, across in _flips(subject, here, world):
            if (key, across) not in seen:
                seen.add((key, across))
                yield _crossing(subject.id, key, world[key], across)


def over_or_within(rules: Rules, form: Form, draft: Draft, role: str) -> Iterator[Crossing]:
    """Yield the crossings of *draft* by which what a line cost takes it over the authority of *role*, or within it."""
    here = _ground(rules, form, draft)
    world = _world(here, draft)
    oracle = Oracle(here, evidence_of(rules, here, draft))
    costs = (key for key in here.settled if "." in key and key in world and here.facts[key].type is ValueType.MONEY)
    for key in dict.fromkeys(costs):
        across = _beyond_authority(here, oracle, world, key, role)
        if across is not None:
            yield _crossing(AUTHORITY, key, world[key], across)


def _ground(rules: Rules, form: Form, draft: Draft) -> Ground:
    return ground_of(rules, form, tuple((line.id, line.head) for line in draft.lines))


def _world(here: Ground, draft: Draft) -> World:
    own = {f"{line.id}.{name}": value for line in draft.lines for name, value in line.facts.items()}
    papers = {ON_FILE + kind: True for kind in draft.on_file}
    return {**here.defaults, **papers, **draft.declarations, **draft.facts, **own}


def _crossing(subject: str, key: str, value: Value, across: Value) -> Crossing:
    line, fact = split_key(key)
    return Crossing(provision=subject, fact=fact, line=line, value=value, across=across)


def _flips(subject: Subject, here: Ground, world: World) -> Iterator[tuple[str, Value]]:
    """Yield facts with the nearest value with which *subject* comes out otherwise."""
    now = truth_of(subject.bites, world)
    if now is None or subject.foreign:
        return
    for literal in literals_in(subject.bites):
        for key in literal.keys:
            across = _across(literal, key, here, world)
            if across is not None and truth_of(subject.bites, {**world, key: across}) is (not now):
                yield key, across


def _across(literal: Literal, key: str, here: Ground, world: World) -> Value | None:
    lattice, truth = here.lattices.get(key), literal.test(world)
    if lattice is None or key not in world or truth is None or key.startswith(ON_FILE) or lattice.type in _SETS:
        return None
    spans = literal.spans(key, world, not truth, lattice, lattice.everything)
    return lattice.value(nearest(spans, lattice.point(world[key]))) if spans else None


def _beyond_authority(here: Ground, oracle: Oracle, world: World, key: str, role: str) -> Value | None:
    lattice = here.lattices[key]

    def is_over(point: int) -> bool:
        moved = {**world, key: lattice.value(point)}
        return excess(here, oracle.at(key, point), moved, role) > 0

    at = lattice.point(world[key])
    try:
        found = boundary(is_over, _reach(lattice, at), at)
        return None if found is None else lattice.value(found.last if is_over(at) else found.first)
    except Unreachable:
        return None


def _reach(lattice: Lattice, at: int) -> tuple[tuple[int, int], ...]:
    """Return where a sum may be moved without becoming another claim: from a quarter of it to four times as much."""
    units = int(Fraction(1) / lattice.unit) if lattice.unit < 1 else 1
    return ((max(lattice.low, at // 4), min(lattice.high, max(at * 4, units * 1000))),)
