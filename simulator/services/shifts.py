"""Working on claims: taking one up, acting on it, undoing, closing. One call is one short write.

A call reads the person's own item and its log, ends that read, folds and scores, and only then begins to write.
UNIQUE(item, n) makes sure that of two calls at once only one goes through.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules
from simulator.desk.actions import Act, Action, ActionKind, numbered
from simulator.desk.filing import on_file
from simulator.desk.fold import fold
from simulator.desk.state import DeskState, Status
from simulator.domain.exercise import Exercise
from simulator.errors import AlreadyDecided, Conflict, NotFound
from simulator.json_codec import from_json, to_json
from simulator.persistence.content import keep, kept
from simulator.persistence.engine import writing
from simulator.persistence.items import Item, ItemState, LoggedAction, Shift, StoredScorecard, log_rows, own_item
from simulator.scoring.scorecard import score
from simulator.scoring.weights import Weights

log = structlog.get_logger()
_KEPT = 512
_kept: OrderedDict[tuple[type, str], object] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taught:
    """What a score needs of the stored text of a scenario."""

    rubric: Mapping[str, str] = field(default_factory=dict)


T = TypeVar("T", Exercise, Determination, _Taught)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An item with the exercise and the rules that were promised, and the state that its log has led to."""

    item_id: UUID
    person_id: UUID
    exercise_hash: str
    determination_hash: str
    scenario_hash: str
    exercise: Exercise
    rules: Rules
    form: Form
    state: DeskState


class Stale(Conflict):
    """The item has moved on since the page that acts was loaded."""


def take_up(
    session: Session,
    *,
    person_id: UUID,
    exercise: Exercise,
    determination: Determination,
    scenario_body: str,
    library: Library,
    now: datetime,
) -> UUID:
    """Put a claim on the person's desk and return its item; what was decided before can no longer be undone.

    The exercise, the determination, the wording, the guide and the scenario are stored by content, so that the work
    lasts as it was promised, whatever is edited later.
    """
    shift_id, item_id = uuid4(), uuid4()
    form, guide = _wording_of(exercise, library)
    bodies = (to_json(exercise), to_json(determination), scenario_body, form, guide)
    with writing(session):
        _close_decided(session, person_id, now)
        exercise_hash, determination_hash, scenario_hash, form_hash, guide_hash = keep(session, *bodies)
        session.execute(insert(Shift), {"id": shift_id, "person_id": person_id, "kind": "practice", "created_at": now})
        session.execute(
            insert(Item),
            {
                "id": item_id,
                "shift_id": shift_id,
                "person_id": person_id,
                "number": exercise.file.number,
                "scenario_id": exercise.scenario,
                "seed": str(exercise.seed),
                "exercise_hash": exercise_hash,
                "determination_hash": determination_hash,
                "scenario_hash": scenario_hash,
                "form_hash": form_hash,
                "guide_hash": guide_hash,
                "state": ItemState.OPEN.value,
                "created_at": now,
            },
        )
        _write_log(session, item_id, numbered(_first_acts(exercise), after=0, at=now))
    log.info("taken_up", item=str(item_id))
    return item_id


def _first_acts(exercise: Exercise) -> list[Act]:
    """Return what taking a claim up means: the first paper lies open."""
    return [(ActionKind.TAKE_UP, {}), (ActionKind.OPEN, {"paper": on_file(exercise.file)[0].id})]


def _wording_of(exercise: Exercise, library: Library) -> tuple[str, str]:
    """Return the texts of the edition by which the claim is judged, and of its guide."""
    file = exercise.file
    rules = library.rules(file.form, file.market, file.guide)
    return library.texts[rules.form_for(file).content_hash], library.texts[rules.guide.content_hash]


def _rules_of(session: Session, item: Item, exercise: Exercise, library: Library) -> Rules:
    """Return the rules that were promised: the library's while it holds the same texts, else those that were stored."""
    file = exercise.file
    if item.form_hash is None or item.guide_hash is None or {item.form_hash, item.guide_hash} <= library.texts.keys():
        return library.rules(file.form, file.market, file.guide)
    return _frozen_rules(session, item.form_hash, item.guide_hash)


def _frozen_rules(session: Session, form_hash: str, guide_hash: str) -> Rules:
    key = (Rules, f"{form_hash} {guide_hash}")
    if key not in _kept:
        bodies = kept(session, form_hash, guide_hash)
        form = load_form(bodies[form_hash], file="the stored wording")
        guide = load_guide(bodies[guide_hash], file="the stored guide")
        _remember(key, compile_rules([form], guide))
    found = _kept[key]
    assert isinstance(found, Rules)
    return found


