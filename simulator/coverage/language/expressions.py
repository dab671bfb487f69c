"""Expressions: the words with which a form works out an amount, a date or a share (COVERAGE_LANGUAGE, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from simulator.domain.values import Value

if TYPE_CHECKING:
    from simulator.coverage.language.conditions import Condition

Rounding = Literal["half_up", "half_even", "up", "down"]
Count = Literal["calendar", "working"]


@dataclass(frozen=True, slots=True)
class Const:
    """A literal."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A name: worked-out name, line fact, claim fact, derived fact, declaration or rate, looked up in that order."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """``sum minus above product quotient least greatest``; ``labels`` name the candidates of least and greatest."""

    word: Literal["sum", "minus", "above", "product", "quotient", "least", "greatest"]
    terms: tuple[Expression, ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTo:
    """``round: {of, to, how}``: rounding of an input."""

    of: Expression
    to: Expression
    how: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``days hours months years`` from one date or moment to another, in full units."""

    unit: Literal["days", "hours", "months", "years"]
    start: Expression
    end: Expression
    both_ends: bool = False
    count: Count = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDays:
    """``add_days: [date, days]``."""

    start: Expression
    days: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class NthDay:
    """``nth_day: {count, from, weekdays}``: the n-th listed weekday from a date, itself included."""

    count: Expression
    start: Expression
    weekdays: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOf:
    """``rate: {of, at}``: a dated rate of the form."""

    rate: str
    at: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A row of ``bands``: ``edge`` is ``up_to`` (<=), ``under`` (<) or ``else``."""

    edge: Literal["up_to", "under", "else"]
    bound: Expression | None
    gives: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """``bands: {of, rows}``: the first row whose bound holds."""

    of: Expression
    rows: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A row of ``pick``; ``condition`` is None for ``else``."""

    condition: Condition | None
    take: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """``pick: [{if, take}, .., {else}]``: the first row that holds."""

    rows: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """``worn: {new, age, life, at_most, spare}``: new less straight-line wear on all but the spare part."""

    new: Expression
    age: Expression
    life: Expression
    at_most: Expression = Const(Fraction(1))
    spare: Expression = Const(Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """``total: x`` over the lines in hand."""

    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """``left: pot``: what is left in it."""

    pot: str


@dataclass(frozen=True, slots=True)
class Running:
    """``running``: the step's amount so far."""


Expression = (
    Const | Name | Fold | RoundTo | Span | AddDays | NthDay | RateOf | Bands | Pick | Worn | Total | Left | Running
)
Named = Mapping[str, Expression]
