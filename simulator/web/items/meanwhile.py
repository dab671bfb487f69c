"""The rows of a request with which undisputed lines are paid meanwhile, as they were typed."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    """What is paid while a reply is awaited."""

    lines: tuple[NowLine, ...]
    offs: tuple[SheetOffRow, ...]
    accepted: str
    total: str


def offers_meanwhile(desk: Desk) -> bool:
    """Tell whether the guide, the form and the lines of the claim allow to pay one before the other."""
    return can_pay_meanwhile(desk.state.file, desk.form, desk.rules.guide)


def meanwhile(desk: Desk, around: Surroundings, errors: Mapping[str, str], *, asked: bool) -> Meanwhile | None:
    """Return the rows where somebody *asked* for them or has begun to fill them in, so that other pages stay light."""
    file, draft = desk.state.file, desk.state.draft
    is_begun = any(text and name.startswith((NOW_LINE, NOW_OFF)) for name, text in draft.items())
    if not (offers_meanwhile(desk) and (asked or is_begun)):
        return None
    accepted, total = typed_sums(desk, around, [f"{NOW_LINE}{line.id}" for line in file.lines], NOW_OFF)
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
        offs=sheet_off_rows(desk, around, errors, prefix=NOW_OFF),
        accepted=around.formats.number(accepted),
        total=around.formats.money(total),
    )
