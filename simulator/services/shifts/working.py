"""Working on a claim that lies on the desk: each call appends to its log, and moves its row where the log says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.language.forms import Form
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules
from simulator.desk.actions import Act, Action, ActionKind, numbered
from simulator.desk.fold import fold
from simulator.desk.state import DeskState, Status
from simulator.desk.supervisor import reply_to
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.errors import AlreadyDecided, Conflict, NotFound
from simulator.json_codec import to_json
from simulator.persistence.content import keep
from simulator.persistence.engine import reached, writing
from simulator.persistence.items import (
    SITTING,
    Item,
    Shift,
    StoredScorecard,
    StoredState,
    log_rows,
    own_work,
    states_of,
)
from simulator.scoring.debrief import Taught
from simulator.scoring.scorecard import Scorecard, score
from simulator.scoring.weights import Weights
from simulator.services.shifts.log import write_log
from simulator.services.shifts.stored import rules_of, stored

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An item with the exercise and the rules that were promised, and the state that its log has led to.

    ``kind`` is that of its shift, ``ends_at`` when the shift ends or has ended, nothing where it may take its time.
    """

    item_id: UUID
    person_id: UUID
    exercise_hash: str
    determination_hash: str
    scenario_hash: str
    exercise: Exercise
    rules: Rules
    form: Form
    state: DeskState
    kind: str
    ends_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the shift has ended: nothing that comes now counts."""
        return self.ends_at is not None and now >= self.ends_at


class Stale(Conflict):
    """The item has moved on since the page that acts was loaded."""


class ShiftIsOver(Conflict):
    """The shift has ended: its time ran out, or it was handed in. What came before counts, this does not."""


def desk_of(session: Session, item_id: UUID, *, person_id: UUID, library: Library) -> Desk:
    """Return the desk of the person's own item as it stands.

    Raises:
        NotFound: There is no such item, or it is somebody else's.
    """
    work = own_work(session, item_id, person_id)
    if work is None:
        raise NotFound(f"There is no item {item_id} on this desk.")
    item, shift = work
    exercise = stored(session, Exercise, item.exercise_hash)
    rules = rules_of(session, item, exercise, library)
    form = rules.form_for(exercise.file)
    rows = log_rows(session, item_id)
    actions = [Action(n=row.n, at=row.at, kind=ActionKind(row.kind), data=row.data) for row in rows]
    return Desk(
        item_id=item_id,
        person_id=person_id,
        exercise_hash=item.exercise_hash,
        determination_hash=item.determination_hash,
        scenario_hash=item.scenario_hash,
        exercise=exercise,
        rules=rules,
        form=form,
        state=fold(exercise, actions, form=form, guide=rules.guide),
        kind=shift.kind,
        ends_at=shift.ended_at or shift.deadline_at,
    )


def foreseen(desk: Desk, acts: Sequence[Act], *, now: datetime) -> Desk:
    """Return the desk as *acts* would leave it; nothing is written.

    Raises:
        InvalidAction: The file or the state does not allow one of them.
    """
    new = numbered(list(acts), after=desk.state.position, at=now)
    actions = (*desk.state.actions, *new)
    return replace(desk, state=fold(desk.exercise, actions, form=desk.form, guide=desk.rules.guide))


def act(session: Session, desk: Desk, acts: Sequence[Act], *, weights: Weights, now: datetime) -> Desk:
    """Append *acts* to the log of the item of *desk*; once the claim is decided its scorecard is stored with it.

    Raises:
        InvalidAction: The file or the state does not allow one of them; nothing was written.
        AlreadyDecided: The claim was decided before.
        Stale: Somebody else, or another window, has acted since *desk* was read.
        ShiftIsOver: The shift has ended; nothing was written.
    """
    if not acts:
        return desk
    if desk.is_over(now):
        raise ShiftIsOver("The time of this sitting is over.")
    state = foreseen(desk, acts, now=now).state
    new = state.actions[desk.state.position :]
    right = determine(desk.rules, state.file) if state.file is not desk.state.file else None
    card = _scored(session, desk, state, weights, now) if _is_new_decision(desk, state) else None
    try:
        with writing(session):
            if desk.kind == SITTING:
                _require_going_on(session, desk.item_id)
            write_log(session, desk.item_id, new)
            if right is not None:
                _keep_state(session, desk.item_id, state.position, right)
            if state.status is not desk.state.status:
                _move(session, desk, state)
            if card is not None:
                session.execute(insert(StoredScorecard), card)
    except IntegrityError as error:
        raise Stale("This claim has changed in another window. Load the page again.") from error
    log.info("acted", item=str(desk.item_id), kinds=[action.kind.value for action in new], n=state.position)
    return replace(desk, state=state)


def wait(session: Session, desk: Desk, *, weights: Weights, now: datetime) -> Desk:
    """Let time pass on the item of *desk* until the next thing happens: a reply comes, or a reminder is due.

    Raises:
        InvalidAction: Nothing is on its way.
    """
    return act(session, desk, [_waiting(session, desk)], weights=weights, now=now)


def if_answered(session: Session, desk: Desk, *, weights: Weights, now: datetime) -> tuple[Desk, Scorecard | None]:
    """Return the desk as the supervisor's answer would leave it, and the scorecard if that decides.

    Nothing is written. A desk that awaits no supervisor stays as it is and has no card.
    """
    sent = desk.state.sent
    if not desk.state.can_wait or sent is None or sent.disposition is not Disposition.ESCALATE:
        return desk, None
    after = foreseen(desk, [_waiting(session, desk)], now=now)
    return after, _card(session, after, after.state, weights) if after.state.status is Status.DECIDED else None


def _waiting(session: Session, desk: Desk) -> Act:
    """Return the wait that follows: with the supervisor's answer, if the claim was escalated."""
    sent = desk.state.sent
    if sent is None or sent.disposition is not Disposition.ESCALATE:
        return ActionKind.WAIT, {}
    reply = reply_to(sent, determinations(session, desk, desk.state)[-1])
    return ActionKind.WAIT, {"back": reply.back.value} if reply.back is not None else {}


