"""Cuts: what judges set, and on which side a score falls."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.measurement import Band, Cut, angoff, band_of, passes
from tests.measurement.conftest import UNHURRIED

SCORES = st.floats(0, 100)
CHOSEN = Cut(mark=70)


def test_the_cut_of_five_judges_is_that_of_the_worked_table(tables):
    table = tables["angoff_worked"]
    cut = angoff(table["ratings"])
    claims = len(table["ratings"][0])
    assert cut.mark == pytest.approx(table["cut_of_100"], abs=1e-9)
    assert cut.se == pytest.approx(100 * table["se_of_sum"] / claims, abs=1e-4)
    assert cut.judges == 5


def test_judges_who_agree_leave_no_error():
    assert angoff([[0.5, 0.75]] * 3) == Cut(mark=62.5, se=0, judges=3)


@pytest.mark.parametrize("ratings", [[], [[0.5, 0.5]], [[], []], [[0.5], [0.5, 0.6]], [[0.5], [1.1]], [[0.5], [-0.1]]])
def test_ratings_that_set_no_cut_are_refused(ratings):
    with pytest.raises(Invalid):
        angoff(ratings)


@pytest.mark.parametrize(
    ("score", "band"),
    [(76, Band.PASSES), (75, Band.BORDERLINE), (70, Band.BORDERLINE), (65, Band.BORDERLINE), (64, Band.FAILS)],
)
def test_within_one_error_of_the_cut_a_person_must_look(score, band):
    assert band_of(score, Cut(mark=70, se=3, judges=10), sem=4, errors=1) is band


def test_without_error_the_mark_itself_passes():
    assert band_of(70, CHOSEN, sem=0, errors=1) is Band.PASSES
    assert band_of(69.99, CHOSEN, sem=0, errors=1) is Band.FAILS
    assert (passes(70, CHOSEN, sem=0), passes(69.99, CHOSEN, sem=0)) == (1, 0)


@UNHURRIED
@given(SCORES, SCORES, st.floats(0, 30), st.floats(0, 5))
def test_a_higher_score_never_falls_into_a_lower_band(one, other, sem, se):
    cut = Cut(mark=70, se=se, judges=5)
    order = (Band.FAILS, Band.BORDERLINE, Band.PASSES)
    low, high = (band_of(score, cut, sem=sem, errors=1) for score in sorted((one, other)))
    assert order.index(low) <= order.index(high)


@UNHURRIED
@given(SCORES, st.floats(0.1, 30))
def test_a_score_at_the_cut_passes_as_likely_as_not_and_the_probability_rises_with_it(score, sem):
    cut = Cut(mark=score, se=1, judges=5)
    assert passes(score, cut, sem=sem) == 0.5
    assert passes(score - 1, cut, sem=sem) < 0.5 < passes(score + 1, cut, sem=sem)


@UNHURRIED
@given(SCORES, st.sampled_from([0.0, 100.0]), st.floats(0, 30))
def test_a_cut_at_either_end_still_tells_a_band(score, mark, sem):
    cut = Cut(mark=mark)
    assert 0 <= passes(score, cut, sem=sem) <= 1
    assert math.isfinite(passes(score, cut, sem=sem))
    assert band_of(score, cut, sem=sem, errors=1) in Band
