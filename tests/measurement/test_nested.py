"""Reliability where everybody sits a form of the own: worked by hand, and found again in people who were made."""

import math
import random

import pytest

from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json
from simulator.measurement import (
    Basis,
    Cut,
    NestedStudy,
    Observed,
    TooFew,
    g_study,
    measured,
    nested_study,
    observed_by_plan,
    spearman_brown,
)

CUT = Cut(mark=65)
CELLS = {"reading.approve": 8, "coverage.reject": 8, "referring.escalate": 8}
EASIER = {"reading.approve": 25, "coverage.reject": 0, "referring.escalate": -25}


def sat_by(people, cells=CELLS, *, able=9, hard=6, both=23, seed=7):
    """People (sd *able*), each with own claims (sd *hard*, and *both* with the person), in cells unlike each other."""
    dice = random.Random(seed)
    made = []
    for _ in range(people):
        mean = dice.gauss(50, able)
        made.append(
            {
                cell: [mean + EASIER.get(cell, 0) + dice.gauss(0, hard) + dice.gauss(0, both) for _ in range(count)]
                for cell, count in cells.items()
            }
        )
    return made


def test_the_components_are_those_worked_by_hand():
    """Means 60, 80, 40: variance 400. Within a: (200 + 0 + 200) / 3, within b: (0 + 200 + 200) / 3; both 400 / 3.

    So var_c:p = 400/3, over 4 claims 100/3; var_p = 400 - 100/3 = 1100/3, Phi = (1100/3) / 400 = 11/12.
    """
    study = nested_study(
        [{"a": [60, 80], "b": [50, 50]}, {"a": [90, 90], "b": [60, 80]}, {"a": [50, 70], "b": [10, 30]}]
    )
    assert (study.people, study.claims) == (3, 4)
    assert study.var_within == pytest.approx(400 / 3)
    assert study.var_person == pytest.approx(1100 / 3)
    assert study.absolute(4) == pytest.approx(11 / 12)
    assert study.absolute_error(4) == study.relative_error(4) == pytest.approx(100 / 3)


def test_with_one_cell_it_is_the_one_way_analysis_of_variance(tables):
    """Brennan 3.2, as if no task were shared: what is within a person is claim and rest, so var_c:p = var_c + var_pc.

    Then var_p is the crossed one less var_c / n: people who in truth did the same tasks are undersold, never oversold.
    """
    rows = [[sum(row[at : at + 4]) / 4 for at in (0, 4, 8)] for row in tables["generalizability_brennan_3_2"]["scores"]]
    nested, crossed = nested_study([{"task": row} for row in rows]), g_study(rows)
    assert nested.var_within == pytest.approx(crossed.var_claim + crossed.var_rest)
    assert nested.var_person == pytest.approx(crossed.var_person - crossed.var_claim / 3)
    assert nested.absolute(3) < crossed.absolute(3)


def test_people_whose_reliability_is_known_show_it_within_its_error():
    """True Phi = 81 / (81 + (36 + 529) / 24) = .775; its standard error over 400 people is near .02."""
    true = 81 / (81 + (36 + 529) / 24)
    found = [nested_study(sat_by(400, seed=seed)).absolute(24) for seed in range(8)]
    assert sum(found) / len(found) == pytest.approx(true, abs=0.02)
    assert all(abs(one - true) < 0.07 for one in found)


def test_what_cells_differ_in_is_no_error():
    """Without the cells the same scores seem less reliable by far: every form has the easy and the hard ones."""
    forms = sat_by(200)
    whole = nested_study([{"all": [score for cell in form.values() for score in cell]} for form in forms])
    assert whole.absolute(24) < nested_study(forms).absolute(24) - 0.1


@pytest.mark.parametrize(
    "cells", [{"a": 1, "b": 1, "c": 4}, {"a": 1, "b": 3, "c": 4}, {"a": 1, "b": 1}, {"a": 2}], ids=str
)
def test_cells_of_one_claim_are_taken_together_and_never_make_it_surer(cells):
    true = 81 / (81 + (36 + 529) / sum(cells.values()))
    assert nested_study(sat_by(1500, cells)).absolute(sum(cells.values())) == pytest.approx(true, abs=0.06)


def test_cells_of_one_claim_that_differ_count_as_error():
    cells = {"reading.approve": 1, "coverage.reject": 1, "c": 6}
    true = 81 / (81 + (36 + 529) / 8)
    assert nested_study(sat_by(1500, cells)).absolute(8) < true


def test_another_number_of_claims_is_what_spearman_and_brown_say():
    study = nested_study(sat_by(100))
    assert study.absolute(36) == pytest.approx(spearman_brown(study.single_claim, 36))


@pytest.mark.parametrize(
    "forms",
    [[], [{"a": [1, 2]}], [{"a": [1]}, {"a": [2]}], [{"a": [1, 2]}, {"b": [1, 2]}], [{"a": [1, 2]}, {"a": [1]}]],
    ids=["nobody", "one person", "one claim", "other cells", "other lengths"],
)
def test_what_is_no_plan_is_refused(forms):
    with pytest.raises(Invalid, match="same cells"):
        nested_study(forms)


def test_until_there_are_people_enough_nothing_is_read_and_planning_values_stay(rules):
    seen = observed_by_plan(99, (), rules)
    assert seen.study == TooFew(found=99, least=100)
    found = measured(72, 24, cut=CUT, rules=rules, seen=seen)
    assert (found.reliability.basis, found.reliability.people) == (Basis.PLANNED, 99)


def test_from_a_hundred_on_the_plan_speaks_for_itself(rules):
    seen = observed_by_plan(100, sat_by(100), rules)
    assert isinstance(seen.study, NestedStudy)
    found = measured(72, 24, cut=CUT, rules=rules, seen=seen)
    assert (found.reliability.basis, found.reliability.people) == (Basis.OBSERVED, 100)
    assert found.reliability.value == seen.study.absolute(24)
    assert found.interval.sem == pytest.approx(math.sqrt(seen.study.absolute_error(24)))
    assert measured(72, 4, cut=CUT, rules=rules, seen=seen).interval.sem > found.interval.sem
    assert from_json(Observed, to_json(seen)) == seen


@pytest.mark.parametrize("score", [0.0, 70.0, 100.0])
def test_people_who_all_do_the_same_can_be_printed(rules, score):
    seen = observed_by_plan(100, [{"a": [score, score]}] * 100, rules)
    assert measured(80, 2, cut=CUT, rules=rules, seen=seen).reliability.value == 0
