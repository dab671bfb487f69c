"""Checks find what is wrong with a scenario, and say on which seed and what to change."""

import shutil
from pathlib import Path

import pytest

from simulator.authoring.checks import Unfit, check, verified
from simulator.authoring.parse import load_scenario
from simulator.domain.decision import Disposition
from simulator.domain.scenario import Scenario
from simulator.generation import Content, build

SEEDS = range(1, 7)
SCENARIO = """
id: 22222222-2222-4222-8222-222222222222
title: {{en: A bicycle, et: Jalgratas}}
teaches: [coverage.policy_period]
form: bicycle
market: ee
case: {case}
expect: {expect}
debrief: {{en: So it is., et: Nii see on.}}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    here = Path(__file__).parents[1]
    folder = tmp_path_factory.mktemp("scenarios")
    for name in ("markets", "forms/bicycle"):
        (folder / name).mkdir(parents=True)
    shutil.copy(here.parent / "scenarios" / "markets" / "ee.yaml", folder / "markets")
    shutil.copy(here / "generation" / "bicycle.yaml", folder / "forms" / "bicycle" / "ee-2026-01.yaml")
    return Content.read(folder)


def scenario_of(case: str, expect: str) -> Scenario:
    return load_scenario(SCENARIO.format(case=case, expect=expect), file="bicycle.yaml")


LAST_DAY = "{target: {provision: in_force, side: inside, near: line}}"
DAY_AFTER = "{target: {provision: in_force, side: outside, near: line}}"


def test_a_scenario_that_comes_out_as_expected_passes_and_is_counted(content):
    verdict = check(scenario_of(DAY_AFTER, "{disposition: reject, grounds: [in_force]}"), content, SEEDS)
    assert verdict.passed, verdict.failures
    assert verdict.dispositions == {"reject": len(SEEDS)}


def test_a_wrong_expectation_fails_on_every_seed_and_tells_what_the_engine_holds(content):
    verdict = check(scenario_of(LAST_DAY, "{disposition: reject, grounds: [in_force]}"), content, SEEDS)
    assert [failure.seed for failure in verdict.failures] == list(SEEDS)
    assert "expected reject, the engine holds approve" in verdict.failures[0].message


def test_a_wrong_ground_fails_although_the_act_is_right(content):
    verdict = check(scenario_of(DAY_AFTER, "{disposition: reject, grounds: [event]}"), content, SEEDS)
    assert "expected grounds event, the engine holds in_force" in verdict.failures[0].message


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("{target: {provision: in_forse}}", "bicycle.yaml:7: case.target: in_forse is no provision of bicycle"),
        ("{fix: {causes: theft}}", "case.fix.causes: causes is no fact or declaration of bicycle"),
        ("{fix: {cause: flood}}", "flood is not a choice of cause"),
        ("{papers: {estimate: absent}}", "estimate is no paper of bicycle"),
        ("{complications: [rain]}", "rain is no complication"),
        ("{lines: [{head: boat}]}", "boat is no head of bicycle"),
    ],
)
def test_names_that_the_form_does_not_have_are_told_once(content, case, message):
    verdict = check(scenario_of(case, "{disposition: approve}"), content, SEEDS)
    assert len(verdict.failures) == 1
    assert message in verdict.failures[0].message


def test_targets_that_contradict_each_other_cannot_be_built(content):
    case = "{targets: [{provision: event, side: inside}], fix: {cause: wear}}"
    verdict = check(scenario_of(case, "{disposition: approve}"), content, range(1, 3))
    assert {failure.check for failure in verdict.failures} == {"builds"}


def test_a_missing_paper_is_asked_for_and_the_claim_is_paid_when_it_comes(content):
    case = "{target: {provision: event}, papers: {receipt: absent}}"
    expect = "[{disposition: request_information, requests: [receipt]}, {disposition: approve}]"
    verdict = check(scenario_of(case, expect), content, SEEDS)
    assert verdict.passed, verdict.failures


def test_a_paper_that_will_never_come_is_told_on_the_timeline(content):
    case = "{target: {provision: event}, papers: {receipt: unobtainable}}"
    exercise, determination = verified(
        scenario_of(case, "{disposition: approve, payable: 0}"), 1, market="ee", content=content
    )
    assert exercise.file.closed == ("receipt",)
    assert any("will not come: Receipt" in event.text.en for event in exercise.events)
    assert determination.disposition is Disposition.APPROVE


def test_a_conflict_between_two_papers_is_planted(content):
    case = "{target: {provision: in_force, side: inside, near: line}, complications: [{conflict: occurred_on}]}"
    exercise = build(scenario_of(case, "{disposition: approve}"), 3, market="ee", content=content)
    days = {paper.fields["occurred_on"] for paper in exercise.file.papers if "occurred_on" in paper.fields}
    assert len(days) == 2


def test_a_corrected_paper_replaces_the_wrong_one_and_alone_counts(content):
    case = "{target: {provision: event}, papers: {receipt: corrected}}"
    exercise, determination = verified(scenario_of(case, "{disposition: approve}"), 1, market="ee", content=content)
    wrong, right = (exercise.file.paper(name) for name in ("receipt", "receipt_2"))
    assert right.replaces == "receipt"
    assert wrong.received_at < right.received_at
    assert wrong.lines["L1"]["price"] != right.lines["L1"]["price"]
    assert determination.disposition is Disposition.APPROVE


def test_a_seed_that_fails_is_not_served(content):
    with pytest.raises(Unfit, match="Take another seed"):
        verified(scenario_of(DAY_AFTER, "{disposition: approve}"), 1, market="ee", content=content)
