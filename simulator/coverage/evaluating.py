"""Working out expressions: the 21 words of section 5, exact, open where a fact is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from simulator.coverage import dates
from simulator.coverage.language.expressions import (
    AddDays,
    Bands,
    Const,
    Expression,
    Fold,
    Left,
    Name,
    NthDay,
    Pick,
    RateOf,
    RoundTo,
    Running,
    Span,
    Total,
    Worn,
)
from simulator.coverage.rounding import round_to
from simulator.coverage.situation import OpenFact, Situation
from simulator.errors import Invalid

if TYPE_CHECKING:
    from simulator.coverage.compiling import Compiler, Evaluate

_NOUGHT = Fraction(0)
_ONE = Fraction(1)


def compile_expression(expression: Expression, compiler: Compiler) -> Evaluate:
    """Return the function that works *expression* out."""
    return _WORDS[type(expression)](expression, compiler)


def open_keys(now: Situation, operands: Sequence[Evaluate]) -> tuple[tuple[str, str], ...]:
    """Return every fact for want of which one of *operands* cannot be worked out."""
    keys: dict[tuple[str, str], None] = {}
    for operand in operands:
        try:
            operand(now)
        except OpenFact as open_:
            keys.update(dict.fromkeys(open_.keys))
    return tuple(keys)


def same_kind(day: date, like: date) -> date:
    """Return *day* as a day where *like* is a day and not a moment."""
    if isinstance(day, datetime) and not isinstance(like, datetime):
        return day.date()
    return day


def _const(expression: Const, compiler: Compiler) -> Evaluate:
    value = expression.value
    return lambda now: value


def _name(expression: Name, compiler: Compiler) -> Evaluate:
    return compiler.name(expression.name)


def _fold(expression: Fold, compiler: Compiler) -> Evaluate:
    terms = tuple(compiler.expression(term) for term in expression.terms)
    if expression.word in ("least", "greatest"):
        return _select(terms, min if expression.word == "least" else max)
    work = _quotient(compiler.where) if expression.word == "quotient" else _FOLDS[expression.word]

    def fold(now: Situation) -> Fraction:
        try:
            values = [term(now) for term in terms]
        except OpenFact:
            raise OpenFact(open_keys(now, terms)) from None
        return work(values)

    return fold


def _select(terms: tuple[Evaluate, ...], choose: Callable[..., Any]) -> Evaluate:
    """Least or greatest; what only the losing candidates read goes on the situation's list of the lost."""

    def select(now: Situation) -> Any:
        began = len(now.used)
        values, reads = [], []
        try:
            for term in terms:
                start = len(now.used)
                values.append(term(now))
                reads.append(now.used[start:])
        except OpenFact:
            del now.used[began:]
            raise OpenFact(open_keys(now, terms)) from None
        at = choose(range(len(values)), key=values.__getitem__)
        now.lost.extend(key for other, keys in enumerate(reads) if other != at for key in keys)
        return values[at]

    return select


def _minus(values: list[Fraction]) -> Fraction:
    return values[0] - sum(values[1:], _NOUGHT)


def _above(values: list[Fraction]) -> Fraction:
    left = _minus(values)
    return left if left.numerator > 0 else _NOUGHT


def _product(values: list[Fraction]) -> Fraction:
    return reduce(lambda one, other: one * other, values, _ONE)


def _quotient(where: str) -> Callable[[list[Fraction]], Fraction]:
    def divide(values: list[Fraction]) -> Fraction:
        below = _product(values[1:])
        if not below:
            raise Invalid(f"{where}: division by 0")
        return values[0] / below

    return divide


_FOLDS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, _NOUGHT),
    "minus": _minus,
    "above": _above,
    "product": _product,
}


def _round(expression: RoundTo, compiler: Compiler) -> Evaluate:
    of, to, how = compiler.expression(expression.of), compiler.expression(expression.to), expression.how
    return lambda now: round_to(of(now), to(now), how)


def _span(expression: Span, compiler: Compiler) -> Evaluate:
    start, end = compiler.expression(expression.start), compiler.expression(expression.end)
    count = _counter(expression, compiler.form.market)
    more = 1 if expression.both_ends else 0

    def span(now: Situation) -> Fraction:
        try:
            first, last = start(now), end(now)
        except OpenFact:
            raise OpenFact(open_keys(now, (start, end))) from None
        return Fraction(count(first, last) + more)

    return span


