"""Ten thousand claims of the shipped library: every one is built, and engine, target and author agree on every one."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum.ee import ik
from stdnum.exceptions import ValidationError

from simulator.authoring.agreement import disagreements
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.evidence import ILLEGIBLE
from simulator.coverage.rules import Rules
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pin
from simulator.domain.scenario import Scenario, Target
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

ROOT = Path(__file__).parents[2]
SCENARIOS = read_scenarios(ROOT / "scenarios" / "library")
PAIRS = [(scenario, market) for scenario in SCENARIOS for market in scenario.markets]
NAMES = [f"{Path(scenario.file).stem}-{market}" for scenario, market in PAIRS]
MANY = range(1, -(-4_001 // len(PAIRS)) + 1)
"""Twenty thousand are tried in all their states in tests/authoring/test_states.py; here the author stands beside."""
FEW = range(1, 6)
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
        for seed in range(1, 5):
            told = to_json(build(scenario, seed, market=market, content=content))
            print(scenario.file, market, seed, hashlib.sha256(told.encode()).hexdigest())
"""
MUST_BE_TRUE = ("in_force", "eligibility", "waiting_period", "insured_event")
HELPS = ("unless", "excused_if")


@pytest.fixture(scope="module")
def exercises(content: Content) -> list[Exercise]:
    pairs = [pair for pair in PAIRS if pair[1] == "ee"]
    return [build(scenario, seed, market=market, content=content) for scenario, market in pairs for seed in FEW]


def test_four_thousand_claims_are_tried():
    assert len(PAIRS) * len(MANY) > 4_000


@pytest.mark.parametrize(("scenario", "market"), PAIRS, ids=NAMES)
def test_engine_target_and_author_agree_on_every_claim(scenario: Scenario, market: str, content: Content):
    rules = plan_for(scenario, market, content).rules
    for seed in MANY:
        exercise = build(scenario, seed, market=market, content=content)
        found = determine(rules, exercise.file)
        assert disagreements(scenario.expect[0], found) == (), seed
        assert list(missed(scenario, rules, found)) == [], seed


def missed(scenario: Scenario, rules: Rules, found: Determination) -> Iterator[str]:
    """Yield the targets that were judged, and judged otherwise than they were aimed."""
    provisions = {provision.id: provision for provision in rules.editions[-1].provisions}
    for target in scenario.case.targets:
        provision = provisions.get(target.provision)
        if provision is None or target.evidence != "known" or target.side == "any" or target.step:
            continue
        verdicts = {
            entry["verdict"]
            for entry in found.trace
            if entry.get("provision") == provision.id and entry.get("verdict") and target.line in ("", entry["line"])
        }
        wanted = "bites" if bites(target, provision.kind) else "passes"
        if verdicts and wanted not in verdicts and not verdicts & {"open", "not_concerned"}:
            yield f"{target.provision} was to be one that {wanted}: {verdicts}"


def bites(target: Target, kind: str) -> bool:
    """Tell whether a provision bites on that side of it."""
    inside = target.side == "inside"
    if target.side in ("bites", "passes"):
        return target.side == "bites"
    if target.part in HELPS or target.part == "must" or (not target.part and kind in (*MUST_BE_TRUE, "condition")):
        return not inside
    return inside


def test_a_claim_on_the_other_side_of_its_target_would_be_noticed(content):
    scenario = next(one for one in SCENARIOS if one.file.endswith("one_day_outside_the_period.yaml"))
    rules = plan_for(scenario, "ee", content).rules
    found = determine(rules, build(scenario, 1, market="ee", content=content).file)
    inside = tuple(replace(target, side="inside") for target in scenario.case.targets)
    assert list(missed(scenario, rules, found)) == []
    assert list(missed(replace(scenario, case=replace(scenario.case, targets=inside)), rules, found))


