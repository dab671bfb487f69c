"""The compiler: from what a form says to functions that work it out, once for each form and guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from simulator.coverage import evaluating, judging
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Const, Expression
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import ReadAs
from simulator.coverage.language.steps import WorkOut
from simulator.coverage.situation import OpenFact, Situation
from simulator.coverage.walking import EACH_LINE, base_facts, parts_of
from simulator.domain.values import Value
from simulator.errors import Invalid, InvalidContent, Problem

Evaluate = Callable[[Situation], Any]
Refs = tuple[tuple[str, str], ...]
Judge = Callable[[Situation], tuple[bool | None, Refs]]

GUIDE_NAMES: Mapping[str, Value] = {
    "payable": Fraction(0),
    "held_back": Fraction(0),
    "claimed": Fraction(0),
    "paid_before": Fraction(0),
    "reserve": Fraction(0),
    "lead_kind": "",
    "close_provision_lead": False,
    "undisputed_lines": False,
    "lines_refused": Fraction(0),
    "role": "",
}
"""What a guide may read beside facts, with what stands there when nothing is worked out yet."""

LINE_NAMES = ("head", "first", "borne")
_CONDITIONS = get_args(Condition.__value__ if hasattr(Condition, "__value__") else Condition)


class Compiler:
    """Compiles the parts of one form under one guide. ``where`` names the part in hand, for messages."""

    def __init__(self, form: Form, facts: Mapping[str, Fact]) -> None:
        self.form = form
        self.facts = facts
        self.where = form.name
        self.worked_names = frozenset(
            name for part in parts_of((form.heads, form.together)) if isinstance(part, WorkOut) for name in part.names
        )
        self.read_as = frozenset(part.declaration for part in parts_of(form.provisions) if isinstance(part, ReadAs))
        self._names: dict[str, Evaluate] = {}
        self._working: set[str] = set()

    def expression(self, expression: Expression) -> Evaluate:
        """Return the function that works *expression* out; it raises OpenFact where a fact is not to be had."""
        return evaluating.compile_expression(expression, self)

    def condition(self, condition: Condition, unproved: bool | None) -> Judge:
        """Return the function that judges *condition*; *unproved* is what a leaf on an unproved fact counts as."""
        return judging.compile_condition(condition, unproved, self)

    def refs(self, node: object) -> Refs:
        """Return the facts that *node* rests on; ``*`` stands for the line in hand."""
        return tuple((name, self.line_mark(name)) for name in base_facts(node, self.facts))

    def line_mark(self, name: str) -> str:
        """Return ``*`` for a fact of a line and nothing for a fact of the claim."""
        fact = self.facts.get(name)
        return EACH_LINE if fact is not None and fact.line else ""

    def is_derived(self, name: str) -> bool:
        """Tell whether *name* is a derived yes_no, which is judged through."""
        fact = self.facts.get(name)
        return fact is not None and isinstance(fact.derived, _CONDITIONS)

    def is_stated(self, name: str) -> bool:
        """Tell whether *name* is a fact that papers state, read as it stands."""
        fact = self.facts.get(name)
        return (
            fact is not None
            and fact.derived is None
            and name not in self.worked_names
            and not (fact.is_declaration and name in self.read_as)
        )

    def name(self, name: str) -> Evaluate:
        """Return the function that reads *name*.

        Raises:
            InvalidContent: Nothing has that name, or it is defined by itself.
        """
        if name not in self._names:
            if name in self._working:
                raise self.problem(f"{name} is defined by itself")
            self._working.add(name)
            self._names[name] = self._reader(name)
            self._working.discard(name)
        return self._names[name]

    def problem(self, message: str) -> InvalidContent:
        """Return the error that *message* makes of the part in hand."""
        return InvalidContent([Problem(file=self.form.name, line=0, key=self.where, message=message)])

    def _reader(self, name: str) -> Evaluate:
        if name in self.worked_names:
            return _read_worked(name)
        if name in self.facts:
            return self._fact_reader(self.facts[name])
        if name in self.form.rates:
            return self._rate_reader(name)
        if name in LINE_NAMES:
            return _LINE_READERS[name]
        if name in GUIDE_NAMES:
            return lambda now: now.special.get(name, GUIDE_NAMES[name])
        raise self.problem(f"nothing is called {name}")

    def _fact_reader(self, fact: Fact) -> Evaluate:
        if fact.derived is not None:
            return self._derived_reader(fact)
        if fact.is_declaration and fact.name in self.read_as:
            return _read_declaration(fact.name, _read_claim_fact(fact.name))
        return _read_line_fact(fact.name) if fact.line else _read_claim_fact(fact.name)

    def _derived_reader(self, fact: Fact) -> Evaluate:
        if isinstance(fact.derived, _CONDITIONS):
            return judging.truth_of(self.condition(fact.derived, None))
        assert fact.derived is not None
        work = self.expression(fact.derived)  # type: ignore[arg-type]
        return _shared(fact.name, work) if fact.line else work

    def _rate_reader(self, name: str) -> Evaluate:
        return self.rate(name, self.name(self.form.edition_by))

    def rate(self, name: str, at: Evaluate) -> Evaluate:
        """Return the function that reads the rate *name* as of the date that *at* gives."""
        if name not in self.form.rates:
            raise self.problem(f"rates has no {name}")
        rows = self.form.rates[name].rows

        def read(now: Situation) -> Fraction:
            day: date = at(now)
            value = next((is_ for first, is_ in reversed(rows) if first <= evaluating.same_kind(day, first)), None)
            if value is None:
                raise Invalid(f"rates.{name} has no value on {day.isoformat()}")
            return value

        return read


def _read_claim_fact(name: str) -> Evaluate:
    key = (name, "")
    keys = (key,)

    def read(now: Situation) -> Value:
        value = now.states[key].value
        if value is None:
            raise OpenFact(keys)
        now.used.append(key)
        return value

    return read


def _read_line_fact(name: str) -> Evaluate:
    def read(now: Situation) -> Value:
        if now.line is None:
            return _on_all_lines(now, name, read)
        key = (name, now.line)
        value = now.states[key].value
        if value is None:
            raise OpenFact((key,))
        now.used.append(key)
        return value

    return read


def _shared(name: str, work: Evaluate) -> Evaluate:
    return lambda now: work(now) if now.line is not None else _on_all_lines(now, name, work)


def _on_all_lines(now: Situation, name: str, read: Evaluate) -> Value:
    """Return what *read* gives on every line in hand, which must be the same."""
    values = []
    for line in now.lines:
        now.line = line
        try:
            values.append(read(now))
        finally:
            now.line = None
    if not values or any(value != values[0] for value in values):
        raise Invalid(f"{name} differs between the lines of a group; write total")
    return values[0]  # type: ignore[no-any-return]


def _read_declaration(name: str, read: Evaluate) -> Evaluate:
    def read_or_replace(now: Situation) -> Any:
        replaced = now.read_as.pop(name, None) if now.read_as else None
        if replaced is None:
            return read(now)
        try:
            return replaced(now)  # taken out while it is worked out, so that it may read the policy's own figure
        finally:
            now.read_as[name] = replaced

    return read_or_replace


def _read_worked(name: str) -> Evaluate:
    def read(now: Situation) -> Any:
        found = [now.hands[line].worked[name] for line in now.lines_in_hand() if name in now.hands[line].worked]
        if any(value != found[0] for value in found):
            raise Invalid(f"{name} differs between the lines of a group; write per: claim where it is worked out")
        return found[0] if found else Fraction(0)  # its step took no line

    return read


def _read_head(now: Situation) -> str:
    heads = {now.hands[line].head for line in now.lines_in_hand()}
    return heads.pop() if len(heads) == 1 else ""


_LINE_READERS: Mapping[str, Evaluate] = {
    "head": _read_head,
    "first": lambda now: sum((now.hands[line].first for line in now.lines_in_hand()), Fraction(0)),
    "borne": lambda now: sum((now.hands[line].borne for line in now.lines_in_hand()), Fraction(0)),
}


def constant(expression: Expression) -> Value | None:
    """Return the literal that *expression* is, if it is one."""
    return expression.value if isinstance(expression, Const) else None
