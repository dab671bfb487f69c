"""What is wrong with a blueprint is told in words, in both languages, beside the field that it is about."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.assessment.assembling import assemble
from simulator.assessment.blueprints import Cell, MarkFrom, PassRule
from simulator.assessment.checking import problems
from simulator.assessment.pools import Pool, pool_for
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.errors import Conflict
from tests.assessment.conftest import MARK, SHIPPED

REJECT, APPROVE, ESCALATE = Disposition.REJECT, Disposition.APPROVE, Disposition.ESCALATE


@pytest.fixture
def told(plans, on_market, skills, assessment_rules):
    """The problems of the Estonian blueprint with those changes."""

    def tell(**changes):
        plan = replace(plans["motor-ee"], **changes)
        return problems(plan, pool_for(plan, on_market["ee"]), skills=skills, rules=assessment_rules)

    return tell


def judged(*ratings, rounds=2, held_on=date(2026, 10, 1)):
    return PassRule(method=MarkFrom.ANGOFF, ratings=ratings, rounds=rounds, held_on=held_on)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_what_ships(plans, pools, skills, assessment_rules, name):
    assert problems(plans[name], pools[name], skills=skills, rules=assessment_rules) == ()


@pytest.mark.parametrize(
    ("changes", "name", "field", "words"),
    [
        ({"title": Text("Only English", " ")}, "title", "title", "missing in one"),
        ({"market": "lv"}, "market", "market", "market lv"),
        ({"levels": ()}, "levels", "levels", "No level"),
        ({"levels": (1, 2, 3, 7)}, "level", "levels", "7 is no level"),
        ({"minutes": 5}, "minutes", "minutes", "5 minutes; it can be from 20 to 480"),
        ({"cells": ()}, "cells", "cells", "No claims are planned"),
        ({"claims": 14}, "sum", "claims", "add up to 12 claims, the form is to have 14"),
        ({"claims": 7}, "fewest", "claims", "needs at least 8"),
        ({"claims": 99}, "most", "claims", "patterns for this (variants count once), which allows"),
        ({"cells": (Cell(skill="juggling", act=APPROVE, claims=12),)}, "skill", "cells.0", "juggling is no skill"),
        ({"cells": (Cell(skill="reading", act=APPROVE, claims=0),)}, "count", "cells.0", "below 1"),
        ({"cells": (Cell(skill="reading", act=APPROVE, claims=6),) * 2}, "twice", "cells.1", "Reading papers, Approve"),
        ({"cells": (Cell(skill="working", act=REJECT, claims=12),)}, "few", "cells.0", "12 wanted"),
        ({"practice": "gone"}, "practice", "practice", "not in the library"),
        ({"passing": judged((0.5,) * 7)}, "judges", "passing.ratings", "Judges: 1"),
        ({"passing": judged((0.5,) * 7, (0.5,) * 6)}, "judges", "passing.ratings", "share for every row"),
        ({"passing": judged((0.5,) * 7, (1.5,) * 7)}, "rating", "passing.ratings", "rating is 1.5"),
        ({"passing": judged((0.5,) * 7, (0.6,) * 7, rounds=0)}, "rounds", "passing.rounds", "must be stated"),
        ({"passing": judged((0.5,) * 7, (0.6,) * 7, held_on=None)}, "rounds", "passing.rounds", "must be stated"),
    ],
)
def test_what_stops_is_told_beside_its_field(told, changes, name, field, words):
    found = [fault for fault in told(**changes) if fault.name == name]
    assert [fault.field for fault in found] == [field]
    assert all(fault.stops for fault in found)
    assert words in found[0].text.en
    assert found[0].text.et
    assert found[0].text.et != found[0].text.en


def test_cells_that_ask_for_the_same_patterns_are_found_out(plans, on_market, skills, assessment_rules):
    """Each of the two has three patterns for its two claims, but they are the same three."""
    by_pattern = {one.pattern: one for one in on_market["ee"] if one.act is ESCALATE}
    three = [replace(one, skills=("coverage", "referring")) for one in list(by_pattern.values())[:3]]
    pool = Pool(claims=tuple(three), practice=on_market["ee"][0])
    cells = tuple(Cell(skill=skill, act=ESCALATE, claims=2) for skill in ("coverage", "referring"))
    plan = replace(plans["motor-ee"], cells=cells, claims=4)
    found = problems(plan, pool, skills=skills, rules=assessment_rules)
    (fault,) = (fault for fault in found if fault.name == "together")
    assert "3 of 4 claims" in fault.text.en
    with pytest.raises(Conflict):
        assemble(plan, pool, seed="x", mark=MARK, rules=assessment_rules)


def test_a_thin_cell_is_a_note_and_does_not_stop(told):
    cells = (Cell(skill="referring", act=ESCALATE, claims=5), Cell(skill="reading", act=APPROVE, claims=5))
    (fault,) = told(cells=cells, claims=10)
    assert (fault.name, fault.field, fault.stops) == ("thin", "cells.0", False)


def test_a_mark_of_few_judges_is_a_note(told):
    rows = tuple((0.6 + n / 100,) * 7 for n in range(9))
    (fault,) = told(passing=judged(*rows))
    assert (fault.name, fault.stops) == ("few_judges", False)
    assert told(passing=judged(*rows, (0.7,) * 7)) == ()


def test_where_nothing_stops_a_form_can_be_drawn(plans, on_market, skills, assessment_rules):
    """Two cells of any kinds and any size: what is told agrees with what can be drawn."""
    kinds = [(skill.id, act) for skill in skills.skills for act in Disposition]
    outcomes = set()
    for one in kinds:
        for other in kinds:
            cells = tuple(Cell(skill=skill, act=act, claims=4) for skill, act in dict.fromkeys((one, other)))
            plan = replace(plans["motor-ee"], cells=cells, claims=4 * len(cells))
            pool = pool_for(plan, on_market["ee"])
            found = problems(plan, pool, skills=skills, rules=replace(assessment_rules, fewest=1))
            stops = any(fault.stops for fault in found)
            outcomes.add(stops)
            assert can_draw(plan, pool, replace(assessment_rules, draws=1)) is not stops
    assert outcomes == {True, False}


def can_draw(plan, pool, rules):
    try:
        assemble(plan, pool, seed="x", mark=MARK, rules=rules)
    except Conflict:
        return False
    return True
