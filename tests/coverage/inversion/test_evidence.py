"""The evidence sides of a target: open, split, agreeing, unproved."""

import pytest

from simulator.coverage.inversion import Draft, Unreachable, Want, file_of, solve
from simulator.coverage.verdicts import unproved_counts_as
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench
from tests.coverage.inversion.targets import targets_of
from tests.coverage.inversion.test_solve import bites

REASONS = (
    "presumed", "no paper can show", "no two papers", "second value", "exclude each other", "the engine disagrees",
    "neighbour across", "above the authority",
)  # fmt: skip


def attempted(bench: Bench, want: Want) -> tuple[Draft | None, str]:
    try:
        return solve(bench.rules, bench.form, [want], dice=Dice(7), lines=bench.lines), ""
    except Unreachable as reason:
        return None, str(reason)


@pytest.mark.parametrize("shown", ["open", "split", "agreeing", "unproved"])
def test_every_target_shows_its_evidence_or_says_why_not(any_bench: Bench, shown: str) -> None:
    reached = 0
    for want in targets_of(any_bench.form, shown):
        draft, why_not = attempted(any_bench, want)
        if draft is None:
            assert any(known in why_not for known in REASONS), why_not
            continue
        reached += 1
        verdict = any_bench.verdict(draft, want.provision)
        if shown in ("open", "split"):
            assert verdict == "open", want
        elif shown == "agreeing":
            assert (verdict == "bites") is bites(want, any_bench), want
        else:
            assert verdict != "open", want
    assert reached >= 4


def test_an_unproved_fact_hurts_the_party_who_must_prove_it(motor: Bench) -> None:
    outcomes = {
        ("in_force", ""): "bites",
        ("event", ""): "bites",
        ("alcohol", ""): "passes",
        ("alcohol", "unless"): "bites",
        ("notice", ""): "passes",
        ("notice", "only_if"): "passes",
    }
    for (name, part), verdict in outcomes.items():
        provision = motor.form.provision(name)
        assert unproved_counts_as(provision, part or ("must" if provision.must else "when")) in (True, False)
        for side in ("inside", "outside"):
            want = Want(provision=name, part=part, side=side, evidence="unproved")  # type: ignore[arg-type]
            draft = solve(motor.rules, motor.form, [want], dice=Dice(5), lines=motor.lines)
            assert motor.verdict(draft, name) == verdict, want


def test_a_split_puts_one_value_on_each_side_of_the_line(motor: Bench) -> None:
    want = Want(provision="notice", side="inside", near="line", evidence="split")
    draft = solve(motor.rules, motor.form, [want], dice=Dice(5), lines=motor.lines)
    (shown,) = draft.evidence
    days = sorted((value - draft.facts["occurred_on"]).days for value in shown.values)  # type: ignore[operator]
    assert days == [10, 11]
    papers = [paper for paper in file_of(motor.form, draft).papers if paper.statement("reported_on")]
    assert len(papers) == 2


def test_a_fact_left_out_stays_in_the_draft_for_a_later_reply(motor: Bench) -> None:
    draft = solve(motor.rules, motor.form, [Want(provision="event", evidence="open")], dice=Dice(5), lines=motor.lines)
    assert draft.facts["cause"] in ("crash", "fire", "hail")
    assert [entry.state for entry in draft.evidence] == ["left_out"]
    assert all(paper.statement("cause") is None for paper in file_of(motor.form, draft).papers)
    assert motor.judged(draft).disposition == "request_information"
