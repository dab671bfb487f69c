"""Scores: their interval, and when two of them differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.measurement import compared, kelley, score_interval, standard_error
from tests.measurement.conftest import UNHURRIED, rows_of

Z = 1.96
SCORES, SHARES = st.floats(0, 100), st.floats(0, 1)


def interval(score, reliability=0.8, sd=10.0, **more):
    return score_interval(score, sem=standard_error(sd, reliability), reliability=reliability, z=Z, **more)


def test_errors_differences_and_odds_are_those_of_the_table(tables):
    table = tables["score_difference"]
    for text, row in table["by_reliability"].items():
        ahead, behind = (interval(score, float(text), table["sd"]) for score in (70 + table["lead"], 70))
        found = compared(ahead, behind)
        assert ahead.sem == pytest.approx(row["sem"], abs=5e-4)
        assert found.sed == pytest.approx(row["sed"], abs=5e-4)
        assert found.least == pytest.approx(row["d95"], abs=5e-3)
        assert found.is_first_ahead == pytest.approx(row["is_ahead"], abs=5e-4)
        assert not found.is_clear


def test_the_error_of_a_published_test_comes_out(tables):
    table = tables["lsat6"]
    assert standard_error(table["total"]["sd"], table["alpha"]) == pytest.approx(table["total"]["sem"], abs=1e-6)
    totals = [sum(row) for row in rows_of(table["pattern_counts"])]
    assert sum(totals) / len(totals) == table["total"]["mean"]


def test_a_lead_beyond_the_least_is_clear_to_either_side():
    assert compared(interval(80), interval(67)).is_clear
    assert compared(interval(67), interval(80)).is_clear
    assert not compared(interval(79), interval(67)).is_clear


@UNHURRIED
@given(SCORES, SCORES, SHARES, SHARES)
def test_who_compares_the_other_way_round_hears_the_same(one, other, reliability, another):
    there = compared(interval(one, reliability), interval(other, another))
    back = compared(interval(other, another), interval(one, reliability))
    assert there.lead == -back.lead
    assert there.is_clear == back.is_clear
    assert there.is_first_ahead == pytest.approx(1 - back.is_first_ahead)


@UNHURRIED
@given(SCORES, SHARES, st.floats(0, 50))
def test_an_interval_holds_its_score_and_stays_on_the_scale(score, reliability, sd):
    found = interval(score, reliability, sd)
    assert 0 <= found.low <= score <= found.high <= 100


@UNHURRIED
@given(SCORES, st.floats(0, 0.99))
def test_a_more_reliable_score_has_no_wider_an_interval(score, reliability):
    wide, narrow = interval(score, reliability), interval(score, reliability + 0.01)
    assert narrow.high - narrow.low <= wide.high - wide.low


@UNHURRIED
@given(SCORES, SCORES, SHARES)
def test_the_estimate_lies_between_the_score_and_the_mean(score, mean, reliability):
    assert min(score, mean) - 1e-9 <= kelley(score, mean, reliability) <= max(score, mean) + 1e-9


def test_an_estimate_needs_a_mean():
    assert interval(80).estimate is None
    assert interval(80, mean=60).estimate == pytest.approx(76)


def test_without_error_every_lead_is_clear_and_sure():
    found = compared(interval(71, 1), interval(70, 1))
    assert (found.is_clear, found.is_first_ahead, found.least) == (True, 1, 0)
    same = compared(interval(70, 1), interval(70, 1))
    assert (same.is_clear, same.is_first_ahead) == (False, 0.5)


def test_with_nothing_but_error_a_lead_says_nothing():
    assert compared(interval(75, 0), interval(70, 0)).is_first_ahead == 0.5


@pytest.mark.parametrize(
    ("score", "sem", "reliability"), [(-1, 1, 0.8), (101, 1, 0.8), (70, -1, 0.8), (70, 1, 1.1), (70, 1, -0.1)]
)
def test_what_is_no_score_or_error_is_refused(score, sem, reliability):
    with pytest.raises(Invalid):
        score_interval(score, sem=sem, reliability=reliability, z=Z)


def test_a_spread_below_nought_is_refused():
    with pytest.raises(Invalid, match="standard deviation"):
        standard_error(-1, 0.5)
