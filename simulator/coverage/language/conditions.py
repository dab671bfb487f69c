"""Conditions: the 25 words with which a form tests facts (COVERAGE_LANGUAGE, section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.coverage.language.expressions import Count, Expression
from simulator.domain.values import Value

CompareWord = Literal[
    "is", "is_not", "over", "at_least", "under", "at_most",
    "before", "after", "on_or_before", "on_or_after", "same_as", "not_same_as",
]  # fmt: skip
ListWord = Literal["in", "not_in", "includes", "includes_any", "excludes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """``fact: {over: x}`` and its kin; for ``same_as`` and ``not_same_as`` *against* is the other fact's ``Name``."""

    fact: str
    word: CompareWord
    against: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """``in``, ``not_in`` of a choice; ``includes``, ``includes_any``, ``excludes`` of a set."""

    fact: str
    word: ListWord
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """``between: [low, high]``, both included."""

    fact: str
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """``within: {days, of, count, either_side}``: 0 <= fact - of <= days; either side: the distance counts."""

    fact: str
    days: Expression
    of: Expression
    count: Count = "calendar"
    either_side: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class During:
    """``during: {from, to}``, both ends in."""

    fact: str
    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True)
class OnFile:
    """``on_file: kind``: a paper of that kind is there."""

    kind: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part or more holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """At least so many parts hold."""

    at_least: int
    parts: tuple[Condition, ...]


Test = Compare | Among | Between | Within | During | OnFile
Condition = Test | All | AnyOf | Not | Some
