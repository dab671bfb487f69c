"""The next claim: the weakest skill, something fresh, about right in difficulty, and never the same file twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from simulator.domain.scenario import Case, Scenario
from simulator.domain.text import Text
from simulator.practice.choosing import Practice, Taken, in_order, markets_of, seeds
from simulator.practice.estimates import Estimate, progress
from tests.practice.conftest import NOW

TESS, TOM = UUID(int=1), UUID(int=2)


def scenario(name, teaches="settling", level=2):
    text = Text(name, name)
    return Scenario(
        id=name, title=text, teaches=(f"{teaches}.something",), level=level, form="motor", markets=("ee",), case=Case(),
        expect=(), debrief=text,
    )  # fmt: skip


@pytest.fixture
def steady(skills):
    """The map without wandering, so that one rule at a time can be seen."""
    return replace(skills, next=replace(skills.next, random=0, among=1))


def practice(skills, *, person=TESS, count=10, taken=(), weak=None, mean=1.0):
    shown = tuple(
        replace(one, estimate=Estimate(mean=-1 if one.skill.id == weak else mean, variance=0.2))
        for one in progress(skills, [], NOW)
    )
    return Practice(person_id=person, count=count, taken=tuple(taken), progress=shown, now=NOW)


def taken(name, days_ago):
    return Taken(scenario=name, taken_at=NOW - timedelta(days=days_ago))


def test_the_weakest_skill_comes_first(steady):
    library = [scenario("a", "settling"), scenario("b", "coverage"), scenario("c", "referring")]
    assert [in_order(library, steady, practice(steady, weak=skill))[0].id for skill in ("coverage", "referring")] == [
        "b", "c",
    ]  # fmt: skip


def test_nothing_is_left_out_so_that_there_is_always_another_to_try(skills):
    library = [scenario(f"s{at}", ("settling", "coverage", "juggling")[at % 3], 1 + at % 5) for at in range(12)]
    for count in range(40):
        found = in_order(library, skills, practice(skills, count=count, weak="coverage"))
        assert sorted(one.id for one in found) == sorted(one.id for one in library)


def test_each_market_of_a_scenario_has_its_turn_and_a_claim_keeps_its_own(skills):
    both = replace(scenario("s"), markets=("ee", "us"))
    firsts = [markets_of(both, practice(skills, count=count)) for count in range(60)]
    assert firsts == [markets_of(both, practice(skills, count=count)) for count in range(60)]
    assert all(sorted(markets) == ["ee", "us"] for markets in firsts)
    assert 15 <= sum(markets[0] == "us" for markets in firsts) <= 45


def test_the_level_fits_the_estimate(steady):
    library = [scenario(f"level {level}", level=level) for level in range(1, 6)]
    weak = in_order(library, steady, practice(steady, mean=-1))[0]
    strong = in_order(library, steady, practice(steady, mean=2.5))[0]
    assert (weak.level, strong.level) == (1, 5)


def test_the_first_claims_are_easier(steady):
    library = [scenario(f"level {level}", level=level) for level in range(1, 6)]
    first = in_order(library, steady, practice(steady, count=0, mean=1.2))[0]
    later = in_order(library, steady, practice(steady, count=20, mean=1.2))[0]
    assert first.level < later.level


def test_what_was_seen_lately_waits(steady):
    library = [scenario("seen"), scenario("fresh", "coverage")]
    now = practice(steady, taken=[taken("seen", 3)], weak="settling")
    assert in_order(library, steady, now)[0].id == "fresh"
    later = practice(steady, taken=[taken("seen", 30)], weak="settling")
    assert in_order(library, steady, later)[0].id == "seen"


def test_where_everything_was_seen_the_longest_ago_comes_back(steady):
    library = [scenario(name) for name in "abcd"]
    of = [taken(name, days) for name, days in zip("abcd", (1, 4, 2, 3), strict=True)]
    assert {in_order(library, steady, practice(steady, taken=of, count=count))[0].id for count in range(9)} <= {
        "b",
        "d",
    }


def test_the_same_skill_does_not_come_a_third_time_in_a_row(steady):
    library = [scenario("a"), scenario("b"), scenario("c"), scenario("d", "coverage")]
    twice = [taken("a", 1), taken("b", 2)]
    assert in_order(library, steady, practice(steady, taken=twice[:1], weak="settling"))[0].id in "bc"
    assert in_order(library, steady, practice(steady, taken=twice, weak="settling"))[0].id == "d"


def test_the_same_arguments_choose_the_same_claim(skills):
    library = [scenario(f"s{at}", level=1 + at % 5) for at in range(9)]
    assert in_order(library, skills, practice(skills)) == in_order(library, skills, practice(skills))


def test_people_and_days_differ(skills):
    library = [scenario(f"s{at}", level=2) for at in range(5)]
    firsts = {
        in_order(library, skills, practice(skills, person=person, count=count))[0].id
        for person in (TESS, TOM)
        for count in range(12)
    }
    assert len(firsts) == 5


def test_some_claims_are_taken_at_random(skills):
    library = [scenario(f"s{at}", "settling", 2) for at in range(5)] + [scenario("other", "juggling", 5)]
    firsts = [in_order(library, skills, practice(skills, count=count))[0].id for count in range(400)]
    assert 0 < firsts.count("other") < 40


def test_one_person_never_meets_a_seed_twice():
    drawn = [seed for count in range(300) for seed in seeds(TESS, count, 20)]
    assert len(set(drawn)) == len(drawn)
    assert max(drawn) < 2**53


def test_two_people_have_seeds_of_their_own():
    assert not set(seeds(TESS, 0, 100)) & set(seeds(TOM, 0, 100))
    assert seeds(TESS, 4, 5) == seeds(TESS, 4, 5)
