"""Expressions over one line of a draft, compiled to closures: a world (key -> value) in, a value out."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from typing import Any

from simulator.coverage.dates import (
    as_day,
    days_between,
    hours_between,
    months_between,
    nth_weekday,
    working_days_between,
    years_between,
)
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import (
    AddDays,
    Bands,
    Const,
    Expression,
    Fold,
    Name,
    NthDay,
    Pick,
    RateOf,
    RoundTo,
    Span,
    Total,
    Worn,
)
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.rounding import round_to
from simulator.domain.values import Value

World = dict[str, Value]
"""Values by key: ``fact`` of the claim, ``L1.fact`` of a line, ``?name`` of what only settlement knows."""

Function = Callable[[World], Any]


class Unknown(Exception):
    """A name in the expression has no value in this world."""


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A compiled expression, the keys that it reads, and the key itself where it is one plain name."""

    of: Function
    keys: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The names that one line (or, without one, the claim) can see.

    ``sane`` collects what must hold in any life, such as a period that does not end before it starts, and ``since``
    the dates that may not lie before the first row of a rate; ``in_hand`` are the lines over which a sum is taken.
    """

    form: Form
    guide: Guide
    line: str = ""
    conditions: "Callable[[Condition, Scope], Amount] | None" = None
    figures: "Callable[[str, Scope], Amount | None] | None" = None
    heads: tuple[tuple[str, str], ...] = ()
    siblings: "dict[str, Scope]" = field(default_factory=dict)
    in_hand: tuple[str, ...] | None = None
    made: dict[str, Amount] = field(default_factory=dict)
    grown: dict[Condition, Any] = field(default_factory=dict)
    sane: list[Any] = field(default_factory=list)
    since: list[tuple[Amount, date]] = field(default_factory=list)

    def fact(self, name: str) -> Fact | None:
        """Return the fact or declaration of that name."""
        form = self.form
        return form.facts.get(name) or form.declarations.get(name) or self.guide.facts.get(name)

    def key(self, fact: Fact) -> str:
        """Return the key under which worlds hold *fact*."""
        if fact.line:
            return f"{self.line}.{fact.name}" if self.line else f"?{fact.name}"
        return fact.name

    def amount(self, name: str) -> Amount:
        """Return the compiled amount of a name."""
        if name not in self.made:
            self.made[name] = self._amount(name)
        return self.made[name]

    def _amount(self, name: str) -> Amount:
        fact = self.fact(name)
        if fact is None:
            return (self.figures and self.figures(name, self)) or _read(f"?{name}")
        if fact.fixed is not None:
            return _constant(fact.fixed)
        if fact.derived is None:
            return _read(self.key(fact))
        if isinstance(fact.derived, Expression):
            inner = compile_amount(fact.derived, self)
            return Amount(inner.of, inner.keys)
        if self.conditions is None:
            raise TypeError("a scope without conditions cannot read a derived yes_no")
        return self.conditions(fact.derived, self)


def _read(key: str) -> Amount:
    def read(world: World) -> Any:
        try:
            return world[key]
        except KeyError:
            raise Unknown(key) from None

    return Amount(read, (key,), key)


def _constant(value: Value) -> Amount:
    return Amount(lambda world: value, ())


def together(amounts: tuple[Amount, ...]) -> tuple[str, ...]:
    """Return the keys of several amounts, each once, in order."""
    return tuple(dict.fromkeys(key for amount in amounts for key in amount.keys))


def compile_amount(expression: Expression, scope: Scope) -> Amount:
    """Return *expression* compiled for *scope*; what only settlement can know reads ``?running`` and the like."""
    if isinstance(expression, Const):
        return _constant(expression.value)
    if isinstance(expression, Name):
        return scope.amount(expression.name)
    maker = _MAKERS.get(type(expression))
    return maker(expression, scope) if maker else _read("?" + type(expression).__name__.lower())


def _total(expression: Total, scope: Scope) -> Amount:
    if scope.in_hand is None:
        return _read("?total")
    terms = tuple(compile_amount(expression.of, scope.siblings[line]) for line in scope.in_hand)
    functions = tuple(term.of for term in terms)
    return Amount(lambda world: sum((of(world) for of in functions), Fraction(0)), together(terms))


def _fold(expression: Fold, scope: Scope) -> Amount:
    terms = tuple(compile_amount(term, scope) for term in expression.terms)
    functions = tuple(term.of for term in terms)
    join = _FOLDS[expression.word]
    return Amount(lambda world: join([of(world) for of in functions]), together(terms))


def _minus(terms: list[Any]) -> Any:
    return reduce(operator.sub, terms)


def _quotient(terms: list[Any]) -> Any:
    try:
        return reduce(operator.truediv, terms)
    except ZeroDivisionError:
        raise Unknown("a division by nothing") from None


_FOLDS: Mapping[str, Callable[[list[Any]], Any]] = {
    "sum": lambda terms: reduce(operator.add, terms),
    "minus": _minus,
    "above": lambda terms: max(Fraction(0), _minus(terms)),
    "product": lambda terms: reduce(operator.mul, terms),
    "quotient": _quotient,
    "least": min,
    "greatest": max,
}


def _round(expression: RoundTo, scope: Scope) -> Amount:
    of, to = compile_amount(expression.of, scope), compile_amount(expression.to, scope)
    return Amount(lambda world: round_to(of.of(world), to.of(world), expression.how), together((of, to)))


def _span(expression: Span, scope: Scope) -> Amount:
    start, end = compile_amount(expression.start, scope), compile_amount(expression.end, scope)
    count = _SPANS[expression.unit]

    def length(world: World) -> Fraction:
        first, last = start.of(world), end.of(world)
        if expression.unit == "days" and expression.count == "working":
            return Fraction(working_days_between(first, last, scope.form.market) + expression.both_ends)
        return Fraction(count(first, last) + expression.both_ends)

    return Amount(length, together((end, start)))


_SPANS: Mapping[str, Callable[[Any, Any], int | Fraction]] = {
    "days": days_between,
    "hours": hours_between,
    "months": months_between,
    "years": years_between,
}


def _add_days(expression: AddDays, scope: Scope) -> Amount:
    start, days = compile_amount(expression.start, scope), compile_amount(expression.days, scope)
    return Amount(lambda world: start.of(world) + timedelta(days=int(days.of(world))), together((start, days)))


def _nth_day(expression: NthDay, scope: Scope) -> Amount:
    parts = tuple(compile_amount(part, scope) for part in (expression.count, expression.start, expression.weekdays))

    def day(world: World) -> date:
        count, at, names = (part.of(world) for part in parts)
        return nth_weekday(int(count), at, names)

    return Amount(day, together(parts))


def _rate(expression: RateOf, scope: Scope) -> Amount:
    at = compile_amount(expression.at, scope)
    rows = scope.form.rates[expression.rate].rows
    if rows:
        scope.since.append((at, rows[0][0]))

    def rate(world: World) -> Fraction:
        day = as_day(at.of(world))
        past = [value for first, value in rows if first <= day]
        if not past:
            raise Unknown(expression.rate)
        return past[-1]

    return Amount(rate, at.keys)


def _bands(expression: Bands, scope: Scope) -> Amount:
    of = compile_amount(expression.of, scope)
    rows = tuple(
        (row.edge, None if row.bound is None else compile_amount(row.bound, scope), compile_amount(row.gives, scope))
        for row in expression.rows
    )

    def gives(world: World) -> Any:
        value = of.of(world)
        for edge, bound, amount in rows:
            if bound is None or value < bound.of(world) or (edge == "up_to" and value == bound.of(world)):
                return amount.of(world)
        raise Unknown("no band")

    return Amount(gives, together((of, *(part for _, b, a in rows for part in (b, a) if part))))


def _pick(expression: Pick, scope: Scope) -> Amount:
    if scope.conditions is None:
        raise TypeError("a scope without conditions cannot pick")
    rows = tuple(
        (None if row.condition is None else scope.conditions(row.condition, scope), compile_amount(row.take, scope))
        for row in expression.rows
    )

    def take(world: World) -> Any:
        for condition, amount in rows:
            if condition is None or condition.of(world):
                return amount.of(world)
        raise Unknown("no row")

    return Amount(take, together(tuple(part for c, a in rows for part in (a, c) if part)))


def _worn(expression: Worn, scope: Scope) -> Amount:
    parts = tuple(
        compile_amount(part, scope)
        for part in (expression.new, expression.age, expression.life, expression.at_most, expression.spare)
    )

    def worth(world: World) -> Fraction:
        new, age, life, at_most, spare = (part.of(world) for part in parts)
        wear = min(Fraction(age) / life, at_most) if life else at_most
        return Fraction(new - max(Fraction(0), new - spare) * wear)

    return Amount(worth, together(parts))


_MAKERS: Mapping[type, Callable[[Any, Scope], Amount]] = {
    Fold: _fold,
    Total: _total,
    RoundTo: _round,
    Span: _span,
    AddDays: _add_days,
    NthDay: _nth_day,
    RateOf: _rate,
    Bands: _bands,
    Pick: _pick,
    Worn: _worn,
}
