"""What was given to a trainee, as rows: what is not finished stands on home, all of it on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from simulator.persistence.assignments import Given, OwnClaim, given_to, own_claims
from simulator.web.context import db, now

_ON_HOME = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLink:
    """A claim of an assignment as its receiver sees it: taken up or not, and what can be done with it."""

    n: int
    label: str
    item_id: UUID | None
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """An assignment as its receiver sees it; nothing here tells what a claim is about."""

    id: UUID
    title: str
    due_at: datetime | None
    is_late: bool
    closed: int
    claims: tuple[ClaimLink, ...]


def on_home(person_id: UUID) -> tuple[GivenRow, ...]:
    """Return what was given to a person and is not finished, due first; two statements, one where there is nothing."""
    return given_rows(given_to(db(), person_id, now(), _ON_HOME, unfinished=True), person_id)


def given_rows(given: Sequence[Given], person_id: UUID) -> tuple[GivenRow, ...]:
    """Return rows of assignments with their claims."""
    if not given:
        return ()
    claims = own_claims(db(), [one.id for one in given], person_id)
    return tuple(_row(one, [claim for claim in claims if claim.assignment_id == one.id]) for one in given)


def _row(one: Given, claims: Sequence[OwnClaim]) -> GivenRow:
    links = tuple(_link(claim, one.due_at) for claim in claims)
    return GivenRow(
        id=one.id,
        title=one.title,
        due_at=one.due_at,
        is_late=any(link.is_late for link in links),
        closed=one.closed,
        claims=links,
    )


def _link(claim: OwnClaim, due_at: datetime | None) -> ClaimLink:
    label = str(_("Claim %(n)s", n=claim.n))
    return ClaimLink(
        n=claim.n,
        label=f"{label}: {claim.number}" if claim.number else label,
        item_id=claim.item_id,
        state=claim.state or "",
        is_late=due_at is not None and (claim.decided_at or now()) > due_at,
    )
