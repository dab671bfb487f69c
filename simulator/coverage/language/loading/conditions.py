"""Conditions: YAML nodes to the words of section 4.1."""

from collections.abc import Callable
from typing import get_args

from simulator.coverage.language.conditions import (
    All,
    Among,
    AnyOf,
    Between,
    Compare,
    CompareWord,
    Condition,
    During,
    ListWord,
    Not,
    OnFile,
    Some,
    Within,
)
from simulator.coverage.language.expressions import Expression, Name
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.expressions import parse_date, parse_expression, parse_number
from simulator.coverage.language.loading.literals import member_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.types import DATES, NUMBERS, expect, family
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.strict_yaml import Entries, Fields, Listing, Node, Scalar, did_you_mean

JOINING = ("all", "any", "not", "some", "on_file")
TESTS = (*get_args(CompareWord), *get_args(ListWord), "between", "within", "during")
NEVER = AnyOf(())
"""Stands in for a condition that was reported."""

_SYNONYMS = {
    "above": "over", "below": "under", "more_than": "over", "less_than": "under", "min": "at_least", "max": "at_most",
    "equals": "is", "not": "is_not", "contains": "includes", "one_of": "in", "until": "on_or_before",
    "later_than": "after", "earlier_than": "before",
}  # fmt: skip


