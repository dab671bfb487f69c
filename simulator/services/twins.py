"""Twins: putting the same claim with one fact moved on the desk of whoever has closed it."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.authoring.twins import Twin, twin_of
from simulator.domain.scenario import Scenario
from simulator.errors import NotFound
from simulator.generation.content import Content
from simulator.json_codec import from_json, to_json
from simulator.persistence.content import kept
from simulator.persistence.items import kind_of_shift, own_item
from simulator.services.shifts import AlreadyOnDesk, Desk, take_up


def twin_for(session: Session, desk: Desk, content: Content) -> Twin | None:
    """Return the twin of the claim on *desk*, None where there is none."""
    body = kept(session, desk.scenario_hash).get(desk.scenario_hash, "")
    try:
        scenario = from_json(Scenario, body)
    except ValueError:
        return None
    return twin_of(desk.exercise, scenario, content)


def twin_item(item_id: UUID) -> UUID:
    """Return the name of the item of the twin of *item_id*: however often asked for, it is one."""
    return uuid5(item_id, "twin")


def take_twin(session: Session, desk: Desk, *, content: Content, now: datetime) -> UUID:
    """Put the twin of the claim on *desk* on the same person's desk and return its item; once, however often asked.

    Raises:
        NotFound: The claim has no twin.
        Conflict: What was decided before has changed in another window.
    """
    item_id = twin_item(desk.item_id)
    if own_item(session, item_id, desk.person_id) is not None:
        return item_id
    twin, kind = twin_for(session, desk, content), kind_of_shift(session, desk.item_id)
    session.rollback()
    if twin is None:
        raise NotFound(f"The claim {desk.item_id} has no twin.")
    try:
        return take_up(
            session,
            person_id=desk.person_id,
            exercise=twin.exercise,
            determination=twin.determination,
            scenario_body=to_json(twin.scenario),
            library=content.library,
            now=now,
            item_id=item_id,
            kind=kind,
        )
    except AlreadyOnDesk:
        return item_id
