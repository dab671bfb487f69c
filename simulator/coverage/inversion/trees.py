"""Conditions as trees of gates over literals, and the ways in which a tree comes true or false."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.coverage.dates import working_days_between
from simulator.coverage.inversion.amounts import Amount, Scope, World, compile_amount, together
from simulator.coverage.inversion.literals import Contains, Literal, Member, Ordered, leading
from simulator.coverage.language.conditions import (
    All,
    Among,
    AnyOf,
    Between,
    Compare,
    Condition,
    During,
    Not,
    OnFile,
    Some,
    Within,
)
from simulator.coverage.language.expressions import AddDays, Const, Expression, Fold
from simulator.coverage.language.facts import Fact

ON_FILE = "on_file:"


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """True when at least ``least`` of the parts are: all of them for ``all``, one for ``any``."""

    least: int
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """True when the part is false."""

    part: "Node"


Node = Literal | Gate | Flip


def all_of(*parts: Node) -> Node:
    """Return a tree that is true when every part is."""
    return parts[0] if len(parts) == 1 else Gate(len(parts), parts)


def any_of(*parts: Node) -> Node:
    """Return a tree that is true when one part is."""
    return parts[0] if len(parts) == 1 else Gate(1, parts)


def truth_of(node: Node, world: World) -> bool | None:
    """Return the truth of *node* in *world* by three values."""
    if isinstance(node, Flip):
        truth = truth_of(node.part, world)
        return None if truth is None else not truth
    if isinstance(node, Literal):
        return node.test(world)
    sure = open_ = 0
    for part in node.parts:
        truth = truth_of(part, world)
        sure += truth is True
        open_ += truth is None
    if sure >= node.least:
        return True
    return None if sure + open_ >= node.least else False


def literals_in(node: Node) -> Iterator[Literal]:
    """Yield the literals of *node*."""
    if isinstance(node, Literal):
        yield node
    elif isinstance(node, Flip):
        yield from literals_in(node.part)
    else:
        for part in node.parts:
            yield from literals_in(part)


def grow(condition: Condition, scope: Scope) -> Node:
    """Return *condition* as a tree for one line; equal conditions are one tree."""
    if condition not in scope.grown:
        scope.grown[condition] = _grow(condition, scope)
    return scope.grown[condition]  # type: ignore[no-any-return]


def _grow(condition: Condition, scope: Scope) -> Node:
    if isinstance(condition, All | AnyOf | Some):
        parts = tuple(grow(part, scope) for part in condition.parts)
        least = len(parts) if isinstance(condition, All) else 1 if isinstance(condition, AnyOf) else condition.at_least
        return Gate(least, parts)
    if isinstance(condition, Not):
        return Flip(grow(condition.part, scope))
    if isinstance(condition, OnFile):
        key = ON_FILE + condition.kind
        return Member((key,), amount=Amount(lambda world: world.get(key, False), (key,), key), values=frozenset({True}))
    return _GROWERS[type(condition)](condition, _Left(condition.fact, scope))


def condition_amount(condition: Condition, scope: Scope) -> Amount:
    """Return *condition* as an amount that is yes or no."""
    node = grow(condition, scope)
    keys = tuple(dict.fromkeys(key for literal in literals_in(node) for key in literal.keys))

    def holds(world: World) -> bool:
        return truth_of(node, world) is True

    return Amount(holds, keys)


class _Left:
    """The left-hand side of a test: its amount, its fact and the keys that would rather be moved."""

    def __init__(self, name: str, scope: Scope) -> None:
        self.scope = scope
        self.fact = scope.fact(name)
        self.amount = scope.amount(name)
        self.lead = tuple(lead_keys(self.fact, scope)) if self.fact else ()

    def right(self, expression: Expression) -> Amount:
        return compile_amount(expression, self.scope)

    def literal(self, op: str, right: Amount, *, crossable: bool = True) -> Ordered:
        keys = leading(self.lead, self.amount, right)
        return Ordered(keys, crossable, left=self.amount, op=op, right=right)


def lead_keys(fact: Fact, scope: Scope) -> Iterator[str]:
    """Yield the key of the fact that is moved to move *fact*: itself, or the driver it is derived from."""
    seen: set[str] = set()
    at: Fact | None = fact
    while at is not None and at.name not in seen:
        seen.add(at.name)
        if at.derived is None:
            yield scope.key(at)
            return
        at = scope.fact(at.driver) if at.driver else None


_OPS = {
    "over": "gt", "at_least": "ge", "under": "lt", "at_most": "le",
    "before": "lt", "after": "gt", "on_or_before": "le", "on_or_after": "ge",
}  # fmt: skip


def _compare(test: Compare, left: _Left) -> Node:
    if test.word in _OPS:
        return left.literal(_OPS[test.word], left.right(test.against))
    node = _equal(test, left)
    return Flip(node) if test.word in ("is_not", "not_same_as") else node


def _equal(test: Compare, left: _Left) -> Node:
    fact, against = left.fact, test.against
    if isinstance(against, Const):
        value = against.value
        if fact and isinstance(fact.derived, Condition) and isinstance(value, bool):
            inner = grow(fact.derived, left.scope)
            return inner if value else Flip(inner)
        if isinstance(value, frozenset):
            return Contains(left.amount.keys, amount=left.amount, word="is", values=value)
        if isinstance(value, str | bool):
            keys = leading(left.lead, left.amount)
            return Member(keys, amount=left.amount, values=frozenset({value}))
    right = left.right(against)
    if left.amount.key or (fact and not fact.type.is_numeric):
        return left.literal("eq", right)
    return all_of(left.literal("ge", right), left.literal("le", right))


def _among(test: Among, left: _Left) -> Node:
    if test.word in ("in", "not_in"):
        keys = leading(left.lead, left.amount)
        node: Node = Member(keys, amount=left.amount, values=frozenset(test.values))
        return Flip(node) if test.word == "not_in" else node
    values = frozenset(str(value) for value in test.values)
    word = "includes" if test.word == "includes" else "includes_any"
    node = Contains(left.amount.keys, amount=left.amount, word=word, values=values)
    return Flip(node) if test.word == "excludes" else node


def _between(test: Between, left: _Left) -> Node:
    return _both_ends(left, left.right(test.low), left.right(test.high))


def _during(test: During, left: _Left) -> Node:
    return _both_ends(left, left.right(test.start), left.right(test.end))


def _both_ends(left: _Left, low: Amount, high: Amount) -> Node:
    if low.keys and high.keys:
        left.scope.sane.append(Ordered(together((high, low)), left=low, op="le", right=high))
    return all_of(left.literal("ge", low), left.literal("le", high))


def _within(test: Within, left: _Left) -> Node:
    """An earlier date is outside too, but only ``either_side`` has its line there; else no life has that order."""
    of, days = left.right(test.of), left.right(test.days)
    if test.count == "working":
        return _within_working(test, left, of, days)
    last = compile_amount(AddDays(start=test.of, days=test.days), left.scope)
    first = compile_amount(AddDays(start=test.of, days=_negative(test.days)), left.scope) if test.either_side else of
    return all_of(left.literal("le", last), left.literal("ge", first) if test.either_side else _in_order(left, of))


def _in_order(left: _Left, of: Amount) -> Node:
    """Return the test that *left* does not come before *of*: it cannot be crossed, and holds in any life."""
    test = left.literal("ge", of, crossable=False)
    if of.keys:
        left.scope.sane.append(test)
    return test


def _negative(days: Expression) -> Expression:
    return Fold(word="product", terms=(days, Const(Fraction(-1))))


def _within_working(test: Within, left: _Left, of: Amount, days: Amount) -> Node:
    def passed(world: World) -> Fraction:
        return Fraction(working_days_between(of.of(world), left.amount.of(world), left.scope.form.market))

    count = Amount(passed, together((left.amount, of)))
    least = Amount(lambda world: -days.of(world), days.keys)
    keys = leading(left.lead, left.amount, of, days)
    upper = Ordered(keys, left=count, op="le", right=days)
    if test.either_side:
        return all_of(upper, Ordered(keys, left=count, op="ge", right=least))
    return all_of(upper, _in_order(left, of))


_GROWERS: Mapping[type, Callable[[Any, _Left], Node]] = {
    Compare: _compare,
    Among: _among,
    Between: _between,
    Within: _within,
    During: _during,
}
