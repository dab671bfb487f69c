"""The decision form as it was typed: the tray, the settlement sheet, the papers asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from simulator.desk.state import DeskState
from simulator.desk.ties import supported, supports
from simulator.services.shifts import Desk
from simulator.web.items.sending import MOST_ASKED, OFF, NotMoney, money
from simulator.web.items.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayRow:
    """A pinned fact, what it is tied to and could be tied to, and whether it is flagged as wrong."""

    number: int
    pin: str
    words: str
    source: str
    tie: str
    clashes: bool
    is_flagged: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the settlement sheet as it was typed."""

    id: str
    label: str
    claimed: str
    pay: str
    refused: bool
    ground: str
    pay_error: str
    ground_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOffRow:
    """A row that comes off the whole claim."""

    id: str
    label: str
    cite: str
    typed: str
    error: str
    adds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One paper asked for."""

    n: int
    paper: str
    holder: str
    why: str
    error: str


def sheet_lines(desk: Desk, around: Surroundings, errors: Mapping[str, str]) -> tuple[SheetLine, ...]:
    """Return a row for each line of the claim, with what was typed and what is wrong with it."""
    draft = desk.state.draft
    return tuple(
        SheetLine(
            id=line.id,
            label=line.label.in_(around.language),
            claimed=around.formats.number(line.claimed),
            pay=draft.get(f"pay.{line.id}", ""),
            refused=bool(draft.get(f"refuse.{line.id}")),
            ground=draft.get(f"ground.{line.id}", ""),
            pay_error=errors.get(f"pay.{line.id}", ""),
            ground_error=errors.get(f"ground.{line.id}", ""),
        )
        for line in desk.state.file.lines
    )


def sheet_off_rows(
    desk: Desk, around: Surroundings, errors: Mapping[str, str], *, prefix: str = OFF
) -> tuple[SheetOffRow, ...]:
    """Return the rows that come off, or onto, the whole claim; the names of their fields begin with *prefix*."""
    return tuple(
        SheetOffRow(
            id=off.id,
            label=off.label,
            cite=off.cite,
            typed=desk.state.draft.get(f"{prefix}{off.id}", ""),
            error=errors.get(f"{prefix}{off.id}", ""),
            adds=off.adds,
        )
        for off in around.offs
    )


def sums(desk: Desk, around: Surroundings) -> tuple[Decimal, Decimal]:
    """Return what the typed lines add up to, and that less what comes off; what is no amount counts as nothing."""
    draft = desk.state.draft
    lines = [f"pay.{line.id}" for line in desk.state.file.lines if not draft.get(f"refuse.{line.id}")]
    return typed_sums(desk, around, lines, OFF)


def typed_sums(desk: Desk, around: Surroundings, lines: Iterable[str], prefix: str) -> tuple[Decimal, Decimal]:
    """Return what those fields add up to, and that less what stands in the rows whose fields begin with *prefix*."""
    draft, language = desk.state.draft, around.language
    accepted = sum((_typed(draft.get(name, ""), language) for name in lines), Decimal(0))
    amounts = ((_typed(draft.get(f"{prefix}{off.id}", ""), language), off.adds) for off in around.offs)
    taken = sum((-amount if adds else amount for amount, adds in amounts), Decimal(0))
    return accepted, max(Decimal(0), accepted - taken)


def _typed(text: str, language: str) -> Decimal:
    try:
        return money(text, language) or Decimal(0)
    except NotMoney:
        return Decimal(0)


def asked_rows(state: DeskState, errors: Mapping[str, str], more: bool) -> tuple[AskRow, ...]:
    """Return the rows that were begun, one at least, and another where more was asked for."""
    parts = ("paper", "holder", "why")
    used = [n for n in range(MOST_ASKED) if any(state.draft.get(f"ask.{n}.{part}") for part in parts)]
    count = min(MOST_ASKED, max([1, *(n + 1 for n in used)]) + (1 if more and used else 0))
    return tuple(
        AskRow(
            n=n,
            paper=state.draft.get(f"ask.{n}.paper", ""),
            holder=state.draft.get(f"ask.{n}.holder", ""),
            why=state.draft.get(f"ask.{n}.why", ""),
            error=next((errors[name] for part in parts if (name := f"ask.{n}.{part}") in errors), ""),
        )
        for n in range(count)
    )


def tray_rows(desk: Desk, around: Surroundings) -> tuple[TrayRow, ...]:
    """Return the pinned facts in the order of pinning, each with what it can be tied to."""
    state = desk.state
    number = {pin: n for n, pin in enumerate(dict.fromkeys((*state.pins, *state.flags)), start=1)}
    provisions = [(supports(one), _("supports %(cite)s", cite=around.cites.get(one, one))) for one in state.cites]
    rows = []
    for pin, n in number.items():
        tie = state.ties.get(pin, "")
        clashes = [(other, _("clashes with %(number)s", number=m)) for other, m in number.items() if other != pin]
        options = [*provisions, *clashes]
        provision = supported(tie)
        if provision is not None and provision not in state.cites:
            options.insert(0, (tie, _("supports %(cite)s", cite=around.cites.get(provision, provision))))
        words, source = around.words(pin)
        rows.append(
            TrayRow(
                number=n,
                pin=pin,
                words=words,
                source=source,
                tie=tie,
                clashes=bool(tie) and provision is None,
                is_flagged=pin in state.flags,
                options=tuple(options),
            )
        )
    return tuple(rows)
