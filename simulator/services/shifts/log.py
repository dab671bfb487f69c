"""The log of an item: the one way in which acts are written."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from simulator.desk.actions import Action
from simulator.persistence.items import LoggedAction


def write_log(session: Session, item_id: UUID, actions: Sequence[Action]) -> None:
    """Append *actions* to the log of the item. Call it inside a write."""
    rows = [
        {"item_id": item_id, "n": action.n, "at": action.at, "kind": action.kind.value, "data": dict(action.data)}
        for action in actions
    ]
    session.execute(insert(LoggedAction), rows)
