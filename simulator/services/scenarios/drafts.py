"""Drafts: beginning one, saving it with its revision so that nobody overwrites another, and giving it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.authoring.beginnings import Aim, teaching
from simulator.authoring.blanks import blank
from simulator.authoring.drafts import ReadDraft, apart, renamed
from simulator.errors import Conflict, NotFound
from simulator.json_codec import to_plain
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.persistence.scenarios import Origin, StoredScenario, name_of, scenario_of, text_of_version
from simulator.phrases import phrase
from simulator.services.audit import note
from simulator.services.scenarios.rows import NO_DRAFT, drafted, move, plain_lines, row_of
from simulator.services.scenarios.stock import Stock, need_instructor, text_in_force

_SITTING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A scenario as its editor shows it. ``text`` is the draft, or else the newest version; ``by`` saved it last."""

    id: str
    text: str
    read: ReadDraft
    revision: int
    version: int
    is_draft: bool
    is_retired: bool
    saved_at: datetime | None
    by: str
    origin: str
    came_from: str


def editing(session: Session, scenario_id: str, *, person: Person, stock: Stock) -> Editing:
    """Return a scenario of this installation as its editor shows it.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is none, or it shipped: duplicate it to edit.
    """
    need_instructor(person)
    row = row_of(session, scenario_id)
    text = text_in_force(session, scenario_id, stock)
    by = name_of(session, row.saved_by)
    session.commit()
    return Editing(
        id=row.id,
        text=text,
        read=stock.read(text, row.id, content=apart(stock.content), before=row.card),
        revision=row.revision,
        version=row.version,
        is_draft=row.draft is not None,
        is_retired=row.retired_at is not None,
        saved_at=row.saved_at,
        by=by,
        origin=row.origin,
        came_from=row.came_from,
    )


def begin_blank(
    session: Session,
    *,
    form: str,
    market: str,
    language: str = "en",
    person: Person,
    stock: Stock,
    now: datetime,
    scenario_id: UUID | None = None,
) -> str:
    """Begin a draft that teaches nothing yet, and return its id. *scenario_id* is minted by the form, so that a double
    click begins one.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such form in that market.
    """
    need_instructor(person)
    stock.content.library.editions(form, market)
    new = str(scenario_id or uuid4())
    return _begin(
        session, new, blank(new, form=form, market=market, language=language), Origin.BLANK, "", person, stock, now
    )


def begin_teaching(
    session: Session, aim: Aim, *, person: Person, stock: Stock, now: datetime, scenario_id: UUID | None = None
) -> str:
    """Begin a draft that teaches a provision, with what is right as its expectation, and return its id.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such form or provision, or it is never judged.
        Unreachable: No claim can lie on that side of it.
    """
    need_instructor(person)
    new = str(scenario_id or uuid4())
    text = teaching(new, aim, stock.content)
    from_ = f"{aim.form} {aim.market} {aim.provision} {aim.side}"
    return _begin(session, new, text, Origin.PROVISION, from_, person, stock, now)


def duplicate(
    session: Session, scenario_id: str, *, person: Person, stock: Stock, now: datetime, new_id: UUID | None = None
) -> str:
    """Begin a draft as a copy of any scenario, shipped or written here, and return its id.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario.
    """
    need_instructor(person)
    text, new = text_in_force(session, scenario_id, stock), str(new_id or uuid4())
    session.rollback()
    return _begin(session, new, renamed(text, new), Origin.DUPLICATE, scenario_id, person, stock, now)


def begin_from_text(
    session: Session, text: str, *, name: str, person: Person, stock: Stock, now: datetime, new_id: UUID | None = None
) -> str:
    """Begin a draft with *text*, from a file called *name*, under a new id; it may still be invalid.

    Raises:
        NotAllowed: The person is no instructor.
        Invalid: It is longer than a scenario may be.
    """
    need_instructor(person)
    new = str(new_id or uuid4())
    return _begin(session, new, renamed(plain_lines(text), new), Origin.IMPORT, name, person, stock, now)


