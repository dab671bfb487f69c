"""Targets on a settlement step: one unit under its threshold, at it, and one unit over."""

from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.coverage.inversion import LinePlan, Unreachable, Want, solve, twin
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench

CENT = Fraction(1, 100)


def met(bench: Bench, step: str, side: str, seed: int, line: str = "") -> dict[str, Fraction]:
    """Return the amounts before, off and after the step of that code in a solved draft."""
    want = Want(provision=step, step=side, line=line)  # type: ignore[arg-type]
    draft = solve(bench.rules, bench.form, [want], dice=Dice(seed), lines=bench.lines)
    entry = next(e for e in bench.judged(draft).trace if e["about"] == "step" and step in (e["as"], e["clause"]))
    return {key: Fraction(str(entry[key])) for key in ("was", "took", "now")}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("step", ["deductible", "prior_payment", "salvage"])
def test_the_first_cent_over_what_comes_off(motor: Bench, step: str, seed: int) -> None:
    under, at, over = (met(motor, step, side, seed) for side in ("under", "at", "over"))
    assert under["now"] == at["now"] == 0
    assert under["was"] > 0
    assert over["now"] == CENT
    assert over["took"] > 0


@pytest.mark.parametrize("seed", range(5))
def test_a_limit_is_reached_to_the_cent(motor: Bench, seed: int) -> None:
    under, at, over = (met(motor, "limit", side, seed) for side in ("under", "at", "over"))
    assert under["took"] == at["took"] == 0
    assert at["was"] - under["was"] == CENT
    assert over["took"] == CENT
    assert over["was"] - at["was"] == CENT


@pytest.mark.parametrize("seed", range(5))
def test_the_candidate_that_wins_changes_at_the_market_value(motor: Bench, seed: int) -> None:
    for side, gap in (("under", -CENT), ("at", 0), ("over", CENT)):
        want = Want(provision="basis", step=side)  # type: ignore[arg-type]
        draft = solve(motor.rules, motor.form, [want], dice=Dice(seed), lines=motor.lines)
        assert draft.lines[0].facts["repair"] - draft.facts["market_value"] == gap  # type: ignore[operator]


@pytest.mark.parametrize("seed", range(5))
def test_a_franchise_that_pays_from_its_threshold(bicycle: Bench, seed: int) -> None:
    assert met(bicycle, "franchise", "under", seed, "gear")["now"] == 0
    assert met(bicycle, "franchise", "at", seed, "gear")["now"] == 25
    assert met(bicycle, "franchise", "over", seed, "gear")["now"] == 25 + CENT


@pytest.mark.parametrize("seed", range(5))
def test_pots_count_in_days(allowance: Bench, seed: int) -> None:
    for side, was in (("under", 59), ("at", 60), ("over", 61)):
        assert met(allowance, "days_used_up", side, seed)["was"] == was
    for side, was in (("under", 1), ("at", 2), ("over", 3)):
        assert met(allowance, "own_days", side, seed)["was"] == was


def test_the_twin_of_a_step_lies_across_its_threshold(motor: Bench) -> None:
    want = Want(provision="deductible", step="over")
    draft = solve(motor.rules, motor.form, [want], dice=Dice(1), lines=motor.lines)
    assert motor.judged(draft).payable == Decimal("0.01")
    assert motor.judged(twin(motor.rules, motor.form, draft, want)).payable == 0


def test_a_step_and_a_provision_may_be_wanted_together(motor: Bench) -> None:
    wants = [Want(provision="deductible", step="over"), Want(provision="notice", side="outside", near="line")]
    draft = solve(motor.rules, motor.form, wants, dice=Dice(1), lines=motor.lines)
    found = motor.judged(draft)
    assert 0 < found.payable <= Decimal("0.01")
    assert motor.verdict(draft, "notice") == "bites"


def test_a_step_without_a_threshold_is_reported(motor: Bench) -> None:
    with pytest.raises(Unreachable, match="no step of that code"):
        solve(motor.rules, motor.form, [Want(provision="round", step="at")], dice=Dice(1), lines=motor.lines)


def test_an_amount_that_is_fixed_does_not_move(motor: Bench) -> None:
    lines = [LinePlan(head="vehicle", fixed={"repair": Fraction(500)})]
    fixed = {"deductible": Fraction(300), "insured_value": Fraction(9000), "market_value": Fraction(8000)}
    with pytest.raises(Unreachable, match="reaches this step's threshold"):
        solve(
            motor.rules, motor.form, [Want(provision="deductible", step="over")], dice=Dice(1), lines=lines, fixed=fixed
        )
