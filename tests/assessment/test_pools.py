"""Pools: what forms are drawn from, and which scenarios are variants of one pattern."""

from dataclasses import replace
from itertools import pairwise

import pytest

from simulator.assessment.pools import Pool, pinned, pool_for
from simulator.domain.decision import Disposition
from simulator.generation.targets import near_miss
from simulator.json_codec import from_json, to_json
from tests.assessment.conftest import SHIPPED


@pytest.fixture(scope="session")
def by_file(library, on_market):
    """The pinned scenarios of the Estonian market by the name of their file."""
    names = {scenario.id: scenario.file.rpartition("/")[2].removesuffix(".yaml") for scenario in library.values()}
    return {names[one.scenario]: one for one in on_market["ee"]}


def again(scenarios, skills, content):
    return pinned(scenarios, "ee", skills=skills, library=content.library)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alcohol_on_the_line", "alcohol_under_the_line"),
        ("one_day_outside_the_period", "last_day_of_the_period"),
        ("abroad_inside_the_territory", "abroad_outside_the_territory"),
        ("premium_unpaid", "premium_late_but_in_time"),
        ("one_warning_sign", "three_warning_signs"),
    ],
)
def test_both_sides_of_one_provision_are_variants(by_file, one, other):
    assert by_file[one].pattern == by_file[other].pattern
    assert by_file[one].scenario != by_file[other].scenario


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("clean_approval", "one_day_outside_the_period"),
        ("young_driver", "below_the_deductible"),
        ("a_lawyer_writes", "a_lawyer_and_a_wrong_policy_number"),
        ("two_estimates", "two_estimates_and_one_cannot_add"),
        ("a_cause_keyed_wrongly", "a_deductible_keyed_wrongly"),
    ],
)
def test_what_hangs_on_other_things_is_no_variant(by_file, one, other):
    assert by_file[one].pattern != by_file[other].pattern


def test_a_copy_under_another_name_is_a_variant(library, skills, content):
    for scenario in library.values():
        if "ee" in scenario.markets:
            copy = replace(scenario, id="0" * 36, content_hash="other", level=5)
            one, other = again([scenario, copy], skills, content)
            assert one.pattern == other.pattern


def test_a_drill_of_a_provision_is_a_variant_of_the_scenario_that_aims_at_it(by_file, skills, content):
    form = content.library.editions("motor_own_damage", "ee")[-1]
    sides = [near_miss(form, "alcohol", side) for side in ("inside", "outside")]
    drills = [again([one], skills, content)[0] for one in sides]
    assert {one.pattern for one in drills} == {by_file["alcohol_on_the_line"].pattern}


def test_first_act_level_and_skills_are_those_of_the_scenario(library, by_file, skills):
    one = by_file["missing_estimate"]
    scenario = library[one.scenario]
    assert one.act is Disposition.REQUEST_INFORMATION
    assert one.skills == skills.taught_by(scenario)
    assert (one.content_hash, one.level, one.difficulty) == (scenario.content_hash, 1, -1.2)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pool_holds_its_market_and_levels_and_no_variant_of_the_practice_claim(plans, pools, library, name):
    plan, pool = plans[name], pools[name]
    assert pool.practice.scenario == plan.practice
    assert pool.practice.pattern not in {one.pattern for one in pool.claims}
    assert {one.market for one in pool.claims} == {plan.market}
    assert {one.level for one in pool.claims} == set(plan.levels)
    assert all(plan.market in library[one.scenario].markets for one in pool.claims)


def test_without_a_name_the_practice_claim_is_the_easiest_that_stands_alone(plans, on_market):
    pool = pool_for(replace(plans["motor-ee"], practice=""), on_market["ee"])
    assert pool.practice.level == 1
    assert pool.practice.act is Disposition.APPROVE
    assert len(pool.claims) == sum(one.level <= 3 for one in on_market["ee"]) - 1


def test_a_practice_claim_that_is_nowhere_is_none(plans, on_market):
    assert pool_for(replace(plans["motor-ee"], practice="gone"), on_market["ee"]).practice is None


def test_only_the_forms_of_the_blueprint_are_in_the_pool(plans, on_market):
    assert pool_for(replace(plans["motor-ee"], forms=("home",)), on_market["ee"]) == Pool(claims=())
    whole = pool_for(replace(plans["motor-ee"], forms=()), on_market["ee"])
    assert whole == pool_for(plans["motor-ee"], on_market["ee"])


def test_a_pool_comes_back_from_json_as_it_went(pools):
    for pool in pools.values():
        assert from_json(Pool, to_json(pool)) == pool


def test_a_pool_stands_in_one_order_whatever_that_of_the_library(library, skills, content):
    there, back = again(library.values(), skills, content), again([*library.values()][::-1], skills, content)
    assert there == back
    assert all(one.scenario < other.scenario for one, other in pairwise(there))
