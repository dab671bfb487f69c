"""The weights are read strictly, say their rules themselves, and a rubric overrides them."""

from fractions import Fraction

import pytest

from simulator.domain.decision import Disposition
from simulator.errors import InvalidContent
from simulator.paths import scenarios_folder
from simulator.scoring.weights import CRITERIA, load

SHIPPED = (scenarios_folder() / "scoring.yaml").read_text("utf-8")


def problems(text):
    with pytest.raises(InvalidContent) as caught:
        load(text)
    return " ".join(str(problem) for problem in caught.value.problems)


def test_the_shipped_weights_add_up_to_what_a_full_approval_asks_for(weights):
    of_approval = ("disposition", "amount", "grounds", "evidence", "procedure", "timeliness")
    assert sum(weights.criteria[name] for name in of_approval) == 100
    assert weights.pass_mark == 70
    assert set(weights.criteria) == set(CRITERIA)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("pass_mark: 70", "pass_marks: 70", "pass_marks"),
        ("weight: 35", "weight: -1", "below 0"),
        ("weight: 35", "weigth: 35", "weigth"),
        ("{reject: 0, request_information: 30%, escalate: 40%}", "{reject: 0, escalate: 40%}", "request_information"),
        ("{rows: 60%, total: 40%", "{rows: -60%, total: 40%", "below 0"),
        ("rows: 60%", "row: 60%", "row"),
        ("{en: Amount, et: Summa}", "{en: Amount}", "et"),
        ("The rows count {rows}", "The rows count {lines}", "{lines} is no part of amount"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(old, new, words):
    assert old in SHIPPED
    assert words in problems(SHIPPED.replace(old, new, 1))


def test_every_rule_says_its_own_numbers_in_both_languages(weights):
    for name in CRITERIA:
        rule = weights.rule(name)
        assert rule.en
        assert rule.et
        assert "{" not in rule.en + rule.et
    assert "60 %" in weights.rule("amount").en
    assert "2 spare pins" in weights.rule("evidence").en


def test_a_rule_follows_the_number_that_it_tells():
    changed = load(SHIPPED.replace("evidence: {pins: 85%", "evidence: {pins: 55%"))
    assert "55 %" in changed.rule("evidence").en


def test_the_right_act_is_worth_all_and_another_what_the_table_says(weights):
    assert weights.worth_of(Disposition.REJECT, Disposition.REJECT) == 1
    assert weights.worth_of(Disposition.APPROVE, Disposition.REJECT) == 0
    assert weights.worth_of(Disposition.ESCALATE, Disposition.REJECT) == Fraction(2, 5)


def test_a_rubric_overrides_weights_and_pass_mark_and_nothing_else(weights):
    own = weights.with_rubric({"grounds": "0", "evidence": "40%", "pass_mark": "80"})
    assert (own.criteria["grounds"], own.criteria["evidence"]) == (0, Fraction(2, 5))
    assert own.pass_mark == 80
    assert own.criteria["amount"] == weights.criteria["amount"]
    assert own.worth == weights.worth
    assert weights.with_rubric(None) is weights
