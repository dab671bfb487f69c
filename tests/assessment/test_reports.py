"""Reports of real claims: figures that reproduce, moments by rule, and nothing of what was granted to anybody."""

import dataclasses
import json
import re
import typing
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import fmean

import pytest

from simulator.assessment.assembling import DrawnClaim
from simulator.assessment.blueprints import MarkFrom, PassRule
from simulator.assessment.reports import (
    Conditions,
    Explained,
    Report,
    Standing,
    explained,
    load,
    report_of,
)
from simulator.authoring.robots import ROBOTS
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.errors import Invalid, InvalidContent
from simulator.json_codec import from_json, from_plain, to_json, to_plain
from simulator.measurement import Band, Basis, Cut, TooFew, measured, observed, rudner
from simulator.scoring.weights import CRITERIA
from tests.assessment.conftest import SHIPPED, shipped

GOLDEN = Path(__file__).parent / "golden_report.json"
SITTING = (
    ("6d0b5a3e-3f7c-4b7e-9a58-1c1f3f0f6a01", "coverage", "follower"),
    ("one_day_outside_the_period", "coverage", "always_approve"),
    ("missing_estimate", "referring", "follower"),
    ("over_authority", "referring", "always_approve"),
    ("young_driver", "settling", "careless"),
    ("two_estimates", "reading", "nobody"),
)


@pytest.fixture(scope="session")
def small(library, on_market, sat_by, reported):
    """A sitting of six claims that does not hang on what the dice draw from the library."""
    names = {one.file.rpartition("/")[2].removesuffix(".yaml"): one.id for one in library.values()}
    pins = {one.scenario: one for one in on_market["ee"]}
    claims = []
    for number, (name, skill, worker) in enumerate(SITTING, start=1):
        one = pins[names.get(name, name)]
        drawn = DrawnClaim(number=number, skill=skill, act=one.act, pinned=one, seeds=tuple(range(1, 20)))
        claims.append(sat_by(drawn, worker))
    return claims


@pytest.fixture(scope="session")
def small_report(small, reported):
    return reported(small, interruptions=1)


def without_versions(plain):
    """What a report says, less the versions that change whenever content does."""
    if isinstance(plain, list):
        return [without_versions(one) for one in plain]
    if isinstance(plain, dict):
        left_out = ("content_hash", "versions", "blueprint")
        return {name: without_versions(one) for name, one in plain.items() if name not in left_out}
    return round(plain, 6) if isinstance(plain, float) else plain


def test_a_small_sitting_makes_the_report_that_was_looked_over(small_report):
    """To write it anew after the wording of scorecards has changed: delete the file, and look the new one over."""
    found = without_versions(to_plain(small_report))
    if not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail("There was no report to compare with; look the new one over.")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("name", SHIPPED)
def test_who_follows_the_determinations_has_a_hundred_and_passes(report, name):
    found = report(name)
    assert found.score == 100
    assert found.measured.band is Band.PASSES
    assert {skill.interval.score for skill in found.skills} == {100}
    assert all(part.points == part.most for part in found.parts)
    assert all(moment.is_good for moment in found.moments)
    cost = found.cost
    assert (cost.overpaid, cost.kept_back, cost.right_share) == (0, 0, 1.0)
    assert cost.paid > 0
    assert not any((cost.refused_wrongly, cost.paid_wrongly, cost.missed_escalations, cost.needless_escalations))
    assert not any((cost.needless_requests, cost.decided_early))


@pytest.mark.parametrize("robot", ROBOTS)
def test_no_robot_reaches_the_mark_on_any_form(report, robot):
    for name in SHIPPED:
        for seed in ("cal", "noor"):
            found = report(name, seed=seed, by=robot)
            assert found.score < 70, (name, seed)
            assert found.measured.band is not Band.PASSES


def test_the_score_is_the_mean_of_all_claims_and_an_undecided_one_counts_nought(report):
    found = report(by=lambda number: "nobody" if number in (4, 9) else "follower")
    assert found.undecided == (4, 9)
    assert found.decided == 10
    assert found.score == pytest.approx(1000 / 12)
    assert [claim.number for claim in found.claims if not claim.is_decided] == [4, 9]
    assert all(claim.total == 0 and claim.act is None for claim in found.claims if not claim.is_decided)
    assert found.cost.claims == 10
    assert not {moment.number for moment in found.moments} & {4, 9}


