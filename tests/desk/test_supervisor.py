"""The supervisor takes over what belongs there and hands the rest back, saying why."""

from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.coverage.determination import Alternative, Determination
from simulator.desk.supervisor import Back, reply_to
from simulator.domain.decision import Decision, Disposition


def right(act, **parts):
    return Determination(disposition=act, payable=Decimal(0), **parts)


def escalation(**parts):
    return Decision(disposition=Disposition.ESCALATE, queue="supervisor", **parts)


@pytest.mark.parametrize("act", [Disposition.APPROVE, Disposition.REJECT])
def test_what_is_within_the_authority_comes_back(act):
    assert reply_to(escalation(brief=("authority",)), right(act)).back is Back.WITHIN_AUTHORITY


def test_a_claim_on_which_something_has_to_be_asked_comes_back_for_that():
    reply = reply_to(escalation(reason="unsure"), right(Disposition.REQUEST_INFORMATION))
    assert reply.back is Back.STEP_MISSING


def test_an_escalation_that_says_nothing_comes_back():
    assert reply_to(escalation(reason="  "), right(Disposition.ESCALATE)).back is Back.NO_REASON


@pytest.mark.parametrize("parts", [{"brief": ("authority",)}, {"reason": "Over my limit."}])
def test_what_belongs_there_is_taken_over(parts):
    assert reply_to(escalation(**parts), right(Disposition.ESCALATE)).takes_over


def test_what_the_guide_accepts_there_is_taken_over_too():
    also = (Alternative(disposition=Disposition.ESCALATE, worth=Fraction(7, 10)),)
    assert reply_to(escalation(reason="Close call."), right(Disposition.REJECT, alternatives=also)).takes_over
