"""From a log of actions to the state of the desk: pure, strict, and the same whenever it is played."""

from collections.abc import Callable, Mapping, Sequence

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk import waiting
from simulator.desk.actions import Action, ActionKind
from simulator.desk.sending import decision_from, decision_problems
from simulator.desk.state import DeskState, Note, Status
from simulator.desk.table import Desk
from simulator.desk.ties import supported
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, pinned
from simulator.errors import AlreadyDecided, InvalidAction


def fold(
    exercise: Exercise, actions: Sequence[Action], *, form: Form | None = None, guide: Guide | None = None
) -> DeskState:
    """Return the state of the desk after *actions*, the whole log of the item from its first entry.

    With the *form* and the *guide* of the file, provisions, papers asked for and queues are checked too, and work is
    counted in the guide's minutes.

    Raises:
        InvalidAction: An action that the file or the state does not allow; the message says which and why.
        AlreadyDecided: Work on an item that has been decided.
    """
    desk = Desk(exercise.file, exercise.correspondence, form, guide)
    for place, action in enumerate(actions, start=1):
        if action.n != place:
            raise InvalidAction(f"Action {action.n} stands where action {place} should be.")
        _play(desk, action)
    return _state(desk, tuple(actions))


def _play(desk: Desk, action: Action) -> None:
    if not desk.position and action.kind is not ActionKind.TAKE_UP:
        raise InvalidAction("Take the claim up first.")
    if desk.status is not Status.OPEN and action.kind not in _AFTER:
        raise AlreadyDecided(_DONE[desk.status])
    _PLAY[action.kind](desk, action)
    desk.position, desk.changed_at = action.n, action.at
    desk.spent.append(desk.minutes)


def _state(desk: Desk, actions: tuple[Action, ...]) -> DeskState:
    return DeskState(
        file=desk.file,
        position=desk.position,
        status=desk.status,
        opened=tuple(desk.opened),
        current=desk.current,
        pins=tuple(desk.pins),
        ties=dict(desk.ties),
        flags=tuple(desk.flags),
        cites=tuple(desk.cites),
        draft=dict(desk.draft),
        notes=tuple(desk.notes),
        work_minutes=desk.minutes,
        spent=tuple(desk.spent),
        is_set_aside=desk.aside,
        sent=desk.sent,
        acts=tuple(desk.acts),
        letters=tuple(desk.letters),
        pending=tuple(desk.pending),
        can_wait=waiting.can_wait(desk),
        can_undo=desk.before is not None and desk.status in (Status.WAITING, Status.DECIDED),
        changed_at=desk.changed_at,
        decided_at=desk.decided_at,
        closed_at=desk.closed_at,
        actions=actions,
    )


def _take_up(desk: Desk, _: Action) -> None:
    desk.aside = False


def _open(desk: Desk, action: Action) -> None:
    paper = _text(action, "paper")
    if paper == RECORD and desk.file.record:
        desk.current = paper
        return
    found = desk.file.paper(paper)
    if found is None or found.received_at > desk.file.as_of:
        raise InvalidAction(f"There is no paper {paper!r} on this file.")
    if paper not in desk.opened:
        desk.opened.append(paper)
        desk.work("open_paper")
    desk.current = paper


def _pin(desk: Desk, action: Action) -> None:
    pin = _text(action, "pin")
    if not _is_there(desk, pin):
        raise InvalidAction(f"Nothing on this file can be pinned as {pin!r}.")
    if pin in desk.pins:
        raise InvalidAction(f"{pin!r} is pinned already.")
    desk.pins.append(pin)


def _is_there(desk: Desk, pin: str) -> bool:
    """Tell whether a paper that has come, or the record, states something there."""
    paper_id, field_id = pinned(pin)
    if paper_id == RECORD:
        return field_id in desk.file.record
    paper = desk.file.paper(paper_id)
    return paper is not None and paper.received_at <= desk.file.as_of and paper.statement(field_id) is not None


def _unpin(desk: Desk, action: Action) -> None:
    pin = _text(action, "pin")
    if pin not in desk.pins:
        raise InvalidAction(f"{pin!r} is not pinned.")
    desk.pins.remove(pin)
    desk.ties.pop(pin, None)
    for other in [other for other, to in desk.ties.items() if to == pin]:
        del desk.ties[other]


def _tie(desk: Desk, action: Action) -> None:
    pin, to = _text(action, "pin"), _text(action, "to")
    if pin not in desk.pins:
        raise InvalidAction(f"Pin {pin!r} before you tie it.")
    if not to:
        desk.ties.pop(pin, None)
        return
    provision = supported(to)
    if provision is None and (to not in desk.pins or to == pin):
        raise InvalidAction(f"{pin!r} cannot clash with {to!r}: pin that fact too.")
    if provision is not None:
        _known_provision(desk, provision)
    desk.ties[pin] = to