def test_an_undecided_claim_counts_nought_for_the_skills_that_it_teaches(small, reported):
    nobody = small[-1]
    taught = set(nobody.drawn.pinned.skills)
    there = {skill.id: skill for skill in reported(small).skills}
    gone = {skill.id: skill for skill in reported(small[:-1]).skills}
    for name, skill in gone.items():
        more = 1 if name in taught else 0
        assert there[name].claims == skill.claims + more
        assert there[name].interval.score == pytest.approx(
            skill.interval.score * skill.claims / (skill.claims + more)
        )  # fmt: skip


def test_a_claim_on_which_a_reply_is_awaited_is_not_decided(small, sat_by, reported):
    asked = sat_by(small[2].drawn, "waits")
    assert (asked.card, asked.total) == (None, 0)
    assert reported([asked, small[0]]).undecided == (3,)


def test_a_sitting_without_any_decision_still_has_a_report(report):
    found = report(by="nobody")
    assert (found.score, found.decided, found.moments, found.parts) == (0, 0, (), ())
    assert found.measured.band is Band.FAILS
    assert {skill.interval.score for skill in found.skills} == {0}
    assert found.cost.right_share is None
    assert len(found.interview) == 3


def test_a_sitting_without_any_claim_has_none(reported):
    with pytest.raises(Invalid, match="no claim"):
        reported([])


def test_the_interval_is_that_of_measurement(small_report, measurement):
    expected = measured(small_report.score, 6, cut=Cut(mark=70.0), rules=measurement)
    assert small_report.measured == expected
    assert small_report.measured.reliability.basis is Basis.PLANNED


def test_how_likely_the_same_side_comes_again_is_rudners(small_report, report, measurement):
    interval = small_report.measured.interval
    expected = rudner([(interval.score, interval.sem)], 70.0).consistency
    assert small_report.same_side == pytest.approx(expected)
    assert report().same_side > 0.99


def test_once_people_enough_have_sat_the_interval_is_observed(small, reported, measurement):
    scores = [[(person * 7 + claim * 13) % 50 + 50.0 for claim in range(6)] for person in range(120)]
    found = reported(small, seen=observed(scores, measurement))
    assert found.measured.reliability.basis is Basis.OBSERVED
    assert found.measured.reliability.people == 120


def test_a_skill_is_less_sure_than_the_whole(report):
    found = report(by="careless")
    for skill in found.skills:
        assert skill.worth < 12
        assert skill.interval.sem > found.measured.interval.sem
        assert skill.interval.low <= skill.interval.score <= skill.interval.high


def test_a_skill_stands_above_or_below_only_with_its_whole_interval(report):
    seen = Counter()
    for robot in ("follower", "careless", "keyword"):
        for skill in report(by=robot).skills:
            interval = skill.interval
            is_above, is_below = interval.low >= 70, interval.high < 70
            assert skill.standing is (
                Standing.ABOVE if is_above else Standing.BELOW if is_below else Standing.BOTH
            )  # fmt: skip
            seen[skill.standing] += 1
    assert set(seen) == set(Standing)


def test_the_parts_add_up_to_the_score(report):
    for robot in ("follower", "careless", "random"):
        found = report(by=robot)
        assert [part.id for part in found.parts] == [name for name in CRITERIA if name in {p.id for p in found.parts}]
        assert sum(part.points for part in found.parts) == sum(claim.total for claim in found.claims)
        assert sum(part.most for part in found.parts) == 1200


def test_the_cost_profile_counts_what_the_claims_say(small, small_report):
    cards = [claim.card for claim in small if claim.card is not None]
    cost = small_report.cost
    assert cost.paid == sum(card.measures.paid for card in cards)
    assert cost.right + cost.overpaid == cost.paid
    assert cost.right_share == pytest.approx(float(cost.right / cost.paid))
    assert cost.to_pay + cost.to_refuse == cost.claims == len(cards) == 5
    assert (cost.missed_escalations, cost.escalations) == (1, 1)
    assert (cost.paid_wrongly, cost.to_refuse) == (1, 1)
    assert cost.overpaid > 0


