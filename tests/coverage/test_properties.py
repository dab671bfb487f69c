"""What must hold of every determination, on files that nobody wrote by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulator.coverage.cases import read_cases
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.evidence import DECLARATIONS
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.steps import SetValue
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules, smallest_guide
from simulator.coverage.verdicts import MUST_HOLD
from simulator.coverage.walking import base_facts, parts_of
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.decision import Disposition
from simulator.domain.papers import Paper
from simulator.domain.text import Text
from simulator.domain.values import WEEKDAYS, Value, ValueType, to_text
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder

RECEIVED = datetime(2026, 6, 1, 9, 0)
AS_OF = datetime(2026, 7, 1, 9, 0)
FORMS = ("reference motor", "reference programme", "shipped motor")
Stated = dict[tuple[str, str], Value]

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@cache
def rules_of(name: str) -> Rules:
    if name == "shipped motor":
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
    """A claim as it might lie: heads of its lines and what is stated of each fact."""

    heads: tuple[str, ...]
    stated: Stated

    def file(self, rules: Rules, *, shuffled: Sequence[int] | None = None) -> ClaimFile:
        compiled = rules.compiled[-1]
        papers: dict[str, tuple[dict[str, str], dict[str, dict[str, str]]]] = {}
        for (name, line), value in self.stated.items():
            kind, field = compiled.knowledge.provers[name][0]
            fields, lines = papers.setdefault(kind, ({}, {}))
            (lines.setdefault(line, {}) if line else fields)[field] = to_text(value)
        written = [
            Paper(id=kind, kind=kind, sender="claimant", received_at=RECEIVED, fields=fields, lines=lines)
            for kind, (fields, lines) in papers.items()
        ]
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
        )


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


def without(stated: Mapping[tuple[str, str], Value], keys: Sequence[tuple[str, str]]) -> Stated:
    return {key: value for key, value in stated.items() if key not in keys}


def must_be_shown(rules: Rules) -> set[str]:
    """The facts without presumption that only the claimant must prove: of the event, and the amounts claimed."""
    form = rules.compiled[-1].form
    facts = rules.compiled[-1].knowledge.facts
    conditions = [
        one.when
        for one in form.provisions
        if one.kind in MUST_HOLD and one.burden.get("when", "claimant") == "claimant"
    ]
    valued = [part.amount for part in parts_of((form.heads, form.together)) if isinstance(part, SetValue)]
    shown = set(base_facts((tuple(conditions), tuple(valued)), facts))
    return {name for name in shown if facts[name].silent is None and not facts[name].is_declaration}


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_what_is_payable_is_never_negative_nor_above_what_was_valued_and_added(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    found = determine(rules, data.draw(worlds(rules)).file(rules))
    added = sum(
        (-Fraction(str(entry["took"])) for entry in found.trace if entry["about"] == "step" and entry["step"] == "add"),
        Fraction(0),
    )
    limit = sum((Fraction(line.accepted) for line in found.lines), Fraction(0)) + max(Fraction(0), added)
    assert found.payable >= 0
    assert found.held_back >= 0
    assert all(line.payable >= 0 and line.held_back >= 0 for line in found.lines)
    assert Fraction(found.payable) <= limit


@many
@given(data=st.data())
@pytest.mark.parametrize("form", ["reference motor", "shipped motor"])
def test_a_car_is_never_paid_above_the_insured_value(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    assume("insured_value" in rules.compiled[-1].form.declarations)
    world = data.draw(worlds(rules))
    one_car = World(("vehicle",), without(world.stated, [key for key in world.stated if key[1] not in ("", "L1")]))
    found = determine(rules, one_car.file(rules))
    insured = one_car.stated["insured_value", ""]
    assert isinstance(insured, Fraction)
    assert Fraction(found.payable) <= insured


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_the_sheet_adds_up_to_what_is_payable(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    found = determine(rules, data.draw(worlds(rules)).file(rules))
    if found.disposition is Disposition.APPROVE:
        rows = sum((line.accepted for line in found.lines), Decimal(0))
        offs = sum((off.amount for off in found.offs), Decimal(0))
        assert rows - offs == found.payable
        assert sum((line.payable for line in found.lines), Decimal(0)) == found.payable


@pytest.mark.parametrize("form", ["reference motor", "shipped motor"])
@many
@given(data=st.data())
def test_a_larger_deductible_never_pays_more(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(worlds(rules))
    less = determine(rules, world.file(rules))
    assume(less.disposition is not Disposition.REQUEST_INFORMATION)
    for name in ("deductible", "glass_deductible", "young_driver_deductible"):
        if (name, "") in world.stated:
            larger = world.stated[name, ""] + data.draw(st.integers(1, 1000))  # type: ignore[operator]
            more = determine(rules, World(world.heads, {**world.stated, (name, ""): larger}).file(rules))
            assert more.payable <= less.payable, name


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_the_order_of_papers_does_not_matter(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(worlds(rules))
    dropped = data.draw(st.sets(st.sampled_from(sorted(world.stated)), max_size=2))
    world = World(world.heads, without(world.stated, list(dropped)))
    one = determine(rules, world.file(rules))
    order = data.draw(st.permutations(range(len(rules.compiled[-1].knowledge.documents) + 1)))
    assert to_json(determine(rules, world.file(rules, shuffled=order))) == to_json(one)


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_failing_to_prove_what_one_must_prove_never_pays_more(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    lines = 1 if rules.compiled[-1].form.pots else 3  # what one line leaves in a pot, another may take
    world = data.draw(worlds(rules, lines))
    proved = determine(rules, world.file(rules))
    assume(proved.disposition is not Disposition.REQUEST_INFORMATION)
    names = must_be_shown(rules)
    key = data.draw(st.sampled_from(sorted(key for key in world.stated if key[0] in names)))
    file = World(world.heads, without(world.stated, [key])).file(rules)
    unproved = determine(rules, replace(file, unproved=((key[1], key[0]),)))
    assert unproved.payable <= proved.payable, key


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_what_is_decided_with_facts_open_holds_however_they_turn_out(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(worlds(rules))
    asked = {key for key in world.stated if rules.compiled[-1].knowledge.facts[key[0]].silent is None}
    assume(asked)
    dropped = data.draw(st.sets(st.sampled_from(sorted(asked)), min_size=1, max_size=2))
    early = determine(rules, World(world.heads, without(world.stated, list(dropped))).file(rules))
    assume(early.disposition is not Disposition.REQUEST_INFORMATION)
    late = determine(rules, world.file(rules))
    assert outcome(late) == outcome(early)


def outcome(found: Determination) -> tuple[object, ...]:
    return found.disposition, found.payable, found.held_back, tuple((line.line, line.payable) for line in found.lines)


def test_declarations_are_stated_on_their_own_page() -> None:
    rules = rules_of("reference motor")
    assert {rules.compiled[-1].knowledge.provers[name][0].kind for name in rules.editions[0].declarations} == {
        DECLARATIONS
    }
