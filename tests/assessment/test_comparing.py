"""Side by side: pairs in letter order, clear only beyond error, never a rank."""

from dataclasses import fields, replace
from itertools import permutations

import pytest

from simulator.assessment.reports import Pair, Row, SideBySide, side_by_side
from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json
from simulator.measurement import compared


def scored(report, score):
    """The same report with another overall score."""
    interval = replace(report.measured.interval, score=score)
    return replace(report, measured=replace(report.measured, interval=interval))


@pytest.fixture(scope="session")
def three(report):
    """A follower, somebody careless, and somebody who left two claims."""
    return [report(), report(by="careless"), report(by=lambda n: "nobody" if n in (2, 5) else "follower")]


def test_pairs_stand_in_letter_order(three):
    found = side_by_side(three)
    assert found.letters == ("A", "B", "C")
    for row in (found.whole, *found.skills):
        assert [(pair.first, pair.second) for pair in row.pairs] == [("A", "B"), ("A", "C"), ("B", "C")]
        assert [letter for letter, _ in row.intervals] == ["A", "B", "C"]


def test_a_difference_is_clear_only_beyond_the_error_of_both(three):
    found = side_by_side(three)
    by_letters = {pair.first + pair.second: pair for pair in found.whole.pairs}
    assert (by_letters["AB"].ahead, by_letters["AC"].ahead, by_letters["BC"].ahead) == ("A", "", "C")
    for row in (found.whole, *found.skills):
        intervals = dict(row.intervals)
        for pair in row.pairs:
            expected = compared(intervals[pair.first], intervals[pair.second])
            assert (pair.lead, pair.least, pair.is_clear) == (expected.lead, expected.least, expected.is_clear)


def test_a_point_on_either_side_of_the_gap_decides(report):
    one = report()
    gap = side_by_side([one, one]).whole.pairs[0].least
    assert 19 < gap < 20
    for lead, ahead in ((gap - 0.01, ""), (gap + 0.01, "A"), (0, "")):
        (pair,) = side_by_side([scored(one, 100), scored(one, 100 - lead)]).whole.pairs
        assert (pair.ahead, pair.is_clear) == (ahead, bool(ahead))


def test_skills_need_a_wider_gap_than_the_whole(three):
    found = side_by_side(three)
    assert all(pair.least > found.whole.pairs[0].least for row in found.skills for pair in row.pairs)


def test_the_order_in_which_reports_are_given_is_kept_whatever_the_scores(three):
    for order in permutations(three):
        found = side_by_side(order)
        assert [interval.score for _, interval in found.whole.intervals] == [one.score for one in order]


def test_nothing_ranks_anybody():
    names = {field.name for kind in (SideBySide, Row, Pair) for field in fields(kind)}
    assert not names & {"rank", "place", "order", "best", "winner", "percentile"}


def test_a_skill_that_one_was_not_asked_about_has_no_pair(three):
    without = replace(three[0], skills=tuple(skill for skill in three[0].skills if skill.id != "settling"))
    (row,) = (row for row in side_by_side([without, *three[1:]]).skills if row.skill == "settling")
    assert dict(row.intervals)["A"] is None
    assert [(pair.first, pair.second) for pair in row.pairs] == [("B", "C")]


def test_two_to_four_of_one_assessment_can_stand_side_by_side(three, report):
    four = [*three, three[0]]
    assert side_by_side(four).letters == ("A", "B", "C", "D")
    for wrong in ([three[0]], [*four, three[0]]):
        with pytest.raises(Invalid, match="Two to 4"):
            side_by_side(wrong)
    with pytest.raises(Invalid, match="one assessment"):
        side_by_side([three[0], report("motor-us")])
    other_mark = replace(
        three[0], measured=replace(three[0].measured, cut=replace(three[0].measured.cut, mark=60.0))
    )  # fmt: skip
    with pytest.raises(Invalid, match="one assessment"):
        side_by_side([three[0], other_mark])


def test_costs_stand_beside_each_other(three):
    assert side_by_side(three).costs == tuple(zip("ABC", (one.cost for one in three), strict=True))


def test_it_comes_back_from_json_as_it_went(three):
    found = side_by_side(three)
    assert from_json(SideBySide, to_json(found)) == found
