"""The clocks of the guide: by which day a claim must be decided."""

from datetime import date, timedelta

from simulator.coverage.dates import as_day, working_day_after
from simulator.coverage.language.guides import Guide

LAST_PAPER = "last_paper"


def decide_by(guide: Guide, last_paper_on: date) -> date | None:
    """Return the day by which *guide* wants a decision once the last paper has come; None where it sets none."""
    clock = next((one for one in guide.clocks if one.starts == LAST_PAPER), None)
    if clock is None:
        return None
    if clock.working:
        return working_day_after(last_paper_on, clock.days, guide.market)
    return as_day(last_paper_on) + timedelta(days=clock.days)
