"""Signing in and out. Limits are rows of ours: a limit in memory would multiply with the workers.

Three limits hold, so that one person who guesses is stopped, while neither a class behind one address nor the owner of
an account that a stranger tries is locked out at once: tries on one account from one address, on one account from
anywhere, and from one address on any account.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from simulator.errors import SimulatorError
from simulator.persistence.engine import writing
from simulator.persistence.people import Person, SignIn, SignInFailure, failures, person_by_email
from simulator.services.audit import note
from simulator.services.people import is_password

LASTS = timedelta(days=30)
WINDOW = timedelta(minutes=15)
MOST_PAIR, MOST_ACCOUNT, MOST_ADDRESS = 6, 40, 300


class TooManyTries(SimulatorError):
    """Too many sign-ins failed lately; the window says when to try again."""


def sign_in(session: Session, email: str, password: str, *, address: str, key: str, now: datetime) -> str | None:
    """Return the token of a new sign-in, or None where address and password do not go together.

    Raises:
        TooManyTries: Too many failed lately from there, or on that account.
    """
    person = confirmed(session, email, password, address=address, key=key, now=now)
    if person is None:
        return None
    token = secrets.token_urlsafe(32)
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.ends_at <= now))
        session.add(SignIn(token_hash=token_hash(token), person_id=person.id, created_at=now, ends_at=now + LASTS))
        note(session, "signed_in", person_id=person.id, now=now)
    return token


def confirmed(session: Session, email: str, password: str, *, address: str, key: str, now: datetime) -> Person | None:
    """Return the person whose address and password these are; a try that fails counts, one that succeeds clears.

    Raises:
        TooManyTries: Too many failed lately from there, or on that account.
    """
    count_try(session, email, address=address, key=key, now=now)
    person = person_by_email(session, email)
    session.commit()
    if not is_password(person, password) or person is None or not person.active:
        return None
    clear_tries(session, email, address=address, key=key)
    return person


def count_try(session: Session, account: str, *, address: str, key: str, now: datetime) -> None:
    """Count a try on *account* from *address* as a failure; who then succeeds clears it.

    Raises:
        TooManyTries: Too many failed lately from there, or on that account.
    """
    _reserve_try(session, _keyed(key, account.strip().lower()), _keyed(key, address), now)


def clear_tries(session: Session, account: str, *, address: str, key: str) -> None:
    """Forget what failed on *account* from *address*."""
    kept, place = _keyed(key, account.strip().lower()), _keyed(key, address)
    with writing(session):
        session.execute(delete(SignInFailure).where(SignInFailure.account == kept, SignInFailure.address == place))


def sign_out(session: Session, token: str, person: Person, *, now: datetime) -> None:
    """End one sign-in."""
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))
        note(session, "signed_out", person_id=person.id, now=now)


def sign_out_everywhere(session: Session, person: Person, *, now: datetime) -> None:
    """End every sign-in of the person."""
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.person_id == person.id))
        note(session, "signed_out_everywhere", person_id=person.id, now=now)


def end_sign_ins(session: Session, person_id: UUID, *, by: UUID, now: datetime) -> None:
    """End every sign-in of somebody else, whose device was lost for instance."""
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.person_id == person_id))
        note(session, "sign_ins_ended", person_id=by, subject=str(person_id), now=now)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _reserve_try(session: Session, account: str, place: str, now: datetime) -> None:
    """Count this try as a failure before the slow check begins, so that many at once cannot slip through."""
    with writing(session):
        session.execute(delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
        if _is_over(session, account, place, now - WINDOW):
            raise TooManyTries("Too many sign-ins failed lately.")
        session.add(SignInFailure(account=account, address=place, at=now))


def _is_over(session: Session, account: str, place: str, since: datetime) -> bool:
    return (
        failures(session, since, account=account, address=place) >= MOST_PAIR
        or failures(session, since, account=account) >= MOST_ACCOUNT
        or failures(session, since, address=place) >= MOST_ADDRESS
    )


def _keyed(key: str, text: str) -> str:
    """Return a hash that says nothing without the installation's key: neither addresses nor accounts are stored."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
