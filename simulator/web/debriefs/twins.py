"""The twin in a debrief: offered by the fact that moved; once both files are closed, the two outcomes side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from simulator.authoring.twins import Change
from simulator.coverage.determination import Determination
from simulator.coverage.language.forms import Form
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.json_codec import from_json
from simulator.persistence.items import ItemState
from simulator.persistence.twins import Alike, alike
from simulator.scoring.scorecard import FULL_SCORE, Scorecard
from simulator.scoring.wording import ACTS, clause, listed, money, same
from simulator.services.shifts import Desk, desk_of
from simulator.services.twins import twin_for, twin_item
from simulator.web.context import content, db
from simulator.web.language import language

_MOST_CHANGES = 4096
_changes: dict[tuple[str, str], Change | None] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison: what it is, and how it is on the first file and on the twin."""

    label: Text | str
    first: Text
    twin: Text

    @property
    def differs(self) -> bool:
        """Tell whether the two are not the same."""
        return self.first != self.twin


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinPart:
    """What a debrief says of the twin. ``rows`` compare both once both are closed, else the twin is offered."""

    change: Change | None
    is_begun: bool
    is_twin: bool
    first_href: str
    twin_href: str
    rows: tuple[Row, ...]
    lesson: str


def twin_part(desk: Desk) -> TwinPart | None:
    """Return what the debrief of the closed claim on *desk* says of its twin, None where it has none and is none."""
    found = {one.item_id: one for one in alike(db(), desk.item_id, desk.person_id)}
    before = next((one for one in found.values() if twin_item(one.item_id) == desk.item_id), None)
    first = before or found[desk.item_id]
    twin = found.get(twin_item(first.item_id))
    change = _change(first, desk)
    if change is None and twin is None:
        return None
    rows = _rows(first, twin, change, desk.form) if twin is not None and _is_closed(twin) else ()
    return TwinPart(
        change=change,
        is_begun=twin is not None,
        is_twin=before is not None,
        first_href=url_for("debriefs.show", item_id=first.item_id),
        twin_href=url_for("debriefs.show", item_id=twin_item(first.item_id)),
        rows=rows,
        lesson=_lesson(first, twin, desk.form.currency) if twin is not None and rows else "",
    )


def _is_closed(one: Alike) -> bool:
    return one.state == ItemState.CLOSED.value and one.scorecard is not None


def _change(first: Alike, desk: Desk) -> Change | None:
    """Return which fact is another in the twin of *first*; worked out once a process."""
    key = (first.exercise_hash, first.scenario_hash)
    if key not in _changes:
        if len(_changes) >= _MOST_CHANGES:
            _changes.clear()
        library, person_id = content().library, desk.person_id
        is_here = first.item_id == desk.item_id
        its = desk if is_here else desk_of(db(), first.item_id, person_id=person_id, library=library)
        found = twin_for(db(), its, content())
        _changes[key] = found.change if found is not None else None
    return _changes[key]


def _rows(first: Alike, twin: Alike, change: Change | None, form: Form) -> tuple[Row, ...]:
    rights = [from_json(Determination, one.determination) for one in (first, twin)]
    cards = [from_json(Scorecard, one.scorecard or "") for one in (first, twin)]
    moved = [Row(label=change.fact, first=change.before, twin=change.after)] if change is not None else []
    return (
        *moved,
        _row(_("Right on the file as it came"), [_act(one.disposition, one.payable, form.currency) for one in rights]),
        _row(_("Clauses"), [_clauses(one, form) for one in rights]),
        _row(_("You, in the end"), [_act(one.done, one.measures.paid, form.currency) for one in cards]),
        _row(_("Score"), [same(f"{one.total} / {FULL_SCORE}") for one in cards]),
    )


def _row(label: str, both: Sequence[Text]) -> Row:
    return Row(label=str(label), first=both[0], twin=both[1])


def _act(act: Disposition, amount: Decimal, currency: str) -> Text:
    if act is not Disposition.APPROVE:
        return ACTS[act]
    return listed((ACTS[act], money(amount, currency)))


def _clauses(found: Determination, form: Form) -> Text:
    cites = {one.id: one.cite for one in form.provisions}
    named = dict.fromkeys((*found.grounds, *found.cites))
    return listed(same(clause(cites[one])) for one in named if one in cites)


def _lesson(first: Alike, twin: Alike, currency: str) -> str:
    """Return in a sentence what the one fact turned."""
    before, after = (from_json(Determination, one.determination) for one in (first, twin))
    if before.disposition is not after.disposition:
        return str(_("One fact turned the decision."))
    if before.payable != after.payable:
        moved = money(abs(after.payable - before.payable), currency).in_(language())
        return str(_("The decision stays; the amount moves by %(amount)s.", amount=moved))
    return str(_("The decision stays; what it rests on is another."))