def test_who_refuses_everything_refuses_people_wrongly(report):
    cost = report(by="always_reject").cost
    assert cost.refused_wrongly > 0
    assert cost.refused_wrongly <= cost.to_pay
    assert (cost.paid, cost.paid_wrongly) == (0, 0)
    assert cost.kept_back > 0


def test_who_passes_everything_on_does_so_needlessly(report):
    cost = report(by="always_escalate").cost
    assert cost.needless_escalations > 0
    assert cost.missed_escalations == 0
    assert cost.needless_requests == 0


def test_who_asks_about_everything_asks_needlessly(report):
    cost = report(by="always_request").cost
    assert cost.needless_requests > 0
    assert cost.needless_escalations == 0


def test_a_form_of_twelve_never_says_which_way_somebody_leans(report):
    for robot in ("follower", "always_approve", "always_reject"):
        cost = report(by=robot).cost
        assert isinstance(cost.detection, TooFew)
        assert cost.detection.least == 20
        assert cost.leaning is None


def test_from_twenty_claims_of_each_kind_on_it_is_told(report, measurement, standards, form, sat_by, plans):
    claims = [sat_by(drawn, "always_approve") for n in range(9) for drawn in form("motor-ee", f"many {n}").claims]
    many = [replace(claim, drawn=replace(claim.drawn, number=n)) for n, claim in enumerate(claims, start=1)]
    around = Conditions(language="en", market="ee", currency="EUR", sat_on=date(2026, 3, 23))
    found = report_of(many, plans["motor-ee"], Cut(mark=70.0), conditions=around, standards=standards)
    assert found.cost.leaning == "pays_too_easily"


def test_three_moments_one_good_one_bad_in_the_order_of_the_claims(report, small_report):
    assert [moment.number for moment in small_report.moments] == sorted(m.number for m in small_report.moments)
    assert {moment.is_good for moment in small_report.moments} == {True, False}
    for robot in ("careless", "random", "keyword"):
        moments = report(by=robot).moments
        assert len({moment.number for moment in moments}) == 3


def test_the_good_moment_is_the_hardest_claim_done_right_and_the_bad_one_an_easy_one_missed(small, small_report):
    by_number = {claim.number: claim for claim in small}
    good = [by_number[moment.number] for moment in small_report.moments if moment.is_good]
    passed = [claim for claim in small if claim.total == 100]
    assert max(claim.drawn.pinned.difficulty for claim in good) == max(c.drawn.pinned.difficulty for c in passed)
    worst = min((claim for claim in small if claim.card is not None), key=lambda claim: claim.total)
    assert worst.number in {moment.number for moment in small_report.moments}


def test_of_two_that_say_as_much_the_one_with_more_acts_is_shown(small, small_report):
    once, twice = small[0], small[2]
    assert (once.total, once.drawn.pinned.level) == (twice.total, twice.drawn.pinned.level)
    assert (len(once.card.acts), len(twice.card.acts)) == (1, 2)
    assert [moment.number for moment in small_report.moments if moment.is_good] == [3]


def test_a_moment_says_what_was_done_what_was_expected_and_why(small, small_report):
    by_number = {claim.number: claim for claim in small}
    for moment in small_report.moments:
        card = by_number[moment.number].card
        criterion = card.criterion(moment.criterion)
        assert (moment.done, moment.expected, moment.because) == (
            criterion.done, criterion.expected, criterion.because,
        )  # fmt: skip
        assert (moment.total, moment.act, moment.right) == (card.total, card.done, card.expected)
        if not moment.is_good:
            assert criterion.most - criterion.points == max(one.most - one.points for one in card.criteria)


def test_excerpts_are_places_of_that_claim_marked_ones_first_where_it_went_well(small, small_report):
    by_number = {claim.number: claim for claim in small}
    shown = [moment for moment in small_report.moments if moment.excerpts]
    assert shown
    for moment in shown:
        claim = by_number[moment.number]
        places = {pin for one in claim.deciding for pin in one.pins}
        assert len(moment.excerpts) <= 3
        assert all(one.pin in places and "#" in one.pin for one in moment.excerpts)
        errors = {one.shown for one in claim.deciding if one.is_error}
        of_errors = [one.pin in errors for one in moment.excerpts]
        assert of_errors == sorted(of_errors, reverse=moment.criterion == "errors")
        if not errors:
            marked = [one.is_marked for one in moment.excerpts]
            assert marked == sorted(marked, reverse=moment.is_good)


