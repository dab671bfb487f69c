"""Every condition word, off the line and on both sides of it, against the table of COVERAGE_LANGUAGE 4.1."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from simulator.coverage.inversion import Draft, Unreachable, Want, solve
from simulator.domain.dice import Dice
from tests.coverage.inversion.conftest import Bench

CENT = Fraction(1, 100)
DAY = timedelta(days=1)
MAY5, JUNE6 = date(2026, 5, 5), date(2026, 6, 6)


def steps(*values: Fraction) -> set[object]:
    return set(values)


# word -> (values that may stand on the line inside, outside); a function where they hang on another fact
LINES: dict[str, tuple[object, object]] = {
    "is": ({"a"}, {"b", "c"}),
    "is_not": ({"b", "c"}, {"a"}),
    "in": ({"a", "b"}, {"c"}),
    "not_in": ({"c"}, {"a", "b"}),
    "over": ({5 + CENT}, {Fraction(5)}),
    "at_least": ({Fraction(5)}, {5 - CENT}),
    "under": ({5 - CENT}, {Fraction(5)}),
    "at_most": ({Fraction(5)}, {5 + CENT}),
    "between": ({Fraction(5), Fraction(7)}, {5 - CENT, 7 + CENT}),
    "before": ({MAY5 - DAY}, {MAY5}),
    "after": ({MAY5 + DAY}, {MAY5}),
    "on_or_before": ({MAY5}, {MAY5 + DAY}),
    "on_or_after": ({MAY5}, {MAY5 - DAY}),
    "within": (lambda d: {anchor(d) + 10 * DAY}, lambda d: {anchor(d) + 11 * DAY}),
    "within_either": (
        lambda d: {anchor(d) + 10 * DAY, anchor(d) - 10 * DAY},
        lambda d: {anchor(d) + 11 * DAY, anchor(d) - 11 * DAY},
    ),
    "during": ({MAY5, JUNE6}, {MAY5 - DAY, JUNE6 + DAY}),
    "during_moment": (
        {datetime(2026, 5, 5, 14, 5), datetime(2026, 6, 6, 15)},
        {datetime(2026, 5, 5, 14, 4), datetime(2026, 6, 6, 15, 1)},
    ),
    "same_as": (lambda d: {d.facts["like"]}, lambda d: {"a", "b", "c"} - {d.facts["like"]}),
    "not_same_as": (lambda d: {"a", "b", "c"} - {d.facts["like"]}, lambda d: {d.facts["like"]}),
    "yes": ({True}, {False}),
    "not_over": ({Fraction(5)}, {5 + CENT}),
}


def anchor(draft: Draft) -> date:
    day = draft.facts["anchor"]
    assert isinstance(day, date)
    return day


def drafts(words: Bench, word: str, side: str, near: str) -> list[Draft]:
    want = Want(provision=f"p_{word}", side=side, near=near)  # type: ignore[arg-type]
    return [solve(words.rules, words.form, [want], dice=Dice(seed), lines=words.lines) for seed in range(12)]


@pytest.mark.parametrize("word", LINES)
def test_the_line_is_the_last_value_on_the_stated_side(words: Bench, word: str) -> None:
    for side, allowed in zip(("inside", "outside"), LINES[word], strict=True):
        seen: set[object] = set()
        for draft in drafts(words, word, side, "line"):
            values = allowed(draft) if callable(allowed) else allowed
            assert draft.facts[f"f_{word}"] in values  # type: ignore[operator]
            seen.add(draft.facts[f"f_{word}"])
        if not callable(allowed):
            assert seen == allowed, "each of the lines comes up"


@pytest.mark.parametrize("word", ["over", "between", "within", "during", "during_moment", "before", "not_over"])
def test_off_the_line_values_spread(words: Bench, word: str) -> None:
    for side in ("inside", "outside"):
        assert len({draft.facts[f"f_{word}"] for draft in drafts(words, word, side, "any")}) > 5


def test_a_report_before_the_event_is_no_way_to_be_outside(words: Bench) -> None:
    for near in ("any", "line"):
        for draft in drafts(words, "within", "outside", near):
            assert draft.facts["f_within"] > anchor(draft) + 10 * DAY  # type: ignore[operator]


def test_working_days_count_from_the_day_after(words: Bench) -> None:
    for draft in drafts(words, "within_working", "inside", "line"):
        day, count = anchor(draft), 0
        while day < draft.facts["f_within_working"]:  # type: ignore[operator]
            day += DAY
            count += day.weekday() < 5
        assert count >= 10, "public holidays may make it later, never earlier"


def test_a_named_right_hand_side_is_worked_out_first(words: Bench) -> None:
    for draft in drafts(words, "over_named", "inside", "line"):
        edge = draft.facts["base"] * Fraction(7, 10)  # type: ignore[operator]
        assert 0 < draft.facts["f_over_named"] - edge <= CENT  # type: ignore[operator]


SETS: dict[str, Callable[[frozenset[str]], bool]] = {
    "includes": lambda s: "a" in s,
    "includes_any": lambda s: bool(s & {"a", "b"}),
    "excludes": lambda s: "a" not in s,
    "weekday": lambda s: "mon" in s,
}


@pytest.mark.parametrize("word", SETS)
def test_sets_get_or_lose_a_member(words: Bench, word: str) -> None:
    for near in ("any", "line"):
        for side in ("inside", "outside"):
            for draft in drafts(words, word, side, near):
                value = draft.facts[f"f_{word}"]
                assert isinstance(value, frozenset)
                assert SETS[word](value) is (side == "inside")


def test_a_paper_is_written_or_closed(words: Bench) -> None:
    for draft in drafts(words, "on_file", "inside", "line"):
        assert "extra" in draft.on_file
    for draft in drafts(words, "on_file", "outside", "line"):
        assert "extra" in draft.closed


@pytest.mark.parametrize(("group", "others_true"), [("all", 2), ("any", 0), ("some", 1)])
def test_one_member_decides_and_the_others_are_neutral(words: Bench, group: str, others_true: int) -> None:
    tests: dict[str, Callable[[Fraction], bool]] = {
        f"{group}_1": lambda v: v > 5,
        f"{group}_2": lambda v: v > 5,
        f"{group}_3": lambda v: v < 5,
    }
    for side in ("inside", "outside"):
        decisive = set()
        for draft in drafts(words, group, side, "line"):
            chosen = draft.crossings[0].fact
            decisive.add(chosen)
            holding = [name for name, test in tests.items() if test(draft.facts[name])]  # type: ignore[arg-type]
            assert (chosen in holding) is (side == "inside")
            assert len(set(holding) - {chosen}) == others_true
        assert len(decisive) > 1, "which member decides is left to the dice"


def test_a_line_at_the_end_of_the_range_is_no_line(words: Bench) -> None:
    narrow = {"f_at_least": Fraction(5), "f_over": Fraction(5)}
    want = Want(provision="p_over", side="inside", near="line")
    with pytest.raises(Unreachable):
        solve(words.rules, words.form, [want], dice=Dice(1), lines=words.lines, fixed=narrow)
