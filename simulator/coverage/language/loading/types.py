"""What type an expression gives, so that a date is not compared with an amount."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from simulator.coverage.language.expressions import (
    AddDays,
    Bands,
    Const,
    Expression,
    Fold,
    Name,
    NthDay,
    Pick,
    RoundTo,
    Span,
)
from simulator.coverage.language.loading.scope import Scope
from simulator.domain.values import Value, ValueType
from simulator.strict_yaml import Node

NOTHING = Const(Fraction(0))
"""Stands in for an expression that was reported."""


def type_of(expression: Expression, scope: Scope) -> ValueType | None:
    """Return the type that *expression* gives, None where it cannot be told (an unknown name was reported)."""
    if isinstance(expression, Const):
        return type_of_value(expression.value)
    if isinstance(expression, Name):
        return scope.type_of(expression.name)
    if isinstance(expression, Fold):
        return _first(type_of(term, scope) for term in expression.terms)
    if isinstance(expression, RoundTo):
        return type_of(expression.of, scope)
    if isinstance(expression, Span):
        return ValueType.DAYS if expression.unit == "days" else ValueType.NUMBER
    if isinstance(expression, (AddDays, NthDay)):
        return ValueType.DATE
    if isinstance(expression, Bands):
        return _first(type_of(row.gives, scope) for row in expression.rows)
    if isinstance(expression, Pick):
        return _first(type_of(row.take, scope) for row in expression.rows)
    return ValueType.MONEY


def _first(kinds: Iterable[ValueType | None]) -> ValueType | None:
    return next((kind for kind in kinds if kind is not None), None)


def type_of_value(value: Value) -> ValueType:
    """Return the type of a literal; a bare number is a number."""
    if isinstance(value, bool):
        return ValueType.YES_NO
    if isinstance(value, Fraction):
        return ValueType.NUMBER
    if isinstance(value, datetime):
        return ValueType.MOMENT
    if isinstance(value, date):
        return ValueType.DATE
    return ValueType.SET if isinstance(value, frozenset) else ValueType.CHOICE


DATES = frozenset({ValueType.DATE, ValueType.MOMENT})
NUMBERS = frozenset(kind for kind in ValueType if kind.is_numeric)


def family(kind: ValueType) -> frozenset[ValueType]:
    """Return the types that can be compared with *kind*."""
    for kinds in (DATES, NUMBERS, frozenset({ValueType.SET, ValueType.WEEKDAYS})):
        if kind in kinds:
            return kinds
    return frozenset({kind})


def expect(
    expression: Expression, kinds: frozenset[ValueType], what: str, *, at: Node | None, scope: Scope, key: str
) -> Expression:
    """Return *expression*, and report it where it gives none of *kinds*."""
    kind = type_of(expression, scope) if expression is not NOTHING else None
    if at is not None and kind is not None and kind not in kinds:
        named = f"{expression.name} is {kind}" if isinstance(expression, Name) else f"this is {kind}"
        scope.problems.add(at, key, f"{what} must stand here; {named}")
    return expression