def test_a_good_claim_with_an_error_on_the_file_is_told_by_the_error(on_market, library, sat_by, reported):
    names = {one.id: one.file.rpartition("/")[2] for one in library.values()}
    plain, errors = (
        next(one for one in on_market["ee"] if names[one.scenario] == f"{name}.yaml")
        for name in ("young_driver", "a_sum_that_does_not_add_up")
    )
    claims = [
        sat_by(
            DrawnClaim(number=number, skill="reading", act=one.act, pinned=one, seeds=tuple(range(1, 20))), "follower"
        )
        for number, one in enumerate((plain, errors), start=1)
    ]
    first, second = reported(claims).moments
    assert (first.criterion, second.criterion) == ("disposition", "errors")
    assert second.excerpts[0].is_marked
    assert second.excerpts[0].pin in {pin for one in claims[1].deciding if one.is_error for pin in one.pins}


def test_moments_do_not_hang_on_the_order_in_which_claims_are_given(small, reported):
    assert reported(small[::-1]) == reported(small)


def test_interview_topics_come_from_where_most_points_were_lost(report, standards):
    found = report(by="careless")
    lost = {part.id: part.most - part.points for part in found.parts}
    topics = [topic.criterion for topic in found.interview]
    assert [lost[name] for name in topics] == sorted(lost.values(), reverse=True)[:3]
    assert all(
        topic.claims and topic.topic == standards.texts.by_criterion[topic.criterion] for topic in found.interview
    )


def test_who_lost_nothing_is_asked_what_everybody_is(report, standards):
    found = report()
    assert [topic.topic for topic in found.interview] == list(standards.texts.otherwise[:3])
    assert all(not topic.criterion and not topic.claims for topic in found.interview)


def test_the_method_of_the_mark_is_printed_with_it(small, plans, standards):
    judged = PassRule(method=MarkFrom.ANGOFF, ratings=((0.5,) * 7, (0.6,) * 7), rounds=2, held_on=date(2026, 10, 1))
    around = Conditions(language="et", market="ee", currency="EUR", sat_on=date(2026, 3, 23))
    plan = replace(plans["motor-ee"], passing=judged)
    cut = Cut(mark=55.0, se=5.0, judges=2)
    found = report_of(small, plan, cut, conditions=around, standards=standards)
    method = found.method
    assert (method.mark_from, method.judges, method.rounds, method.held_on) == ("angoff", 2, 2, date(2026, 10, 1))
    assert found.measured.error > found.measured.interval.sem


def test_versions_of_engine_weights_and_words_are_named(small_report):
    assert set(small_report.versions) == {"engine", "weights", "measurement", "report"}
    assert all(small_report.versions.values())
    assert all(re.fullmatch("[0-9a-f]{64}", claim.content_hash) for claim in small_report.claims)
    assert re.fullmatch("[0-9a-f]{64}", small_report.blueprint)


@pytest.mark.parametrize("robot", ["follower", "careless", "random", "nobody"])
def test_a_report_comes_back_from_json_as_it_went(report, robot):
    found = report(by=robot)
    assert from_json(Report, to_json(found)) == found
    assert from_plain(Report, json.loads(json.dumps(to_plain(found)))) == found
    assert to_json(explained(found)) == to_json(from_json(Explained, to_json(explained(found))))


