"""Payments: what is paid while a reply is awaited, and the ledger on the file that says so from then on.

The ledger is the form's first kind of paper that proves what was paid before. Each payment prints it anew: what it said
already stays, the sum paid for the event grows, and the print before is replaced.
"""

from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.language.facts import DocumentKind
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.filing import free_id
from simulator.domain.claim import ClaimFile
from simulator.domain.papers import Paper, Statement
from simulator.domain.values import number_text

PAID_BEFORE = "paid_before"
_HEADING = ("policyholder", "policy_number")


def ledger_of(form: Form) -> DocumentKind | None:
    """Return the kind of paper that proves what was paid before; nothing where the form has none."""
    return next((kind for kind in form.documents.values() if PAID_BEFORE in kind.proves), None)


def can_pay_meanwhile(file: ClaimFile, form: Form, guide: Guide) -> bool:
    """Tell whether lines may be paid one before the other: the guide has it so, there are several, a ledger is kept."""
    return guide.requests.pay_undisputed and len(file.lines) > 1 and ledger_of(form) is not None


def with_payment(file: ClaimFile, kind: DocumentKind, amount: Decimal) -> tuple[ClaimFile, str]:
    """Return *file* with the ledger printed anew after *amount* was paid at its moment, and the id of that print."""
    before = _latest(file, kind)
    name = kind.field_of(PAID_BEFORE)
    fields = {**_heading(file), **(before.fields if before is not None else {})}
    print_ = Paper(
        id=free_id(kind.name, {paper.id for paper in file.papers}),
        kind=kind.name,
        sender=kind.holder,
        received_at=file.as_of,
        fields={**fields, name: _plus(fields.get(name), amount)},
        replaces=before.id if before is not None else None,
    )
    return replace(file, papers=(*file.papers, print_)), print_.id


def with_payments_on(file: ClaimFile, kind: DocumentKind, came: Container[str], paid: Decimal) -> ClaimFile:
    """Return *file* with *paid*, what was paid from this desk, on every ledger that *came* after it was paid.

    Whoever prints the ledger then prints our payment too; it stands in place of our own print.
    """
    name, latest = kind.field_of(PAID_BEFORE), _latest(file, kind, but=came)
    if latest is None or not paid:
        return file

    def _printed(paper: Paper) -> Paper:
        if paper.id not in came or paper.kind != kind.name:
            return paper
        fields = {**paper.fields, name: _plus(paper.fields.get(name), paid)}
        return replace(paper, fields=fields, replaces=latest.id)

    return replace(file, papers=tuple(map(_printed, file.papers)))


def _latest(file: ClaimFile, kind: DocumentKind, *, but: Container[str] = ()) -> Paper | None:
    """Return the ledger that counts."""
    there = [paper for paper in file.papers if paper.id not in but]
    replaced = {paper.replaces for paper in there}
    found = [paper for paper in there if paper.kind == kind.name and paper.id not in replaced]
    return max(found, key=lambda paper: (paper.received_at, paper.id), default=None)


def _heading(file: ClaimFile) -> dict[str, Statement]:
    """Return what heads a ledger, as the policy has it."""
    policy = next((paper for paper in file.papers if paper.kind == "declarations"), None)
    return {name: policy.fields[name] for name in _HEADING if policy is not None and name in policy.fields}


def _plus(stated: Statement | None, amount: Decimal) -> Statement:
    """Return the sum that stands there after *amount* was paid; what cannot be read cannot be added to."""
    try:
        return number_text(Fraction(str(stated or 0)) + Fraction(amount))
    except ValueError:
        return stated or ""
