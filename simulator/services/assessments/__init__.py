"""Assessments: inviting candidates, their coming in, sitting and handing in, and care for what is known of them."""

from simulator.services.assessments.anonymising import anonymise
from simulator.services.assessments.care import erase, keep_clocks, let_go_overdue
from simulator.services.assessments.drawing import begin_sitting, try_practice
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
from simulator.services.assessments.planning import (
    Draft,
    NotYet,
    Plan,
    StalePlan,
    begin,
    close,
    faults_of,
    fix,
    plan_of,
    save,
    share,
    unshare,
)
from simulator.services.assessments.reporting import own_record, own_result, report_for
from simulator.services.assessments.reviewing import DECISIONS, decide, open_evidence, reviews_of
from simulator.services.assessments.seeing import (
    need_hiring_manager,
    own_assessment,
    own_candidate,
    seen_assessment,
    seen_candidate,
)
from simulator.services.assessments.sitting import choose_zone, end_overdue, go_on, hand_in, own_sitting, start
from simulator.services.assessments.standards import Standards

__all__ = [
    "DECISIONS",
    "Draft",
    "Invited",
    "Invitee",
    "LinkIsOver",
    "NotYet",
    "Plan",
    "StalePlan",
    "Standards",
    "anonymise",
    "begin",
    "begin_sitting",
    "choose_zone",
    "close",
    "decide",
    "end_overdue",
    "enter",
    "erase",
    "faults_of",
    "fix",
    "give_more_time",
    "go_on",
    "hand_in",
    "invite",
    "keep_clocks",
    "kept_until",
    "let_go_overdue",
    "link_token",
    "look_at",
    "need_hiring_manager",
    "open_evidence",
    "own_assessment",
    "own_candidate",
    "own_record",
    "own_result",
    "own_sitting",
    "plan_of",
    "report_for",
    "reviews_of",
    "save",
    "seen_assessment",
    "seen_candidate",
    "send_again",
    "share",
    "start",
    "try_practice",
    "unshare",
    "withdraw",
]
