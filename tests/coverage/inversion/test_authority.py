"""The guide's side of a claim: authority, triggers and checks, neutral unless they are wanted."""

from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.coverage.inversion import LinePlan, Unreachable, Want, solve, twin
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench


def test_a_claim_stays_within_the_authority_of_the_role(guarded: Bench) -> None:
    for seed in range(20):
        draft = solve(guarded.rules, guarded.form, [], dice=Dice(seed), lines=guarded.lines)
        found = guarded.judged(draft)
        assert found.disposition == "approve"
        assert found.payable <= 400


def test_the_limit_itself_is_within_and_one_cent_more_is_not(guarded: Bench) -> None:
    for seed in range(8):
        want = Want(provision="authority", side="inside", near="line")
        draft = solve(guarded.rules, guarded.form, [want], dice=Dice(seed), lines=guarded.lines)
        found = guarded.judged(draft)
        assert (found.disposition, found.payable) == ("approve", Decimal(400))
        across = guarded.judged(twin(guarded.rules, guarded.form, draft, want))
        assert (across.disposition, across.because_of) == ("escalate", "authority")


def test_earlier_payments_count(guarded: Bench) -> None:
    want = Want(provision="authority", side="outside", near="line")
    paid = {"paid_before": Fraction(150)}
    draft = solve(guarded.rules, guarded.form, [want], dice=Dice(3), lines=guarded.lines, fixed=paid)
    found = guarded.judged(draft)
    assert found.because_of == "authority"
    assert found.then is not None
    assert found.then.payable == Decimal("250.01")


def test_off_the_line_the_amount_is_well_over(guarded: Bench) -> None:
    over = set()
    for seed in range(8):
        want = Want(provision="authority", side="outside")
        found = guarded.judged(solve(guarded.rules, guarded.form, [want], dice=Dice(seed), lines=guarded.lines))
        assert found.because_of == "authority"
        over.add(found.then.payable if found.then else None)
    assert len(over) > 4


def test_a_refusal_has_its_own_limit(guarded: Bench) -> None:
    wants = [Want(provision="in_force", side="outside"), Want(provision="authority", side="inside", near="line")]
    draft = solve(guarded.rules, guarded.form, wants, dice=Dice(2), lines=guarded.lines)
    assert guarded.judged(draft).disposition == "reject"
    assert sum(line.facts["repair"] for line in draft.lines) == 500  # type: ignore[misc]


def test_another_role_has_another_limit(guarded: Bench) -> None:
    lines = [LinePlan(head="bicycle", fixed={"repair": Fraction(2500)})]
    fixed = {"insured_value": Fraction(5000)}
    with pytest.raises(Unreachable, match="authority of a trainee"):
        solve(guarded.rules, guarded.form, [], dice=Dice(1), lines=lines, fixed=fixed)
    solve(guarded.rules, guarded.form, [], dice=Dice(1), lines=lines, fixed=fixed, role="senior")


def test_authority_may_be_left_free(guarded: Bench) -> None:
    lines = [LinePlan(head="bicycle", fixed={"repair": Fraction(2500)})]
    want = Want(provision="authority", side="any")
    draft = solve(
        guarded.rules, guarded.form, [want], dice=Dice(1), lines=lines, fixed={"insured_value": Fraction(5000)}
    )
    assert guarded.judged(draft).because_of == "authority"


@pytest.mark.parametrize(("trigger", "queue"), [("lawyer", "legal"), ("fraud", "investigations")])
def test_a_trigger_is_pulled_or_just_not(guarded: Bench, trigger: str, queue: str) -> None:
    for seed in range(5):
        draft = solve(guarded.rules, guarded.form, [Want(provision=trigger)], dice=Dice(seed), lines=guarded.lines)
        assert guarded.judged(draft).escalate_to == queue
        want = Want(provision=trigger, side="outside", near="line")
        draft = solve(guarded.rules, guarded.form, [want], dice=Dice(seed), lines=guarded.lines)
        assert guarded.judged(draft).disposition == "approve"
        assert guarded.judged(twin(guarded.rules, guarded.form, draft, want)).escalate_to == queue


def test_a_check_of_the_guide_fails_when_wanted(guarded: Bench) -> None:
    want = Want(provision="identity", side="outside")
    draft = solve(guarded.rules, guarded.form, [want], dice=Dice(1), lines=guarded.lines)
    assert draft.facts["caller_verified"] is False
    assert guarded.judged(draft).disposition == "request_information"


def test_a_trigger_that_reads_the_settlement_cannot_be_solved_for(guarded: Bench) -> None:
    with pytest.raises(Unreachable, match="only settlement knows"):
        solve(guarded.rules, guarded.form, [Want(provision="large")], dice=Dice(1), lines=guarded.lines)
