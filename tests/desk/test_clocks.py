"""By which day a claim must be decided."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.coverage.language.guides import DutyClock
from simulator.desk.clocks import decide_by


@pytest.fixture
def guide(content):
    return content.library.guides[("standard", "ee")]


def with_clock(guide, **clock):
    return replace(guide, clocks=(DutyClock(id="decide", **clock),))


def test_calendar_days_run_from_the_last_paper(guide):
    assert decide_by(with_clock(guide, starts="last_paper", days=30, working=False), date(2026, 3, 2)) == date(
        2026, 4, 1
    )


def test_working_days_leave_out_weekends_and_holidays(guide):
    before_midsummer = date(2026, 6, 22)
    clock = with_clock(guide, starts="last_paper", days=3, working=True)
    assert decide_by(clock, before_midsummer) == date(2026, 6, 29)


def test_a_guide_without_such_a_clock_sets_no_day(guide):
    assert decide_by(replace(guide, clocks=()), date(2026, 3, 2)) is None
    assert decide_by(with_clock(guide, starts="first_notice", days=5, working=True), date(2026, 3, 2)) is None


def test_the_shipped_guide_sets_one(guide):
    assert decide_by(guide, date(2026, 3, 2)) > date(2026, 3, 2)
