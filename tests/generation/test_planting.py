"""Errors in papers and record: each is really there, the engine finds it and no other, and it changes nothing else."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.authoring.parse import load_scenario, read_scenarios
from simulator.coverage.comparing import normalised
from simulator.coverage.determine import determine
from simulator.domain.answers import Gives
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, pinned
from simulator.domain.scenario import Complication, Scenario, Slip
from simulator.errors import InvalidContent
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

ROOT = Path(__file__).parents[2]
SEEDS = range(1, 19)
MARKETS = ("ee", "us")
KEYS = (
    "policy_number", "policyholder", "plate", "start_on", "end_on", "deductible", "occurred_on", "reported_on",
    "cause", "account",
)  # fmt: skip
ERRORS = (
    *(("keying_error", key) for key in KEYS),
    ("wrong_sum", "estimate"),
    ("wrong_sum", "invoice"),
    ("duplicate_invoice", ""),
    ("early_work", "estimate"),
    ("early_work", "invoice"),
    ("differing_plate", "invoice"),
    ("differing_plate", "photos"),
    ("differing_name", "invoice"),
    ("differing_name", "estimate"),
)
CLEAN = """
id: 33333333-3333-4333-8333-333333333333
title: {en: A plain collision, et: Tavaline kokkupõrge}
teaches: [reading.errors]
form: motor_own_damage
market: [ee, us]
case:
  target: {provision: event}
  fix: {cause: collision, vat_registered: no}
  papers: {invoice: present}
  lines: [{head: vehicle, fix: {part: body, repair: {from: 900, to: 2200}}}, {head: towing}]
expect: {disposition: approve}
debrief: {en: So it is. It is., et: Nii see on. On.}
"""
BUILT: dict[tuple[object, ...], Exercise] = {}
HASHES = """
import hashlib, sys
from pathlib import Path
from simulator.authoring.parse import read_scenarios
from simulator.generation import Content, build
from simulator.json_codec import to_json
folder = Path(sys.argv[1])
content = Content.read(folder)
for scenario in read_scenarios(folder / "library"):
    for market in scenario.markets:
        for seed in range(1, 9):
            exercise = build(scenario, seed, market=market, content=content)
            if not exercise.planted:
                break
            print(scenario.file, market, seed, hashlib.sha256(to_json(exercise).encode()).hexdigest())
