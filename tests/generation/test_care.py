"""A policyholder who tells of a hard time: a message says what its box says; one that tells nothing ticks nothing."""

from pathlib import Path

import pytest

from simulator.authoring.parse import load_scenario
from simulator.authoring.twins import twin_of
from simulator.coverage.determine import determine
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import Paper
from simulator.domain.scenario import Scenario
from simulator.domain.text import LANGUAGES, Text
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

FOLDER = Path(__file__).parents[2] / "scenarios"
SEEDS = range(1, 41)
MARKETS = ("ee", "us")
WORDS = {
    "bereavement": ("my mother died", "lost my sister", "burying my brother"),
    "illness": ("seriously ill", "having an operation", "found cancer"),
    "hearing": ("hear badly", "most of my hearing", "hear very little"),
    "money": ("lost my job", "behind with the rent", "laid off"),
}
CONFIDENCE = Text("in confidence", "usalduslikult")


def shipped(name: str) -> Scenario:
    file = FOLDER / "library" / "motor" / f"{name}.yaml"
    return load_scenario(file.read_text("utf-8"), file=str(file))


def message(exercise: Exercise) -> Paper:
    paper = exercise.file.paper("contact_form")
    assert paper is not None
    return paper


def body(paper: Paper, language: str = "en") -> str:
    said = paper.fields["body"]
    assert isinstance(said, Text)
    return said.in_(language)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("name", ["a_refusal_at_a_hard_time", "the_last_sentence_of_the_second_message"])
def test_all_four_kinds_are_drawn_and_the_message_tells_the_one_that_its_box_names(name, market, content):
    scenario, drawn = shipped(name), set()
    for seed in SEEDS:
        paper = message(build(scenario, seed, market=market, content=content))
        kind = str(paper.fields["circumstance"])
        drawn.add(kind)
        assert paper.fields["may_be_noted"] == "yes"
        told = [one for one, words in WORDS.items() if any(word in body(paper) for word in words)]
        assert told == [kind]
        assert not any(CONFIDENCE.in_(language) in body(paper, language) for language in LANGUAGES)
    assert drawn == set(WORDS)


@pytest.mark.parametrize("market", MARKETS)
def test_what_is_told_in_passing_stands_in_the_last_sentence_of_a_second_message(market: str, content: Content):
    scenario = shipped("the_last_sentence_of_the_second_message")
    for seed in SEEDS:
        exercise = build(scenario, seed, market=market, content=content)
        paper = message(exercise)
        sentences = body(paper).split(". ")
        words = WORDS[str(paper.fields["circumstance"])]
        assert not any(word in sentence for word in words for sentence in sentences[:2])
        assert any(word in body(paper) for word in words)
        assert exercise.file.paper("email") is not None


@pytest.mark.parametrize("market", MARKETS)
def test_a_message_that_tells_of_no_trouble_leaves_the_box_empty_and_is_decided_as_usual(market, content):
    scenario = shipped("born_long_ago_and_quite_well")
    rules, said = plan_for(scenario, market, content).rules, set()
    for seed in SEEDS:
        exercise = build(scenario, seed, market=market, content=content)
        paper = message(exercise)
        assert not {"circumstance", "may_be_noted"} & set(paper.fields)
        said.add(body(paper)[:24])
        assert determine(rules, exercise.file).disposition is Disposition.REJECT
    assert len(said) >= 4


@pytest.mark.parametrize("market", MARKETS)
def test_what_is_told_in_confidence_says_so_in_words_and_on_the_box(market: str, content: Content):
    scenario = shipped("told_in_confidence")
    for seed in SEEDS:
        paper = message(build(scenario, seed, market=market, content=content))
        assert paper.fields["may_be_noted"] == "no"
        assert all(CONFIDENCE.in_(language) in body(paper, language) for language in LANGUAGES)


@pytest.mark.parametrize("market", MARKETS)
def test_a_claim_without_that_complication_has_no_such_message(market: str, content: Content):
    scenario = shipped("clean_approval")
    for seed in SEEDS:
        assert build(scenario, seed, market=market, content=content).file.paper("contact_form") is None


@pytest.mark.parametrize("market", MARKETS)
def test_the_twin_of_a_refusal_that_is_seen_first_comes_out_otherwise_and_says_to_whom_it_went(market, content):
    scenario = shipped("the_last_sentence_of_the_second_message")
    for seed in (1, 2, 3):
        twin = twin_of(build(scenario, seed, market=market, content=content), scenario, content)
        assert twin is not None
        assert twin.determination.disposition is Disposition.REJECT
        assert "Escalate: Customer care" in twin.scenario.debrief.en
        assert "Anna edasi: Klienditugi" in twin.scenario.debrief.et
