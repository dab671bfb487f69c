"""The map of skills that ships, and claims that were played."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.domain.decision import Disposition
from simulator.paths import scenarios_folder
from simulator.practice.played import Outcome, Part, Played
from simulator.practice.skills import load
from simulator.scoring.measures import Measures

NOW = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def skills():
    return load((scenarios_folder() / "skills.yaml").read_text("utf-8"))


def measures(**given):
    nought = Decimal(0)
    plain = {"owed": nought, "paid": nought, "overpaid": nought, "kept_back": nought, "refused": False}
    return Measures(**{**plain, "could_be_refused": True, "early": False, "needless": 0, **given})


def outcome(shares=None, total=80, **given):
    """An outcome with those shares of its criteria, such as ``{"amount": "1/2"}``."""
    parts = tuple(
        Part(id=name, points=int(Fraction(share) * 10), most=10, share=Fraction(share))
        for name, share in (shares or {}).items()
    )
    act = Disposition.APPROVE
    return Outcome(total=total, pass_mark=70, done=act, expected=act, criteria=parts, measures=measures(**given))


def played(days_ago=0, shares=None, scenario="hail", seed=None, level=3):
    """A claim that was decided so many days ago."""
    at = NOW - timedelta(days=days_ago)
    name = seed if seed is not None else f"{scenario} {days_ago}"
    return Played(scenario=scenario, seed=name, level=level, decided_at=at, outcome=outcome(shares))
