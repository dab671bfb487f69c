"""What a report prints of a score: planned until enough people have sat the form, observed from then on."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json
from simulator.measurement import (
    Alpha,
    Band,
    Basis,
    Cut,
    GStudy,
    Measured,
    Method,
    Observed,
    TooFew,
    compared,
    measured,
    observed,
    spearman_brown,
)
from tests.measurement.conftest import UNHURRIED

CUT = Cut(mark=65, se=1.5, judges=10)


def sat_by(people, claims=24, seed=7):
    """Scores that vary by person (sd 9), claim (sd 6) and both (sd 23), kept to whole points of the scale."""
    dice = random.Random(seed)
    able, hard = [dice.gauss(66, 9) for _ in range(people)], [dice.gauss(0, 6) for _ in range(claims)]
    return [[min(100.0, max(0.0, round(one + claim + dice.gauss(0, 23)))) for claim in hard] for one in able]


def test_before_anybody_sat_the_form_planning_values_are_printed_and_called_so(rules):
    found = measured(72, 24, cut=CUT, rules=rules)
    assert found.reliability.basis is Basis.PLANNED
    assert found.reliability.value == pytest.approx(spearman_brown(rules.single_low, 24))
    assert found.reliability.at_best == pytest.approx(spearman_brown(rules.single_high, 24))
    assert found.classification.method is Method.NORMAL_AT_CUT
    assert found.interval.estimate is None
    assert found.reliability.people == 0


def test_the_planned_error_is_that_of_the_plan_on_a_form_as_reliable_as_planned(rules):
    """At .80 the spread is 10, so the error is 4.47; a form of one claim is far less exact."""
    claims = rules.spread_at * (1 - rules.single_low) / (rules.single_low * (1 - rules.spread_at))
    near = measured(72, round(claims), cut=CUT, rules=rules)
    assert near.interval.sem == pytest.approx(10 * math.sqrt(0.2), abs=0.1)
    assert measured(72, 1, cut=CUT, rules=rules).interval.sem > 20


def test_too_few_people_are_told_and_the_plan_stays(rules):
    seen = observed(sat_by(99), rules)
    assert seen.study == TooFew(found=99, least=100)
    assert isinstance(seen.alpha, Alpha)
    found = measured(72, 24, cut=CUT, rules=rules, seen=seen)
    assert (found.reliability.basis, found.reliability.people) == (Basis.PLANNED, 99)
    assert observed(sat_by(49), rules).alpha == TooFew(found=49, least=50)
    assert observed([], rules).study == TooFew(found=0, least=100)


def test_from_enough_people_on_the_form_speaks_for_itself(rules):
    seen = observed(sat_by(120), rules)
    assert isinstance(seen.study, GStudy)
    found = measured(72, 24, cut=CUT, rules=rules, seen=seen)
    assert (found.reliability.basis, found.reliability.people) == (Basis.OBSERVED, 120)
    assert found.reliability.value == seen.study.absolute(24)
    assert found.reliability.at_best is None
    assert found.interval.sem == pytest.approx(math.sqrt(seen.study.absolute_error(24)))
    assert found.classification.method is Method.LIVINGSTON_LEWIS
    assert min(72, seen.moments.mean) <= found.interval.estimate <= max(72, seen.moments.mean)


def test_observed_components_are_near_those_that_made_the_scores(rules):
    study = observed(sat_by(400), rules).study
    assert study.var_person == pytest.approx(81, rel=0.25)
    assert 0.1 < study.single_claim < 0.16


def test_a_form_of_another_length_is_restated_from_the_same_people(rules):
    seen = observed(sat_by(120), rules)
    short, long = (measured(72, claims, cut=CUT, rules=rules, seen=seen) for claims in (12, 36))
    assert short.reliability.value < long.reliability.value
    assert short.interval.sem > long.interval.sem
    assert short.classification.consistency < long.classification.consistency


@pytest.mark.parametrize(("score", "band"), [(90, Band.PASSES), (66, Band.BORDERLINE), (40, Band.FAILS)])
def test_the_band_counts_the_error_of_the_score_and_of_the_cut(rules, score, band):
    found = measured(score, 24, cut=CUT, rules=rules)
    assert found.band is band
    assert found.error == pytest.approx(math.hypot(found.interval.sem, 1.5))
    assert (found.passes > 0.5) == (score > 65)


def test_a_planned_form_of_24_claims_does_not_reach_what_hiring_asks_for_at_the_cut(rules):
    assert not measured(72, 24, cut=CUT, rules=rules).is_consistent
    assert measured(72, 80, cut=CUT, rules=rules).is_consistent


def test_two_measured_scores_are_compared(rules):
    near, far = (measured(score, 24, cut=CUT, rules=rules).interval for score in (75, 50))
    assert compared(near, far).is_clear
    assert not compared(near, measured(70, 24, cut=CUT, rules=rules).interval).is_clear


@UNHURRIED
@given(st.floats(0, 100), st.integers(1, 60), st.sampled_from([0.0, 50.0, 100.0]))
def test_every_score_length_and_cut_can_be_printed(rules, score, claims, mark):
    found = measured(score, claims, cut=Cut(mark=mark), rules=rules)
    assert found.interval.low <= score <= found.interval.high
    assert 0 <= found.passes <= 1
    assert 0 <= found.reliability.value <= found.reliability.at_best <= 1


@pytest.mark.parametrize("scores", [[[70.0, 80.0]] * 100, [[0.0, 0.0]] * 100, [[100.0, 100.0]] * 100])
def test_people_who_all_do_the_same_can_be_printed(rules, scores):
    found = measured(80, 2, cut=CUT, rules=rules, seen=observed(scores, rules))
    assert found.reliability.value == 0
    assert 0 <= found.classification.consistency <= 1


def test_people_of_either_extreme_can_be_printed(rules):
    seen = observed([[0.0, 0.0], [100.0, 100.0]] * 50, rules)
    found = measured(80, 2, cut=CUT, rules=rules, seen=seen)
    assert (found.reliability.value, found.interval.sem, found.band) == (1, 0, Band.PASSES)
    assert measured(80, 5, cut=CUT, rules=rules, seen=seen).reliability.value == 1


@pytest.mark.parametrize("people", [20, 70, 120])
def test_what_was_measured_can_be_kept_and_read_again(rules, people):
    seen = observed(sat_by(people), rules)
    found = measured(72, 24, cut=CUT, rules=rules, seen=seen)
    assert from_json(Observed, to_json(seen)) == seen
    assert from_json(Measured, to_json(found)) == found


def test_no_claim_is_no_score(rules):
    with pytest.raises(Invalid, match="at least one claim"):
        measured(0, 0, cut=CUT, rules=rules)
