"""Judging conditions: three values, with the facts that decided (COVERAGE_LANGUAGE, section 4).

A judge returns the truth (None: unknown) and the facts it rests on: those of the parts that decided it, or, where it
is unknown, those for want of which it is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from simulator.coverage import dates
from simulator.coverage.evaluating import open_keys
from simulator.coverage.evidence import ON_FILE, Key, State
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
from simulator.coverage.language.expressions import Const
from simulator.coverage.situation import OpenFact, Situation

if TYPE_CHECKING:
    from simulator.coverage.compiling import Compiler, Evaluate, Judge, Refs

Truth = bool | None
_MOST_TRIALS = 256

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "same_as": operator.eq,
    "not_same_as": operator.ne,
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
    "before": operator.lt,
    "after": operator.gt,
    "on_or_before": operator.le,
    "on_or_after": operator.ge,
}


def compile_condition(condition: Condition, unproved: bool | None, compiler: Compiler) -> Judge:
    """Return the function that judges *condition*; a leaf on an unproved fact counts as *unproved*."""
    return _WORDS[type(condition)](condition, unproved, compiler)


def truth_of(judge: Judge) -> Evaluate:
    """Return a function that gives the truth of *judge* as a value, and raises OpenFact where it is unknown."""

    def read(now: Situation) -> bool:
        truth, refs = judge(now)
        if truth is None:
            raise OpenFact(now.keys_of(refs))
        return truth

    return read


def _leaf(test: Callable[[Situation], bool], operands: Sequence[Evaluate], refs: Refs, unproved: Truth) -> Judge:
    def judge(now: Situation) -> tuple[Truth, Refs]:
        try:
            return test(now), refs
        except OpenFact:
            return _undecided(judge, now, refs, unproved, open_keys(now, operands))

    return judge


def _undecided(judge: Judge, now: Situation, refs: Refs, unproved: Truth, keys: tuple[Key, ...]) -> tuple[Truth, Refs]:
    """Decide a leaf whose value cannot be had: by the burden where unproved, by trial where papers disagree."""
    states = now.states
    if any(states[key].state is State.UNPROVED for key in keys):
        if unproved is None:
            raise OpenFact(keys)
        return unproved, keys
    if any(states[key].state is not State.CONFLICT for key in keys):
        return None, keys
    truths = set()
    for trial, values in enumerate(product(*(states[key].values for key in keys))):
        truths.add(judge(now.supposing(dict(zip(keys, values, strict=True))))[0])
        if len(truths) > 1 or trial > _MOST_TRIALS:
            return None, keys
    return (None, keys) if None in truths else (truths.pop(), refs)


def _compare(condition: Compare, unproved: Truth, compiler: Compiler) -> Judge:
    if compiler.is_derived(condition.fact) and isinstance(condition.against, Const):
        return _judge_through(condition, unproved, compiler)
    left, right = compiler.name(condition.fact), compiler.expression(condition.against)
    compare = _COMPARE[condition.word]
    if isinstance(condition.against, Const) and not isinstance(condition.against.value, date):
        against = condition.against.value
        return _quick(condition, lambda value: compare(value, against), unproved, compiler)

    def test(now: Situation) -> bool:
        one, other = left(now), right(now)
        try:
            return compare(one, other)
        except TypeError:
            return compare(dates.as_day(one), dates.as_day(other))

    return _leaf(test, (left, right), compiler.refs(condition), unproved)


def _quick(condition: Compare | Among, holds: Callable[[Any], bool], unproved: Truth, compiler: Compiler) -> Judge:
    """A test of one fact against what is written: the most frequent leaf, and so without detours."""
    read, refs = compiler.name(condition.fact), compiler.refs(condition)
    slow = _leaf(lambda now: holds(read(now)), (read,), refs, unproved)
    if not compiler.is_stated(condition.fact):
        return slow
    name, by_line = condition.fact, bool(compiler.line_mark(condition.fact))
    of_claim = (name, "")

    def judge(now: Situation) -> tuple[Truth, Refs]:
        if by_line and now.line is None:
            return slow(now)
        value = now.states[(name, now.line) if by_line else of_claim].value  # type: ignore[index]
        return slow(now) if value is None else (holds(value), refs)

    return judge


def _judge_through(condition: Compare, unproved: Truth, compiler: Compiler) -> Judge:
    """Judge a derived yes_no as the condition that it is."""
    assert isinstance(condition.against, Const)
    inner = compiler.facts[condition.fact].derived
    wanted = condition.against.value is (condition.word in ("is", "same_as"))
    part: Condition = inner if wanted else Not(inner)  # type: ignore[assignment,arg-type]
    return compile_condition(part, unproved, compiler)


def _among(condition: Among, unproved: Truth, compiler: Compiler) -> Judge:
    values: frozenset[Any] = frozenset(condition.values)
    tests: dict[str, Callable[[Any], bool]] = {
        "in": values.__contains__,
        "not_in": lambda value: value not in values,
        "includes": values.issubset,
        "includes_any": lambda value: not values.isdisjoint(value),
        "excludes": values.isdisjoint,
    }
    return _quick(condition, tests[condition.word], unproved, compiler)


def _between(condition: Between, unproved: Truth, compiler: Compiler) -> Judge:
    return _range(condition.fact, condition.low, condition.high, unproved, compiler)


def _during(condition: During, unproved: Truth, compiler: Compiler) -> Judge:
    return _range(condition.fact, condition.start, condition.end, unproved, compiler)


def _range(name: str, low: Any, high: Any, unproved: Truth, compiler: Compiler) -> Judge:
    """Both ends in; where it is false it rests on the end that was missed."""
    read, first, last = compiler.name(name), compiler.expression(low), compiler.expression(high)
    own = compiler.refs(Compare(fact=name, word="is", against=Const(True)))
    below, beyond = (*own, *compiler.refs(low)), (*own, *compiler.refs(high))
    refs = tuple(dict.fromkeys((*below, *beyond)))

    def side(now: Situation) -> int:
        value, start, end = read(now), first(now), last(now)
        if isinstance(value, date):
            value, start, end = _alike(value, start, end)
        return -1 if value < start else 1 if value > end else 0

    judge_leaf = _leaf(lambda now: side(now) == 0, (read, first, last), refs, unproved)

    def judge(now: Situation) -> tuple[Truth, Refs]:
        truth, rests = judge_leaf(now)
        if truth is False and rests is refs:
            try:
                return False, below if side(now) < 0 else beyond
            except OpenFact:
                return False, refs
        return truth, rests

    return judge


def _alike(*moments: date) -> tuple[date, ...]:
    if all(isinstance(one, datetime) for one in moments):
        return moments
    return tuple(dates.as_day(one) for one in moments)


def _within(condition: Within, unproved: Truth, compiler: Compiler) -> Judge:
    read, of = compiler.name(condition.fact), compiler.expression(condition.of)
    days, market = compiler.expression(condition.days), compiler.form.market
    working, either = condition.count == "working", condition.either_side

    def test(now: Situation) -> bool:
        start, end = of(now), read(now)
        passed = dates.working_days_between(start, end, market) if working else dates.days_between(start, end)
        early = dates.days_between(start, end) < 0
        if early and not either:
            return False
        return bool(abs(passed) <= days(now))

    return _leaf(test, (read, of, days), compiler.refs(condition), unproved)


def _on_file(condition: OnFile, unproved: Truth, compiler: Compiler) -> Judge:
    key = (ON_FILE + condition.kind, "")
    refs: Refs = (key,)

    def judge(now: Situation) -> tuple[Truth, Refs]:
        return now.states[key].value, refs  # type: ignore[return-value]

    return judge


def _all(condition: All, unproved: Truth, compiler: Compiler) -> Judge:
    return _join([compile_condition(part, unproved, compiler) for part in condition.parts], False)


def _any(condition: AnyOf, unproved: Truth, compiler: Compiler) -> Judge:
    return _join([compile_condition(part, unproved, compiler) for part in condition.parts], True)


def _join(parts: Sequence[Judge], decisive: bool) -> Judge:
    """One *decisive* part decides; without one an unknown part leaves it unknown."""
    if len(parts) == 1:
        return parts[0]

    def judge(now: Situation) -> tuple[Truth, Refs]:
        rests: Refs = ()
        wanting: Refs = ()
        unknown = False
        for part in parts:
            truth, refs = part(now)
            if truth is decisive:
                return truth, refs
            if truth is None:
                unknown = True
                wanting += refs
            else:
                rests += refs
        return (None, wanting) if unknown else (not decisive, rests)

    return judge


def _not(condition: Not, unproved: Truth, compiler: Compiler) -> Judge:
    part = compile_condition(condition.part, None if unproved is None else not unproved, compiler)

    def judge(now: Situation) -> tuple[Truth, Refs]:
        truth, refs = part(now)
        return (None if truth is None else not truth), refs

    return judge


def _some(condition: Some, unproved: Truth, compiler: Compiler) -> Judge:
    parts = [compile_condition(part, unproved, compiler) for part in condition.parts]
    least = condition.at_least

    def judge(now: Situation) -> tuple[Truth, Refs]:
        found = [part(now) for part in parts]
        holding = [refs for truth, refs in found if truth is True]
        if len(holding) >= least:
            return True, sum(holding[:least], ())
        wanting = [refs for truth, refs in found if truth is None]
        if len(holding) + len(wanting) < least:
            return False, sum((refs for truth, refs in found if truth is False), ())
        return None, sum(wanting, ())

    return judge


_WORDS: dict[type, Callable[[Any, Truth, Compiler], Judge]] = {
    Compare: _compare,
    Among: _among,
    Between: _between,
    Within: _within,
    During: _during,
    OnFile: _on_file,
    All: _all,
    AnyOf: _any,
    Not: _not,
    Some: _some,
}
