"""Candidates: the values of an open fact that could make a difference (COVERAGE_LANGUAGE, sections 4.1 and 9.7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from simulator.coverage import dates
from simulator.coverage.assessing import LineVerdict, LineView, judge_lines
from simulator.coverage.evidence import ON_FILE, Evidence, Key, State
from simulator.coverage.language.conditions import Among, Between, Compare, During, Within
from simulator.coverage.language.expressions import Const, Expression, Name
from simulator.coverage.language.facts import Fact
from simulator.coverage.settling.hands import Hand
from simulator.coverage.settling.settle import OpenSettlement, Run
from simulator.coverage.situation import OpenFact, Situation
from simulator.coverage.verdicts import Verdict
from simulator.coverage.walked import amounts_of_steps, facts_that_settle, rates_read
from simulator.coverage.walking import base_facts, parts_of
from simulator.domain.claim import ClaimLine
from simulator.domain.values import WEEKDAYS, Value, ValueType
from simulator.errors import Invalid

if TYPE_CHECKING:
    from simulator.coverage.rules import CompiledForm

_FEW = 4
_TESTS = (Compare, Among, Between, During, Within)
_DATED = (ValueType.DATE, ValueType.MOMENT)
_TOP = Fraction(1_000_000)


def candidates(key: Key, compiled: CompiledForm, evidence: Evidence) -> tuple[Value, ...]:
    """Return the values to try for the open fact *key*: what papers state where they disagree, else its lines."""
    state = evidence.states[key]
    if state.state is State.CONFLICT:
        return state.values
    if key[0].startswith(ON_FILE):
        return (True, False)
    fact = compiled.knowledge.facts[key[0]]
    found = (*state.values, *_values(fact, key, compiled, evidence))
    return tuple(dict.fromkeys(found))


def _values(fact: Fact, key: Key, compiled: CompiledForm, evidence: Evidence) -> Iterator[Value]:
    if fact.type is ValueType.YES_NO:
        yield from (True, False)
    elif fact.type is ValueType.CHOICE:
        yield from _choices(fact, compiled)
    elif fact.type in (ValueType.SET, ValueType.WEEKDAYS):
        yield from _sets(fact, compiled)
    else:
        yield from _measures(fact, key, compiled, evidence)


def tests_of(name: str, compiled: CompiledForm) -> tuple[Any, ...]:
    """Return every test of the form that rests on the fact *name*, directly or through derived facts."""
    if not compiled.tests:
        form = compiled.form
        derived = tuple(fact.derived for fact in form.facts.values() if fact.derived is not None)
        places = (form.provisions, form.heads, form.together, form.pots, derived)
        for part in parts_of(places):
            if isinstance(part, _TESTS):
                for base in base_facts(part, compiled.knowledge.facts):
                    compiled.tests.setdefault(base, []).append(part)
    return tuple(compiled.tests.get(name, ()))


def _mentioned(fact: Fact, compiled: CompiledForm) -> list[Any]:
    found: dict[Any, None] = {}
    for test in tests_of(fact.name, compiled):
        if test.fact == fact.name and isinstance(test, Among):
            found.update(dict.fromkeys(test.values))
        elif test.fact == fact.name and isinstance(test, Compare) and isinstance(test.against, Const):
            found[test.against.value] = None
    return list(found)


def _choices(fact: Fact, compiled: CompiledForm) -> list[str]:
    if len(fact.choices) <= _FEW:
        return list(fact.choices)
    mentioned = _mentioned(fact, compiled)
    other = next((choice for choice in fact.choices if choice not in mentioned), None)
    return mentioned if other is None else [*mentioned, other]


def _sets(fact: Fact, compiled: CompiledForm) -> Iterator[frozenset[str]]:
    members: dict[str, None] = {}
    for value in _mentioned(fact, compiled):
        members.update(dict.fromkeys(sorted(value) if isinstance(value, frozenset) else [value]))
    whole = frozenset(WEEKDAYS if fact.type is ValueType.WEEKDAYS else members)
    yield frozenset()
    for member in members:
        yield frozenset({member})
    yield whole


def _measures(fact: Fact, key: Key, compiled: CompiledForm, evidence: Evidence) -> list[Value]:
    found: dict[Any, None] = dict.fromkeys(_days_of_rates(fact, compiled))
    for now in _situations(key, compiled, evidence, _ends(fact, evidence)[1]):
        for test in tests_of(fact.name, compiled):
            found.update(dict.fromkeys(_lines_of(test, fact, key, compiled, now)))
        if _settles(fact, compiled) or not found:
            found.update(dict.fromkeys((*_thresholds(fact, compiled, now), *_ends(fact, evidence))))
    return sorted((value for value in found if _in_range(value, fact)), key=lambda value: (str(type(value)), value))


def _days_of_rates(fact: Fact, compiled: CompiledForm) -> Iterator[date]:
    """Yield the days from which a rate that is read at *fact* has another value, each after the day before it."""
    for part in rates_read(compiled) if fact.type in _DATED else ():
        if part.at == Name(fact.name):
            for first, _ in compiled.form.rates[part.rate].rows:
                yield from (_as_type(first - timedelta(days=1), fact), _as_type(first, fact))


def _situations(key: Key, compiled: CompiledForm, evidence: Evidence, value: Value) -> Iterator[Situation]:
    """Yield situations in which tests on *key* are tried, with the figures that a settlement would work out."""
    for lines in _lines_settled(compiled, evidence):
        hands = [Hand(id=line.id, head=line.head) for line in lines]
        with suppress(OpenFact, OpenSettlement, Invalid):
            Run(compiled.sheet, Situation(evidence.supposing({key: value})), hands, ()).settle()
        now = Situation(evidence)
        now.hands = {hand.id: hand for hand in hands}
        now.lines = tuple(now.hands)
        now.line = key[1] or None
        yield now


def _lines_settled(compiled: CompiledForm, evidence: Evidence) -> Iterator[list[ClaimLine]]:
    """Yield the lines that may come to be settled together: refused ones never, those open by themselves or not."""
    views = [view for view in judge_lines(compiled, evidence) if view.verdict is not LineVerdict.REFUSED]
    doubtful = [view.line.id for view in views if _is_open_alone(view)]
    for left_out in product((False, True), repeat=len(doubtful)) if len(doubtful) <= _FEW else [()]:
        out = {line for line, is_out in zip(doubtful, left_out, strict=False) if is_out}
        yield [view.line for view in views if view.line.id not in out]


def _is_open_alone(view: LineView) -> bool:
    return any(one.by_line and one.finding.verdict is Verdict.OPEN for one in view.judged)


def _in_range(value: Any, fact: Fact) -> bool:
    if not fact.type.is_numeric:
        return True
    return not (fact.low is not None and value < fact.low) and not (fact.high is not None and value > fact.high)


def _lines_of(test: Any, fact: Fact, key: Key, compiled: CompiledForm, now: Situation) -> list[Any]:
    """Return the values on and beside the line of *test*."""
    direct = _direct(test, fact, compiled, now)
    return direct if direct is not None else list(_flips(test, fact, key, compiled, now))


def _direct(test: Any, fact: Fact, compiled: CompiledForm, now: Situation) -> list[Any] | None:
    """Return the line values of a test in which *fact* stands alone on one side; None where it does not."""
    if isinstance(test, Within):
        return _within_lines(test, fact, compiled, now)
    if test.fact == fact.name:
        edges = {Compare: ("against",), Between: ("low", "high"), During: ("start", "end")}.get(type(test), ())
        sides = [getattr(test, edge) for edge in edges]
        if any(fact.name in base_facts(side, compiled.knowledge.facts) for side in sides):
            return None
        return [near for side in sides for near in _around(_work(side, compiled, now), fact)]
    if isinstance(test, Compare) and test.against == Name(fact.name):
        return _around(_work(Name(test.fact), compiled, now), fact)
    return None


def _within_lines(test: Within, fact: Fact, compiled: CompiledForm, now: Situation) -> list[Any] | None:
    if test.count == "working":
        return None
    days = _work(test.days, compiled, now)
    if test.fact == fact.name:
        sign, of = 1, _work(test.of, compiled, now)
    elif test.of == Name(fact.name):
        sign, of = -1, _work(Name(test.fact), compiled, now)
    else:
        return None
    if of is None or days is None:
        return []
    steps = (-1, 0, int(days), int(days) + 1)
    return [_as_type(dates.as_day(of) + timedelta(days=sign * step), fact) for step in steps]


def _as_type(day: date, fact: Fact) -> date:
    return datetime(day.year, day.month, day.day) if fact.type is ValueType.MOMENT else day


def _work(expression: Expression, compiled: CompiledForm, now: Situation) -> Any:
    """Return what *expression* comes to; None where it cannot be had."""
    try:
        return compiled.compiler.expression(expression)(now)
    except (OpenFact, Invalid, KeyError, AssertionError):
        return None


def _around(value: Any, fact: Fact) -> list[Any]:
    if value is None or not _fits(value, fact):
        return []
    return [_shift(value, -1, fact), value, _shift(value, 1, fact)]


def _fits(value: Any, fact: Fact) -> bool:
    if fact.type is ValueType.MOMENT:
        return isinstance(value, datetime)
    return isinstance(value, date) if fact.type is ValueType.DATE else isinstance(value, Fraction)


def _shift(value: Any, units: int, fact: Fact) -> Any:
    if fact.type is ValueType.DATE:
        return dates.as_day(value) + timedelta(days=units)
    if fact.type is ValueType.MOMENT:
        return value + timedelta(minutes=units)
    return value + units * fact.unit


def _flips(test: Any, fact: Fact, key: Key, compiled: CompiledForm, now: Situation) -> Iterator[Any]:
    """Yield the two values between which a test on a figure worked out from *fact* changes, by bisection."""
    judge = compiled.compiler.condition(test, False)
    low, high = _ends(fact, now.evidence)
    first, last = 0, _units(low, high, fact)

    def truth(units: int) -> bool | None:
        try:
            return judge(now.supposing({key: _shift(low, units, fact)}))[0]
        except (Invalid, KeyError, AssertionError):
            return None

    began = truth(first)
    if began is None or truth(last) in (began, None):
        return
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if truth(middle) == began else (first, middle)
    yield from (_shift(low, first, fact), _shift(low, last, fact))


def _ends(fact: Fact, evidence: Evidence) -> tuple[Any, Any]:
    """Return the least and the greatest value that *fact* may have."""
    low, high = fact.low, fact.high
    if fact.type in _DATED:
        day = evidence.file.as_of
        first = low if low is not None else datetime(day.year - 100, 1, 1)
        last = high if high is not None else day
        return _of_type(first, fact), _of_type(last, fact)
    return (Fraction(0) if low is None else low), (_TOP if high is None else high)


def _of_type(day: Any, fact: Fact) -> date:
    if fact.type is ValueType.MOMENT:
        return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return dates.as_day(day)


def _units(low: Any, high: Any, fact: Fact) -> int:
    if fact.type is ValueType.DATE:
        return (high - low).days  # type: ignore[no-any-return]
    if fact.type is ValueType.MOMENT:
        return int((high - low) / timedelta(minutes=1))
    return int((high - low) / fact.unit)


def _settles(fact: Fact, compiled: CompiledForm) -> bool:
    return fact.name in facts_that_settle(compiled)


def _thresholds(fact: Fact, compiled: CompiledForm, now: Situation) -> list[Any]:
    """Return what the steps take off or hold at, as far as it can be had: an amount may matter on either side."""
    if fact.type is not ValueType.MONEY:
        return []
    found = []
    for amount in amounts_of_steps(compiled):
        found.extend(_around(_work(amount, compiled, now), fact))
    return [value for value in found if isinstance(value, Fraction)]