def _counter(expression: Span, market: str) -> Callable[[date, date], int | Fraction]:
    if expression.unit == "days" and expression.count == "working":
        return lambda first, last: dates.working_days_between(first, last, market)
    counters: dict[str, Callable[[date, date], int | Fraction]] = {
        "days": dates.days_between,
        "hours": dates.hours_between,
        "months": dates.months_between,
        "years": dates.years_between,
    }
    return counters[expression.unit]


def _add_days(expression: AddDays, compiler: Compiler) -> Evaluate:
    start, days = compiler.expression(expression.start), compiler.expression(expression.days)
    return lambda now: start(now) + timedelta(days=int(days(now)))


def _nth_day(expression: NthDay, compiler: Compiler) -> Evaluate:
    count, start = compiler.expression(expression.count), compiler.expression(expression.start)
    weekdays = compiler.expression(expression.weekdays)
    return lambda now: dates.nth_weekday(int(count(now)), start(now), weekdays(now))


def _rate(expression: RateOf, compiler: Compiler) -> Evaluate:
    return compiler.rate(expression.rate, compiler.expression(expression.at))


def _bands(expression: Bands, compiler: Compiler) -> Evaluate:
    of = compiler.expression(expression.of)
    rows = tuple(
        (row.edge, None if row.bound is None else compiler.expression(row.bound), compiler.expression(row.gives))
        for row in expression.rows
    )
    where = compiler.where

    def band(now: Situation) -> Any:
        value = of(now)
        for edge, bound, gives in rows:
            if bound is None or (value <= bound(now) if edge == "up_to" else value < bound(now)):
                return gives(now)
        raise Invalid(f"{where}: no band holds {value}; add an else")

    return band


def _pick(expression: Pick, compiler: Compiler) -> Evaluate:
    rows = tuple(
        (None if row.condition is None else compiler.condition(row.condition, False), compiler.expression(row.take))
        for row in expression.rows
    )
    where = compiler.where

    def pick(now: Situation) -> Any:
        for condition, take in rows:
            if condition is None:
                return take(now)
            truth, refs = condition(now)
            if truth is None:
                raise OpenFact(now.keys_of(refs))
            if truth:
                now.used.extend(now.keys_of(refs))
                return take(now)
        raise Invalid(f"{where}: no row of pick holds; add an else")

    return pick


def _worn(expression: Worn, compiler: Compiler) -> Evaluate:
    terms = tuple(
        compiler.expression(term)
        for term in (expression.new, expression.age, expression.life, expression.at_most, expression.spare)
    )

    def worn(now: Situation) -> Fraction:
        try:
            new, age, life, at_most, spare = [term(now) for term in terms]
        except OpenFact:
            raise OpenFact(open_keys(now, terms)) from None
        share = min(at_most, max(_NOUGHT, age / life)) if life else at_most
        wearing = new - spare if new > spare else _NOUGHT
        return new - wearing * share  # type: ignore[no-any-return]

    return worn


def _total(expression: Total, compiler: Compiler) -> Evaluate:
    of = compiler.expression(expression.of)

    def total(now: Situation) -> Fraction:
        whole, in_hand = _NOUGHT, now.line
        try:
            for line in now.lines:
                now.line = line
                whole += of(now)
        finally:
            now.line = in_hand
        return whole

    return total


def _left(expression: Left, compiler: Compiler) -> Evaluate:
    pot = expression.pot

    def left(now: Situation) -> Fraction:
        assert now.pots is not None
        return now.pots.left(pot, now)

    return left


def _running(expression: Running, compiler: Compiler) -> Evaluate:
    return lambda now: now.running


_WORDS: dict[type, Callable[[Any, Compiler], Evaluate]] = {
    Const: _const,
    Name: _name,
    Fold: _fold,
    RoundTo: _round,
    Span: _span,
    AddDays: _add_days,
    NthDay: _nth_day,
    RateOf: _rate,
    Bands: _bands,
    Pick: _pick,
    Worn: _worn,
    Total: _total,
    Left: _left,
    Running: _running,
}
