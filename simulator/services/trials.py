"""Trials: an author plays a scenario as it reads now, on the real desk; no measure of anybody counts it."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.authoring.drafts import apart
from simulator.coverage.determine import determine
from simulator.errors import InvalidContent
from simulator.generation import build_with_draft
from simulator.generation.plans import plan_for
from simulator.json_codec import to_json
from simulator.persistence.content import content_hash
from simulator.persistence.people import Person
from simulator.persistence.practice import TRIAL
from simulator.services.scenarios import Stock, need_instructor, text_in_force
from simulator.services.shifts import AlreadyOnDesk, take_up


def try_out(
    session: Session,
    scenario_id: str,
    seed: int,
    *,
    market: str,
    asked: UUID,
    person: Person,
    stock: Stock,
    now: datetime,
) -> UUID:
    """Put a scenario, shipped or written here, at any seed on its author's own desk as a trial; return the item.

    A draft is played as it was saved last, also where its checks would fail. *asked* is minted by the page that asks,
    so that a double click makes one.

    Raises:
        NotAllowed: The person is no instructor.
        NotFound: There is no such scenario or market.
        InvalidContent: It is no scenario yet; every problem is listed.
        Unreachable: Nothing can be built at that seed.
    """
    need_instructor(person)
    text, content = text_in_force(session, scenario_id, stock), apart(stock.content)
    session.commit()
    read = stock.read(text, content=content)
    if read.scenario is None or read.problems:
        raise InvalidContent(read.problems)
    place = market or read.scenario.markets[0]
    exercise = build_with_draft(read.scenario, seed, market=place, content=content).exercise
    item_id = uuid5(asked, f"{person.id} {content_hash(text)} {place} {seed}")
    try:
        take_up(
            session,
            person_id=person.id,
            exercise=exercise,
            determination=determine(plan_for(read.scenario, place, content).rules, exercise.file),
            scenario_body=to_json(read.scenario),
            library=stock.content.library,
            now=now,
            item_id=item_id,
            kind=TRIAL,
        )
    except AlreadyOnDesk:
        return item_id
    return item_id
