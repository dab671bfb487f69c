"""The numbers of assessments: strict, whole, with their sources, in both languages."""

import pytest

from simulator.assessment.rules import load
from simulator.errors import InvalidContent
from tests.assessment.conftest import shipped

SHIPPED = shipped("assessment.yaml")


def test_every_part_names_its_source(assessment_rules):
    assert all(len(source) > 20 for source in assessment_rules.sources.values())


def test_all_words_stand_in_both_languages_and_differ(assessment_rules):
    words = assessment_rules.problems.values()
    assert all(text.en and text.et and text.en != text.et for text in words)


@pytest.mark.parametrize(("patterns", "most"), [(0, 12), (47, 12), (51, 12), (52, 13), (96, 24), (144, 36)])
def test_a_form_has_twelve_claims_until_the_bank_is_four_times_as_large(assessment_rules, patterns, most):
    assert assessment_rules.most_claims(patterns) == most


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("draws: 200", "drawn: 200", 'unknown key "drawn"'),
        ("draws: 200", "draws: 0", "0 is below 1"),
        ("within: 0.10", "within: 0", "0 is not above 0"),
        ("  bank: 4\n", "", "bank missing"),
        ('{market}.", et', '{town}.", et', "{town} is filled by nothing"),
        ('title: {en: "The title is missing in one of the languages.", ', "title: {", "en"),
        ('  source: "A choice of this house: a claim', '  sauce: "A choice of this house: a claim', "source missing"),
    ],
)
def test_a_slip_is_told_with_its_line(old, new, told):
    assert old in SHIPPED
    with pytest.raises(InvalidContent) as refused:
        load(SHIPPED.replace(old, new, 1))
    assert told in str(refused.value)
    assert all(problem.line for problem in refused.value.problems)
