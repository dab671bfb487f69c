"""The shipped motor form under the shipped guide: every clause, step, limit and trigger of it can be practised."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from simulator.coverage.determination import Determination
from simulator.coverage.inversion import Draft, LinePlan, Unreachable, Want, solve, twin
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench
from tests.coverage.inversion.targets import targets_of
from tests.coverage.inversion.test_solve import bites

SEEDS = range(20)
SIDES = ("inside", "outside")

# Every fact of these parts is presumed while nobody raises it, or is declared in the policy: leaving papers out opens
# nothing.
NEVER_OPEN = {
    "insured_car.main", "territory.main", "drivers.main", "licensed.main", "licensed.unless", "alcohol.main",
    "hire.main", "hire.unless", "racing.main", "racing.unless", "intent.main", "breakdown.unless", "keys.unless",
    "wear_parts.main", "wear_parts.unless", "old_damage.main", "notice.excused_if", "police.excused_if",
    "inspect.main", "inspect.excused_if", "tyres.main", "mileage.main", "mileage.unless",
}  # fmt: skip
# The policy states its use on one page, and a police report lies on the file or does not: no two papers can disagree on
# either, and neither is a fact that can be asked for in vain.
ON_NO_TWO_PAPERS = {"hire.unless", "police.main"}
# Two papers can agree on a side only if it has two values: not on yes or no, nor where one choice is left.
ONE_VALUE = {
    "insured_car.main", "licensed.main", "racing.main", "intent.main", "breakdown.unless", "keys.unless",
    "old_damage.main", "notice.excused_if", "notice.only_if", "police.excused_if", "police.only_if", "inspect.main",
    "inspect.excused_if", "inspect.only_if", "tyres.main", "tyres.only_if", "inspection.only_if", "mileage.unless",
    "hire.unless", "police.main",
}  # fmt: skip
ONE_VALUE_ON = {
    ("glass_wait.applies", "inside"),  # a stone on glass
    ("event.main", "outside"),  # wear
    ("breakdown.main", "inside"),  # a breakdown
    ("keys.main", "inside"),  # a theft, and keys left
    ("licensed.unless", "inside"),  # a thief at the wheel
    ("racing.unless", "inside"),  # a thief at the wheel
    ("wear_parts.unless", "inside"),  # a wear part, broken in the event
    ("wear_parts.unless", "outside"),  # maintenance: a third kind of part would not be excluded at all
}


def solved(motor_form: Bench, want: Want, seed: int, **more: object) -> Draft:
    return solve(motor_form.rules, motor_form.form, [want], dice=Dice(seed), lines=motor_form.lines, **more)  # type: ignore[arg-type]


def bitten(motor_form: Bench, draft: Draft) -> set[str]:
    trace = motor_form.judged(draft).trace
    found = (entry for entry in trace if entry["about"] == "provision" and entry["verdict"] in ("bites", "open"))
    return {str(entry["provision"]) for entry in found}


def part_of(want: Want) -> str:
    return f"{want.provision}.{want.part or 'main'}"


def wants(motor_form: Bench, *evidence: str) -> Iterator[Want]:
    yield from targets_of(motor_form.form, *evidence)


def test_every_clause_is_reached_on_every_side_alone_and_its_twin_differs(motor_form: Bench) -> None:
    for want, seed in product(wants(motor_form, "known"), SEEDS):
        draft = solved(motor_form, want, seed)
        expected = {want.provision} if bites(want, motor_form) else set()
        assert bitten(motor_form, draft) == expected, (want, seed)
        if want.near == "line":
            across = bitten(motor_form, twin(motor_form.rules, motor_form.form, draft, want))
            assert (want.provision in across) is not bool(expected), (want, seed)


def test_a_draft_stays_within_what_a_trainee_may_decide(motor_form: Bench) -> None:
    for want, seed in product(wants(motor_form, "known"), range(3)):
        assert motor_form.judged(solved(motor_form, want, seed)).because_of != "authority", (want, seed)


@pytest.mark.parametrize("shown", ["open", "split", "agreeing", "unproved"])
def test_every_clause_shows_its_evidence_but_for_those_that_cannot(motor_form: Bench, shown: str) -> None:
    for want, seed in product(wants(motor_form, shown), range(2)):
        if cannot_show(want):
            with pytest.raises(Unreachable, match=r"presumed|no paper can show|no second value"):
                solved(motor_form, want, seed)
            continue
        draft = solved(motor_form, want, seed)
        line = draft.crossings[0].line if draft.crossings else ""
        verdict = motor_form.verdict(draft, want.provision, line)
        if shown in ("open", "split"):
            assert verdict == "open", want
        elif shown == "agreeing":
            assert (verdict == "bites") is bites(want, motor_form), want
        else:
            assert verdict != "open", want


def cannot_show(want: Want) -> bool:
    if want.evidence == "open":
        return part_of(want) in NEVER_OPEN
    if want.evidence == "agreeing":
        return part_of(want) in ONE_VALUE or (part_of(want), want.side) in ONE_VALUE_ON
    return part_of(want) in ON_NO_TWO_PAPERS


def off(motor_form: Bench, step: str, side: str, seed: int) -> dict[str, Fraction]:
    """Return the amounts before, off and after the step in a claim after a collision."""
    want = Want(provision=step, step=side)  # type: ignore[arg-type]
    cause = {"cause": "glass" if step == "glass_deductible" else "collision"}
    found = motor_form.judged(solved(motor_form, want, seed, fixed=cause))
    assert found.because_of != "authority"
    entry = next(entry for entry in found.trace if entry["about"] == "step" and entry["as"] == step)
    return {key: Fraction(str(entry[key])) for key in ("was", "took", "now")}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("step", ["deductible", "glass_deductible", "young_driver", "wreck", "prior_payment"])
def test_what_comes_off_leaves_nothing_up_to_its_amount_and_something_beyond(
    motor_form: Bench, step: str, seed: int
) -> None:
    under, at, over = (off(motor_form, step, side, seed) for side in ("under", "at", "over"))
    assert under["now"] == at["now"] == 0
    assert 0 < under["was"] < over["took"] + 10
    assert 0 < over["now"] <= 10, "one unit over, whatever the unit of the amount that was moved"
    assert over["took"] > 0


@pytest.mark.parametrize("seed", range(2))
def test_an_unpaid_premium_may_eat_all_that_a_wreck_brings(motor_form: Bench, seed: int) -> None:
    assert off(motor_form, "unpaid_premium", "at", seed)["now"] == 0
    assert off(motor_form, "unpaid_premium", "over", seed)["now"] > 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("step", ["market_value_limit", "limit", "towing_limit"])
def test_a_limit_is_reached_and_passed(motor_form: Bench, step: str, seed: int) -> None:
    under, at, over = (off(motor_form, step, side, seed) for side in ("under", "at", "over"))
    assert under["took"] == at["took"] == 0
    assert over["took"] > 0
    assert over["was"] > over["now"]


def test_the_car_is_lost_from_the_first_unit_over_seven_tenths_of_its_value(motor_form: Bench) -> None:
    for seed in range(8):
        for side, lost in (("under", False), ("at", False), ("over", True)):
            want = Want(provision="total_loss", step=side)  # type: ignore[arg-type]
            draft = solved(motor_form, want, seed)
            assert is_lost(motor_form.judged(draft)) is lost, (side, seed)
            across = motor_form.judged(twin(motor_form.rules, motor_form.form, draft, want))
            assert is_lost(across) is (side != "over"), (side, seed)
            if side == "at":
                assert repaired(draft) == draft.facts["market_value"] * Fraction(7, 10)  # type: ignore[operator]


def is_lost(found: Determination) -> bool:
    return any(entry["about"] == "step" and entry["as"] == "total_loss" for entry in found.trace)


def repaired(draft: Draft) -> Fraction:
    amounts = [line.facts["repair"] for line in draft.lines if line.head in ("vehicle", "glass")]
    return sum((amount for amount in amounts if isinstance(amount, Fraction)), Fraction(0))


@pytest.mark.parametrize("step", ["reduction", "recoverable_vat"])
def test_a_step_that_has_no_threshold_says_so(motor_form: Bench, step: str) -> None:
    with pytest.raises(Unreachable, match="no step of that code or clause with a threshold"):
        solved(motor_form, Want(provision=step, step="at"), 1)


def test_a_trainee_pays_up_to_the_limit_and_not_a_cent_more(motor_form: Bench) -> None:
    for seed in SEEDS:
        want = Want(provision="authority", near="line")
        draft = solved(motor_form, want, seed)
        found = motor_form.judged(draft)
        assert (found.disposition, found.payable) == ("approve", Decimal(2500)), seed
        assert motor_form.judged(twin(motor_form.rules, motor_form.form, draft, want)).because_of == "authority"
        beyond = motor_form.judged(solved(motor_form, Want(provision="authority", side="outside", near="line"), seed))
        assert beyond.because_of == "authority"
        assert beyond.then is not None
        assert beyond.then.payable == Decimal("2500.01")


def test_earlier_payments_count_towards_the_limit(motor_form: Bench) -> None:
    for seed in SEEDS:
        for side, payable in (("inside", Decimal(1600)), ("outside", Decimal("1600.01"))):
            want = Want(provision="authority", side=side, near="line")  # type: ignore[arg-type]
            found = motor_form.judged(solved(motor_form, want, seed, fixed={"paid_before": Fraction(900)}))
            decided = found.then if side == "outside" else found
            assert decided is not None
            assert decided.payable == payable, (seed, side)


def test_a_refusal_has_the_limit_of_what_is_claimed(motor_form: Bench) -> None:
    for seed in SEEDS:
        refused = Want(provision="in_force", side="outside")
        want = Want(provision="authority", near="line")
        draft = solve(
            motor_form.rules, motor_form.form, [refused, want], dice=Dice(seed), lines=[LinePlan(head="vehicle")]
        )
        assert motor_form.judged(draft).disposition == "reject"
        assert draft.lines[0].facts["repair"] == 2500
        across = motor_form.judged(twin(motor_form.rules, motor_form.form, draft, want))
        assert across.because_of == "authority"


@pytest.mark.parametrize("trigger", ["lawyer", "fraud", "injury"])
@pytest.mark.parametrize("near", ["any", "line"])
def test_a_trigger_is_pulled_or_just_not(motor_form: Bench, trigger: str, near: str) -> None:
    for seed, side in product(SEEDS, SIDES):
        want = Want(provision=trigger, side=side, near=near)  # type: ignore[arg-type]
        draft = solved(motor_form, want, seed)
        found = motor_form.judged(draft)
        assert (found.disposition, found.because_of) == (
            ("escalate", trigger) if side == "inside" else ("approve", "")
        ), seed
        if near == "line":
            across = motor_form.judged(twin(motor_form.rules, motor_form.form, draft, want))
            assert across.because_of == ("" if side == "inside" else trigger), seed


def test_a_trigger_that_reads_the_determination_is_reached_through_what_it_reads(motor_form: Bench) -> None:
    with pytest.raises(Unreachable, match="only settlement knows"):
        solved(motor_form, Want(provision="unclear_wording"), 1)
    for seed in SEEDS:
        found = motor_form.judged(solved(motor_form, Want(provision="keys"), seed))
        assert (found.disposition, found.because_of) == ("escalate", "unclear_wording")
