"""Sending a decision: what it must hold before it can leave the desk, and its place in the log."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.payments import can_pay_meanwhile
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Decision, Disposition
from simulator.errors import InvalidAction
from simulator.json_codec import from_plain, to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a decision still lacks: ``kind`` names it for pages, ``where`` is the line, row or request."""

    kind: str
    message: str
    where: str = ""


def decision_data(decision: Decision) -> dict[str, object]:
    """Return the data of a ``decide`` action."""
    return {"decision": to_plain(decision)}


def decision_from(plain: object) -> Decision:
    """Return the decision that the data of a ``decide`` action holds.

    Raises:
        InvalidAction: It is no decision.
    """
    try:
        return from_plain(Decision, plain)
    except ValueError as error:
        raise InvalidAction(f"That is no decision: {error}") from error


def decision_problems(
    decision: Decision,
    file: ClaimFile,
    form: Form | None = None,
    guide: Guide | None = None,
    *,
    pending: Container[str] = (),
) -> tuple[Gap, ...]:
    """Return what keeps *decision* from being sent; pins, ties and reasons are never demanded.

    What is *pending* has been asked for and not been answered: it cannot be asked for again.
    """
    checks = {
        Disposition.APPROVE: _approval,
        Disposition.REJECT: _refusal,
        Disposition.REQUEST_INFORMATION: _request,
        Disposition.ESCALATE: _escalation,
    }
    again = [one.paper for one in decision.asked if one.paper in pending]
    return (*checks[decision.disposition](decision, file, form, guide), *map(_asked_again, again))


def queues_of(guide: Guide) -> tuple[str, ...]:
    """Return the queues that *guide* describes; one that describes none has a supervisor and what its triggers name."""
    return tuple(guide.queues) or tuple(dict.fromkeys(("supervisor", *(trigger.queue for trigger in guide.triggers))))


def _approval(decision: Decision, file: ClaimFile, form: Form | None, _: Guide | None) -> Iterator[Gap]:
    unknown = set(decision.rows) - {line.id for line in file.lines}
    if unknown:
        yield Gap(kind="unknown", message=f"The claim has no line {sorted(unknown)[0]}.")
    for line in file.lines:
        row = decision.rows.get(line.id)
        if row is None or (row.accepted is None and not row.refused):
            yield Gap(kind="row", message="Enter what you accept on each line, or refuse it.", where=line.id)
        elif row.refused and not _is_provision(row.ground, form):
            yield Gap(kind="ground", message="Choose the provision that refuses the line.", where=line.id)
        elif row.accepted is not None and not _is_money(row.accepted):
            yield Gap(kind="amount", message="An accepted amount is not below nothing.", where=line.id)


def _refusal(decision: Decision, _: ClaimFile, form: Form | None, __: Guide | None) -> Iterator[Gap]:
    yield from _unpaid(decision)
    if not _is_provision(decision.lead, form):
        yield Gap(kind="lead", message="Choose the provision that leads the refusal.")


def _request(decision: Decision, file: ClaimFile, form: Form | None, guide: Guide | None) -> Iterator[Gap]:
    if decision.pays_meanwhile:
        yield from _meanwhile(decision, file, form, guide)
    if not decision.asked:
        yield Gap(kind="asked", message="Say which paper you need, and from whom.")
    for place, asked in enumerate(decision.asked):
        if not asked.paper or not _is_kind(asked.paper, form, guide):
            yield Gap(kind="paper", message="Choose the paper that you need.", where=str(place))
        if not asked.holder or not _is_holder(asked.holder, form, guide):
            yield Gap(kind="holder", message="Choose who should send it.", where=str(place))
        if asked.why and not _is_fact(asked.why, form, guide):
            yield Gap(kind="why", message="Choose what the paper must settle.", where=str(place))


def _meanwhile(decision: Decision, file: ClaimFile, form: Form | None, guide: Guide | None) -> Iterator[Gap]:
    """Yield what is wrong with what is paid while the reply is awaited."""
    if form is not None and guide is not None and not can_pay_meanwhile(file, form, guide):
        yield Gap(kind="meanwhile", message="On this claim nothing can be paid before the reply has come.")
    lines = {line.id for line in file.lines}
    for name, row in decision.rows.items():
        if name not in lines:
            yield Gap(kind="unknown", message=f"The claim has no line {name}.")
        elif row.refused or row.accepted is None or not _is_money(row.accepted):
            yield Gap(kind="paid", message="Enter what you pay on the line now, or leave it empty.", where=name)
    if not decision.rows or not decision.total:
        yield Gap(kind="nothing_paid", message="This pays nothing. Leave it empty, or pay an undisputed line.")


def _unpaid(decision: Decision) -> Iterator[Gap]:
    if decision.rows or decision.offs:
        yield Gap(kind="unpaid", message="Nothing is paid with this act.")


def _asked_again(paper: str) -> Gap:
    return Gap(kind="again", message="You have asked for this paper. Wait for the reply, or remind.", where=paper)


def _escalation(decision: Decision, _: ClaimFile, form: Form | None, guide: Guide | None) -> Iterator[Gap]:
    yield from _unpaid(decision)
    if not decision.queue or (guide is not None and decision.queue not in queues_of(guide)):
        yield Gap(kind="queue", message="Choose who takes the claim over.")
    named = (part.removeprefix("provision:") for part in decision.brief if part.startswith("provision:"))
    if not all(_is_provision(name, form) for name in named):
        yield Gap(kind="brief", message="Choose a provision of the wording.")


def _is_provision(name: str, form: Form | None) -> bool:
    return bool(name) and (form is None or any(provision.id == name for provision in form.provisions))


def _is_kind(name: str, form: Form | None, guide: Guide | None) -> bool:
    return form is None or name in form.documents or (guide is not None and name in guide.documents)


def _is_holder(name: str, form: Form | None, guide: Guide | None) -> bool:
    kinds = [*(form.documents.values() if form else ()), *(guide.documents.values() if guide else ())]
    return form is None or any(kind.holder == name for kind in kinds)


def _is_fact(name: str, form: Form | None, guide: Guide | None) -> bool:
    if form is None:
        return True
    return name in form.facts or name in form.declarations or (guide is not None and name in guide.facts)


def _is_money(amount: Decimal) -> bool:
    return amount.is_finite() and amount >= 0