def save(
    session: Session, scenario_id: str, text: str, *, revision: int, person: Person, stock: Stock, now: datetime
) -> Editing:
    """Keep *text* as the draft, however broken it is, and return the scenario as it stands then.

    *revision* is the one that the editor began with; saving the same text twice is no conflict.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here.
        StaleDraft: Somebody else has saved meanwhile; it holds their text, and nothing was written.
        Conflict: It is retired.
        Invalid: It is longer than a scenario may be.
    """
    need_instructor(person)
    row, plain = row_of(session, scenario_id), plain_lines(text)
    if row.retired_at is not None:
        raise Conflict(phrase("This scenario is retired. Restore it before you go on writing."))
    read = stock.read(plain, scenario_id, content=apart(stock.content), before=row.card)
    is_again = (row.draft, row.saved_by, row.revision) == (plain, person.id, revision + 1)
    if not is_again:
        with writing(session):
            move(session, scenario_id, revision, drafted(read, person, now))
            if _is_noted(row, person, now):
                note(session, "scenario_saved", person_id=person.id, now=now, subject=scenario_id)
    session.rollback()
    return Editing(
        id=scenario_id,
        text=plain,
        read=read,
        revision=revision + 1,
        version=row.version,
        is_draft=True,
        is_retired=False,
        saved_at=now,
        by=person.name,
        origin=row.origin,
        came_from=row.came_from,
    )


def _is_noted(row: StoredScenario, person: Person, now: datetime) -> bool:
    """Tell whether a save is worth a row of the audit: texts save themselves as one types, a sitting is noted once."""
    return row.saved_at is None or row.saved_by != person.id or now - row.saved_at > _SITTING


def give_up(session: Session, scenario_id: str, *, revision: int, person: Person, stock: Stock, now: datetime) -> None:
    """Give the draft up: the newest version is what stands. The text stays stored under its hash, noted in the audit.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario here.
        StaleDraft: Somebody else has saved meanwhile.
        Conflict: Nothing was ever published; retire it instead.
    """
    need_instructor(person)
    row = row_of(session, scenario_id)
    if row.version == 0:
        raise Conflict("Nothing of this scenario was published yet. Retire it instead of giving up its draft.")
    if row.draft is None:
        return
    text = text_of_version(session, scenario_id, row.version) or ""
    card = to_plain(stock.read(text, scenario_id, content=apart(stock.content), before=row.card).card)
    given_up = row.draft
    with writing(session):
        (kept_as,) = keep(session, given_up)
        move(session, scenario_id, revision, {**NO_DRAFT, "card": card, "changed_at": now})
        note(session, "draft_given_up", person_id=person.id, now=now, subject=f"{scenario_id} {kept_as[:32]}")


def take_back(
    session: Session, scenario_id: str, n: int, *, revision: int, person: Person, stock: Stock, now: datetime
) -> Editing:
    """Make version *n* the draft again, to be published anew, and return the scenario as it stands then.

    Raises:
        NotFound: There is no such scenario or version here.
        Conflict: A draft is being written; publish it or give it up first.
        StaleDraft: Somebody else has saved meanwhile.
    """
    need_instructor(person)
    row, text = row_of(session, scenario_id), text_of_version(session, scenario_id, n)
    if text is None:
        raise NotFound(f"There is no version {n} of {scenario_id}.")
    if row.draft not in (None, text):
        raise Conflict("A draft of this scenario is being written. Publish it or give it up first.")
    return save(session, scenario_id, text, revision=revision, person=person, stock=stock, now=now)


def _begin(
    session: Session, new: str, text: str, origin: Origin, came_from: str, person: Person, stock: Stock, now: datetime
) -> str:
    read = stock.read(text, new, content=apart(stock.content))
    row = {
        "id": new,
        "origin": origin.value,
        "came_from": came_from[:160],
        "created_at": now,
        "created_by": person.id,
        "revision": 1,
        "version": 0,
        **drafted(read, person, now),
    }
    try:
        with writing(session):
            if new in stock.built_in:
                raise Conflict(f"{new} is the id of a scenario that shipped.")
            session.execute(insert(StoredScenario), row)
            note(session, "scenario_begun", person_id=person.id, now=now, subject=new)
    except IntegrityError as error:
        return _begun_before(session, new, person, error)
    return new


def _begun_before(session: Session, new: str, person: Person, error: IntegrityError) -> str:
    """Return the id where the same person began it a click ago."""
    row = scenario_of(session, new)
    session.rollback()
    if row is None or row.created_by != person.id:
        raise Conflict(f"There is a scenario {new} already.") from error
    return new
