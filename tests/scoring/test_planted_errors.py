"""Errors planted on a claim of the library: the follower finds them all, a robot none, the debrief shows them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.domain.dice import Dice
from simulator.domain.scenario import Complication
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.debrief.model import Find
from simulator.scoring.path import walked

PLANTED = [
    (("keying_error", "plate"), ("wrong_sum", "estimate")),
    (("duplicate_invoice", "invoice"),),
    (("differing_name", "estimate"), ("keying_error", "account")),
    (("early_work", "estimate"),),
]


@pytest.fixture(params=PLANTED, ids=lambda planted: " ".join(name for name, _ in planted))
def planted(request, library_claim):
    """A plain approval of the library with errors planted on its papers and in its record."""
    found = read_scenarios(scenarios_folder() / "library")
    plain = next(one for one in found if one.file.endswith("clean_approval.yaml"))
    errors = tuple(Complication(name=name, about=about) for name, about in request.param)
    case = replace(plain.case, complications=errors)
    return library_claim(replace(plain, case=case, content_hash=f"{plain.content_hash} {errors}"))


def test_who_follows_the_determination_finds_every_planted_error(planted):
    card = planted.scored(walked(planted.exercise, planted.rules))
    assert card.total == 100
    assert card.measures.errors == card.measures.errors_found == len(planted.determination.flags) > 0
    assert card.measures.false_alarms == 0


def test_each_place_of_a_planted_error_alone_points_it_out(planted):
    state = planted.follower()
    for flag in planted.determination.flags:
        others = [one.pins[0] for one in planted.determination.flags if one is not flag]
        for place in flag.pins:
            assert planted.scored(replace(state, flags=(place, *others))).criterion("errors").share == 1, place


@pytest.mark.parametrize("robot", ["marks_everything", "careless", "always_approve"])
def test_neither_flagging_everything_nor_nothing_finds_anything(planted, robot):
    state = ROBOTS[robot](planted.exercise, planted.rules, Dice("errors"))
    card = planted.scored(state)
    assert card.criterion("errors").points == 0
    assert not card.is_passed


def test_the_debrief_lays_what_differs_side_by_side_in_both_languages(planted):
    claim, state = planted, replace(planted.follower(), flags=())
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    page = debrief(state, claim.rights(state), claim.scored(state), **around)
    assert [row.find for row in page.errors] == [Find.MISSED] * len(claim.determination.flags)
    for row in page.errors:
        for words in (row.because.en, row.because.et):
            assert ": " in words
            assert words.endswith(".")
            assert not words.endswith("..")
        assert row.error.en != row.error.et
    assert page.errors[0].because.en in page.lessons.first.en
    assert page.errors[0].because.et in page.lessons.first.et


def test_a_wrong_sum_tells_what_the_parts_come_to(library_claim):
    found = read_scenarios(scenarios_folder() / "library")
    plain = next(one for one in found if one.file.endswith("clean_approval.yaml"))
    case = replace(plain.case, complications=(Complication(name="wrong_sum", about="estimate"),))
    claim = library_claim(replace(plain, case=case, content_hash=f"{plain.content_hash} sum"), market="us")
    state = replace(claim.follower(), flags=())
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    page = debrief(state, claim.rights(state), claim.scored(state), **around)
    estimate = claim.exercise.file.paper("estimate")
    parts = sum(Decimal(said["repair"]) for said in estimate.lines.values())
    total = Decimal(estimate.fields["total"])
    assert page.errors[0].because.en == (
        f"Repair estimate: the parts come to ${parts:,.2f}, the total says ${total:,.2f}."
    )
