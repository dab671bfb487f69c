"""The decision as it was sent, for reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from simulator.domain.claim import ClaimLine
from simulator.domain.decision import Decision, Disposition
from simulator.services.shifts import Desk
from simulator.web.filters import local
from simulator.web.items.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A line or deduction as it was sent."""

    label: str
    note: str
    claimed: str
    amount: str
    is_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The decision as it was sent."""

    summary: str
    at: str
    rows: tuple[SentRow, ...]
    claimed: str
    accepted: str
    total: str
    facts: tuple[tuple[str, str], ...]


def sent_decision(desk: Desk, around: Surroundings) -> Sent:
    """Return the decision that stands on *desk*."""
    decision, state, formats = desk.state.sent, desk.state, around.formats
    assert decision is not None
    sent_at = next(action.at for action in state.actions if action.n == state.acts[-1].n)
    is_paid = decision.disposition is Disposition.APPROVE or decision.pays_meanwhile
    accepted = sum((row.accepted or Decimal(0) for row in decision.rows.values() if not row.refused), Decimal(0))
    return Sent(
        summary=_summary(decision, around),
        at=formats.time(local(sent_at)),
        rows=tuple(_sent_rows(desk, decision, around)) if is_paid else (),
        claimed=formats.number(sum((line.claimed for line in _lines(desk, decision)), Decimal(0))),
        accepted=formats.number(accepted),
        total=formats.money(decision.total),
        facts=tuple(_sent_facts(desk, decision, around)),
    )


def _summary(decision: Decision, around: Surroundings) -> str:
    match decision.disposition:
        case Disposition.APPROVE:
            amount = around.formats.money(decision.total)
            return str(_("Approve, %(amount)s to %(payee)s", amount=amount, payee=around.payee))
        case Disposition.REJECT:
            return str(_("Reject, %(ground)s", ground=around.cites.get(decision.lead, decision.lead)))
        case Disposition.REQUEST_INFORMATION:
            papers = ", ".join(around.kind(asked.paper) for asked in decision.asked)
            if decision.pays_meanwhile:
                amount = around.formats.money(decision.total)
                return str(
                    _("Request information: %(papers)s; %(amount)s paid meanwhile", papers=papers, amount=amount)
                )
            return str(_("Request information: %(papers)s", papers=papers))
        case Disposition.ESCALATE:
            return str(_("Escalate: %(queue)s", queue=around.queue(decision.queue)))


def _lines(desk: Desk, decision: Decision) -> tuple[ClaimLine, ...]:
    """Return the lines of which the decision speaks: all, or with a request those that are paid meanwhile."""
    return tuple(line for line in desk.state.file.lines if line.id in decision.rows)


def _sent_rows(desk: Desk, decision: Decision, around: Surroundings) -> Iterable[SentRow]:
    formats = around.formats
    for line in _lines(desk, decision):
        row = decision.rows[line.id]
        ground = around.cites.get(row.ground, row.ground)
        yield SentRow(
            label=line.label.in_(around.language),
            note=_("refused, %(ground)s", ground=ground) if row.refused else "",
            claimed=formats.number(line.claimed),
            amount=formats.number(Decimal(0) if row.refused else row.accepted or Decimal(0)),
        )
    for taken in around.offs:
        if off := decision.offs.get(taken.id):
            amount = f"{'+' if off < 0 else '−'} {formats.number(abs(off))}"
            yield SentRow(label=taken.label, note=taken.cite, claimed="", amount=amount, is_off=True)


def _sent_facts(desk: Desk, decision: Decision, around: Surroundings) -> Iterable[tuple[str, str]]:
    for asked in decision.asked:
        yield (
            around.kind(asked.paper),
            ", ".join(part for part in (around.holder(asked.holder), around.fact(asked.why)) if part),
        )
    if decision.brief:
        yield _("The brief says"), "; ".join(around.brief_words(part) for part in decision.brief)
    if decision.cites:
        yield _("Provisions cited"), ", ".join(around.cites.get(one, one) for one in decision.cites)
    pins, ties = len(decision.pins), len(decision.ties)
    yield _("Evidence"), _("%(pins)s pinned, %(ties)s tied", pins=pins, ties=ties)
    if desk.state.flags:
        yield _("Flagged as wrong"), ", ".join(around.words(place)[0] for place in desk.state.flags)
    if decision.reason:
        yield _("Reason"), decision.reason
