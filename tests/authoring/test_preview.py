"""A preview tells an author everything: papers, planted errors, acts in turn, what comes back, the twin, the steps."""

import re
from pathlib import Path

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.preview import preview
from simulator.authoring.twins import twin_of
from simulator.coverage.determine import determine
from simulator.generation import build
from simulator.generation.plans import plan_for

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = {Path(one.file).stem: one for one in read_scenarios(FOLDER / "library")}
WIDTH = 100


@pytest.fixture(scope="module")
def shown(content):
    """The preview of a scenario: ``shown("missing_estimate", "et")``."""

    def show(name, language="en", *, market="ee", seed=2):
        scenario = SCENARIOS[name]
        exercise = build(scenario, seed, market=market, content=content)
        rules = plan_for(scenario, market, content).rules
        return preview(exercise, rules, twin_of(exercise, scenario, content), language=language)

    return show


def part(text, heading):
    """What stands under that heading."""
    return re.split(r"\n(?=[^\n]+ ={3,}$)", text.partition(f"\n{heading} ==")[2], maxsplit=1, flags=re.M)[0]


def words(text):
    return " ".join(text.split())


def test_an_act_that_waits_is_followed_by_what_came_and_the_next_act(shown):
    told = part(shown("missing_estimate"), "WHAT IS RIGHT, ACT BY ACT")
    first, _, second = told.partition("Act 2 of 2")
    assert "REQUEST INFORMATION" in first
    assert "Repair estimate [estimate] from" in words(first)
    assert re.search(r"↳ .*Repair estimate: .*: came in", words(first))
    assert "APPROVE  €" in second
    assert "deductible: declarations#deductible → § 6.8 Deductible [deductible]" in words(second)


def test_what_comes_is_told_where_something_has_to_be_asked_for(shown):
    told = words(part(shown("missing_estimate"), "WHAT COMES WHEN IT IS ASKED FOR"))
    assert "Repair estimate [estimate]" in told
    assert "the paper as it should be, 3 days after the letter: estimate" in told
    assert "WHAT COMES" not in shown("last_day_of_the_period")


def test_a_half_answer_and_what_comes_after_it_are_told(shown):
    told = words(part(shown("half_an_estimate"), "WHAT COMES WHEN IT IS ASKED FOR"))
    assert "only a part of it" in told
    assert "asked for again: the paper as it should be" in told


def test_silence_is_told_as_it_goes(shown):
    text = shown("the_workshop_keeps_silent")
    assert "never an answer" in part(text, "WHAT COMES WHEN IT IS ASKED FOR")
    assert "it will not come" in words(part(text, "WHAT IS RIGHT, ACT BY ACT"))


def test_the_twin_tells_what_moved_and_what_it_turns(shown):
    told = words(part(shown("missing_estimate"), "THE TWIN"))
    assert "Repair estimate: on file instead of not on file." in told
    assert "This file REQUEST INFORMATION (Repair estimate)" in told
    assert "The twin APPROVE €" in told


def test_where_there_is_no_twin_that_is_said(content):
    scenario = SCENARIOS["clean_approval"]
    exercise = build(scenario, 1, market="ee", content=content)
    text = preview(exercise, plan_for(scenario, "ee", content).rules, None)
    assert "None: no single fact that can be moved turns the outcome." in part(text, "THE TWIN")


def test_errors_that_were_planted_stand_with_their_places(content):
    planted = next(one for one in SCENARIOS.values() if "keying_error" in {c.name for c in one.case.complications})
    market = planted.markets[0]
    exercise = build(planted, 1, market=market, content=content)
    text = preview(exercise, plan_for(planted, market, content).rules, None)
    for one in exercise.planted:
        assert one.name in part(text, "ERRORS PLANTED")
        for pin in one.pins:
            assert pin in part(text, "ERRORS PLANTED")
    assert "[record] what was keyed into the system, never evidence" in text


def test_the_record_and_every_paper_are_shown_with_what_they_state(shown, content):
    exercise = build(SCENARIOS["missing_estimate"], 2, market="ee", content=content)
    text = shown("missing_estimate")
    for paper in exercise.file.papers:
        assert f"[{paper.id}]" in text
        for field in paper.fields:
            assert f"  {field} " in text


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_reads_as_text_within_its_width(shown, content, name, language):
    market = SCENARIOS[name].markets[0]
    text = shown(name, language, market=market, seed=1)
    long = [line for line in text.splitlines() if len(line) > WIDTH and " " in line.strip()[:WIDTH]]
    assert [line for line in long if not line.startswith("[")] == []
    assert "Text(" not in text
    exercise = build(SCENARIOS[name], 1, market=market, content=content)
    steps = part(text, "EVERY STEP OF THE DETERMINATION" if language == "en" else "LAHENDUSE KÕIK SAMMUD")
    found = determine(plan_for(SCENARIOS[name], market, content).rules, exercise.file)
    assert len(re.findall(r"^ {0,3}\d+ ", steps, re.M)) == len(found.trace)


def test_estonian_says_no_english(shown):
    text = shown("missing_estimate", "et")
    for word in ("APPROVE", "Act ", "instead of", "came in", "after the letter", "What", "payable"):
        assert word not in text
