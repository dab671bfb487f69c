"""An act of a log in words, and a decision form as it was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from simulator.desk.actions import Action, ActionKind
from simulator.desk.ties import supported
from simulator.domain.decision import Disposition
from simulator.services.shifts import Desk
from simulator.web.items.surroundings import Surroundings
from simulator.web.teaching.exported import act_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """An act in words."""

    words: str


def acted(action: Action, desk: Desk, around: Surroundings) -> Acted:
    """Return *action* in words; *around* holds every paper that ever came."""
    return Acted(words=_words(action, desk, around))


def _words(action: Action, desk: Desk, around: Surroundings) -> str:
    quiet = {
        ActionKind.TAKE_UP: _("Took the claim up"),
        ActionKind.UNDO: _("Took the decision back"),
        ActionKind.CLOSE: _("Opened the debrief or the next claim"),
        ActionKind.SET_ASIDE: _("Set the claim aside"),
        ActionKind.WAIT: _("Waited"),
        ActionKind.REMIND: _("Sent reminders"),
    }
    if action.kind in quiet:
        return str(quiet[action.kind])
    if action.kind is ActionKind.DRAFT:
        fields = action.data.get("fields")
        said = typed(fields, desk, around, keep_empty=True) if isinstance(fields, Mapping) else ()
        return "; ".join(f"{label}: {text or _('emptied')}" for label, text in said)
    return str(_telling(action, around))


def _telling(action: Action, around: Surroundings) -> str:
    data = {name: str(value) for name, value in action.data.items() if isinstance(value, str)}
    pin = _fact(data["pin"], around) if "pin" in data else ""
    clause = data.get("provision", "")
    clause = around.cites.get(clause, clause)
    match action.kind:
        case ActionKind.OPEN:
            return str(_("Opened: %(paper)s", paper=_title(data.get("paper", ""), around)))
        case ActionKind.PIN:
            return str(_("Pinned: %(fact)s", fact=pin))
        case ActionKind.UNPIN:
            return str(_("Took the pin off: %(fact)s", fact=pin))
        case ActionKind.TIE:
            return f"{pin}: {_tie(data.get('to', ''), around)}"
        case ActionKind.FLAG:
            return str(_("Flagged as wrong: %(fact)s", fact=pin))
        case ActionKind.UNFLAG:
            return str(_("Took the flag off: %(fact)s", fact=pin))
        case ActionKind.CITE:
            return str(_("Cited: %(clause)s", clause=clause))
        case ActionKind.UNCITE:
            return str(_("No longer cited: %(clause)s", clause=clause))
        case ActionKind.NOTE:
            return str(_("Note: %(text)s", text=data.get("text", "")))
        case _:
            return str(_("Sent: %(act)s", act=_act(action)))


def _act(action: Action) -> str:
    decision = action.data.get("decision")
    name = decision.get("disposition", "") if isinstance(decision, Mapping) else ""
    return act_words(Disposition(name)) if name in set(Disposition) else str(name)


def _fact(pin: str, around: Surroundings) -> str:
    said, source = around.words(pin)
    return f"{said} ({source})"


def _title(paper: str, around: Surroundings) -> str:
    return next((one.title for one in around.papers if one.id == paper), paper)


def _tie(to: str, around: Surroundings) -> str:
    if not to:
        return str(_("tied to nothing"))
    provision = supported(to)
    if provision is not None:
        return str(_("supports %(cite)s", cite=around.cites.get(provision, provision)))
    return str(_("clashes with: %(fact)s", fact=_fact(to, around)))


def typed(
    draft: Mapping[str, object], desk: Desk, around: Surroundings, *, keep_empty: bool = False
) -> Iterable[tuple[str, str]]:
    """Yield label and text of each field of the decision form that was typed."""
    lines = {line.id: line.label.in_(around.language) for line in desk.state.file.lines}
    for name, value in draft.items():
        text = str(value)
        if text or keep_empty:
            head, _dot, rest = name.partition(".")
            yield _label(head, rest, lines, around), _text(head, rest, text, around)


def _label(head: str, rest: str, lines: Mapping[str, str], around: Surroundings) -> str:
    line = lines.get(rest, rest)
    off = next((one.label for one in around.offs if one.id == rest), rest)
    words = {
        "disposition": _("Decision"),
        "pay": _("Accepted, %(line)s", line=line),
        "refuse": _("Refused, %(line)s", line=line),
        "ground": _("Ground, %(line)s", line=line),
        "off": off,
        "lead": _("Ground"),
        "queue": _("To whom"),
        "reason": _("Reason"),
        "brief": _("The brief says"),
        "ask": _("Asked for"),
    }
    return str(words.get(head, _("Decision form")))


def _text(head: str, rest: str, text: str, around: Surroundings) -> str:
    if head == "disposition" and text in set(Disposition):
        return act_words(Disposition(text))
    if head in ("ground", "lead"):
        return around.cites.get(text, text)
    if head == "queue":
        return around.queue(text)
    if head == "refuse":
        return str(_("yes")) if text else ""
    if head == "brief":
        return around.cites.get(text, text) if rest == "provision" else around.brief_words(rest)
    if head == "ask":
        part = rest.rpartition(".")[2]
        said = {"paper": around.kind, "holder": around.holder, "why": around.fact}.get(part)
        return said(text) if said else text
    return text
