"""The check of errors: planted and flagged are the same, in every state of the file."""

from dataclasses import replace

import pytest

from simulator.authoring.checks import Unfit, check, verified
from simulator.authoring.parse import load_scenario
from simulator.authoring.planted import mismatches
from simulator.coverage.determine import Determined, determine
from simulator.domain.exercise import Exercise, Planted
from simulator.domain.scenario import Scenario
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

SEEDS = range(1, 9)
SCENARIO = """
id: 44444444-4444-4444-8444-444444444444
title: {{en: A collision, et: Kokkupõrge}}
teaches: [reading.errors]
form: motor_own_damage
market: [ee, us]
case:
  target: {{provision: event}}
  fix: {{cause: collision, vat_registered: no}}
  papers: {{invoice: {invoice}}}
  complications: {complications}
  lines: [{{head: vehicle, fix: {{part: body, repair: {{from: 900, to: 2000}}}}}}]
expect: {expect}
debrief: {{en: So it is. It is., et: Nii see on. On.}}
"""
ASKED = "[{disposition: request_information, requests: [estimate]}, {disposition: approve}]"


def scenario_of(complications: str, *, invoice: str = "present", expect: str = "{disposition: approve}") -> Scenario:
    text = SCENARIO.format(complications=complications, invoice=invoice, expect=expect)
    return load_scenario(text, file="collision.yaml")


def told(exercise: Exercise, scenario: Scenario, content: Content) -> list[str]:
    return [one.message for one in mismatches(exercise, Determined(plan_for(scenario, "ee", content).rules))]


@pytest.mark.parametrize(
    "complications",
    [
        "[]",
        "[{keying_error: account}]",
        "[{wrong_sum: invoice}, {keying_error: plate}, {differing_name: estimate}]",
        "[duplicate_invoice, {early_work: estimate}]",
    ],
)
def test_a_file_passes_whose_errors_are_all_planted_and_all_flagged(complications, content):
    verdict = check(scenario_of(complications), content, SEEDS)
    assert verdict.passed, [str(failure) for failure in verdict.failures]


def test_a_corrected_paper_heals_the_error_on_the_model_path(content):
    scenario = scenario_of("[{conflict: repair}, {wrong_sum: estimate}]", invoice="absent", expect=ASKED)
    verdict = check(scenario, content, SEEDS)
    assert verdict.passed, [str(failure) for failure in verdict.failures]


def test_a_flag_that_nobody_planted_fails_with_its_place_and_the_fix(content):
    scenario = scenario_of("[{wrong_sum: invoice}]")
    exercise = replace(build(scenario, 1, market="ee", content=content), planted=())
    (one,) = mismatches(exercise, Determined(plan_for(scenario, "ee", content).rules))
    assert "and nothing is planted there" in one.message
    assert "invoice#total" in one.message
    assert one.fix == "plant it as a complication, or let the papers agree"


def test_an_error_that_the_engine_does_not_flag_fails_with_its_place(content):
    scenario = scenario_of("[]")
    planted = Planted(name="wrong_sum", about="invoice", pins=("invoice#total",))
    exercise = replace(build(scenario, 1, market="ee", content=content), planted=(planted,))
    assert told(exercise, scenario, content) == [
        "wrong_sum is planted at invoice#total, and the engine flags nothing there"
    ]


def test_a_record_that_was_changed_by_hand_is_found(content):
    scenario = scenario_of("[]")
    exercise = build(scenario, 1, market="ee", content=content)
    wrong = {**exercise.file.record, "deductible": "1"}
    exercise = replace(exercise, file=replace(exercise.file, record=wrong))
    assert told(exercise, scenario, content) == [
        "the engine flags deductible at record#deductible, and nothing is planted there"
    ]


def test_a_seed_with_an_error_that_nobody_planted_is_not_served(content, monkeypatch):
    scenario = scenario_of("[{keying_error: plate}]")
    exercise, found = verified(scenario, 1, market="ee", content=content)
    assert [flag.about for flag in found.flags] == ["plate"]
    assert found == determine(plan_for(scenario, "ee", content).rules, exercise.file)
    world = content.worlds["motor_own_damage", ""]
    assert "account" in world.record
    monkeypatch.setattr("simulator.generation.planting.marring.Planted", lambda **told: Planted(**{**told, "pins": ()}))
    with pytest.raises(Unfit, match="nothing is planted there"):
        verified(scenario, 2, market="ee", content=content)
