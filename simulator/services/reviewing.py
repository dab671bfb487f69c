"""Reviewing: what an instructor says of a member's finished claim, and scores adjusted with a reason."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.errors import Conflict, Invalid, NotFound
from simulator.json_codec import from_json, to_json
from simulator.persistence.engine import writing
from simulator.persistence.groups import led_item
from simulator.persistence.items import Item, ItemState, StoredScorecard, scorecard_of
from simulator.persistence.reviews import Adjustment, Comment
from simulator.scoring.scorecard import Criterion, Scorecard
from simulator.services.audit import note

LONGEST_COMMENT = 2000
LONGEST_REASON = 1000


class Rescored(Conflict):
    """The score has changed since the page that adjusts it was loaded."""


def comment(
    session: Session, item_id: UUID, criterion: str, text: str, *, leader_id: UUID, comment_id: UUID, now: datetime
) -> None:
    """Say something of one criterion of a finished claim, or of the whole; asked twice under one id it is said once.

    Raises:
        NotFound: The claim is none of a group of *leader_id*, or not finished, or has no such criterion.
        Invalid: There is no text, or too much of it.
    """
    text = text.replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= LONGEST_COMMENT:
        raise Invalid(f"A comment has 1 to {LONGEST_COMMENT} characters.")
    _item, stored = _finished(session, item_id, leader_id)
    if criterion:
        _criterion(from_json(Scorecard, stored.body), criterion)
    row = {"id": comment_id, "item_id": item_id, "criterion": criterion, "text": text, "person_id": leader_id}
    try:
        with writing(session):
            session.execute(insert(Comment), {**row, "at": now})
            note(session, "commented", person_id=leader_id, now=now, subject=str(item_id))
    except IntegrityError as error:
        there = session.get(Comment, comment_id)
        if there is None or (there.item_id, there.person_id) != (item_id, leader_id):
            raise Conflict("Something else was said under that id.") from error


def adjust(
    session: Session,
    item_id: UUID,
    criterion: str,
    points: int,
    reason: str,
    *,
    of: int,
    leader_id: UUID,
    now: datetime,
) -> None:
    """Give a criterion other points than scorecard number *of* has; a new scorecard is made and the old one kept.

    Raises:
        NotFound: The claim is none of a group of *leader_id*, or not finished, or has no such criterion.
        Invalid: There is no reason, or the points are as before or more than the criterion has.
        Rescored: There is a newer scorecard than *of*.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid(f"A reason has 1 to {LONGEST_REASON} characters.")
    _item, stored = _finished(session, item_id, leader_id)
    if stored.n != of:
        raise Rescored("The score was changed in another window.")
    before = from_json(Scorecard, stored.body)
    old = _criterion(before, criterion)
    if points == old.points or not 0 <= points <= old.most:
        raise Invalid(f"The criterion has 0 to {old.most} points, and other than {old.points} now.")
    after = adjusted(before, criterion, points)
    card_id = uuid4()
    card = {"id": card_id, "item_id": item_id, "n": of + 1, "total": after.total, "body": to_json(after)}
    change = {"scorecard_id": card_id, "criterion": criterion, "points_before": old.points, "points_after": points}
    try:
        with writing(session):
            session.execute(insert(StoredScorecard), {**card, "versions": dict(after.versions), "created_at": now})
            session.execute(insert(Adjustment), {**change, "reason": reason, "person_id": leader_id, "at": now})
            note(session, "score_adjusted", person_id=leader_id, now=now, subject=str(item_id))
    except IntegrityError as error:
        raise Rescored("The score was changed in another window.") from error


def adjusted(card: Scorecard, name: str, points: int) -> Scorecard:
    """Return *card* with other points for the criterion *name*, and the total that comes of them."""
    criteria = tuple(
        replace(one, points=points, share=Fraction(points, one.most)) if one.id == name else one
        for one in card.criteria
    )
    return replace(card, criteria=criteria, total=sum(one.points for one in criteria))


def _finished(session: Session, item_id: UUID, leader_id: UUID) -> tuple[Item, StoredScorecard]:
    item = led_item(session, item_id, leader_id)
    stored = scorecard_of(session, item_id) if item is not None and item.state == ItemState.CLOSED.value else None
    if item is None or stored is None:
        raise NotFound(f"There is no finished claim {item_id} here.")
    return item, stored


def _criterion(card: Scorecard, name: str) -> Criterion:
    found = card.criterion(name)
    if found is None:
        raise NotFound(f"The scorecard has no criterion {name}.")
    return found
