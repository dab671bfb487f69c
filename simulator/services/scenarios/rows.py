"""The row of a scenario written here, and the one step by which it moves on: by revision, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from simulator.authoring.drafts import LONGEST, ReadDraft
from simulator.errors import Conflict, Invalid, NotFound
from simulator.json_codec import to_plain
from simulator.persistence.content import content_hash
from simulator.persistence.engine import reached
from simulator.persistence.people import Person
from simulator.persistence.scenarios import StoredScenario, name_of, newest_texts, scenario_of
from simulator.phrases import phrase

NO_DRAFT: Mapping[str, object] = {
    "draft": None,
    "draft_hash": None,
    "saved_at": None,
    "saved_by": None,
    "problems": 0,
}


class StaleDraft(Conflict):
    """Somebody else has saved meanwhile: who, when, what stands there now, and under which revision."""

    def __init__(self, *, by: str, at: datetime | None, text: str, revision: int) -> None:
        self.by, self.at, self.text, self.revision = by, at, text, revision
        who = by or phrase("Somebody")
        super().__init__(
            phrase("%(who)s has changed this scenario meanwhile. Nothing of either text is lost.", who=who)
        )


def row_of(session: Session, scenario_id: str) -> StoredScenario:
    """Return the row as it stands now.

    Raises:
        NotFound: There is no such scenario that was written here.
    """
    row = scenario_of(session, scenario_id)
    if row is None:
        raise NotFound(f"There is no scenario {scenario_id} that could be edited; one that shipped can be duplicated.")
    return row


def move(session: Session, scenario_id: str, revision: int, values: Mapping[str, object]) -> None:
    """Write *values* over the row if it still stands at *revision*, and count on. Call it inside a write.

    Raises:
        StaleDraft: Somebody has moved it on.
    """
    same = update(StoredScenario).where(StoredScenario.id == scenario_id, StoredScenario.revision == revision)
    moved = same.values(**values, revision=revision + 1).execution_options(synchronize_session=False)
    if not reached(session, moved):
        raise stale(session, scenario_id)


def stale(session: Session, scenario_id: str) -> StaleDraft:
    """Return what has come of a scenario meanwhile."""
    row = row_of(session, scenario_id)
    text = newest_texts(session, (scenario_id,)).get(scenario_id, "")
    by, at = name_of(session, row.saved_by), row.saved_at or row.changed_at
    return StaleDraft(by=by, at=at, text=text, revision=row.revision)


def drafted(read: ReadDraft, person: Person, now: datetime) -> dict[str, object]:
    """Return the values of a row whose draft is what was read."""
    return {
        "draft": read.text,
        "draft_hash": content_hash(read.text),
        "saved_at": now,
        "saved_by": person.id,
        "changed_at": now,
        "problems": len(read.problems),
        "card": to_plain(read.card),
    }


def plain_lines(text: str) -> str:
    """Return *text* with the line ends of files, whatever a browser sent.

    Raises:
        Invalid: It is longer than a scenario may be.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(plain) > LONGEST:
        said = phrase("A scenario has at most %(most)s characters; this has %(n)s.", most=LONGEST, n=len(plain))
        raise Invalid(said)
    return plain
