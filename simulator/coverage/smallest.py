"""The smallest guide: the order of kinds and nothing else (COVERAGE_LANGUAGE, section 13.3)."""

from __future__ import annotations

from datetime import date

from simulator.coverage.language.guides import Guide, Requests, Stage
from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.text import Text

STAGES = (
    Stage(name="in_force", kinds=(ProvisionKind.IN_FORCE,), ends=True),
    Stage(name="entitled", kinds=(ProvisionKind.ELIGIBILITY, ProvisionKind.WAITING_PERIOD), ends=True),
    Stage(name="event", kinds=(ProvisionKind.INSURED_EVENT,), ends=True),
    Stage(
        name="exclusions_and_duties",
        kinds=(ProvisionKind.EXCLUSION, ProvisionKind.CONDITION, ProvisionKind.MISREPRESENTATION),
    ),
)


def smallest_guide(market: str, currency: str) -> Guide:
    """Return the guide of a case that names none: no blocking stage, no triggers, no limits of authority."""
    return Guide(
        name="smallest",
        market=market,
        currency=currency,
        title=Text("Order of provisions only", "Ainult tingimuste järjekord"),
        in_use_from=date(1900, 1, 1),
        in_use_to=date(2999, 12, 31),
        stages=STAGES,
        authority=None,
        requests=Requests(),
    )
