"""Reading the decision form: what was typed into a draft, the acts that it means, the decision it makes."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from simulator.coverage.rules import added_rows, sheet_offs
from simulator.desk.actions import Act, ActionKind
from simulator.desk.payments import can_pay_meanwhile
from simulator.desk.sending import Gap, decision_data, decision_problems
from simulator.desk.state import DeskState
from simulator.desk.ties import supported
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.papers import RECORD
from simulator.domain.papers import pin as pin_of
from simulator.services.shifts import Desk

MOST_ASKED = 4
OFF, NOW_LINE, NOW_OFF = "off.", "now.", "nowoff."
"""How the names of fields begin: rows off the whole claim, lines paid meanwhile, and what comes off those."""
_LONGEST = 4000
_BRIEF = re.compile(r"brief\.(.+)")


class NotMoney(ValueError):
    """Typed where an amount belongs, and none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something to mend before a decision can be sent: the field to go to, the words, and the row it stands in."""

    field: str
    message: str
    row: str = ""


def money(typed: str, language: str) -> Decimal | None:
    """Return the amount that was typed, None where nothing was.

    Both ``2180.00`` and ``2180,00`` are understood, with thousands apart or not.

    Raises:
        NotMoney: It is no amount, or has more than two places.
    """
    text = re.sub(r"[\s\u00a0\u202f€$]", "", typed).replace("−", "-")
    if not text:
        return None
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        text = text.replace("," if comma < point else ".", "")
    elif comma >= 0 and language == "en" and re.fullmatch(r"-?\d{1,3}(,\d{3})+", text, re.ASCII):
        text = text.replace(",", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{0,2})?|-?\.\d{1,2}", text, re.ASCII):
        raise NotMoney(typed)
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise NotMoney(typed) from error


def field_names(desk: Desk) -> tuple[str, ...]:
    """Return every field of the decision form that a draft keeps."""
    lines = [f"{part}.{line.id}" for line in desk.state.file.lines for part in ("pay", "refuse", "ground")]
    offs = [f"{OFF}{name}" for name, _clause, _label in sheet_offs(desk.form)]
    asked = [f"ask.{n}.{part}" for n in range(MOST_ASKED) for part in ("paper", "holder", "why")]
    brief = ["brief.authority", "brief.provision", *(f"brief.trigger:{name}" for name in desk.rules.guide.sends_on)]
    return ("disposition", *lines, *offs, "lead", *asked, *_now_names(desk), "queue", *brief, "reason")


def _now_names(desk: Desk) -> Iterator[str]:
    if can_pay_meanwhile(desk.state.file, desk.form, desk.rules.guide):
        yield from (f"{NOW_LINE}{line.id}" for line in desk.state.file.lines)
        yield from (f"{NOW_OFF}{name}" for name, _clause, _label in sheet_offs(desk.form))


def acts_of(sent: "MultiDict[str, str]", desk: Desk) -> list[Act]:
    """Return what changes between the state of *desk* and the form as it was sent.

    A flag goes with its pin. What the file does not have (a pin, a provision, a field) no page of ours sends; it is
    passed over.
    """
    state, shown = desk.state, _shown(desk)
    known = {provision.id for provision in desk.form.provisions}
    pins = [pin for pin in dict.fromkeys(sent.getlist("pin")) if pin in shown]
    cites = [one for one in dict.fromkeys(sent.getlist("cite")) if one in known]
    flags = [pin for pin in dict.fromkeys(sent.getlist("flag")) if pin in pins]
    acts: list[Act] = [(ActionKind.UNFLAG, {"pin": pin}) for pin in state.flags if pin not in flags and pin in shown]
    acts += [(ActionKind.UNPIN, {"pin": pin}) for pin in state.pins if pin not in pins and pin in shown]
    acts += [(ActionKind.UNCITE, {"provision": one}) for one in state.cites if one not in cites]
    acts += [(ActionKind.PIN, {"pin": pin}) for pin in pins if pin not in state.pins]
    acts += [(ActionKind.FLAG, {"pin": pin}) for pin in flags if pin not in state.flags]
    acts += [(ActionKind.CITE, {"provision": one}) for one in cites if one not in state.cites]
    acts += _ties(sent, state, pins, known)
    changed = {name: text for name, text in _typed(sent, desk).items() if text != state.draft.get(name, "")}
    if changed:
        acts.append((ActionKind.DRAFT, {"fields": changed}))
    return acts


def _shown(desk: Desk) -> frozenset[str]:
    """Return every pin that the page shows, on papers and on the record."""
    file = desk.state.file
    record = (pin_of(RECORD, key) for key in file.record)
    return frozenset(record).union(
        pin_of(paper.id, field)
        for paper in file.papers
        if paper.received_at <= file.as_of
        for field in (*paper.fields, *(f"{line}.{name}" for line, names in paper.lines.items() for name in names))
    )


def _typed(sent: Mapping[str, str], desk: Desk) -> dict[str, str]:
    return {name: tidy(sent.get(name, ""))[:_LONGEST] for name in field_names(desk)}


def tidy(text: str) -> str:
    """Return *text* with plain ends of lines and without the character that a database cannot hold."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _ties(sent: Mapping[str, str], state: DeskState, pins: Sequence[str], known: Container[str]) -> Iterator[Act]:
    """Yield ties that changed; a tie to a fact that is no longer pinned goes with it."""
    kept = {pin: to for pin, to in state.ties.items() if pin in pins and (supported(to) is not None or to in pins)}
    for pin in pins:
        to = sent.get(f"tie.{pin}")
        if to is None or to == pin or not (to in ("", *pins) or supported(to) in known):
            continue
        if to != kept.get(pin, ""):
            yield ActionKind.TIE, {"pin": pin, "to": to}


