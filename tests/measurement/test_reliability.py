"""Reliability: from one claim to many, from the spread of people and claims, and alpha with its interval."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.measurement import alpha, claims_needed, g_study, spearman_brown
from tests.measurement.conftest import UNHURRIED, rows_of

SHARES = st.floats(0, 1)
POINTS = st.integers(0, 100).map(float)
FORMS = st.tuples(st.integers(2, 8), st.integers(2, 6)).flatmap(
    lambda size: st.lists(st.lists(POINTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)
Z = 1.959964


def test_so_many_claims_are_needed_as_the_table_says(tables):
    for single, counts in tables["spearman_brown"]["claims"].items():
        assert [claims_needed(float(single), wanted) for wanted in (0.7, 0.8, 0.9)] == counts


def test_the_claims_needed_reach_what_is_wanted_and_one_fewer_does_not():
    for single in (0.05, 0.12, 0.15, 0.4):
        for wanted in (0.5, 0.75, 0.95):
            count = claims_needed(single, wanted)
            assert spearman_brown(single, count) >= wanted - 1e-12 > spearman_brown(single, count - 1)


def test_planned_forms_are_as_reliable_as_the_notes_say():
    found = {(single, count): round(spearman_brown(single, count), 2) for single in (0.12, 0.15) for count in (24, 36)}
    assert found == {(0.12, 24): 0.77, (0.12, 36): 0.83, (0.15, 24): 0.81, (0.15, 36): 0.86}


@UNHURRIED
@given(SHARES, st.integers(1, 500))
def test_more_claims_never_make_a_form_less_reliable(single, claims):
    fewer, more = spearman_brown(single, claims), spearman_brown(single, claims + 1)
    assert 0 <= fewer <= more + 1e-12
    assert more <= 1 + 1e-12


def test_one_claim_is_as_reliable_as_one_claim():
    assert spearman_brown(0.12, 1) == 0.12
    assert claims_needed(0.12, 0.12) == 1
    assert claims_needed(0.12, 0) == 1


def test_no_claim_measures_nothing():
    with pytest.raises(Invalid, match="at least one claim"):
        spearman_brown(0.12, 0)


@pytest.mark.parametrize(("single", "wanted"), [(0, 0.8), (0.5, 1), (1.2, 0.8), (0.2, -0.1)])
def test_what_no_form_can_reach_is_refused(single, wanted):
    with pytest.raises(Invalid):
        claims_needed(single, wanted)


def test_the_components_are_those_of_brennan_with_a_task_as_a_claim(tables):
    """The mean of the four raters is the score of a task, which gives the same coefficients.

    The sums are exact here; the software of the table stops its search 1.3e-4 short of them.
    """
    table = tables["generalizability_brennan_3_2"]
    study = g_study([[sum(row[at : at + 4]) / 4 for at in (0, 4, 8)] for row in table["scores"]])
    assert (study.people, study.claims) == (10, 3)
    assert study.var_person == pytest.approx(511 / 1080)
    assert study.var_person == pytest.approx(table["var_person"], abs=2e-4)
    assert study.relative_error(3) == pytest.approx(table["var_relative"], abs=2e-4)
    assert study.absolute_error(3) == pytest.approx(table["var_absolute"], abs=2e-4)
    assert study.relative(3) == pytest.approx(table["relative"], abs=2e-4)
    assert study.absolute(3) == pytest.approx(table["absolute"], abs=2e-4)


def test_alpha_and_its_interval_are_those_of_other_software(tables):
    table = tables["lsat6"]
    found = alpha(rows_of(table["pattern_counts"]), z=Z)
    assert found.value == pytest.approx(table["alpha"], abs=1e-6)
    assert (round(found.low, 3), round(found.high, 3)) == tuple(table["feldt"])


@UNHURRIED
@given(FORMS)
def test_alpha_is_the_coefficient_for_comparing_and_never_less_than_that_for_passing(scores):
    found, study = alpha(scores, z=Z), g_study(scores)
    assume(found is not None)
    assert max(0, found.value) == pytest.approx(study.relative(study.claims), abs=1e-9)
    assert found.low <= found.value <= found.high <= 1
    assert 0 <= study.absolute(study.claims) <= study.relative(study.claims) <= 1


@UNHURRIED
@given(FORMS, st.integers(1, 60))
def test_a_longer_form_is_never_less_reliable_and_never_less_exact(scores, claims):
    study = g_study(scores)
    assert study.absolute(claims) <= study.absolute(claims + 1) + 1e-12
    assert study.absolute_error(claims + 1) <= study.absolute_error(claims)
    assert study.relative(claims) == pytest.approx(spearman_brown(study.single_claim, claims))


def test_people_who_all_do_the_same_tell_nothing_of_reliability():
    study = g_study([[70.0, 80.0]] * 5)
    assert (study.var_person, study.var_rest, study.single_claim, study.absolute(24)) == (0, 0, 0, 0)
    assert study.var_claim == pytest.approx(50)
    assert alpha([[70.0, 80.0]] * 5, z=Z) is None


def test_people_who_keep_their_order_in_every_claim_are_told_apart_without_error():
    study = g_study([[10.0, 10.0], [50.0, 50.0], [90.0, 90.0]])
    assert (study.relative(2), study.absolute(2)) == (1, 1)
    assert alpha([[10.0, 10.0], [50.0, 50.0], [90.0, 90.0]], z=Z).value == pytest.approx(1)


@pytest.mark.parametrize("scores", [[], [[1.0, 2.0]], [[1.0], [2.0]], [[1.0, 2.0], [1.0]]])
def test_too_little_to_vary_is_refused(scores):
    for reckon in (g_study, lambda rows: alpha(rows, z=Z)):
        with pytest.raises(Invalid, match="two people"):
            reckon(scores)
