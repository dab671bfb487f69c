"""Inviting candidates: a link each that works once, of which only the hash is kept."""

import hmac
from base64 import urlsafe_b64encode
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, CandidateLink, LinkUse, invited_among, last_letter, links_of
from simulator.persistence.engine import reached, writing
from simulator.persistence.people import Person, SignIn
from simulator.services.assessments.seeing import own_assessment, own_candidate
from simulator.services.audit import note
from simulator.services.groups import LONGEST_NAME
from simulator.services.invitations import is_address
from simulator.services.sessions import token_hash

MOST_AT_ONCE = 1000
MOST_MORE_TIME = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Somebody to invite. ``more_time`` is in percent of the time that everybody has, 0 for none."""

    email: str
    name: str = ""
    more_time: int = 0


def invite(
    session: Session, assessment_id: UUID, invitees: Sequence[Invitee], *, person: Person, key: str, now: datetime
) -> tuple[UUID, ...]:
    """Invite all of *invitees* or nobody, and return the candidates that are new; who was invited before is not again.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
        Conflict: It is not fixed yet, or closed.
        Invalid: An address or a name cannot be used, or there are too many at once.
    """
    assessment = own_assessment(session, assessment_id, person)
    _require_open(assessment)
    wanted = _checked(invitees)
    try:
        with writing(session):
            before = invited_among(session, assessment_id, wanted)
            fresh = [one for email, one in wanted.items() if email not in before]
            return _invite(session, assessment, fresh, person, key, now)
    except IntegrityError as error:
        raise Conflict("Somebody was invited in another window at the same moment. Look at the list again.") from error


def _checked(invitees: Sequence[Invitee]) -> dict[str, Invitee]:
    """Return those to invite by address, each once.

    Raises:
        Invalid: An address, a name or a share of time cannot be used, or there are too many.
    """
    if not 1 <= len(invitees) <= MOST_AT_ONCE:
        raise Invalid(f"Invite 1 to {MOST_AT_ONCE} people at once.")
    tidy = [
        Invitee(email=one.email.strip().lower(), name=" ".join(one.name.split()), more_time=one.more_time)
        for one in invitees
    ]
    for one in tidy:
        if not is_address(one.email) or len(one.name) > LONGEST_NAME:
            raise Invalid(f"{one.email or one.name} cannot be invited: check address and name.")
        _check_more_time(one.more_time)
    return {one.email: one for one in tidy}


def _check_more_time(percent: int) -> None:
    if not 0 <= percent <= MOST_MORE_TIME:
        raise Invalid(f"More time is 0 to {MOST_MORE_TIME} percent.")


def _invite(
    session: Session, assessment: Assessment, fresh: Iterable[Invitee], person: Person, key: str, now: datetime
) -> tuple[UUID, ...]:
    first = last_letter(session, assessment.id) + 1
    rows = [_row(one, assessment, n, person, now) for n, one in enumerate(fresh, start=first)]
    if not rows:
        return ()
    session.execute(insert(Candidate), rows)
    ids = tuple(row["id"] for row in rows)
    ends_at = now + timedelta(days=assessment.link_days)
    session.execute(insert(CandidateLink), [_link(one, 1, key, now, ends_at, LinkUse.SITTING) for one in ids])
    for one in ids:
        note(session, "candidate_invited", person_id=person.id, now=now, subject=f"{assessment.id} {one}")
    return ids


def _row(one: Invitee, assessment: Assessment, n: int, person: Person, now: datetime) -> dict[str, UUID]:
    values: dict[str, object] = {
        "id": uuid4(),
        "assessment_id": assessment.id,
        "n": n,
        "email": one.email,
        "name": one.name,
        "more_time": one.more_time,
        "more_time_by": person.id if one.more_time else None,
        "created_at": now,
        "created_by": person.id,
        "kept_until": kept_until(assessment, now),
    }
    return values  # type: ignore[return-value]  # the row holds several kinds; its id is one


def kept_until(assessment: Assessment, since: datetime) -> datetime:
    """Return until when what is known of a candidate is kept: so many months after *since*."""
    years, month = divmod(since.month - 1 + assessment.kept_months, 12)
    year = since.year + years
    return since.replace(year=year, month=month + 1, day=min(since.day, monthrange(year, month + 1)[1]))


def send_again(
    session: Session,
    candidate_id: UUID,
    *,
    person: Person,
    key: str,
    now: datetime,
    opens: LinkUse = LinkUse.SITTING,
) -> None:
    """Make a new link; those made before open nothing any more. Who has begun comes back with it to the same sitting.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The assessment is closed, or the sitting has ended (for the sitting) or not yet (for its result).
    """
    candidate, assessment = own_candidate(session, candidate_id, person)
    if candidate.anonymised_at is not None:
        raise Conflict("The candidate is anonymised: nobody is left to send a link to.")
    has_ended = candidate.ended_how != ""
    if opens is LinkUse.SITTING:
        _require_open(assessment)
    if has_ended is (opens is LinkUse.SITTING):
        raise Conflict("There is nothing that the link would open.")
    before = links_of(session, [candidate_id])
    n = before[candidate_id].n + 1 if candidate_id in before else 1
    link = _link(candidate_id, n, key, now, now + timedelta(days=assessment.link_days), opens)
    try:
        with writing(session):
            _revoke(session, candidate_id, now)
            session.execute(insert(CandidateLink), link)
            note(session, "candidate_link_made", person_id=person.id, now=now, subject=str(candidate_id))
    except IntegrityError as error:
        raise Conflict("A link was made in another window at the same moment. Look at the list again.") from error


def withdraw(session: Session, candidate_id: UUID, *, person: Person, now: datetime) -> None:
    """Take the invitation back: no link of the candidate opens anything, and whoever had opened one is signed out.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Conflict: The sitting has begun.
    """
    candidate, _ = own_candidate(session, candidate_id, person)
    if candidate.shift_id is not None:
        raise Conflict("The sitting has begun: it can no longer be taken back.")
    with writing(session):
        _revoke(session, candidate_id, now, also_used=True)
        session.execute(delete(SignIn).where(SignIn.person_id == candidate.person_id))
        note(session, "candidate_withdrawn", person_id=person.id, now=now, subject=str(candidate_id))


def give_more_time(session: Session, candidate_id: UUID, percent: int, *, person: Person, now: datetime) -> None:
    """Give a candidate more time, in percent of what everybody has, before the start. Reviewers do not see it.

    Raises:
        NotFound: There is no such candidate, or of somebody else's assessment.
        Invalid: It is less than none or more than ten times the time.
        Conflict: The sitting has begun.
    """
    _check_more_time(percent)
    own_candidate(session, candidate_id, person)
    waiting = update(Candidate).where(Candidate.id == candidate_id, Candidate.shift_id.is_(None))
    with writing(session):
        given = waiting.values(more_time=percent, more_time_by=person.id if percent else None)
        if not reached(session, given.execution_options(synchronize_session=False)):
            raise Conflict("The sitting has begun: its time stands.")
        note(session, "more_time_set", person_id=person.id, now=now, subject=str(candidate_id))


def link_token(key: str, candidate_id: UUID, n: int) -> str:
    """Return the token of a link: made with the installation's key, so that no row of ours gives it away."""
    made = hmac.digest(key.encode(), f"candidate {candidate_id} {n}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def _link(candidate_id: UUID, n: int, key: str, now: datetime, ends_at: datetime, opens: LinkUse) -> dict[str, object]:
    return {
        "token_hash": token_hash(link_token(key, candidate_id, n)),
        "candidate_id": candidate_id,
        "n": n,
        "opens": opens.value,
        "created_at": now,
        "ends_at": ends_at,
    }


def _revoke(session: Session, candidate_id: UUID, now: datetime, *, also_used: bool = False) -> None:
    links = update(CandidateLink).where(CandidateLink.candidate_id == candidate_id, CandidateLink.revoked_at.is_(None))
    waiting = links if also_used else links.where(CandidateLink.used_at.is_(None))
    session.execute(waiting.values(revoked_at=now))


def _require_open(assessment: Assessment) -> None:
    if assessment.fixed_at is None:
        raise Conflict("The plan is not fixed yet. Fix it before you invite.")
    if assessment.closed_at is not None:
        raise Conflict("The assessment is closed.")