def decide(desk: Desk, language: str) -> tuple[Act | None, tuple[Mistake, ...]]:
    """Return the act that sends the decision drafted on *desk*, or what has to be mended first."""
    draft = desk.state.draft
    try:
        disposition = Disposition(draft.get("disposition", ""))
    except ValueError:
        return None, (Mistake(field="d-approve", message=_("Choose what you decide.")),)
    reading = _Reading(desk, language)
    decision = reading.decision(disposition)
    mistakes = list(reading.mistakes)
    where = {mistake.field for mistake in mistakes}
    pending = frozenset(one.paper for one in desk.state.pending)
    for gap in decision_problems(decision, desk.state.file, desk.form, desk.rules.guide, pending=pending):
        mistake = _mistake(gap, desk, language)
        if mistake.field not in where:
            mistakes.append(mistake)
    if mistakes:
        return None, tuple(mistakes)
    return (ActionKind.DECIDE, decision_data(decision)), ()


class _Reading:
    """Reads a draft into a decision and gathers the amounts that are none. Fields of other choices are ignored."""

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk, self.language, self.draft = desk, language, desk.state.draft
        self.mistakes: list[Mistake] = []

    def decision(self, disposition: Disposition) -> Decision:
        parts: Mapping[Disposition, Callable[[], dict[str, object]]] = {
            Disposition.APPROVE: lambda: {"rows": self._rows(), "offs": self._offs()},
            Disposition.REJECT: lambda: {"lead": self.draft.get("lead", "")},
            Disposition.REQUEST_INFORMATION: lambda: {"asked": self._asked(), **self._meanwhile()},
            Disposition.ESCALATE: lambda: {"queue": self.draft.get("queue", ""), "brief": self._brief()},
        }
        state = self.desk.state
        return Decision(
            disposition=disposition,
            cites=state.cites,
            pins=state.pins,
            ties=state.ties,
            reason=self.draft.get("reason", "").strip(),
            **parts[disposition](),  # type: ignore[arg-type]
        )

    def _rows(self) -> dict[str, Row]:
        return {line.id: self._row(line.id) for line in self.desk.state.file.lines}

    def _row(self, line: str) -> Row:
        if self.draft.get(f"refuse.{line}"):
            return Row(refused=True, ground=self.draft.get(f"ground.{line}", ""))
        return Row(accepted=self._money(f"pay.{line}"))

    def _meanwhile(self) -> dict[str, object]:
        """Return what is paid with a request: the lines and rows in which something stands."""
        if not can_pay_meanwhile(self.desk.state.file, self.desk.form, self.desk.rules.guide):
            return {}
        paid = {line.id: self._money(f"{NOW_LINE}{line.id}") for line in self.desk.state.file.lines}
        rows = {line: Row(accepted=amount) for line, amount in paid.items() if amount}
        return {"rows": rows, "offs": {name: amount for name, amount in self._offs(NOW_OFF).items() if amount}}

    def _offs(self, prefix: str = OFF) -> dict[str, Decimal]:
        added = added_rows(self.desk.form)
        typed = {name: self._money(f"{prefix}{name}") or Decimal(0) for name, _, _ in sheet_offs(self.desk.form)}
        return {name: -amount if name in added else amount for name, amount in typed.items()}

    def _money(self, field: str) -> Decimal | None:
        try:
            amount = money(self.draft.get(field, ""), self.language)
        except NotMoney:
            self._amiss(field, money_words(self.desk.form.currency, self.language))
            return None
        if amount is not None and amount < 0:
            self._amiss(field, _("Enter the amount without a minus."))
            return None
        return amount

    def _amiss(self, field: str, message: str) -> None:
        rows = {f"{part}{line.id}": line.label for line in self.desk.state.file.lines for part in ("pay.", NOW_LINE)}
        offs = sheet_offs(self.desk.form)
        rows |= {f"{part}{name}": label for name, _clause, label in offs for part in (OFF, NOW_OFF)}
        self.mistakes.append(Mistake(field=field, message=message, row=rows[field].in_(self.language)))

    def _asked(self) -> tuple[Asked, ...]:
        rows = ({part: self.draft.get(f"ask.{n}.{part}", "") for part in ("paper", "holder", "why")} for n in range(4))
        return tuple(Asked(**row) for row in rows if any(row.values()))

    def _brief(self) -> tuple[str, ...]:
        chosen = [found[1] for name in self.draft if (found := _BRIEF.fullmatch(name)) and found[1] != "provision"]
        provision = self.draft.get("brief.provision", "")
        return (*chosen, *([f"provision:{provision}"] if provision else []))


