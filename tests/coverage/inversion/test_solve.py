"""Drafts meet what was wanted, and nothing else happens in them."""

import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.coverage.inversion import LinePlan, Unreachable, Want, solve, twin
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench
from tests.coverage.inversion.targets import targets_of

# Where a write-back rests on a fact that is an exclusion of its own, no neutral file can have it.
OUT_OF_REACH = {("lock", "unless", "inside"), ("lock_always", "unless", "inside")}


def bites(want: Want, bench: Bench) -> bool:
    """Return whether the provision bites on the wanted side, worked out from its kind alone."""
    provision = bench.form.provision(want.provision)
    inside = want.side == "inside"
    if want.part in ("only_if", "applies"):
        return inside
    if want.part in ("unless", "excused_if"):
        return not inside
    return inside if provision.kind in ("exclusion", "misrepresentation") else not inside


def test_every_provision_is_reached_on_both_sides_and_the_engine_agrees_and_the_twin_differs(any_bench: Bench) -> None:
    for want in targets_of(any_bench.form, "known"):
        for seed in range(3):
            if (want.provision, want.part, want.side) in OUT_OF_REACH:
                with pytest.raises(Unreachable, match="exclude each other"):
                    solve(any_bench.rules, any_bench.form, [want], dice=Dice(seed), lines=any_bench.lines)
                continue
            draft = solve(any_bench.rules, any_bench.form, [want], dice=Dice(seed), lines=any_bench.lines)
            line = draft.crossings[0].line if draft.crossings else ""
            bitten = any_bench.verdict(draft, want.provision, line) == "bites"
            assert bitten is bites(want, any_bench), want
            if want.near == "line":
                across = twin(any_bench.rules, any_bench.form, draft, want)
                assert (any_bench.verdict(across, want.provision, line) == "bites") is not bitten, want


def test_nothing_but_the_target_bites(any_bench: Bench) -> None:
    for want in targets_of(any_bench.form, "known"):
        if (want.provision, want.part, want.side) in OUT_OF_REACH:
            continue
        draft = solve(any_bench.rules, any_bench.form, [want], dice=Dice("alone"), lines=any_bench.lines)
        bitten = {
            entry["provision"]
            for entry in any_bench.judged(draft).trace
            if entry["about"] == "provision" and entry["verdict"] in ("bites", "open")
        }
        assert bitten == ({want.provision} if bites(want, any_bench) else set()), want


def test_a_twin_moves_exactly_one_fact(any_bench: Bench) -> None:
    for want in targets_of(any_bench.form, "known"):
        if want.near == "any" or (want.provision, want.part, want.side) in OUT_OF_REACH:
            continue
        draft = solve(any_bench.rules, any_bench.form, [want], dice=Dice("one"), lines=any_bench.lines)
        across = twin(any_bench.rules, any_bench.form, draft, want)
        assert len(differences(draft, across)) == 1, want


def differences(one: object, other: object) -> list[str]:
    """Return the facts in which two drafts differ."""
    return [key for key in flat(one).keys() | flat(other).keys() if flat(one).get(key) != flat(other).get(key)]


def flat(draft: object) -> dict[str, object]:
    lines = {f"{line.id}.{name}": value for line in draft.lines for name, value in line.facts.items()}  # type: ignore[attr-defined]
    papers = dict.fromkeys(draft.on_file, True) | dict.fromkeys(draft.closed, False)  # type: ignore[attr-defined]
    return {**draft.declarations, **draft.facts, **lines, **papers}  # type: ignore[attr-defined]


def test_a_side_named_by_verdict_is_reached_through_any_part(motor: Bench) -> None:
    for seed in range(20):
        for side in ("bites", "passes"):
            want = Want(provision="alcohol", side=side)  # type: ignore[arg-type]
            draft = solve(motor.rules, motor.form, [want], dice=Dice(seed), lines=motor.lines)
            assert motor.verdict(draft, "alcohol") == side


def test_several_targets_stand_together(motor: Bench) -> None:
    wants = [
        Want(provision="notice", side="outside", near="line"),
        Want(provision="alcohol", side="outside", near="line"),
        Want(provision="in_force", side="inside", near="line"),
    ]
    for seed in range(10):
        draft = solve(motor.rules, motor.form, wants, dice=Dice(seed), lines=motor.lines)
        assert draft.facts["alcohol"] == Fraction(1, 2)
        assert (draft.facts["reported_on"] - draft.facts["occurred_on"]).days == 11  # type: ignore[operator]
        assert draft.facts["occurred_on"] in (draft.declarations["start_on"], draft.declarations["end_on"])
        for want in wants:
            across = twin(motor.rules, motor.form, draft, want)
            assert motor.verdict(across, want.provision) != motor.verdict(draft, want.provision)


def test_a_target_may_concern_one_line_only(bicycle: Bench) -> None:
    for seed in range(10):
        want = Want(provision="bags", line="gear", side="inside", near="line")
        draft = solve(bicycle.rules, bicycle.form, [want], dice=Dice(seed), lines=bicycle.lines)
        found = bicycle.judged(draft)
        assert [line.disposition for line in found.lines] == ["approve", "reject"]
        limit = draft.declarations["insured_value"] / 10  # type: ignore[operator]
        assert 0 < draft.lines[1].facts["repair"] - limit <= Fraction(1, 100)  # type: ignore[operator]