def undo(session: Session, desk: Desk, *, weights: Weights, now: datetime) -> Desk:
    """Take the decision of *desk* back; its scorecard goes with it.

    Raises:
        AlreadyDecided: Its debrief, or the next claim, has been opened.
    """
    return act(session, desk, [(ActionKind.UNDO, {})], weights=weights, now=now)


def close(session: Session, desk: Desk, *, weights: Weights, now: datetime) -> Desk:
    """Close the item of *desk*, since its debrief is opened; one that is closed stays as it is.

    Raises:
        InvalidAction: It has not been decided.
    """
    if desk.state.status is Status.CLOSED:
        return desk
    return act(session, desk, [(ActionKind.CLOSE, {})], weights=weights, now=now)


def _require_going_on(session: Session, item_id: UUID) -> None:
    """Hold the shift of the item while its log grows: what is handed in at the same moment is handed in whole."""
    shift = select(Shift.ended_at).join(Item, Item.shift_id == Shift.id).where(Item.id == item_id)
    if session.execute(shift.with_for_update(of=Shift)).scalar_one() is not None:
        raise ShiftIsOver("This sitting was handed in.")


def _is_new_decision(desk: Desk, state: DeskState) -> bool:
    return desk.state.status is not Status.DECIDED and state.status is Status.DECIDED


def determinations(session: Session, desk: Desk, state: DeskState) -> tuple[Determination, ...]:
    """Return what was right at each act of *state*, on the file as it stood then."""
    later = states_of(session, desk.item_id) if state.letters else []
    names = [desk.determination_hash for _ in state.acts]
    for n, name in later:
        names = [name if n < sent.n else held for sent, held in zip(state.acts, names, strict=True)]
    return tuple(stored(session, Determination, name) for name in names)


def _keep_state(session: Session, item_id: UUID, n: int, right: Determination) -> None:
    (name,) = keep(session, to_json(right))
    session.execute(insert(StoredState), {"item_id": item_id, "n": n, "determination_hash": name})


def _card(session: Session, desk: Desk, state: DeskState, weights: Weights) -> Scorecard:
    right = determinations(session, desk, state)
    rubric = stored(session, Taught, desk.scenario_hash).rubric
    return score(state, right, weights, exercise=desk.exercise, rules=desk.rules, rubric=rubric)


def _scored(session: Session, desk: Desk, state: DeskState, weights: Weights, now: datetime) -> dict[str, object]:
    card = _card(session, desk, state, weights)
    return {
        "id": uuid4(),
        "item_id": desk.item_id,
        "n": 1,
        "total": card.total,
        "body": to_json(card),
        "versions": dict(card.versions),
        "created_at": now,
    }


def _move(session: Session, desk: Desk, state: DeskState) -> None:
    """Bring the row of the item to the state of its log; a scorecard goes when its decision is taken back."""
    same = update(Item).where(Item.id == desk.item_id, Item.state == desk.state.status.value)
    moved = same.values(state=state.status.value, decided_at=state.decided_at, closed_at=state.closed_at)
    if not reached(session, moved):
        raise AlreadyDecided("This claim was decided in another window.")
    if state.status is Status.OPEN:
        session.execute(delete(StoredScorecard).where(StoredScorecard.item_id == desk.item_id))
