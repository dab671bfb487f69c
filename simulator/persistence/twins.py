"""What twins read: the items of a person that were made of the same scenario and seed."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from simulator.persistence.content import StoredContent
from simulator.persistence.items import Item, StoredScorecard


class Alike(NamedTuple):
    """An item with what was right on its file as it came, and its newest scorecard; both as JSON."""

    item_id: UUID
    state: str
    exercise_hash: str
    scenario_hash: str
    determination: str
    scorecard: str | None


def alike(session: Session, item_id: UUID, person_id: UUID) -> Sequence[Alike]:
    """Return the person's items of the scenario and seed of *item_id*, itself among them."""
    this, newer = aliased(Item), aliased(StoredScorecard)
    newest = select(func.max(newer.n)).where(newer.item_id == Item.id).scalar_subquery()
    found = (
        select(Item.id, Item.state, Item.exercise_hash, Item.scenario_hash, StoredContent.body, StoredScorecard.body)
        .join(this, and_(this.scenario_id == Item.scenario_id, this.seed == Item.seed))
        .join(StoredContent, StoredContent.hash == Item.determination_hash)
        .outerjoin(StoredScorecard, and_(StoredScorecard.item_id == Item.id, StoredScorecard.n == newest))
        .where(this.id == item_id, this.person_id == person_id, Item.person_id == person_id)
    )
    return [Alike._make(row) for row in session.execute(found)]
