"""Classification: the right side, and the same side twice."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.measurement import Method, Moments, at_the_cut, effective_length, livingston_lewis, moments_of, rudner
from simulator.measurement.beta import Beta
from simulator.measurement.classification import classified
from simulator.measurement.true_scores import TrueScores, by_four, by_two, true_scores
from tests.measurement.conftest import UNHURRIED

MEANS, SHARES = st.floats(5, 95), st.floats(0, 1)


def spread(mean, part):
    """A standard deviation that scores of that mean can have: a part of the largest."""
    return part * math.sqrt(mean * (100 - mean))


def test_the_example_of_betafunctions_comes_out(tables):
    table = tables["livingston_lewis_doc_example"]
    curve = Beta(**table["true_beta"])
    true = TrueScores(points=curve.points(split_at=table["cut"] / 100), moments=4)
    found = classified(true, table["length"], table["cut"])
    assert found.accuracy == pytest.approx(table["accuracy"], abs=1e-5)
    assert found.consistency == pytest.approx(table["consistency"], abs=1e-5)
    assert found.kappa == pytest.approx(table["kappa"], abs=1e-5)


def test_the_same_example_comes_out_of_the_moments_of_its_scores(tables):
    """Of 0 to 50 claims done right, by the terms of the beta-binomial; R is that of a form of 50 claims (KR-21)."""
    table = tables["livingston_lewis_doc_example"]
    length, true = int(table["length"]), Beta(**table["true_beta"]).points(split_at=0.5)
    terms = [
        math.comb(length, at) * math.fsum(share * t**at * (1 - t) ** (length - at) for t, share in true)
        for at in range(length + 1)
    ]
    mean = math.fsum(share * at / length for at, share in enumerate(terms))
    second, third, fourth = (
        math.fsum(share * (at / length - mean) ** power for at, share in enumerate(terms)) for power in (2, 3, 4)
    )
    reliability = (length * second - mean * (1 - mean)) / (second * (length - 1))
    moments = Moments(
        mean=100 * mean, sd=100 * math.sqrt(second), skewness=third / second**1.5, kurtosis=fourth / second**2
    )
    assert effective_length(moments, reliability) == pytest.approx(length)
    found = livingston_lewis(moments, reliability, table["cut"])
    assert found.moments == 4
    assert (found.accuracy, found.consistency, found.kappa) == pytest.approx(
        (table["accuracy"], table["consistency"], table["kappa"]), abs=1e-5
    )


def test_livingston_and_lewis_come_out_for_a_published_test(tables):
    """Four moments fall outside the scale here, so both programs take two; kappa agrees to 2 in the fourth place."""
    table = tables["ability_16"]
    most, people = len(table["counts"]) - 1, sum(table["counts"])
    moments = moments_of([100 * at / most for at, count in enumerate(table["counts"]) for _ in range(round(count))])
    sampled = Moments(mean=moments.mean, sd=moments.sd * math.sqrt(people / (people - 1)))
    assert effective_length(sampled, table["alpha"]) == pytest.approx(table["length"], abs=5e-3)
    found = livingston_lewis(moments, table["alpha"], 100 * table["cut"] / most)
    assert found.moments == 2
    assert (found.accuracy, found.consistency) == pytest.approx((table["accuracy"], table["consistency"]), abs=5e-5)
    assert found.kappa == pytest.approx(table["kappa"], abs=2e-4)


def test_rudner_comes_out_for_a_published_test(tables):
    table = tables["rudner_lsat7"]
    people = []
    for ability in (step / 10 for step in range(-60, 61)):
        shares = [
            1 / (1 + math.exp(-table["scale"] * (slope * ability + easiness)))
            for slope, easiness in zip(table["slopes"], table["easiness"], strict=True)
        ]
        information = math.fsum(
            (table["scale"] * slope) ** 2 * share * (1 - share)
            for slope, share in zip(table["slopes"], shares, strict=True)
        )
        people.append((math.exp(-(ability**2) / 2), rudner([(ability, 1 / math.sqrt(information))], table["cut"])))
    whole = math.fsum(weight for weight, _ in people)
    accuracy = math.fsum(weight * one.accuracy for weight, one in people) / whole
    consistency = math.fsum(weight * one.consistency for weight, one in people) / whole
    assert (accuracy, consistency) == pytest.approx((table["accuracy"], table["consistency"]), abs=1e-4)


def test_rudner_comes_out_for_each_and_for_all(tables):
    table = tables["rudner_fixed"]
    people = list(zip(table["estimates"], table["errors"], strict=True))
    each = [rudner([one], table["cut"]) for one in people]
    assert [one.accuracy for one in each] == pytest.approx(table["accuracy_each"], abs=1e-5)
    assert [one.consistency for one in each] == pytest.approx(table["consistency_each"], abs=1e-5)
    every = rudner(people, table["cut"])
    assert (every.accuracy, every.consistency) == pytest.approx((table["accuracy"], table["consistency"]), abs=1e-5)
    assert every.method is Method.RUDNER


def test_a_curve_is_found_again_by_its_four_moments():
    """The four moments of Beta(5, 3) on 0.25..0.75, by its known formulas."""
    a, b, width = 5.0, 3.0, 0.5
    both = a + b
    variance = width**2 * a * b / (both**2 * (both + 1))
    skewness = 2 * (b - a) * math.sqrt(both + 1) / ((both + 2) * math.sqrt(a * b))
    excess = 6 * ((a - b) ** 2 * (both + 1) - a * b * (both + 2)) / (a * b * (both + 2) * (both + 3))
    found = by_four(0.25 + width * a / both, variance, skewness, excess + 3)
    assert (found.low, found.high, found.a, found.b) == pytest.approx((0.25, 0.75, a, b), abs=1e-9)


def test_where_four_moments_fall_outside_the_scale_two_are_used():
    assert by_four(0.5, 0.01, 0.0, 3.5) is None
    assert by_four(0.05, 0.01, 0.0, 2.5) is None
    found = livingston_lewis(Moments(mean=70, sd=10, skewness=0, kurtosis=3.5), 0.8, 70)
    assert found.moments == 2
    assert found == livingston_lewis(Moments(mean=70, sd=10), 0.8, 70)


def test_a_beta_of_mean_and_variance_has_them():
    curve = by_two(0.7, 0.01)
    assert (curve.mean, curve.sd**2) == pytest.approx((0.7, 0.01))
    assert by_two(0.7, 0) is None
    assert by_two(0.7, 0.22) is None
    assert by_two(1, 0.01) is None


@UNHURRIED
@given(MEANS, st.floats(0.02, 1), st.floats(0.01, 0.99), st.floats(0, 100))
def test_shares_stay_shares_whatever_the_scores(mean, part, reliability, cut):
    found = livingston_lewis(Moments(mean=mean, sd=spread(mean, part)), reliability, cut)
    assert 0.5 - 1e-9 <= found.consistency <= 1
    assert 0 <= found.accuracy <= 1
    assert found.kappa is None or found.kappa <= 1
    assert math.isfinite(found.accuracy + found.consistency)


@UNHURRIED
@given(MEANS, st.floats(0.05, 0.4), st.integers(1, 9))
def test_a_true_score_spread_has_the_variance_that_reliability_leaves_it(mean, part, tenth):
    moments, reliability = Moments(mean=mean, sd=spread(mean, part)), tenth / 10
    true = true_scores(moments, reliability, split_at=0.5)
    middle = math.fsum(share * place for place, share in true.points)
    variance = math.fsum(share * (place - middle) ** 2 for place, share in true.points)
    assert 100 * middle == pytest.approx(mean, abs=1e-6)
    assert 1e4 * variance == pytest.approx(reliability * moments.sd**2, rel=1e-6)


def test_a_more_reliable_form_classifies_better():
    moments = Moments(mean=70, sd=10)
    found = [livingston_lewis(moments, tenth / 10, 70) for tenth in range(1, 10)]
    assert [one.consistency for one in found] == sorted(one.consistency for one in found)
    assert [one.accuracy for one in found] == sorted(one.accuracy for one in found)


def test_a_cut_far_from_everybody_is_always_passed_or_failed():
    moments = Moments(mean=70, sd=5)
    for cut in (0, 100):
        found = livingston_lewis(moments, 0.8, cut)
        assert found.accuracy == pytest.approx(1, abs=1e-6)
        assert found.consistency == pytest.approx(1, abs=1e-6)
    assert livingston_lewis(moments, 0.8, 0).kappa is None


def test_where_nobody_differs_or_nothing_is_error_everybody_is_on_the_right_side():
    same = livingston_lewis(Moments(mean=70, sd=0), 0, 70)
    assert (same.accuracy, same.consistency, same.kappa, same.moments) == (1, 1, None, 1)
    exact = livingston_lewis(Moments(mean=70, sd=10), 1, 70)
    assert (exact.accuracy, exact.consistency, exact.kappa) == pytest.approx((1, 1, 1), abs=1e-9)


def test_where_everything_is_error_agreement_is_chance():
    found = livingston_lewis(Moments(mean=70, sd=10), 0, 70)
    assert found.kappa == pytest.approx(0, abs=1e-9)
    assert found.moments == 1
    assert (at_the_cut(0).consistency, at_the_cut(0).kappa) == (0.5, 0)


def test_a_plan_at_the_cut_agrees_with_livingston_and_lewis_on_a_long_form():
    for reliability in (0.5, 0.77, 0.9):
        plan, form = at_the_cut(reliability), livingston_lewis(Moments(mean=50, sd=4), reliability, 50.0)
        assert plan.consistency == pytest.approx(form.consistency, abs=0.01)
        assert plan.accuracy == pytest.approx(form.accuracy, abs=0.02)
        assert plan.method is Method.NORMAL_AT_CUT


@UNHURRIED
@given(SHARES, SHARES)
def test_a_plan_at_the_cut_rises_with_reliability(one, other):
    low, high = (at_the_cut(share) for share in sorted((one, other)))
    assert 0.5 <= low.consistency <= high.consistency <= 1
    assert low.consistency <= low.accuracy + 1e-12


@UNHURRIED
@given(st.lists(st.floats(0, 100), min_size=2, max_size=30))
def test_scores_cannot_spread_so_far_that_no_form_is_left(scores):
    moments = moments_of(scores)
    assert effective_length(moments, 0.5) >= 1 - 1e-6


def test_equal_scores_have_no_shape():
    assert moments_of([70.0, 70.0]) == Moments(mean=70, sd=0)
    assert moments_of([0.0, 100.0]) == Moments(mean=50, sd=50, skewness=0, kurtosis=1)
    with pytest.raises(Invalid):
        moments_of([])


@pytest.mark.parametrize(("mean", "reliability", "cut"), [(101, 0.5, 50), (-1, 0.5, 50), (50, 1.5, 50), (50, 0.5, 101)])
def test_what_is_no_score_reliability_or_cut_is_refused(mean, reliability, cut):
    with pytest.raises(Invalid):
        livingston_lewis(Moments(mean=mean, sd=10), reliability, cut)


def test_rudner_needs_somebody_and_errors_of_nought_are_sure():
    with pytest.raises(Invalid):
        rudner([], 0)
    with pytest.raises(Invalid):
        rudner([(1, -0.1)], 0)
    assert rudner([(1, 0)], 0).accuracy == 1