def test_fixed_facts_hold_and_the_rest_gives_way(motor: Bench) -> None:
    fixed = {"occurred_on": date(2026, 5, 5), "cause": "hail"}
    want = Want(provision="in_force", side="outside", near="line")
    for seed in range(20):
        draft = solve(motor.rules, motor.form, [want], dice=Dice(seed), lines=motor.lines, fixed=fixed)
        assert draft.facts["occurred_on"] == date(2026, 5, 5)
        assert draft.facts["cause"] == "hail"
        assert date(2026, 5, 6) == draft.declarations["start_on"] or date(2026, 5, 4) == draft.declarations["end_on"]


def test_a_fixed_fact_on_the_other_side_is_reported(motor: Bench) -> None:
    with pytest.raises(Unreachable, match="event"):
        solve(
            motor.rules, motor.form, [Want(provision="event")], dice=Dice(1), lines=motor.lines, fixed={"cause": "wear"}
        )


def test_preferred_values_are_kept_where_the_tests_allow(motor: Bench) -> None:
    prefer = {
        "start_on": date(2026, 2, 1),
        "end_on": date(2027, 1, 31),
        "occurred_on": (date(2026, 3, 1), date(2026, 3, 31)),
        "market_value": Fraction(9000),
        "cause": "fire",
    }
    lines = [LinePlan(head="vehicle", prefer={"repair": Fraction(1234, 1)})]
    draft = solve(motor.rules, motor.form, [], dice=Dice(1), lines=lines, prefer=prefer)
    assert draft.declarations["start_on"] == date(2026, 2, 1)
    assert date(2026, 3, 1) <= draft.facts["occurred_on"] <= date(2026, 3, 31)  # type: ignore[operator]
    assert draft.facts["market_value"] == 9000
    assert draft.lines[0].facts["repair"] == 1234
    assert draft.facts["cause"] == "fire"


def test_a_preferred_value_that_cannot_stay_is_moved_as_little_as_needed(motor: Bench) -> None:
    prefer = {"start_on": date(2026, 2, 1), "end_on": date(2027, 1, 31), "reported_on": date(2026, 12, 24)}
    fixed = {"occurred_on": date(2026, 3, 1)}
    draft = solve(motor.rules, motor.form, [], dice=Dice(1), lines=motor.lines, fixed=fixed, prefer=prefer)
    assert draft.facts["reported_on"] == date(2026, 3, 11)


def test_a_fact_that_nothing_hangs_on_keeps_its_presumption_unstated(motor: Bench) -> None:
    draft = solve(motor.rules, motor.form, [], dice=Dice(3), lines=motor.lines)
    assert "alcohol" not in draft.facts
    assert "prejudice" not in draft.facts


def test_a_derived_fact_is_reached_through_its_driver(bicycle: Bench) -> None:
    want = Want(provision="age", side="outside", near="line")
    seen = set()
    for seed in range(30):
        draft = solve(bicycle.rules, bicycle.form, [want], dice=Dice(seed), lines=bicycle.lines)
        born, moment = draft.facts["rider_born_on"], draft.facts["occurred_at"]
        age = moment.year - born.year - ((moment.month, moment.day) < (born.month, born.day))  # type: ignore[union-attr]
        assert age in (15, 81)
        seen.add(age)
    assert seen == {15, 81}


def test_a_derived_fact_may_be_fixed(motor: Bench) -> None:
    for wanted in (True, False):
        lines = [LinePlan(head="vehicle", fixed={"total_loss": wanted})]
        draft = solve(motor.rules, motor.form, [], dice=Dice(4), lines=lines)
        assert (draft.lines[0].facts["repair"] > draft.facts["market_value"]) is wanted  # type: ignore[operator]


def test_a_finding_from_comparing_papers_is_written_into_two_papers(bicycle: Bench) -> None:
    for name in ("twice", "plates"):
        draft = solve(bicycle.rules, bicycle.form, [Want(provision=name)], dice=Dice(2), lines=bicycle.lines)
        assert bicycle.judged(draft).disposition == "escalate"


def test_an_unknown_provision_is_reported_with_its_name(motor: Bench) -> None:
    with pytest.raises(Unreachable, match=r"9\.9: no provision"):
        solve(motor.rules, motor.form, [Want(provision="9.9")], dice=Dice(1), lines=motor.lines)


def test_the_same_seed_gives_the_same_draft(any_bench: Bench) -> None:
    for want in targets_of(any_bench.form, "known"):
        if (want.provision, want.part, want.side) not in OUT_OF_REACH:
            one, other = (
                solve(any_bench.rules, any_bench.form, [want], dice=Dice("same"), lines=any_bench.lines)
                for _ in range(2)
            )
            assert one == other


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.coverage.inversion.conftest import HERE, bench
from tests.coverage.inversion.targets import targets_of
from simulator.coverage.inversion import Unreachable, solve
from simulator.domain.dice import Dice
from simulator.domain.values import to_text
for name, heads in (("bicycle", ("bicycle", "gear")), ("words", ("thing",))):
    b = bench(HERE / (name + ".yaml"), heads)
    for want in targets_of(b.form, "known", "split", "agreeing"):
        try:
            d = solve(b.rules, b.form, [want], dice=Dice("hash"), lines=b.lines)
        except Unreachable as reason:
            print(want.provision, reason)
            continue
        facts = [*d.declarations.items(), *d.facts.items(), *(x for line in d.lines for x in line.facts.items())]
        print(want.provision, [(k, to_text(v)) for k, v in facts], [[to_text(v) for v in e.values] for e in d.evidence])
"""


def test_the_same_seed_gives_the_same_draft_under_two_hash_seeds() -> None:
    root = str(Path(__file__).parents[3])
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT.format(root=root)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": root, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4711")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count("\n") > 200
