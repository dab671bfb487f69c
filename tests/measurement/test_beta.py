"""The beta curve: areas that are known in closed form, integrals, and their ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.measurement.beta import Beta, beta_area, binomial_below, f_point
from tests.measurement.conftest import UNHURRIED

SHAPES = st.floats(0.2, 60)


def test_areas_that_are_known_in_closed_form():
    assert beta_area(0.3, 1, 1) == pytest.approx(0.3, abs=1e-14)
    assert beta_area(0.3, 4, 1) == pytest.approx(0.3**4, abs=1e-14)
    assert beta_area(0.3, 0.5, 0.5) == pytest.approx(2 / math.pi * math.asin(math.sqrt(0.3)), abs=1e-14)
    assert (beta_area(0, 2, 3), beta_area(1, 2, 3)) == (0, 1)


@UNHURRIED
@given(st.integers(1, 40), st.integers(0, 41), st.floats(0, 1))
def test_a_binomial_area_is_the_sum_of_its_terms(trials, count, share):
    terms = [math.comb(trials, at) * share**at * (1 - share) ** (trials - at) for at in range(min(count, trials + 1))]
    assert binomial_below(count, trials, share) == pytest.approx(math.fsum(terms), abs=1e-12)


@UNHURRIED
@given(st.floats(0.001, 0.999), SHAPES, SHAPES)
def test_an_area_and_its_mirror_make_one(x, a, b):
    assert beta_area(x, a, b) + beta_area(1 - x, b, a) == pytest.approx(1, abs=1e-10)


def test_points_of_f_are_those_of_printed_tables():
    assert f_point(0.95, 1, 10) == pytest.approx(4.9646, abs=5e-5)
    assert f_point(0.95, 5, 20) == pytest.approx(2.7109, abs=5e-5)
    assert f_point(0.975, 10, 10) == pytest.approx(3.7168, abs=5e-5)


@UNHURRIED
@given(SHAPES, SHAPES, st.floats(0, 1))
def test_the_points_of_a_curve_have_its_area_mean_and_spread(a, b, split):
    curve = Beta(low=0.1, high=0.8, a=a, b=b)
    points = curve.points(split_at=split)
    assert math.fsum(share for _, share in points) == pytest.approx(1, abs=1e-9)
    mean = math.fsum(share * place for place, share in points)
    assert mean == pytest.approx(curve.mean, abs=1e-9)
    spread = math.fsum(share * (place - mean) ** 2 for place, share in points)
    assert spread == pytest.approx(curve.sd**2, abs=1e-9)


@UNHURRIED
@given(SHAPES, SHAPES, st.floats(0.01, 0.99))
def test_the_points_below_the_split_have_the_area_below_it(a, b, split):
    points = Beta(low=0, high=1, a=a, b=b).points(split_at=split)
    below = math.fsum(share for place, share in points if place < split)
    assert below == pytest.approx(beta_area(split, a, b), abs=1e-8)


@pytest.mark.parametrize(("a", "b"), [(1e7, 3e7), (0.03, 0.05), (1e4, 0.5), (1, 1)])
def test_thin_and_bent_curves_keep_their_area(a, b):
    points = Beta(low=0, high=1, a=a, b=b).points(split_at=0.7)
    assert math.fsum(share for _, share in points) == pytest.approx(1, abs=1e-7)
