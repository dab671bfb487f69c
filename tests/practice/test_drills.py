"""What was missed lately: clauses left uncited and drills not passed, until a drill of the clause goes well."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from simulator.domain.decision import Disposition
from simulator.practice.drills import Line, missed_lately
from simulator.practice.played import Outcome, Part, Played
from simulator.scoring.measures import Measures

NOW = datetime(2026, 3, 23, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
NOTICE, KEYS = Line("motor", "ee", "notice"), Line("motor", "ee", "keys")
DRILLS = {"drill of notice": NOTICE, "drill of keys": KEYS}


def played(days_ago, *missed, total=90, scenario="any", market="ee"):
    money = dict.fromkeys(("owed", "paid", "overpaid", "kept_back"), Decimal(0))
    outcome = Outcome(
        total=total,
        pass_mark=70,
        done=Disposition.APPROVE,
        expected=Disposition.APPROVE,
        criteria=(Part(id="grounds", points=0, most=10, share=Fraction(0), rows=missed),),
        measures=Measures(**money, refused=False, could_be_refused=True, early=False, needless=0),
    )
    at = NOW - timedelta(days=days_ago)
    return Played(scenario=scenario, seed="1", level=1, decided_at=at, outcome=outcome), "motor", market


def test_a_clause_that_was_left_uncited_was_missed_where_it_stands():
    assert missed_lately([played(1, "notice", market="us")], DRILLS, SINCE) == (Line("motor", "us", "notice"),)


def test_the_latest_miss_comes_first_and_each_clause_once():
    claims = [played(1, "keys"), played(2, "notice", "keys")]
    assert missed_lately(claims, DRILLS, SINCE) == (KEYS, NOTICE)


def test_what_is_long_ago_is_not_lately():
    assert missed_lately([played(31, "notice")], DRILLS, SINCE) == ()


def test_a_drill_that_was_not_passed_misses_its_line():
    assert missed_lately([played(1, total=69, scenario="drill of keys")], DRILLS, SINCE) == (KEYS,)


def test_a_drill_that_went_well_mends_what_was_missed_before_it():
    mended = played(1, scenario="drill of notice")
    assert missed_lately([mended, played(2, "notice")], DRILLS, SINCE) == ()
    assert missed_lately([played(0, "notice"), mended], DRILLS, SINCE) == (NOTICE,)


def test_a_drill_in_which_the_clause_was_left_uncited_mends_nothing():
    claims = [played(1, "notice", scenario="drill of notice"), played(2, "notice")]
    assert missed_lately(claims, DRILLS, SINCE) == (NOTICE,)
