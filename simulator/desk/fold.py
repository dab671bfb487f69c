"""From a log of actions to the state of the desk: pure, strict, and the same whenever it is played."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.actions import Action, ActionKind
from simulator.desk.sending import decision_from, decision_problems
from simulator.desk.state import DeskState, Note, Status
from simulator.desk.ties import supported
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Decision, Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pinned
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
    desk = _Desk(exercise.file, form, guide)
    for place, action in enumerate(actions, start=1):
        if action.n != place:
            raise InvalidAction(f"Action {action.n} stands where action {place} should be.")
        desk.play(action)
    return desk.state(tuple(actions))


@dataclass(slots=True)
class _Desk:
    """The desk while the log is played. ``provisions`` is None where the form is not known."""

    file: ClaimFile
    form: Form | None
    guide: Guide | None
    status: Status = Status.OPEN
    position: int = 0
    opened: list[str] = field(default_factory=list)
    current: str = ""
    pins: list[str] = field(default_factory=list)
    ties: dict[str, str] = field(default_factory=dict)
    cites: list[str] = field(default_factory=list)
    draft: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    minutes: int = 0
    spent: list[int] = field(default_factory=list)
    aside: bool = False
    sent: Decision | None = None
    changed_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    def play(self, action: Action) -> None:
        if not self.position and action.kind is not ActionKind.TAKE_UP:
            raise InvalidAction("Take the claim up first.")
        if self.status is not Status.OPEN and action.kind not in _AFTER:
            raise AlreadyDecided("This claim has been decided. Undo the decision to work on it again.")
        _PLAY[action.kind](self, action)
        self.position, self.changed_at = action.n, action.at
        self.spent.append(self.minutes)

    def state(self, actions: tuple[Action, ...]) -> DeskState:
        return DeskState(
            position=self.position,
            status=self.status,
            opened=tuple(self.opened),
            current=self.current,
            pins=tuple(self.pins),
            ties=dict(self.ties),
            cites=tuple(self.cites),
            draft=dict(self.draft),
            notes=tuple(self.notes),
            work_minutes=self.minutes,
            spent=tuple(self.spent),
            is_set_aside=self.aside,
            sent=self.sent,
            changed_at=self.changed_at,
            decided_at=self.decided_at,
            closed_at=self.closed_at,
            actions=actions,
        )

    def work(self, act: str) -> None:
        if self.guide is not None:
            self.minutes += self.guide.work_minutes.get(act, 0)


def _take_up(desk: _Desk, _: Action) -> None:
    desk.aside = False


def _open(desk: _Desk, action: Action) -> None:
    paper = _text(action, "paper")
    found = desk.file.paper(paper)
    if found is None or found.received_at > desk.file.as_of:
        raise InvalidAction(f"There is no paper {paper!r} on this file.")
    if paper not in desk.opened:
        desk.opened.append(paper)
        desk.work("open_paper")
    desk.current = paper


def _pin(desk: _Desk, action: Action) -> None:
    pin = _text(action, "pin")
    paper_id, field_id = pinned(pin)
    paper = desk.file.paper(paper_id)
    if paper is None or paper.received_at > desk.file.as_of or paper.statement(field_id) is None:
        raise InvalidAction(f"Nothing on this file can be pinned as {pin!r}.")
    if pin in desk.pins:
        raise InvalidAction(f"{pin!r} is pinned already.")
    desk.pins.append(pin)


def _unpin(desk: _Desk, action: Action) -> None:
    pin = _text(action, "pin")
    if pin not in desk.pins:
        raise InvalidAction(f"{pin!r} is not pinned.")
    desk.pins.remove(pin)
    desk.ties.pop(pin, None)
    for other in [other for other, to in desk.ties.items() if to == pin]:
        del desk.ties[other]


def _tie(desk: _Desk, action: Action) -> None:
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


def _cite(desk: _Desk, action: Action) -> None:
    provision = _text(action, "provision")
    _known_provision(desk, provision)
    if provision in desk.cites:
        raise InvalidAction(f"Provision {provision!r} is cited already.")
    desk.cites.append(provision)


def _uncite(desk: _Desk, action: Action) -> None:
    provision = _text(action, "provision")
    if provision not in desk.cites:
        raise InvalidAction(f"Provision {provision!r} is not cited.")
    desk.cites.remove(provision)


def _known_provision(desk: _Desk, provision: str) -> None:
    if desk.form is not None and all(provision != known.id for known in desk.form.provisions):
        raise InvalidAction(f"The wording has no provision {provision!r}.")


def _draft(desk: _Desk, action: Action) -> None:
    fields = action.data.get("fields")
    if not isinstance(fields, Mapping):
        raise InvalidAction("A draft names the fields that changed.")
    for name, text in fields.items():
        if text:
            desk.draft[str(name)] = str(text)
        else:
            desk.draft.pop(str(name), None)


def _note(desk: _Desk, action: Action) -> None:
    text = _text(action, "text").strip()
    if not text:
        raise InvalidAction("Write something in the note.")
    desk.notes.append(Note(at=action.at, text=text))
    desk.work("note")


def _decide(desk: _Desk, action: Action) -> None:
    decision = decision_from(action.data.get("decision"))
    problems = decision_problems(decision, desk.file, desk.form, desk.guide)
    if problems:
        raise InvalidAction(" ".join(problem.message for problem in problems))
    desk.sent, desk.status, desk.decided_at = decision, Status.DECIDED, action.at
    desk.work(_WORK[decision.disposition])


def _undo(desk: _Desk, _: Action) -> None:
    if desk.status is Status.CLOSED:
        raise AlreadyDecided("The debrief has been opened, so the decision stands.")
    if desk.status is Status.OPEN:
        raise InvalidAction("There is no decision to undo.")
    desk.sent, desk.status, desk.decided_at = None, Status.OPEN, None


def _close(desk: _Desk, action: Action) -> None:
    if desk.status is Status.OPEN:
        raise InvalidAction("Decide the claim before you open its debrief.")
    desk.status, desk.closed_at = Status.CLOSED, action.at


def _set_aside(desk: _Desk, _: Action) -> None:
    desk.aside = True


def _text(action: Action, key: str) -> str:
    value = action.data.get(key)
    if not isinstance(value, str):
        raise InvalidAction(f"The action {action.kind} needs {key!r}.")
    return value


_AFTER = frozenset({ActionKind.UNDO, ActionKind.CLOSE})
_WORK = {
    Disposition.APPROVE: "decide",
    Disposition.REJECT: "decide",
    Disposition.REQUEST_INFORMATION: "request",
    Disposition.ESCALATE: "escalate",
}
_PLAY: Mapping[ActionKind, Callable[[_Desk, Action], None]] = {
    ActionKind.TAKE_UP: _take_up,
    ActionKind.OPEN: _open,
    ActionKind.PIN: _pin,
    ActionKind.UNPIN: _unpin,
    ActionKind.TIE: _tie,
    ActionKind.CITE: _cite,
    ActionKind.UNCITE: _uncite,
    ActionKind.DRAFT: _draft,
    ActionKind.NOTE: _note,
    ActionKind.DECIDE: _decide,
    ActionKind.UNDO: _undo,
    ActionKind.CLOSE: _close,
    ActionKind.SET_ASIDE: _set_aside,
}
