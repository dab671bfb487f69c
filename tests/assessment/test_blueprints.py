"""Blueprints: read strictly, the same value as one that was put together on a page, with a cut that says its method."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.assessment.blueprints import Blueprint, Cell, MarkFrom, PassRule, Spoken, cut_of, load, read_blueprints
from simulator.domain.decision import Disposition
from simulator.errors import Invalid, InvalidContent
from simulator.json_codec import from_json, to_json
from tests.assessment.conftest import FOLDER, SHIPPED, shipped

TEXT = shipped("assessments/motor-ee.yaml")
JUDGED = """pass:
  from: angoff
  rounds: 2
  held_on: 2026-10-01
  judges:
  - [0.7, 0.6, 0.8, 0.7, 0.7, 0.6, 0.5]
  - [0.8, 0.6, 0.9, 0.7, 0.6, 0.6, 0.6]
  - [0.6, 0.5, 0.8, 0.8, 0.7, 0.7, 0.5]
"""


def test_a_blueprint_ships_for_each_market_with_twelve_claims(plans):
    assert tuple(plans) == SHIPPED
    assert {plan.market for plan in plans.values()} == {"ee", "us"}
    assert all(sum(cell.claims for cell in plan.cells) == plan.claims == 12 for plan in plans.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_blueprint_comes_back_from_json_as_it_went(plans, name):
    judged = replace(plans[name], passing=PassRule(method=MarkFrom.ANGOFF, ratings=((0.5,), (0.6,)), rounds=2,
                                                   held_on=date(2026, 10, 1)), minutes=90)  # fmt: skip
    for blueprint in (plans[name], judged):
        assert from_json(Blueprint, to_json(blueprint)) == blueprint


def test_a_blueprint_of_a_page_is_the_one_of_a_file_where_they_say_the_same(assessment_rules, plans):
    made = from_json(Blueprint, to_json(plans["motor-ee"]))
    assert made.content_hash == plans["motor-ee"].content_hash
    assert replace(made, claims=13).content_hash != made.content_hash


@pytest.mark.parametrize(
    ("spoken", "languages"), [(Spoken.CANDIDATE, ("en", "et")), (Spoken.EN, ("en",)), (Spoken.ET, ("et",))]
)
def test_the_candidate_chooses_among_the_languages_that_are_left_open(plans, spoken, languages):
    assert replace(plans["motor-ee"], language=spoken).languages == languages


def test_the_mark_of_the_scoring_in_force_has_no_error(plans):
    cut = cut_of(plans["motor-ee"], 70)
    assert (cut.mark, cut.se, cut.judges) == (70.0, 0.0, 0)


def test_the_mark_of_judges_weighs_each_cell_by_its_claims(assessment_rules):
    blueprint = load(TEXT.replace("pass: {from: scoring}\n", JUDGED), assessment_rules, file="judged.yaml")
    cut = cut_of(blueprint, 70)
    counts = (2, 2, 1, 2, 1, 2, 2)
    sums = [sum(n * share for n, share in zip(counts, row, strict=True)) for row in blueprint.passing.ratings]
    assert cut.mark == pytest.approx(100 * sum(sums) / 3 / 12)
    assert cut.judges == 3
    assert cut.se > 0
    assert (blueprint.passing.rounds, blueprint.passing.held_on) == (2, date(2026, 10, 1))


def test_one_judge_alone_sets_no_mark(plans):
    alone = PassRule(method=MarkFrom.ANGOFF, ratings=((0.5,) * 7,), rounds=1, held_on=date(2026, 10, 1))
    with pytest.raises(Invalid, match="two judges"):
        cut_of(replace(plans["motor-ee"], passing=alone), 70)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("market: ee\n", "", 2, "market missing"),
        ("language: candidate", "language: ru", 5, "ru is not one of"),
        ("levels: [1, 2, 3]", "levels: [1, 2, 6]", 6, "6 is not from 1 to 5"),
        ("levels: [1, 2, 3]", "levels: [1, easy]", 6, "easy"),
        ("claims: 12\n", "claims: 13\n", 10, "they add up to 12, not to 13"),
        ("claims: 12\n", "claims: 12\nminutes: 5\n", 8, "5 is not from 20 to 480"),
        ("act: reject, claims: 1}", "act: refuse, claims: 1}", 14, "refuse is not one of"),
        ("act: reject, claims: 1}", "act: reject, claims: 0}", 14, "0 is below 1"),
        ("act: reject, claims: 1}", "act: reject, claim: 1}", 14, 'did you mean "claims"?'),
        ("pass: {from: scoring}", "pass: {from: angoff}", 17, "judges missing"),
        ("pass: {from: scoring}\n", JUDGED.replace("0.8, 0.6, 0.9", "0.8, 0.6"), 23, "6 ratings, 7 cells"),
        ("pass: {from: scoring}\n", JUDGED.replace("0.9", "1.9"), 23, "1.9 is not from 0 to 1"),
        ("pass: {from: scoring}\n", JUDGED.replace("rounds: 2", "rounds: 0"), 18, "0 is below 1"),
        ('title: {en: "Motor claims, Estonia: twelve claims", ', "title: {", 2, "has no en"),
    ],
)
def test_a_slip_is_told_with_its_line(assessment_rules, old, new, line, told):
    assert old in TEXT
    with pytest.raises(InvalidContent) as refused:
        load(TEXT.replace(old, new, 1), assessment_rules, file="mine.yaml")
    found = [problem for problem in refused.value.problems if told in str(problem)]
    assert found, str(refused.value)
    assert {(problem.file, problem.line) for problem in found} == {("mine.yaml", line)}


def test_the_problems_of_all_files_come_together(tmp_path, assessment_rules):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(TEXT.replace("market: ee\n", ""), encoding="utf-8")
    with pytest.raises(InvalidContent) as refused:
        read_blueprints(tmp_path, assessment_rules)
    assert len({problem.file for problem in refused.value.problems}) == 2


def test_a_folder_is_read_by_the_names_of_its_files(assessment_rules):
    assert tuple(read_blueprints(FOLDER / "assessments", assessment_rules)) == SHIPPED


def test_a_cell_says_skill_act_and_number(plans):
    assert plans["motor-ee"].cells[0] == Cell(skill="reading", act=Disposition.APPROVE, claims=2)