def parse_condition(node: Node | None, scope: Scope, key: str = "") -> Condition:
    """Return the condition at *node*; several entries are ``all`` of them.

    What is wrong goes to the problems of *scope*, and a condition that never holds comes back.
    """
    if node is None:
        return NEVER
    if not isinstance(node, Entries) or not len(node):
        scope.problems.add(node, key, "a condition must stand here", "write fact: {word: value}, or all: [..]")
        return NEVER
    parts = [_entry(name, body, scope, key, node) for name, body in node.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _entry(name: str, body: Node, scope: Scope, key: str, at: Node) -> Condition:
    where = f"{key}.{name}" if key else name
    if name in ("all", "any"):
        parts = _parts(body, scope, where)
        return All(parts) if name == "all" else AnyOf(parts)
    if name == "not":
        return Not(parse_condition(body, scope, where))
    if name == "some":
        return _some(body, scope, where)
    if name == "on_file":
        return _on_file(body, scope, where)
    return _fact_test(name, body, scope, where, at)


def _parts(body: Node, scope: Scope, key: str) -> tuple[Condition, ...]:
    if not isinstance(body, Listing) or not len(body):
        scope.problems.add(body, key, "a list of conditions must stand here", "write [{..}, {..}]")
        return ()
    return tuple(parse_condition(part, scope, f"{key}[{at}]") for at, part in enumerate(body.items, 1))


def _some(body: Node, scope: Scope, key: str) -> Condition:
    fields = Fields(body, scope.problems, key, ("at_least", "of"))
    at_least = fields.whole("at_least", 1)
    parts = _parts(of, scope, fields.key("of")) if (of := fields.need("of")) is not None else ()
    if at_least < 1:
        scope.problems.add(body, key, f"at_least must be 1 or more, not {at_least}")
    elif parts and at_least > len(parts):
        scope.problems.add(body, key, f"needs {at_least} of {len(parts)} facts")
    return Some(at_least=at_least, parts=parts)


def _on_file(body: Node, scope: Scope, key: str) -> Condition:
    kind = body.text if isinstance(body, Scalar) else ""
    if kind not in scope.kinds:
        scope.problems.add(body, key, f"{kind or 'this'} is no document{did_you_mean(kind, scope.kinds)}")
    return OnFile(kind)


def _fact_test(name: str, body: Node, scope: Scope, key: str, at: Node) -> Condition:
    fact = scope.facts.get(name) or _worked(name, scope)
    if fact is None:
        known = (*scope.facts, *scope.worked, *JOINING)
        scope.problems.add(at, key, f'unknown name "{name}"{did_you_mean(name, known)}')
        return NEVER
    if not isinstance(body, Entries):
        if isinstance(body, Listing) and fact.type not in (ValueType.SET, ValueType.WEEKDAYS):
            scope.problems.add(body, key, f"{name} is tested against a list", f"write {name}: {{in: [..]}}")
            return NEVER
        return Compare(fact=name, word="is", against=_right(body, fact, scope, key))
    parts = [_test(fact, word, right, scope, f"{key}.{word}") for word, right in body.items()]
    if not parts:
        scope.problems.add(body, key, "a test must stand here", f"write {name}: {{word: value}}")
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _worked(name: str, scope: Scope) -> Fact | None:
    kind = scope.type_of(name) if name in scope.worked or scope.in_step else None
    return Fact(name=name, type=kind, label=Text(name, name)) if kind is not None else None


def _test(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    reader = _READERS.get(word)
    if reader is None:
        scope.problems.add(right, key.rsplit(".", 1)[0], f'"{word}" is no test{did_you_mean(word, TESTS, _SYNONYMS)}')
        return NEVER
    if fact.type not in _FITS[word]:
        fits = ", ".join(kind.value for kind in ValueType if kind in _FITS[word])
        scope.problems.add(right, key, f"{word} tests {fits}; {fact.name} is {fact.type.value}", _instead(fact, word))
    return reader(fact, word, right, scope, key)


_INSTEAD = {"over": "after", "under": "before", "at_most": "on_or_before", "at_least": "on_or_after"}


def _instead(fact: Fact, word: str) -> str:
    swap = {**_INSTEAD, **{date: plain for plain, date in _INSTEAD.items()}, "is": "includes", "in": "includes_any"}
    other = swap.get(word)
    return f"write {other}" if other and fact.type in _FITS[other] else ""


def _compare(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    return Compare(fact=fact.name, word=word, against=_right(right, fact, scope, key))  # type: ignore[arg-type]


def _right(node: Node, fact: Fact, scope: Scope, key: str) -> Expression:
    """Return the right side of a test of *fact*, which must be of its kind."""
    against = parse_expression(node, scope, key, fact)
    return expect(against, family(fact.type), _NOUNS[fact.type], at=node, scope=scope, key=key)


def _same(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    other = right.text if isinstance(right, Scalar) else ""
    if scope.type_of(other) is None:
        scope.unknown(right, key, other)
    elif scope.type_of(other) not in family(fact.type):
        scope.problems.add(right, key, f"{fact.name} is {fact.type.value}, {other} is {scope.type_of(other)}")
    return Compare(fact=fact.name, word=word, against=Name(other))  # type: ignore[arg-type]


def _among(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    nodes = right.items if isinstance(right, Listing) else (right,)
    if not isinstance(right, Listing) and word in ("in", "not_in", "includes_any"):
        scope.problems.add(right, key, f"{word} needs a list", f"write {word}: [..]")
    if not nodes:
        scope.problems.add(right, key, f"{word} of nothing")
    if word == "includes" and len(nodes) > 1:
        scope.problems.add(right, key, "includes takes one choice", "write includes_any: [..], or all: of two tests")
    values = [member_of(node, fact, scope.problems, key) for node in nodes]
    return Among(fact=fact.name, word=word, values=tuple(value for value in values if value is not None))  # type: ignore[arg-type]


def _between(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    if not isinstance(right, Listing) or len(right) != 2:
        scope.problems.add(right, key, "between needs two ends", "write between: [low, high]")
        return NEVER
    low, high = (_right(end, fact, scope, key) for end in right.items)
    return Between(fact=fact.name, low=low, high=high)


def _within(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    fields = Fields(right, scope.problems, key, ("days", "of", "count", "either_side"))
    return Within(
        fact=fact.name,
        days=parse_number(fields.need("days"), scope, fields.key("days")),
        of=parse_date(fields.need("of"), scope, fields.key("of")),
        count=fields.one_of("count", ("calendar", "working"), "calendar"),  # type: ignore[arg-type]
        either_side=fields.yes_no("either_side"),
    )


def _during(fact: Fact, word: str, right: Node, scope: Scope, key: str) -> Condition:
    fields = Fields(right, scope.problems, key, ("from", "to"))
    start, end = (parse_date(fields.need(name), scope, fields.key(name)) for name in ("from", "to"))
    return During(fact=fact.name, start=start, end=end)


_NOUNS = {
    **dict.fromkeys(NUMBERS, "a number"),
    **dict.fromkeys(DATES, "a date"),
    **dict.fromkeys((ValueType.SET, ValueType.WEEKDAYS), "a list"),
    ValueType.CHOICE: "a choice",
    ValueType.YES_NO: "yes or no",
}
_SETS = frozenset({ValueType.SET, ValueType.WEEKDAYS})
_FITS: dict[str, frozenset[ValueType]] = {
    **dict.fromkeys(("is", "is_not", "same_as", "not_same_as"), frozenset(ValueType)),
    **dict.fromkeys(("in", "not_in"), frozenset(ValueType) - _SETS - {ValueType.YES_NO}),
    **dict.fromkeys(("over", "at_least", "under", "at_most"), NUMBERS),
    "between": NUMBERS | DATES,
    **dict.fromkeys(("before", "after", "on_or_before", "on_or_after", "within", "during"), DATES),
    **dict.fromkeys(get_args(ListWord)[2:], _SETS),
}
_READERS: dict[str, Callable[[Fact, str, Node, Scope, str], Condition]] = {
    **dict.fromkeys(get_args(CompareWord)[:-2], _compare),
    **dict.fromkeys(("same_as", "not_same_as"), _same),
    **dict.fromkeys(get_args(ListWord), _among),
    "between": _between,
    "within": _within,
    "during": _during,
}
