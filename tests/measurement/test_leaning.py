"""Detection: what is told apart, and who pays or refuses too easily."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import Invalid
from simulator.measurement import Decided, Detection, Leaning, TooFew, cost_profile, detection
from tests.measurement.conftest import UNHURRIED

Z = 1.96
COUNTS = st.integers(0, 60)


def decided(paid_rightly, refused_wrongly, paid_wrongly, refused_rightly):
    return Decided(
        paid_rightly=paid_rightly,
        refused_wrongly=refused_wrongly,
        paid_wrongly=paid_wrongly,
        refused_rightly=refused_rightly,
    )


def test_the_measures_are_those_of_the_table(tables):
    table = tables["signal_detection"]
    counts = decided(*map(int, table["counts"]))
    plain, corrected = detection(counts, correction=0), detection(counts)
    assert (plain.d_prime, plain.c, plain.d_prime_se) == pytest.approx(tuple(table["plain"].values()), abs=1e-6)
    assert (corrected.d_prime, corrected.c) == pytest.approx(tuple(table["log_linear"].values()), abs=1e-6)


def test_a_perfect_rate_still_has_a_measure(tables):
    table = tables["signal_detection"]["perfect"]
    found = detection(decided(*map(int, table["counts"])))
    assert (found.d_prime, found.c) == pytest.approx((table["d_prime"], table["c"]), abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "leaning"),
    [
        ((29, 1, 15, 15), Leaning.PAYS_TOO_EASILY),
        ((15, 15, 1, 29), Leaning.REFUSES_TOO_EASILY),
        ((24, 6, 6, 24), Leaning.NEITHER),
        ((24, 6, 8, 22), Leaning.NEITHER),
    ],
)
def test_a_leaning_is_told_where_chance_does_not_explain_it(counts, leaning):
    found = cost_profile(decided(*counts), least=20)
    assert isinstance(found, Detection)
    assert found.leaning(Z) is leaning


def test_too_few_claims_of_one_kind_are_told_rather_than_a_number():
    assert cost_profile(decided(30, 10, 10, 9), least=20) == TooFew(found=19, least=20)
    assert isinstance(cost_profile(decided(30, 10, 10, 10), least=20), Detection)


@UNHURRIED
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_every_count_has_a_finite_measure_and_a_mirrored_one_leans_the_other_way(a, b, c, d):
    found, mirrored = detection(decided(a, b, c, d)), detection(decided(d, c, b, a))
    assert found.d_prime == pytest.approx(mirrored.d_prime, abs=1e-9)
    assert found.c == pytest.approx(-mirrored.c, abs=1e-9)
    assert found.d_prime_se > 0


@UNHURRIED
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_one_more_payment_never_leans_less_to_paying(a, b, c, d):
    assert detection(decided(a + 1, b, c, d)).c < detection(decided(a, b, c, d)).c


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(Invalid):
        detection(decided(-1, 5, 5, 5))
    with pytest.raises(Invalid):
        detection(decided(5, 0, 5, 5), correction=0)