def desk_of(session: Session, item_id: UUID, *, person_id: UUID, library: Library) -> Desk:
    """Return the desk of the person's own item as it stands.

    Raises:
        NotFound: There is no such item, or it is somebody else's.
    """
    item = own_item(session, item_id, person_id)
    if item is None:
        raise NotFound(f"There is no item {item_id} on this desk.")
    exercise = stored(session, Exercise, item.exercise_hash)
    rules = _rules_of(session, item, exercise, library)
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
    """Append *acts* to the log of the item of *desk*; a decision is scored and its scorecard stored with it.

    Raises:
        InvalidAction: The file or the state does not allow one of them; nothing was written.
        AlreadyDecided: The claim was decided before.
        Stale: Somebody else, or another window, has acted since *desk* was read.
    """
    if not acts:
        return desk
    state = foreseen(desk, acts, now=now).state
    new = state.actions[desk.state.position :]
    card = _scored(session, desk, state, weights, now) if _is_new_decision(desk, state) else None
    try:
        with writing(session):
            _write_log(session, desk.item_id, new)
            if state.status is not desk.state.status:
                _move(session, desk, state)
            if card is not None:
                session.execute(insert(StoredScorecard), card)
    except IntegrityError as error:
        raise Stale("This claim has changed in another window. Load the page again.") from error
    log.info("acted", item=str(desk.item_id), kinds=[action.kind.value for action in new], n=state.position)
    return replace(desk, state=state)


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


def stored(session: Session, kind: type[T], name: str) -> T:
    """Return the exercise or determination that is stored under the hash *name*, from memory where it was read before.

    Raises:
        NotFound: Nothing is stored under that name.
    """
    key = (kind, name)
    if key in _kept:
        _kept.move_to_end(key)
        found = _kept[key]
    else:
        bodies = kept(session, name)
        if name not in bodies:
            raise NotFound(f"Nothing is stored under {name}.")
        found = from_json(kind, bodies[name])
        _remember(key, found)
    assert isinstance(found, kind)
    return found


def _remember(key: tuple[type, str], found: object) -> None:
    _kept[key] = found
    if len(_kept) > _KEPT:
        _kept.popitem(last=False)


def _is_new_decision(desk: Desk, state: DeskState) -> bool:
    return desk.state.status is Status.OPEN and state.status is Status.DECIDED


def _scored(session: Session, desk: Desk, state: DeskState, weights: Weights, now: datetime) -> dict[str, object]:
    determination = stored(session, Determination, desk.determination_hash)
    rubric = stored(session, _Taught, desk.scenario_hash).rubric
    card = score(state, determination, weights, exercise=desk.exercise, rules=desk.rules, rubric=rubric)
    return {
        "id": uuid4(),
        "item_id": desk.item_id,
        "n": 1,
        "total": card.total,
        "body": to_json(card),
        "versions": dict(card.versions),
        "created_at": now,
    }


def _write_log(session: Session, item_id: UUID, actions: Sequence[Action]) -> None:
    rows = [
        {"item_id": item_id, "n": action.n, "at": action.at, "kind": action.kind.value, "data": dict(action.data)}
        for action in actions
    ]
    session.execute(insert(LoggedAction), rows)


def _move(session: Session, desk: Desk, state: DeskState) -> None:
    """Bring the row of the item to the state of its log; a scorecard goes when its decision is taken back."""
    moved = session.execute(
        update(Item)
        .where(Item.id == desk.item_id, Item.state == desk.state.status.value)
        .values(state=state.status.value, decided_at=state.decided_at, closed_at=state.closed_at)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise AlreadyDecided("This claim was decided in another window.")
    if state.status is Status.OPEN:
        session.execute(delete(StoredScorecard).where(StoredScorecard.item_id == desk.item_id))


def _close_decided(session: Session, person_id: UUID, now: datetime) -> None:
    """Close what the person has decided and not looked at: the next claim makes it final."""
    decided = select(Item.id).where(Item.person_id == person_id, Item.state == ItemState.DECIDED.value)
    for item_id in session.scalars(decided).all():
        position = log_rows(session, item_id)[-1].n
        _write_log(session, item_id, numbered([(ActionKind.CLOSE, {})], after=position, at=now))
        session.execute(update(Item).where(Item.id == item_id).values(state=ItemState.CLOSED.value, closed_at=now))