def texts_in(value):
    """Every text in a tree of dataclasses."""
    if isinstance(value, Text):
        yield value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from texts_in(getattr(value, part.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one)


def test_all_words_of_a_report_stand_in_both_languages(report):
    for robot in ("follower", "careless", "always_escalate", "random"):
        found = list(texts_in(report(by=robot)))
        assert len(found) > 40
        assert all(text.en.strip() and text.et.strip() for text in found)
        assert all(not re.search(r"\{\w+\}", text.en + text.et) for text in found)


def fields_of(kind, seen=None):
    """The names of all fields of a dataclass and of those inside it."""
    seen = seen if seen is not None else set()
    hints = typing.get_type_hints(kind)
    for part in dataclasses.fields(kind):
        yield part.name
        for inner in (hints[part.name], *flat(hints[part.name])):
            if dataclasses.is_dataclass(inner) and inner not in seen:
                seen.add(inner)
                yield from fields_of(inner, seen)


def flat(hint):
    for one in typing.get_args(hint):
        yield one
        yield from flat(one)


@pytest.mark.parametrize("kind", [Report, Explained])
def test_extra_time_has_no_place_in_a_report(kind):
    told = re.compile("extra|minute|time|duration|ended|started|began|deadline|accommodat|limit|until|hour|_at$")
    names = set(fields_of(kind))
    assert len(names) > 30
    assert {name for name in names if told.search(name)} == set()


def test_a_report_is_the_same_bytes_whatever_limit_the_blueprint_sets(small, plans, standards):
    """The report knows the blueprint by its hash alone; that is the same for all who sat it."""
    around = Conditions(language="en", market="ee", currency="EUR", sat_on=date(2026, 3, 23))
    made = [
        report_of(small, replace(plans["motor-ee"], minutes=minutes), Cut(mark=70.0), conditions=around,
                  standards=standards)
        for minutes in (None, 60, 90)
    ]  # fmt: skip
    assert len({to_json(replace(one, blueprint="")) for one in made}) == 1


def test_what_the_candidate_sees_has_no_outcome_of_any_claim(small_report):
    names = set(fields_of(Explained))
    assert not names & {"act", "right", "moments", "expected", "done", "because", "cost", "interview", "scenario"}
    found = explained(small_report)
    assert (found.interval, found.cut, found.skills) == (
        small_report.measured.interval, small_report.measured.cut, small_report.skills,
    )  # fmt: skip
    assert found.undecided == (6,)
    assert all(part.rule.en and part.rule.et for part in found.parts)
    text = to_json(found)
    assert not any(moment.because.en in text for moment in small_report.moments)
    assert not any(claim.scenario in text for claim in small_report.claims)


def test_conditions_are_facts_and_no_more(small_report):
    assert to_plain(small_report.conditions) == {
        "language": "en", "market": "ee", "currency": "EUR", "sat_on": "2026-03-23", "interruptions": 1,
    }  # fmt: skip


def test_money_is_kept_to_the_cent(small_report):
    assert isinstance(from_json(Report, to_json(small_report)).cost.paid, Decimal)


def test_the_mean_of_the_claims_is_the_score(small, small_report):
    assert small_report.score == fmean(claim.total for claim in small)


def test_escalated_claims_are_shown_with_what_was_right(small_report):
    claim = small_report.claims[3]
    assert (claim.act, claim.right) == (Disposition.APPROVE, Disposition.ESCALATE)


WORDS = shipped("reports.yaml")


def test_every_criterion_has_a_topic_in_both_languages(standards):
    assert tuple(standards.texts.by_criterion) == CRITERIA
    assert all(len(source) > 20 for source in standards.texts.sources.values())
    words = [*texts_in(tuple(standards.texts.by_criterion.values())), *texts_in(standards.texts.otherwise)]
    assert all(text.en != text.et for text in (*words, *standards.texts.not_measured))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  count: 3\n  pins: 3", "  count: 0\n  pins: 3", "0 is below 1"),
        ("good_by: [errors,", "good_by: [error,", "error is no criterion"),
        ("least: 2%", "least: 60%", "0.6 is not between 0 and a half"),
        ("    grounds:\n", "    ground:\n", "grounds missing"),
        ("  count: 3\n  source", "  count: 5\n  source", "3 topics, 5 are shown"),
        ('en: "Speaking', 'de: "Speaking', "en"),
    ],
)
def test_a_slip_in_the_words_is_told_with_its_line(old, new, told):
    assert old in WORDS
    with pytest.raises(InvalidContent) as refused:
        load(WORDS.replace(old, new, 1))
    assert told in str(refused.value)
    assert all(problem.line for problem in refused.value.problems)
