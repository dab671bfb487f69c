"""A form that nobody wrote Python for is loaded, judged, settled, inverted and generated from."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.authoring.parse import load_scenario
from simulator.coverage.determine import determine
from simulator.domain.decision import Disposition
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

SCENARIO = """
id: 11111111-1111-4111-8111-111111111111
title: {{en: A bicycle, et: Jalgratas}}
teaches: [coverage.policy_period]
form: bicycle
market: ee
case: {{target: {target}}}
expect: {{disposition: approve}}
debrief: {{en: So it is., et: Nii see on.}}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    here = Path(__file__).parent
    folder = tmp_path_factory.mktemp("scenarios")
    for name in ("markets", "forms/bicycle"):
        (folder / name).mkdir(parents=True)
    shutil.copy(here.parents[1] / "scenarios" / "markets" / "ee.yaml", folder / "markets")
    shutil.copy(here / "bicycle.yaml", folder / "forms" / "bicycle" / "ee-2026-01.yaml")
    return Content.read(folder)


def judged(content: Content, target: str, seed: int):
    scenario = load_scenario(SCENARIO.format(target=target), file="bicycle.yaml")
    exercise = build(scenario, seed, market="ee", content=content)
    return exercise, determine(plan_for(scenario, "ee", content).rules, exercise.file)


@pytest.mark.parametrize("seed", range(12))
def test_a_plain_claim_is_approved_and_the_deductible_comes_off(content, seed):
    exercise, determination = judged(content, "{provision: event, side: inside}", seed)
    assert determination.disposition is Disposition.APPROVE
    said = exercise.file.paper("declarations").fields
    price = Decimal(exercise.file.paper("receipt").lines["L1"]["price"])
    wanted = max(Decimal(0), min(price, Decimal(said["insured_value"])) - Decimal(said["deductible"]))
    assert determination.payable == wanted


@pytest.mark.parametrize("seed", range(12))
def test_a_target_outside_a_provision_is_refused_for_it(content, seed):
    for provision in ("in_force", "event", "unlocked"):
        side = "inside" if provision == "unlocked" else "outside"
        _, determination = judged(content, f"{{provision: {provision}, side: {side}}}", seed)
        assert determination.disposition is Disposition.REJECT
        assert determination.grounds == (provision,)


def test_papers_name_who_holds_them_and_what_they_prove(content):
    exercise, _ = judged(content, "{provision: event, side: inside}", 3)
    assert {paper.kind for paper in exercise.file.papers} == {"declarations", "notice", "receipt"}
    assert exercise.file.paper("notice").sender == "claimant"
    assert exercise.file.paper("notice").fields["policyholder"] == exercise.holders["claimant"]
