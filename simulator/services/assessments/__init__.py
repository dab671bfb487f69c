"""Assessments: inviting candidates, their coming in, sitting and handing in, and care for what is known of them."""

from simulator.services.assessments.care import erase, erase_overdue
from simulator.services.assessments.entering import Invited, LinkIsOver, enter, look_at
from simulator.services.assessments.inviting import (
    Invitee,
    give_more_time,
    invite,
    kept_until,
    link_token,
    send_again,
    withdraw,
)
from simulator.services.assessments.seeing import (
    need_hiring_manager,
    own_assessment,
    own_candidate,
    seen_assessment,
    seen_candidate,
)
from simulator.services.assessments.sitting import end_overdue, go_on, hand_in, own_sitting, start

__all__ = [
    "Invited",
    "Invitee",
    "LinkIsOver",
    "end_overdue",
    "enter",
    "erase",
    "erase_overdue",
    "give_more_time",
    "go_on",
    "hand_in",
    "invite",
    "kept_until",
    "link_token",
    "look_at",
    "need_hiring_manager",
    "own_assessment",
    "own_candidate",
    "own_sitting",
    "seen_assessment",
    "seen_candidate",
    "send_again",
    "start",
    "withdraw",
]
