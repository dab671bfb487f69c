"""The handling guide of the reference is loaded as it is written."""

from fractions import Fraction
from pathlib import Path

import pytest

from simulator.coverage.language.conditions import Compare, Some
from simulator.coverage.language.expressions import Const, Fold
from simulator.coverage.language.guides import Guide, Requests
from simulator.coverage.language.loading import load_guide
from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.decision import Disposition


@pytest.fixture(scope="module")
def guide() -> Guide:
    text = (Path(__file__).parent / "examples" / "guide.yaml").read_text("utf-8")
    return load_guide(text, file="guide.yaml", inline=True)


def test_stages_in_their_order(guide: Guide) -> None:
    assert [stage.name for stage in guide.stages] == [
        "identity", "in_force", "entitled", "event", "exclusions_and_duties",
    ]  # fmt: skip
    identity, in_force = guide.stages[:2]
    assert (identity.blocks, identity.on_fail) == (True, Disposition.REQUEST_INFORMATION)
    assert identity.when == Compare(fact="caller_verified", word="is", against=Const(True))
    assert (in_force.kinds, in_force.ends, in_force.blocks) == ((ProvisionKind.IN_FORCE,), True, False)


def test_overlays_and_triggers(guide: Guide) -> None:
    overlay = guide.overlays[0]
    assert (overlay.kind, overlay.markets, overlay.unless_has) == (ProvisionKind.CONDITION, ("ee",), "only_if")
    assert set(overlay.add) == {"only_if"}
    fraud = guide.triggers[1]
    assert (fraud.id, fraud.at, fraud.queue) == ("fraud", ("first",), "investigations")
    assert isinstance(fraud.when, Some)
    assert (fraud.when.at_least, len(fraud.when.parts)) == (3, 4)


def test_authority_is_in_exact_numbers(guide: Guide) -> None:
    assert guide.authority is not None
    assert guide.authority.may_pay == {"trainee": 2500, "handler": 12000, "senior": 60000}
    assert isinstance(guide.authority.measure, Fold)


def test_requests_alternatives_and_clocks(guide: Guide) -> None:
    assert guide.requests == Requests()
    also, undisputed, near = guide.alternatives
    assert (also.instead_of, also.also, also.worth) == (Disposition.REJECT, Disposition.ESCALATE, Fraction(7, 10))
    assert undisputed.worth == 1
    assert (near.amount_within, near.instead_of) == (Fraction(3, 100), None)
    acknowledge, decide = guide.clocks
    assert (acknowledge.days, acknowledge.working) == (5, True)
    assert (decide.days, decide.working, decide.restarts_on) == (30, False, "request")
    assert guide.work_minutes == {"open_paper": 2, "call": 6, "letter": 8}
