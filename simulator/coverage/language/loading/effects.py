"""Effects: what happens when a provision bites."""

from simulator.coverage.language.expressions import Const, Expression
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.expressions import parse_expression
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.provisions import (
    Effect,
    Ladder,
    LessBy,
    NoEffect,
    ReadAs,
    ReduceBy,
    Refer,
    Refuse,
    Rung,
)
from simulator.strict_yaml import Entries, Fields, Listing, Node, Scalar, did_you_mean

_PLAIN: dict[str, Effect] = {"refuse": Refuse(), "refer": Refer(), "none": NoEffect()}
_WITH_VALUE = ("reduce", "less", "read_as")


def effect_of(node: Node, scope: Scope, key: str) -> Effect:
    """Return the effect at *node*; what is wrong is reported, and refuse comes back."""
    if isinstance(node, Scalar) and node.text in _PLAIN:
        return _PLAIN[node.text]
    if isinstance(node, Listing):
        return _ladder(node, scope, key)
    if isinstance(node, Entries) and len(node) == 1 and node.keys()[0] in _WITH_VALUE:
        return _with_value(*node.items()[0], scope, key)
    word = node.text if isinstance(node, Scalar) else ", ".join(node.keys())
    known = (*_PLAIN, *_WITH_VALUE)
    scope.problems.add(
        node, key, f'"{word}" is no effect{did_you_mean(word, known)}', f"write {', '.join(known)} or a list"
    )
    return Refuse()


def _with_value(word: str, body: Node, scope: Scope, key: str) -> Effect:
    if word == "read_as":
        return _read_as(body, scope, f"{key}.read_as")
    value = parse_expression(body, scope, f"{key}.{word}")
    if word == "less":
        return LessBy(value)
    _check_share(value, body, scope, key)
    return ReduceBy(value)


def _check_share(value: Expression, body: Node, scope: Scope, key: str) -> None:
    if isinstance(value, Const) and isinstance(body, Scalar) and not 0 <= value.value <= 1:  # type: ignore[operator]
        number = body.text
        scope.problems.add(body, key, f"reduces by {number}, a share is {number}% or {_share(number)}")


def _share(text: str) -> str:
    return f"{float(text) / 100:g}" if text.replace(".", "", 1).isdigit() else "0.2"


def _read_as(body: Node, scope: Scope, key: str) -> Effect:
    if not isinstance(body, Entries) or len(body) != 1:
        scope.problems.add(body, key, "one declaration must stand here", "write read_as: {declaration: value}")
        return NoEffect()
    name, value = body.items()[0]
    fact = scope.facts.get(name)
    if fact is None or not fact.is_declaration:
        known = [other for other, fact in scope.facts.items() if fact.is_declaration]
        scope.problems.add(body, key, f"{name} is no declaration{did_you_mean(name, known)}")
        return NoEffect()
    return ReadAs(declaration=name, value=parse_expression(value, scope, f"{key}.{name}", fact))


def _ladder(node: Listing, scope: Scope, key: str) -> Effect:
    rungs = tuple(_rung(rung, scope, f"{key}[{at}]") for at, rung in enumerate(node.items, 1))
    if any(rung.condition is None for rung in rungs[:-1]):
        scope.problems.add(node, key, "the rungs after else are never reached")
    if not rungs:
        scope.problems.add(node, key, "a ladder needs rungs")
    return Ladder(rungs)


def _rung(node: Node, scope: Scope, key: str) -> Rung:
    fields = Fields(node, scope.problems, key, ("if", "do", "else"))
    if "else" in fields:
        return Rung(condition=None, effect=_needed(fields, "else", scope))
    return Rung(
        condition=parse_condition(fields.need("if"), scope, fields.key("if")), effect=_needed(fields, "do", scope)
    )


def _needed(fields: Fields, name: str, scope: Scope) -> Effect:
    node = fields.need(name)
    return effect_of(node, scope, fields.key(name)) if node is not None else NoEffect()
