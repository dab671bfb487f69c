"""Assembly: over hundreds of seeds the cells are exact, nothing comes twice, and forms are equally hard."""

from collections import Counter
from dataclasses import replace
from statistics import fmean

import pytest

from simulator.assessment.assembling import Drawn, Shown, assemble, in_order, practice_claim, worn_in
from simulator.assessment.pools import Pool
from simulator.domain.dice import Dice
from simulator.errors import Conflict
from simulator.json_codec import from_json, to_json
from tests.assessment.conftest import MARK, SHIPPED

SEEDS = 300


@pytest.fixture(scope="session")
def forms(plans, pools, assessment_rules):
    """Three hundred forms of each blueprint, each drawn as if it were the first."""
    quick = replace(assessment_rules, draws=20)
    return {
        name: [assemble(plans[name], pools[name], seed=f"seed {n}", mark=MARK, rules=quick) for n in range(SEEDS)]
        for name in SHIPPED
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_the_cells_are_exact(plans, forms, name):
    wanted = {(cell.skill, cell.act): cell.claims for cell in plans[name].cells}
    for form in forms[name]:
        assert Counter((claim.skill, claim.act) for claim in form.claims) == wanted
        for claim in form.claims:
            assert claim.skill in claim.pinned.skills
            assert claim.act is claim.pinned.act


@pytest.mark.parametrize("name", SHIPPED)
def test_no_scenario_and_no_pattern_comes_twice(forms, pools, name):
    practice = pools[name].practice
    for form in forms[name]:
        assert len({claim.pinned.scenario for claim in form.claims}) == 12
        patterns = {claim.pinned.pattern for claim in form.claims}
        assert len(patterns) == 12
        assert practice.pattern not in patterns


@pytest.mark.parametrize("name", SHIPPED)
def test_every_form_is_as_hard_as_the_blueprint_within_a_tenth_of_a_logit(forms, plans, pools, name):
    parts = [
        (cell.claims, fmean(one.difficulty for one in pools[name].claims if one.fits(cell)))
        for cell in plans[name].cells
    ]
    aim = sum(claims * mean for claims, mean in parts) / 12
    for form in forms[name]:
        mean = fmean(claim.pinned.difficulty for claim in form.claims)
        assert abs(mean - aim) <= 0.10 + 1e-6
        assert form.is_near
        assert form.difficulty == pytest.approx(mean, abs=1e-6)
        assert form.aim == pytest.approx(aim, abs=1e-6)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_form_tells_people_near_the_mark_apart_about_as_well(forms, name):
    assert all(form.is_informative and 0.9 <= form.information <= 1.1 for form in forms[name])


def test_no_two_claims_have_a_seed_in_common_and_all_are_whole_in_json(forms, assessment_rules):
    for form in forms["motor-ee"]:
        seeds = [seed for claim in form.claims for seed in claim.seeds]
        assert len(set(seeds)) == 12 * assessment_rules.seeds
        assert max(seeds) < 2**53


def test_two_candidates_work_on_other_seeds(forms):
    seeds = Counter(seed for form in forms["motor-ee"] for claim in form.claims for seed in claim.seeds)
    assert max(seeds.values()) == 1


def test_the_same_seed_draws_the_same_form(forms, plans, pools, assessment_rules):
    quick = replace(assessment_rules, draws=20)
    for n in range(20):
        again = assemble(plans["motor-ee"], pools["motor-ee"], seed=f"seed {n}", mark=MARK, rules=quick)
        assert again == forms["motor-ee"][n]


def test_the_order_of_the_pool_does_not_matter_once_it_is_pinned(plans, pools, assessment_rules):
    back = from_json(Pool, to_json(pools["motor-ee"]))
    there = assemble(plans["motor-ee"], pools["motor-ee"], seed="x", mark=MARK, rules=assessment_rules)
    assert assemble(plans["motor-ee"], back, seed="x", mark=MARK, rules=assessment_rules) == there


def test_claims_are_numbered_and_every_kind_comes_at_every_place(forms):
    places = {n: set() for n in range(1, 13)}
    for form in forms["motor-ee"]:
        assert [claim.number for claim in form.claims] == list(range(1, 13))
        for claim in form.claims:
            places[claim.number].add((claim.skill, claim.act))
    assert all(len(kinds) == 7 for kinds in places.values())


def test_nearly_every_scenario_of_the_pool_is_met(forms, plans, pools):
    met = {claim.pinned.scenario for form in forms["motor-ee"] for claim in form.claims}
    wanted = {
        one.scenario for one in pools["motor-ee"].claims if any(one.fits(cell) for cell in plans["motor-ee"].cells)
    }
    assert len(met) >= 0.95 * len(wanted)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_shown_to_more_than_three_in_ten_where_the_bank_allows(plans, pools, assessment_rules, name):
    quick, uses = replace(assessment_rules, draws=20), Counter()
    for n in range(60):
        shown = Shown(forms=n, uses=dict(uses))
        form = assemble(plans[name], pools[name], seed=f"seed {n}", mark=MARK, rules=quick, shown=shown)
        assert form.is_near
        uses.update(claim.pinned.scenario for claim in form.claims)
    assert max(uses.values()) <= 0.30 * 60
    assert form.worn == 0


def test_what_was_shown_often_comes_later(pools):
    claims = pools["motor-ee"].claims
    often = claims[0].scenario
    shown = Shown(forms=40, uses={often: 9})
    places = [
        [one.scenario for one in in_order(claims, Dice(f"{n}"), shown)].index(often) for n in range(200)
    ]  # fmt: skip
    assert fmean(places) > 0.8 * len(claims)


def test_a_small_bank_shows_a_claim_more_often_and_says_so(plans, pools, assessment_rules):
    plan, pool = plans["motor-ee"], pools["motor-ee"]
    escalations = [one for one in pool.claims if one.fits(plan.cells[-1])]
    two = {one.pattern: one for one in escalations}
    kept = {one.scenario for one in list(two.values())[:2]}
    small = Pool(claims=tuple(one for one in pool.claims if one not in escalations or one.scenario in kept))
    shown = Shown(forms=9, uses=dict.fromkeys(kept, 9))
    assert worn_in(small, shown, assessment_rules) == kept
    form = assemble(plan, small, seed="x", mark=MARK, rules=assessment_rules, shown=shown)
    assert form.worn == 2


def test_a_pool_that_cannot_fill_the_cells_draws_nothing(plans, pools, assessment_rules):
    pool = pools["motor-ee"]
    without = Pool(claims=tuple(one for one in pool.claims if one.act != "escalate"))
    with pytest.raises(Conflict, match="10 of 12"):
        assemble(plans["motor-ee"], without, seed="x", mark=MARK, rules=assessment_rules)


def test_the_practice_claim_has_a_seed_of_its_own_each_time(pools, forms, assessment_rules):
    form, pool = forms["motor-ee"][0], pools["motor-ee"]
    tries = [practice_claim(pool, seed=form.seed, attempt=n, rules=assessment_rules) for n in range(30)]
    seeds = [seed for one in tries for seed in one.seeds]
    scored = {seed for claim in form.claims for seed in claim.seeds}
    assert len(set(seeds)) == 30 * assessment_rules.seeds
    assert not scored & set(seeds)
    assert {(one.number, one.pinned) for one in tries} == {(0, pool.practice)}
    assert practice_claim(Pool(claims=()), seed="x", attempt=0, rules=assessment_rules) is None


def test_a_form_comes_back_from_json_as_it_went(forms):
    for form in forms["motor-us"][:20]:
        assert from_json(Drawn, to_json(form)) == form