def _flag(desk: Desk, action: Action) -> None:
    place = _text(action, "pin")
    if not _is_there(desk, place):
        raise InvalidAction(f"Nothing on this file can be flagged as {place!r}.")
    if place in desk.flags:
        raise InvalidAction(f"{place!r} is flagged already.")
    desk.flags.append(place)


def _unflag(desk: Desk, action: Action) -> None:
    place = _text(action, "pin")
    if place not in desk.flags:
        raise InvalidAction(f"{place!r} is not flagged.")
    desk.flags.remove(place)


def _cite(desk: Desk, action: Action) -> None:
    provision = _text(action, "provision")
    _known_provision(desk, provision)
    if provision in desk.cites:
        raise InvalidAction(f"Provision {provision!r} is cited already.")
    desk.cites.append(provision)


def _uncite(desk: Desk, action: Action) -> None:
    provision = _text(action, "provision")
    if provision not in desk.cites:
        raise InvalidAction(f"Provision {provision!r} is not cited.")
    desk.cites.remove(provision)


def _known_provision(desk: Desk, provision: str) -> None:
    if desk.form is not None and all(provision != known.id for known in desk.form.provisions):
        raise InvalidAction(f"The wording has no provision {provision!r}.")


def _draft(desk: Desk, action: Action) -> None:
    fields = action.data.get("fields")
    if not isinstance(fields, Mapping):
        raise InvalidAction("A draft names the fields that changed.")
    for name, text in fields.items():
        if text:
            desk.draft[str(name)] = str(text)
        else:
            desk.draft.pop(str(name), None)


def _note(desk: Desk, action: Action) -> None:
    text = _text(action, "text").strip()
    if not text:
        raise InvalidAction("Write something in the note.")
    desk.notes.append(Note(at=action.at, text=text))
    desk.work("note")


def _decide(desk: Desk, action: Action) -> None:
    decision = decision_from(action.data.get("decision"))
    pending = frozenset(one.paper for one in desk.pending)
    problems = decision_problems(decision, desk.file, desk.form, desk.guide, pending=pending)
    if problems:
        raise InvalidAction(" ".join(problem.message for problem in problems))
    waiting.send(desk, decision, action)
    desk.work(WORK[decision.disposition])


def _undo(desk: Desk, _: Action) -> None:
    if desk.status is Status.CLOSED:
        raise AlreadyDecided("The debrief has been opened, so the decision stands.")
    if desk.status is Status.OPEN:
        raise InvalidAction("There is no decision to undo.")
    if desk.before is None:
        raise AlreadyDecided("The claim has been decided elsewhere, so the decision stands.")
    waiting.take_back(desk)


def _close(desk: Desk, action: Action) -> None:
    if desk.status is Status.OPEN:
        raise InvalidAction("Decide the claim before you open its debrief.")
    if desk.status is Status.WAITING:
        raise InvalidAction("Wait for the reply before you open the debrief.")
    desk.status, desk.closed_at = Status.CLOSED, action.at


def _set_aside(desk: Desk, _: Action) -> None:
    desk.aside = True


def _text(action: Action, key: str) -> str:
    value = action.data.get(key)
    if not isinstance(value, str):
        raise InvalidAction(f"The action {action.kind} needs {key!r}.")
    return value


_AFTER = frozenset({ActionKind.UNDO, ActionKind.CLOSE, ActionKind.WAIT})
_DONE = {
    Status.WAITING: "This claim waits for a reply. Wait for it, or undo what you sent, to work on it again.",
    Status.DECIDED: "This claim has been decided. Undo the decision to work on it again.",
    Status.CLOSED: "This claim has been decided and its debrief opened.",
}
WORK = {
    Disposition.APPROVE: "decide",
    Disposition.REJECT: "decide",
    Disposition.REQUEST_INFORMATION: "request",
    Disposition.ESCALATE: "escalate",
}
_PLAY: Mapping[ActionKind, Callable[[Desk, Action], None]] = {
    ActionKind.TAKE_UP: _take_up,
    ActionKind.OPEN: _open,
    ActionKind.PIN: _pin,
    ActionKind.UNPIN: _unpin,
    ActionKind.TIE: _tie,
    ActionKind.FLAG: _flag,
    ActionKind.UNFLAG: _unflag,
    ActionKind.CITE: _cite,
    ActionKind.UNCITE: _uncite,
    ActionKind.DRAFT: _draft,
    ActionKind.NOTE: _note,
    ActionKind.DECIDE: _decide,
    ActionKind.UNDO: _undo,
    ActionKind.CLOSE: _close,
    ActionKind.SET_ASIDE: _set_aside,
    ActionKind.WAIT: waiting.wait,
    ActionKind.REMIND: waiting.remind,
}
