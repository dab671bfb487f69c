"""Spans of whole numbers, and the lattices of values."""

from datetime import date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from simulator.coverage.inversion.lattice import Lattice, Spans, edges, holds, join, meet, nearest
from simulator.domain.values import ValueType

RUNS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=4)


def spans(runs: list[tuple[int, int]]) -> Spans:
    found: Spans = ()
    for low, length in runs:
        found = join(found, ((low, low + length),))
    return found


def points(found: Spans) -> set[int]:
    return {point for low, high in found for point in range(low, high + 1)}


@given(RUNS, RUNS)
def test_meeting_and_joining_are_those_of_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = spans(one), spans(other)
    assert points(meet(a, b)) == points(a) & points(b)
    assert points(join(a, b)) == points(a) | points(b)


@given(RUNS, RUNS)
def test_edges_are_neighbours_across_a_line(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    inside, outside = spans(one), spans(other)
    for at, across in edges(inside, outside):
        assert abs(at - across) == 1
        assert holds(inside, at)
        assert holds(outside, across)


@given(RUNS.filter(bool), st.integers(-5, 60))
def test_the_nearest_point_is_the_nearest(runs: list[tuple[int, int]], point: int) -> None:
    found = spans(runs)
    assert abs(nearest(found, point) - point) == min(abs(one - point) for one in points(found))


@given(st.integers(0, 10_000), st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(5)]))
def test_numbers_come_back_from_their_points(point: int, unit: Fraction) -> None:
    lattice = Lattice(ValueType.MONEY, 0, 10_000, unit)
    assert lattice.point(lattice.value(point)) == point
    assert lattice.run(lattice.value(point)) == (point, point)
    assert lattice.run(point * unit + unit / 3) == (point + 1, point)


def test_a_day_is_a_run_of_minutes_on_a_lattice_of_moments() -> None:
    lattice = Lattice(ValueType.MOMENT, 0, 10**10, Fraction(1))
    first, last = lattice.run(date(2026, 3, 1))
    assert lattice.value(first) == datetime(2026, 3, 1)
    assert lattice.value(last) == datetime(2026, 3, 1, 23, 59)
