"""What a preview promises agrees with the formulas of measurement and with what is drawn."""

import math
from dataclasses import replace
from itertools import combinations
from statistics import fmean

import pytest

from simulator.assessment.assembling import Shown, drawn
from simulator.assessment.blueprints import Cell
from simulator.assessment.pools import pool_for
from simulator.assessment.promising import promised
from simulator.domain.decision import Disposition
from simulator.domain.dice import Dice
from simulator.measurement import Cut, measured
from tests.assessment.conftest import MARK, SHIPPED


@pytest.fixture(scope="session")
def promise(plans, on_market, skills, assessment_rules, measurement):
    def tell(name="motor-ee", **changes):
        plan = replace(plans[name], **changes)
        around = {"skills": skills, "pass_mark": MARK, "rules": assessment_rules, "measurement": measurement}
        return promised(plan, pool_for(plan, on_market[plan.market]), **around)

    return tell


@pytest.mark.parametrize("name", SHIPPED)
def test_each_cell_says_what_the_library_has_for_it(promise, plans, pools, name):
    for cell, told in zip(plans[name].cells, promise(name).cells, strict=True):
        fitting = [one for one in pools[name].claims if one.act is cell.act and cell.skill in one.skills]
        assert (told.cell, told.scenarios) == (cell, len(fitting))
        assert told.patterns == len({one.pattern for one in fitting}) <= told.scenarios
        assert not told.is_thin


def test_how_sure_a_form_is_follows_the_formulas(promise, measurement):
    for told in promise().lengths:
        n, r = told.claims, 0.12
        reliability = n * r / (1 + (n - 1) * r)
        sem = math.sqrt(10**2 * 0.80 / reliability * (1 - reliability))
        assert told.reliability == pytest.approx(reliability)
        assert told.points == pytest.approx(1.96 * sem)
        assert told.gap == pytest.approx(1.96 * sem * math.sqrt(2))
        assert told.right_side == pytest.approx(0.5 + math.asin(math.sqrt(reliability)) / math.pi)
        assert told.reliability_at_best == pytest.approx(n * 0.15 / (1 + (n - 1) * 0.15))


def test_the_figures_of_twelve_claims(promise):
    told = promise().length
    assert told.claims == 12
    assert round(told.points) == 14
    assert round(told.reliability, 2) == 0.62
    assert round(100 * told.right_side) == 79
    assert round(told.gap) == 19
    assert round(100 * told.borderline) == 46


def test_the_promise_is_what_a_report_will_print(promise, measurement):
    printed = measured(80.0, 12, cut=Cut(mark=70.0), rules=measurement)
    assert promise().length.points == pytest.approx(printed.interval.z * printed.interval.sem)
    assert promise().length.right_side == printed.classification.accuracy


def test_more_claims_are_surer_and_only_those_that_the_bank_allows_can_be_had(promise):
    lengths = promise().lengths
    assert [one.claims for one in lengths] == [8, 12, 16, 24, 30, 36]
    assert [one.points for one in lengths] == sorted((one.points for one in lengths), reverse=True)
    assert [one.is_allowed for one in lengths] == [one.claims <= promise().most_claims for one in lengths]


def test_two_candidates_share_as_many_claims_as_said(promise, plans, pools):
    forms = [
        {one.scenario for one in drawn(plans["motor-ee"], pools["motor-ee"], Dice(f"pair {n}"), Shown())}
        for n in range(200)
    ]
    seen = fmean(len(one & other) for one, other in combinations(forms, 2))
    assert promise().shared == pytest.approx(seen, abs=0.15)
    assert 0.3 < seen < 3


def test_the_difficulty_is_that_at_which_forms_aim(promise, form):
    assert promise().difficulty == pytest.approx(form("motor-ee").aim, abs=1e-6)


def test_nothing_is_promised_of_forms_that_cannot_be_drawn(promise):
    told = promise(cells=(Cell(skill="working", act=Disposition.REJECT, claims=12),))
    assert (told.shared, told.difficulty, told.cut) == (None, None, None)
    assert told.cells[0].is_thin
    assert told.length.claims == 12
