"""The rows of a request with which undisputed lines are paid meanwhile, as they were typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from simulator.desk.payments import can_pay_meanwhile
from simulator.services.shifts import Desk
from simulator.web.items.drafted import SheetOffRow, sheet_off_rows, typed_sums
from simulator.web.items.sending import NOW_LINE, NOW_OFF
from simulator.web.items.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class NowLine:
    """A line that may be paid before the others."""

    id: str
    label: str
    claimed: str
    pay: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What is paid while a reply is awaited; *is_begun* where something was typed."""

    lines: tuple[NowLine, ...]
    offs: tuple[SheetOffRow, ...]
    accepted: str
    total: str
    is_begun: bool


def meanwhile(desk: Desk, around: Surroundings, errors: Mapping[str, str]) -> Meanwhile | None:
    """Return the rows; nothing where the guide, the form or a claim of one line leaves nothing to pay apart."""
    file, draft = desk.state.file, desk.state.draft
    if not can_pay_meanwhile(file, desk.form, desk.rules.guide):
        return None
    accepted, total = typed_sums(desk, around, [f"{NOW_LINE}{line.id}" for line in file.lines], NOW_OFF)
    names = (f"{NOW_LINE}{line.id}" for line in file.lines)
    offs = sheet_off_rows(desk, around, errors, prefix=NOW_OFF)
    return Meanwhile(
        lines=tuple(
            NowLine(
                id=line.id,
                label=line.label.in_(around.language),
                claimed=around.formats.number(line.claimed),
                pay=draft.get(f"{NOW_LINE}{line.id}", ""),
                error=errors.get(f"{NOW_LINE}{line.id}", ""),
            )
            for line in file.lines
        ),
        offs=offs,
        accepted=around.formats.number(accepted),
        total=around.formats.money(max(Decimal(0), total)),
        is_begun=any(draft.get(name) for name in names) or any(off.typed for off in offs),
    )
