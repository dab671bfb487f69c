"""The model path: what somebody does who follows the determination of the file as it stands, up to the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined
from simulator.coverage.rules import Rules
from simulator.desk.actions import Act, Action, ActionKind, numbered
from simulator.desk.filing import on_file
from simulator.desk.fold import fold
from simulator.desk.sending import decision_data
from simulator.desk.state import DeskState, Status
from simulator.desk.supervisor import reply_to
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.errors import SimulatorError
from simulator.phrases import phrase
from simulator.scoring.follower import decision_from

_NO_TIME = datetime(2000, 1, 1)
_MOST = 60


class Endless(SimulatorError):
    """Who follows the determinations never comes to an end: a fault of the scenario or of the engine."""


def walked(
    exercise: Exercise, rules: Rules, actions: Sequence[Action] = (), *, determined: Determined | None = None
) -> DeskState:
    """Return the desk as it is once the determinations were followed to the end, from *actions* on.

    *determined* holds what is known already of the claim, and afterwards what was right at each of the acts.

    Raises:
        Endless: The claim is never decided.
    """
    form, determined = rules.form_for(exercise.file), determined or Determined(rules)
    log = list(actions) or list(numbered([(ActionKind.TAKE_UP, {})], after=0, at=_NO_TIME))
    for _ in range(_MOST):
        state = fold(exercise, log, form=form, guide=rules.guide)
        if state.status in (Status.DECIDED, Status.CLOSED):
            return state
        log += numbered(next_acts(state, exercise, rules, determined), after=len(log), at=_NO_TIME)
    raise Endless(
        phrase(
            "The claim %(number)s of seed %(seed)s is never decided.", number=exercise.file.number, seed=exercise.seed
        )
    )


def acts_ahead(exercise: Exercise, rules: Rules, actions: Sequence[Action]) -> int:
    """Return how many acts the model path still has after *actions*; two, asking and deciding, where it has no end."""
    done = fold(exercise, actions, form=rules.form_for(exercise.file), guide=rules.guide).acts
    try:
        return len(walked(exercise, rules, actions).acts) - len(done)
    except Endless:
        return 2


def next_acts(state: DeskState, exercise: Exercise, rules: Rules, determined: Determined | None = None) -> list[Act]:
    """Return what the model path does next on a claim that is not decided yet: one act, with the reading before it."""
    determined = determined or Determined(rules)
    if state.status is Status.WAITING:
        return [(ActionKind.WAIT, answer_of(state, determined))]
    right = determined.of(state.file)
    if right.disposition is Disposition.REQUEST_INFORMATION and _has_asked(state, right):
        return [(ActionKind.WAIT, {})] if state.can_wait else [(ActionKind.REMIND, {})]
    decision = decision_from(right, rules.form_for(exercise.file), rules.guide)
    pending = {one.paper for one in state.pending}
    decision = replace(decision, asked=tuple(one for one in decision.asked if one.paper not in pending))
    unread = [paper.id for paper in on_file(state.file) if paper.id not in state.opened]
    reads: list[Act] = [(ActionKind.OPEN, {"paper": paper}) for paper in unread]
    flags: list[Act] = [
        (ActionKind.FLAG, {"pin": flag.pins[0]}) for flag in right.flags if not set(flag.pins) & set(state.flags)
    ]
    return [*reads, *flags, (ActionKind.DECIDE, decision_data(decision))]


def _has_asked(state: DeskState, right: Determination) -> bool:
    pending = {one.paper for one in state.pending}
    return bool(pending) and all(request.paper in pending for request in right.requests)


def answer_of(state: DeskState, determined: Determined) -> dict[str, object]:
    """Return the data of the wait that follows: how the supervisor answers, if the claim was escalated."""
    if state.sent is None or state.sent.disposition is not Disposition.ESCALATE:
        return {}
    reply = reply_to(state.sent, determined.of(state.file))
    return {"back": reply.back.value} if reply.back is not None else {}
