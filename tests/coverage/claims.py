"""Claims that nobody wrote by hand: any that a form can state, and such as practice has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import reject
from hypothesis import strategies as st

from simulator.coverage.cases import read_cases
from simulator.coverage.inversion import LinePlan, Unreachable, Want, solve
from simulator.coverage.language.facts import Fact
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules, smallest_guide
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.dice import Dice
from simulator.domain.papers import Paper
from simulator.domain.text import Text
from simulator.domain.values import WEEKDAYS, Value, ValueType, to_text
from simulator.paths import scenarios_folder
from tests.coverage.inversion.targets import targets_of

RECEIVED = datetime(2026, 6, 1, 9, 0)
AS_OF = datetime(2026, 7, 1, 9, 0)
GENERATED = "shipped motor, generated claims"
FORMS = ("reference motor", "reference programme", "shipped motor", GENERATED)
MOTOR = ("reference motor", "shipped motor", GENERATED)
Stated = dict[tuple[str, str], Value]


@cache
def rules_of(name: str) -> Rules:
    if name in ("shipped motor", GENERATED):
        library = Library.read(scenarios_folder())
        editions = library.forms.get(("motor_own_damage", "ee"))
        if editions is None:
            pytest.skip("the motor form is not there")
        return compile_rules(editions, smallest_guide("ee", "EUR"))
    path = Path(__file__).parent / "determinations" / "reference.yaml"
    wanted = "short_time_allowance" if name == "reference programme" else "motor_own_damage"
    cases = read_cases(path, lambda: Library.read(scenarios_folder()))
    return next(case.rules for case in cases if case.rules.editions[0].name == wanted)


@dataclass(frozen=True)
class World:
    """A claim as it might lie: heads of its lines, what is stated of each fact, papers there and never to come.

    What is ``disputed`` stands on a second paper of the same kind.
    """

    heads: tuple[str, ...]
    stated: Stated
    on_file: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    disputed: Stated = field(default_factory=dict)

    def file(self, rules: Rules, *, shuffled: Sequence[int] | None = None) -> ClaimFile:
        compiled = rules.compiled[-1]
        written = [*self._papers(self.stated, rules, "", self.on_file), *self._papers(self.disputed, rules, "_2", ())]
        if shuffled is not None:
            written = [written[at] for at in shuffled if at < len(written)]
        lines_of = tuple(
            ClaimLine(id=f"L{at}", head=head, label=Text(head, head), claimed=Decimal(0))
            for at, head in enumerate(self.heads, 1)
        )
        return ClaimFile(
            number="1",
            form=compiled.form.name,
            edition=compiled.form.edition,
            market=compiled.form.market,
            guide=rules.guide.name,
            as_of=AS_OF,
            lines=lines_of,
            papers=tuple(written),
            closed=self.closed,
        )

    def _papers(self, stated: Stated, rules: Rules, suffix: str, kinds: Sequence[str]) -> Iterator[Paper]:
        papers: dict[str, tuple[dict[str, str], dict[str, dict[str, str]]]] = {kind: ({}, {}) for kind in kinds}
        for (name, line), value in stated.items():
            provers = rules.compiled[-1].knowledge.provers[name]
            kind, field_id = next(one for one in provers if one.kind not in self.closed)
            fields, lines = papers.setdefault(kind, ({}, {}))
            (lines.setdefault(line, {}) if line else fields)[field_id] = to_text(value)
        for kind, (fields, lines) in papers.items():
            yield Paper(
                id=kind + suffix, kind=kind, sender="claimant", received_at=RECEIVED, fields=fields, lines=lines
            )

    def stating(self, stated: Stated) -> World:
        """Return the same claim with other statements."""
        return replace(self, stated=stated)


def values(fact: Fact) -> st.SearchStrategy[Value]:
    if fact.type is ValueType.YES_NO:
        return st.booleans()
    if fact.type is ValueType.CHOICE:
        return st.sampled_from(sorted(fact.choices))
    if fact.type in (ValueType.SET, ValueType.WEEKDAYS):
        members = sorted(fact.choices) if fact.choices else list(WEEKDAYS)
        return st.frozensets(st.sampled_from(members))
    if fact.type is ValueType.DATE:
        return dates(fact)
    if fact.type is ValueType.MOMENT:
        return st.integers(0, 200 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1) + timedelta(minutes=minutes))
    low = fact.low if isinstance(fact.low, Fraction) else Fraction(0)
    high = fact.high if isinstance(fact.high, Fraction) else Fraction(20000)
    steps = int((high - low) / fact.unit)
    return st.integers(0, steps).map(lambda at: low + at * fact.unit)


def dates(fact: Fact) -> st.SearchStrategy[Value]:
    low = fact.low if isinstance(fact.low, date) else date(2026, 1, 1)
    high = fact.high if isinstance(fact.high, date) else date(2026, 12, 31)
    first, last = max(low, date(2026, 1, 1)), min(high, date(2027, 2, 1))
    if first > last:
        first, last = low, high
    return st.dates(first, last)


def stated_facts(rules: Rules) -> dict[str, Fact]:
    known = rules.compiled[-1].knowledge
    return {
        name: fact
        for name, fact in known.facts.items()
        if fact.derived is None and fact.compare is None and fact.fixed is None and known.provers[name]
    }


@st.composite
def worlds(draw: st.DrawFn, rules: Rules, most_lines: int = 3) -> World:
    heads = tuple(
        draw(st.lists(st.sampled_from(sorted(rules.compiled[-1].form.heads)), min_size=1, max_size=most_lines))
    )
    stated: Stated = {}
    for name, fact in stated_facts(rules).items():
        if fact.silent is not None and draw(st.integers(0, 3)):
            continue
        for line in [f"L{at}" for at in range(1, len(heads) + 1)] if fact.line else [""]:
            stated[name, line] = draw(values(fact))
    return World(heads, likely(stated))


@cache
def wants_of(form: str) -> tuple[tuple[Want, ...], ...]:
    """Return what a generated claim may be about: nothing, each clause on each side, each threshold of a step."""
    rules = rules_of(form)
    steps = {step.reason for step in rules.editions[-1].together if step.reason}
    sides = (Want(provision=step, step=side) for step in sorted(steps) for side in ("under", "at", "over"))  # type: ignore[arg-type]
    return ((), *((want,) for want in targets_of(rules.editions[-1], "known")), *((want,) for want in sides))


@st.composite
def generated(draw: st.DrawFn, form: str, most_lines: int) -> World:
    """Claims as practice has them: plain but for one clause or step, on the line or off it."""
    rules, wants = rules_of(form), draw(st.sampled_from(wants_of(form)))
    heads = draw(st.lists(st.sampled_from(sorted(rules.editions[-1].heads)), min_size=1, max_size=most_lines))
    lines = [LinePlan(head=head) for head in heads]
    try:
        draft = solve(rules, rules.editions[-1], wants, dice=Dice(draw(st.integers(0, 10_000))), lines=lines)
    except Unreachable:
        reject()
    stated: Stated = {(name, ""): value for name, value in (*draft.declarations.items(), *draft.facts.items())}
    stated |= {(name, line.id): value for line in draft.lines for name, value in line.facts.items()}
    return World(tuple(heads), stated, draft.on_file, draft.closed)


def claims(form: str, most_lines: int = 3) -> st.SearchStrategy[World]:
    return generated(form, most_lines) if form == GENERATED else worlds(rules_of(form), most_lines)


def likely(stated: Stated) -> Stated:
    """Let the loss fall into the policy period and the report follow it, where the form has these names."""
    if ("start_on", "") in stated and ("occurred_on", "") in stated:
        day = stated["occurred_on", ""]
        assert isinstance(day, date)
        shift = (day.toordinal() % 13) - 1
        stated["start_on", ""] = day - timedelta(days=shift)
        stated["end_on", ""] = day + timedelta(days=300)
        if ("reported_on", "") in stated:
            stated["reported_on", ""] = day + timedelta(days=day.toordinal() % 15)
    return stated