def money_words(currency: str, language: str) -> str:
    """Return what to do where an amount is none."""
    example = "2180,00" if language == "et" else "2180.00"
    if currency == "EUR":
        return str(_("Enter the amount in euros, for example %(example)s", example=example))
    return str(_("Enter the amount in %(currency)s, for example %(example)s", currency=currency, example=example))


def _mistake(gap: Gap, desk: Desk, language: str) -> Mistake:
    """Return the words for what a decision lacks, in the language of the page."""
    lines = {line.id: line.label.in_(language) for line in desk.state.file.lines}
    words = {
        "row": (f"pay.{gap.where}", _("%(line)s: enter what you accept, or refuse it.", line=lines.get(gap.where, ""))),
        "ground": (
            f"ground.{gap.where}",
            _("%(line)s: choose the provision that refuses it.", line=lines.get(gap.where, "")),
        ),
        "amount": (f"pay.{gap.where}", _("Enter the amount without a minus.")),
        "lead": ("lead", _("Choose the provision that leads the refusal.")),
        "asked": ("ask.0.paper", _("Choose which paper you need.")),
        "paper": (f"ask.{gap.where}.paper", _("Choose which paper you need.")),
        "holder": (f"ask.{gap.where}.holder", _("Choose who should send it.")),
        "why": (f"ask.{gap.where}.why", _("Choose what the paper must settle.")),
        "brief": ("brief.provision", _("Choose a provision of the wording.")),
        "queue": ("queue-0", _("Choose who takes the claim over.")),
        "paid": (f"{NOW_LINE}{gap.where}", _("Enter the amount without a minus.")),
        "nothing_paid": (
            f"{NOW_LINE}{next(iter(lines))}",
            _("What you pay meanwhile comes to nothing: leave it empty, or pay a line."),
        ),
        "again": (_ask_field(desk, gap.where), _("You have asked for this paper. Wait for the reply, or remind.")),
    }
    field, message = words.get(gap.kind, ("decision", gap.message))
    return Mistake(field=field, message=str(message))


def _ask_field(desk: Desk, paper: str) -> str:
    """Return the field in which *paper* was chosen."""
    names = (f"ask.{n}.paper" for n in range(MOST_ASKED))
    return next((name for name in names if desk.state.draft.get(name) == paper), "ask.0.paper")
