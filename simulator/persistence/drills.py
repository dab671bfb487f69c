"""What drills read: for each line that a person has practised, how often, and the scorecard of the last time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from simulator.persistence.items import Item, ItemState, StoredScorecard


class Drilled(NamedTuple):
    """How often a line was drilled to the end, and when and with which scorecard the last time."""

    times: int
    decided_at: datetime
    card_id: UUID


def drilled(session: Session, person_id: UUID, names: Collection[str]) -> Mapping[str, Drilled]:
    """Return what the person has drilled to the end, by the name of the scenario, of those *names*."""
    newer = aliased(StoredScorecard)
    newest = select(func.max(newer.n)).where(newer.item_id == Item.id).scalar_subquery()
    latest_first = (Item.decided_at.desc(), Item.id)
    each = (
        select(
            Item.scenario_id,
            Item.decided_at,
            StoredScorecard.id.label("card_id"),
            func.count().over(partition_by=Item.scenario_id).label("times"),
            func.row_number().over(partition_by=Item.scenario_id, order_by=latest_first).label("nth"),
        )
        .join(StoredScorecard, StoredScorecard.item_id == Item.id)
        .where(Item.person_id == person_id, Item.scenario_id.in_(names))
        .where(Item.state == ItemState.CLOSED.value, Item.decided_at.is_not(None), StoredScorecard.n == newest)
        .subquery()
    )
    found = select(each.c.scenario_id, each.c.times, each.c.decided_at, each.c.card_id).where(each.c.nth == 1)
    return {name: Drilled(times, at, card_id) for name, times, at, card_id in session.execute(found)}
