"""What must hold of every determination, on files that nobody wrote by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.evidence import DECLARATIONS
from simulator.coverage.language.steps import SetValue
from simulator.coverage.rules import Rules
from simulator.coverage.verdicts import MUST_HOLD
from simulator.coverage.walking import base_facts, parts_of
from simulator.domain.decision import Disposition
from simulator.domain.values import Value
from simulator.json_codec import to_json
from tests.coverage.claims import FORMS, MOTOR, Stated, World, claims, rules_of, values

TOWING = 250
"""What the shipped form pays for towing on top of the sum insured."""

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

TOTAL_LOSS_FROM = Fraction(7, 10)
TAKEN_OFF_A_TOTAL_LOSS = ("wreck_value", "premium_outstanding", "deductible", "young_driver_deductible")


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
    found = determine(rules, data.draw(claims(form)).file(rules))
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
@pytest.mark.parametrize("form", MOTOR)
def test_a_car_is_never_paid_above_the_insured_value_nor_its_towing_above_its_limit(
    form: str, data: st.DataObject
) -> None:
    rules = rules_of(form)
    assume("insured_value" in rules.compiled[-1].form.declarations)
    world = data.draw(claims(form))
    found = determine(rules, world.file(rules))
    insured = world.stated["insured_value", ""]
    assert isinstance(insured, Fraction)
    towed = {f"L{at}" for at, head in enumerate(world.heads, 1) if head == "towing"}
    car = sum((line.payable for line in found.lines if line.line not in towed), Decimal(0))
    assert Fraction(car) <= insured * (1 if form != "reference motor" else len(world.heads))
    assert Fraction(found.payable) <= Fraction(car) + (TOWING if towed else 0)


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_the_sheet_adds_up_to_what_is_payable(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    found = determine(rules, data.draw(claims(form)).file(rules))
    if found.disposition is Disposition.APPROVE:
        rows = sum((line.accepted for line in found.lines), Decimal(0))
        offs = sum((off.amount for off in found.offs), Decimal(0))
        assert rows - offs == found.payable
        assert sum((line.payable for line in found.lines), Decimal(0)) == found.payable


@pytest.mark.parametrize("form", MOTOR)
@many
@given(data=st.data())
def test_a_larger_deductible_never_pays_more(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(claims(form))
    less = determine(rules, world.file(rules))
    assume(less.disposition is not Disposition.REQUEST_INFORMATION)
    for name in ("deductible", "glass_deductible", "young_driver_deductible"):
        if (name, "") in world.stated:
            larger = world.stated[name, ""] + data.draw(st.integers(1, 1000))  # type: ignore[operator]
            more = determine(rules, world.stating({**world.stated, (name, ""): larger}).file(rules))
            assert more.payable <= less.payable, name


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_the_order_of_papers_does_not_matter(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(claims(form))
    dropped = data.draw(st.sets(st.sampled_from(sorted(world.stated)), max_size=2))
    world = world.stating(without(world.stated, list(dropped)))
    known = rules.compiled[-1].knowledge
    disputed = data.draw(st.sets(st.sampled_from(sorted(world.stated)), max_size=2))
    world = replace(world, disputed={key: data.draw(values(known.facts[key[0]])) for key in sorted(disputed)})
    one = determine(rules, world.file(rules))
    order = data.draw(st.permutations(range(2 * len(known.documents) + 2)))
    assert to_json(determine(rules, world.file(rules, shuffled=order))) == to_json(one)


def pays_most_as_total_loss(world: World) -> bool:
    """Tell whether a total loss pays no less than the dearest repair.

    The car's value is paid from a repair of 70 % of it on, less a wreck that is kept, what is owed of the premium and
    the deductible. Where these are above the other 30 %, a bill more makes it a total loss and pays less, and so it is
    written: the one case in which it does not harm to prove less.
    """
    worth, *taken = (world.stated.get((name, ""), 0) for name in ("market_value", *TAKEN_OFF_A_TOTAL_LOSS))
    return not worth or sum(map(Fraction, taken)) <= Fraction(worth) * (1 - TOTAL_LOSS_FROM)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_failing_to_prove_what_one_must_prove_never_pays_more(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    lines = 1 if rules.compiled[-1].form.pots else 3  # what one line leaves in a pot, another may take
    world = data.draw(claims(form, lines))
    assume(pays_most_as_total_loss(world))
    proved = determine(rules, world.file(rules))
    assume(proved.disposition is not Disposition.REQUEST_INFORMATION)
    names = must_be_shown(rules)
    key = data.draw(st.sampled_from(sorted(key for key in world.stated if key[0] in names)))
    file = world.stating(without(world.stated, [key])).file(rules)
    unproved = determine(rules, replace(file, unproved=((key[1], key[0]),)))
    assert unproved.payable <= proved.payable, key


@pytest.mark.parametrize("form", FORMS)
@many
@given(data=st.data())
def test_what_is_decided_with_facts_open_holds_however_they_turn_out(form: str, data: st.DataObject) -> None:
    rules = rules_of(form)
    world = data.draw(claims(form))
    asked = {key for key in world.stated if rules.compiled[-1].knowledge.facts[key[0]].silent is None}
    assume(asked)
    dropped = data.draw(st.sets(st.sampled_from(sorted(asked)), min_size=1, max_size=2))
    early = determine(rules, world.stating(without(world.stated, list(dropped))).file(rules))
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