"""


def scenario_with(*complications: Complication) -> Scenario:
    """Return the plain collision with errors; its hash tells it from the others."""
    clean = load_scenario(CLEAN, file="plain.yaml")
    named = " ".join(f"{one.name} {one.about} {one.slip}" for one in complications)
    return replace(
        clean, case=replace(clean.case, complications=complications), content_hash=f"{clean.content_hash} {named}"
    )


def built(content: Content, market: str, seed: int, *complications: Complication) -> Exercise:
    """Return the exercise; each is built once for all tests."""
    key = (market, seed, complications)
    if key not in BUILT:
        BUILT[key] = build(scenario_with(*complications), seed, market=market, content=content)
    return BUILT[key]


def stated(exercise: Exercise, place: str) -> str:
    paper_id, name = pinned(place)
    if paper_id == RECORD:
        return exercise.file.record[name]
    paper = exercise.file.paper(paper_id)
    assert paper is not None
    return str(paper.fields[name])


def outcome(exercise: Exercise, content: Content) -> tuple[object, ...]:
    found = determine(plan_for(scenario_with(), exercise.file.market, content).rules, exercise.file)
    return found.disposition, found.payable, found.lines, found.offs, found.requests, found.grounds, found.cites


def flags(exercise: Exercise, content: Content) -> list[set[str]]:
    rules = plan_for(scenario_with(), exercise.file.market, content).rules
    return [set(flag.pins) for flag in determine(rules, exercise.file).flags]


def papers_but(exercise: Exercise, *changed: str) -> Mapping[str, object]:
    """Return everything on the papers but what stands at the places that were changed."""
    told: dict[str, object] = {}
    for paper in exercise.file.papers:
        fields = {name: said for name, said in paper.fields.items() if f"{paper.id}#{name}" not in changed}
        told[paper.id] = (paper.kind, paper.received_at, fields, paper.lines)
    return told


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("name", "about"), ERRORS)
def test_the_engine_flags_what_was_planted_and_nothing_else(name: str, about: str, market: str, content: Content):
    for seed in SEEDS:
        exercise = built(content, market, seed, Complication(name=name, about=about))
        (planted,) = exercise.planted
        (flagged,) = flags(exercise, content)
        assert (planted.name, planted.about) == (name, about)
        assert flagged & set(planted.pins), seed


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("name", "about"), ERRORS)
def test_what_is_owed_is_what_is_owed_without_the_error(name: str, about: str, market: str, content: Content):
    for seed in SEEDS:
        clean = built(content, market, seed)
        assert flags(clean, content) == []
        assert clean.planted == ()
        marred = built(content, market, seed, Complication(name=name, about=about))
        assert outcome(marred, content) == outcome(clean, content), seed


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("name", "about"), [one for one in ERRORS if not one[0].startswith("duplicate")])
def test_only_the_place_of_the_error_says_something_else(name: str, about: str, market: str, content: Content):
    for seed in SEEDS:
        clean, marred = built(content, market, seed), built(content, market, seed, Complication(name=name, about=about))
        (place,) = marred.planted[0].pins
        assert normalised(stated(marred, place)) != normalised(stated(clean, place))
        moved = (place, "invoice#due_on") if name == "early_work" else (place,)
        assert papers_but(marred, *moved) == papers_but(clean, *moved)
        record = {**clean.file.record, pinned(place)[1]: stated(marred, place)} if name == "keying_error" else None
        assert marred.file.record == (record or clean.file.record)
        assert (marred.file.number, marred.events, marred.holders) == (clean.file.number, clean.events, clean.holders)


@pytest.mark.parametrize("market", MARKETS)
def test_an_invoice_comes_twice_with_the_same_number_total_and_lines_on_another_day(market: str, content: Content):
    senders = set()
    for seed in SEEDS:
        exercise = built(content, market, seed, Complication(name="duplicate_invoice"))
        one, other = (paper for paper in exercise.file.papers if paper.kind == "invoice")
        assert one.id != other.id
        assert one.received_at < other.received_at < exercise.file.as_of
        assert (one.fields, one.lines) == (other.fields, other.lines)
        assert other.received_at.weekday() < 5
        assert other.replaces is None
        senders.add(other.sender)
    assert senders == {"workshop", "claimant"}


@pytest.mark.parametrize("market", MARKETS)
def test_a_sum_is_off_by_a_plausible_amount_and_proves_nothing(market: str, content: Content):
    for seed in SEEDS:
        clean, marred = (
            built(content, market, seed, *errors) for errors in ((), (Complication(name="wrong_sum", about="invoice"),))
        )
        (place,) = marred.planted[0].pins
        right, wrong = (Decimal(stated(one, place)) for one in (clean, marred))
        assert wrong > 0
        assert 1 <= abs(wrong - right) <= max(right, Decimal(10))


@pytest.mark.parametrize("market", MARKETS)
def test_work_is_dated_before_the_loss_and_is_due_as_long_after_as_before(market: str, content: Content):
    for seed in SEEDS:
        exercise = built(content, market, seed, Complication(name="early_work", about="invoice"))
        invoice, notice = (exercise.file.paper(kind) for kind in ("invoice", "first_notice"))
        assert invoice is not None
        assert notice is not None
        dated, due = (date.fromisoformat(str(invoice.fields[name])) for name in ("dated_on", "due_on"))
        assert dated.isoformat() < str(notice.fields["occurred_on"])
        assert dated.weekday() < 5
        assert (due - dated).days == 14


@pytest.mark.parametrize("market", MARKETS)
def test_a_slip_that_the_scenario_names_is_the_one_that_happens(market: str, content: Content):
    for seed in SEEDS:
        year, swapped, letter = (
            built(content, market, seed, one)
            for one in (
                Complication(name="keying_error", about="occurred_on", slip=Slip.YEAR),
                Complication(name="differing_plate", about="invoice", slip=Slip.SWAPPED),
                Complication(name="differing_name", about="estimate", slip=Slip.LETTER),
            )
        )
        clean = built(content, market, seed)
        assert int(year.file.record["occurred_on"][:4]) == int(clean.file.record["occurred_on"][:4]) - 1
        assert sorted(stated(swapped, "invoice#plate")) == sorted(stated(clean, "invoice#plate"))
        assert abs(len(stated(letter, "estimate#owner")) - len(stated(clean, "estimate#owner"))) == 1


@pytest.mark.parametrize("market", MARKETS)
def test_what_can_belong_to_nobody_still_can_after_a_slip(market: str, content: Content):
    for seed in SEEDS:
        clean = built(content, market, seed)
        for key, kept in (("account", 8), ("plate", None)):
            exercise = built(content, market, seed, Complication(name="keying_error", about=key))
            was, now = clean.file.record[key], exercise.file.record[key]
            assert [at for at, sign in enumerate(now) if sign == "Q"] == [
                at for at, sign in enumerate(was) if sign == "Q"
            ]
            assert kept is None or now[:kept] == was[:kept]


def test_errors_stand_together_and_none_moves_another(content: Content):
    two = (Complication(name="keying_error", about="account"), Complication(name="wrong_sum", about="estimate"))
    for seed in SEEDS:
        both = built(content, "ee", seed, *two)
        alone = [built(content, "ee", seed, one) for one in two]
        turned = built(content, "ee", seed, *reversed(two))
        assert len(flags(both, content)) == 2
        assert both.file == turned.file
        for one in alone:
            (place,) = one.planted[0].pins
            assert stated(one, place) == stated(both, place)


def test_who_is_asked_for_a_paper_with_an_error_corrects_it(content: Content):
    exercise = built(content, "ee", 1, Complication(name="wrong_sum", about="invoice"))
    answer = exercise.correspondence.answers["invoice"]
    (paper,) = answer.papers
    assert answer.gives is Gives.CORRECTED
    assert paper.replaces == "invoice"
    healed = replace(exercise, file=replace(exercise.file, papers=(*exercise.file.papers, paper)))
    assert flags(healed, content) == []
    assert built(content, "ee", 1).correspondence.answers["invoice"].gives is Gives.ON_FILE


def test_an_error_brings_the_paper_on_which_it_stands(content: Content):
    one = scenario_with(Complication(name="wrong_sum", about="invoice"))
    bare = replace(one, case=replace(one.case, papers={}), content_hash="no papers")
    kinds = {paper.kind for paper in build(bare, 4, market="ee", content=content).file.papers}
    assert "invoice" in kinds


@pytest.mark.parametrize(
    ("complication", "papers", "message"),
    [
        ("{wrong_sum: photos}", "{}", "wrong_sum: nothing finds it on photos (it can stand on estimate, invoice)"),
        ("wrong_sum", "{}", "wrong_sum: a kind of paper must stand here (write wrong_sum: estimate)"),
        ("{early_work: licence}", "{}", "early_work: nothing finds it on licence"),
        ("{differing_plate: licence}", "{}", "differing_plate: nothing finds it on licence"),
        ("{keying_error: colour}", "{}", "colour is not on the record (it holds policy_number, policyholder"),
        ("keying_error", "{}", "nothing is not on the record"),
        ("{keying_error: plate, slip: year}", "{}", "slip year does not fit plate (it takes swapped, digit, letter)"),
        ("{wrong_sum: invoice, slip: digit}", "{}", "slip digit does not fit invoice (leave slip out)"),
        ("{wrong_sum: invoice}", "{invoice: absent}", "invoice is kept off the file (write invoice: present)"),
        ("duplicate_estimate", "{}", "duplicate_estimate is no complication"),
    ],
)
def test_an_error_that_cannot_be_planted_is_told_with_its_line_and_the_fix(complication, papers, message, content):
    text = CLEAN.replace("papers: {invoice: present}", f"papers: {papers}\n  complications: [{complication}]")
    with pytest.raises(InvalidContent) as caught:
        plan_for(load_scenario(text, file="plain.yaml"), "ee", content)
    (problem,) = caught.value.problems
    assert message in str(problem)
    assert "plain.yaml:11: case.complications" in str(problem)


def test_the_same_seed_brings_the_same_errors_whatever_the_hashes_of_the_process():
    told = [
        subprocess.run(
            [sys.executable, "-c", HASHES, str(ROOT / "scenarios")],
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            text=True,
            check=True,
        ).stdout
        for seed in ("7", "815")
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) > 200


def test_the_library_plants_every_kind_of_error_in_every_market():
    kinds = {"keying_error", "wrong_sum", "duplicate_invoice", "early_work", "differing_plate", "differing_name"}
    kinds |= {"changed_account", "wrong_payee", "wrong_account_holder"}
    for market in MARKETS:
        here = [scenario for scenario in read_scenarios(ROOT / "scenarios" / "library") if market in scenario.markets]
        assert kinds <= {one.name for scenario in here for one in scenario.case.complications}