def test_the_same_seed_gives_the_same_bytes_whatever_the_hashes_of_the_process():
    running = [
        subprocess.Popen(
            [sys.executable, "-c", HASHES, str(ROOT / "scenarios")],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        for seed in ("1", "4242")
    ]
    one, other = (process.communicate(timeout=240)[0] for process in running)
    assert one == other
    assert len(one.splitlines()) == 4 * len(PAIRS)


def test_nobody_passes_by_always_doing_the_same():
    counted = Counter(str(scenario.expect[0].disposition) for scenario in SCENARIOS)
    share = {act: count / len(SCENARIOS) for act, count in counted.items()}
    assert 0.35 <= share["approve"] <= 0.48
    assert 0.18 <= share["reject"] <= 0.30
    assert 0.12 <= share["request_information"] <= 0.25
    assert 0.10 <= share["escalate"] <= 0.22


def test_every_scenario_says_what_it_teaches_and_why_in_both_languages():
    skills = ("reading", "coverage", "settling", "referring", "working")
    for scenario in SCENARIOS:
        assert all(name.partition(".")[0] in skills for name in scenario.teaches), scenario.file
        assert 1 <= scenario.level <= 5
        for words in (scenario.debrief.en, scenario.debrief.et):
            assert 2 <= len(re.findall(r"[.?!](?:\s|$)", words)) <= 4, (scenario.file, words)
    assert len({scenario.id for scenario in SCENARIOS}) == len(SCENARIOS)


def test_every_kind_of_paper_comes_up_in_the_library(content, exercises):
    estonian = next(scenario for scenario, market in PAIRS if market == "ee")
    rules = plan_for(estonian, "ee", content).rules
    kinds = {paper.kind for one in exercises for paper in one.file.papers}
    assert set(rules.editions[-1].documents) | set(rules.guide.documents) <= kinds


def test_a_payee_is_confirmed_only_where_a_scenario_brings_up_another_account_or_payee(exercises):
    asking = {
        scenario.id
        for scenario in SCENARIOS
        if {one.name for one in scenario.case.complications}
        & {"changed_account", "wrong_payee", "wrong_account_holder"}
    }
    found = {one.scenario for one in exercises for paper in one.file.papers if paper.kind.startswith("account_")}
    assert found <= asking


def test_a_file_has_no_more_than_nine_papers(exercises):
    counts = Counter(len(one.file.papers) - copies_on(one) for one in exercises)
    assert max(counts) <= 9
    assert sum(count for papers, count in counts.items() if papers >= 5) > 0.9 * len(exercises)


def copies_on(exercise: Exercise) -> int:
    """Return how many papers were handed in again: nobody can help those."""
    return sum(planted.name.startswith("duplicate_") for planted in exercise.planted)


def test_identities_of_the_library_are_nobodys(exercises):
    for one in exercises:
        notice, policy = one.file.paper("first_notice"), one.file.paper("declarations")
        assert notice is not None
        assert policy is not None
        assert notice.fields["email"].endswith(("@example.com", "@example.org", "@example.net"))
        assert notice.fields["account"][4:6] == "98"
        assert "Q" in policy.fields["plate"]
        assert set(policy.fields["vin"]) & set("IOQ")
        with pytest.raises(ValidationError):
            ik.validate(policy.fields["identity_code"])


def moment(paper, day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{paper.fields[day]}T{paper.fields[clock]}")


def test_days_and_times_of_a_claim_follow_each_other(exercises):
    for one in exercises:
        notice, photos, police = (one.file.paper(kind) for kind in ("first_notice", "photos", "police_report"))
        happened, sent = moment(notice, "occurred_on", "occurred_time"), moment(notice, "reported_on", "sent_time")
        assert happened < sent, one.scenario
        if photos is not None:
            assert happened <= moment(photos, "taken_on", "taken_time") <= sent, one.scenario
        if police is not None:
            recorded = moment(police, "recorded_on", "recorded_time")
            assert happened < recorded < police.received_at, one.scenario
            said = date.fromisoformat(police.fields["occurred_on"])
            assert said <= recorded.date(), one.scenario


def test_no_instalment_is_paid_after_the_ledger_was_printed(exercises):
    ledgers = [paper for one in exercises if (paper := one.file.paper("payment_history")) is not None]
    assert len(ledgers) > 50
    for paper in ledgers:
        paid = [said for name, said in paper.fields.items() if name.endswith("_paid")]
        assert all(date.fromisoformat(said) <= paper.received_at.date() for said in paid)


def test_workshop_and_departments_write_on_working_days(exercises):
    for one in exercises:
        for paper in one.file.papers:
            if paper.kind in ("estimate", "invoice", "expert_note", "police_report", "inquiry_note"):
                assert paper.received_at.weekday() < 5, (one.scenario, paper.id)


def test_two_bills_of_the_same_work_name_the_same_hours_and_add_up(exercises):
    for one in exercises:
        bills = [paper for paper in one.file.papers if paper.kind in ("estimate", "invoice")]
        hours = {(line, told["hours"]) for paper in bills for line, told in paper.lines.items() if "hours" in told}
        assert len(hours) == len({line for line, _ in hours})
        wrong = {place for planted in one.planted for place in planted.pins if planted.name == "wrong_sum"}
        for paper in bills:
            if ILLEGIBLE in paper.fields.values():
                assert {line["repair"] for line in paper.lines.values()} == {ILLEGIBLE}
                continue
            for name, part in (("total", "repair"), ("total_net", "net"), ("total_vat", "vat")):
                if pin(paper.id, name) in wrong or "total" not in paper.fields:
                    continue
                assert Decimal(paper.fields[name]) == sum(Decimal(line[part]) for line in paper.lines.values())
            for line in paper.lines.values():
                assert abs(Decimal(line["net"]) * Decimal("0.24") - Decimal(line["vat"])) < Decimal("0.02")
