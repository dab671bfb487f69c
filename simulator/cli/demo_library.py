"""What the instructor of the demonstration has written: a published scenario, one that does not hold, one half done."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.authoring.beginnings import Aim
from simulator.persistence.people import Person
from simulator.persistence.scenarios import scenario_of
from simulator.services import scenarios
from simulator.services.scenarios import LEAST_SEEDS, Stock
from simulator.web.context import House

FORM, MARKET = "motor_own_damage", "ee"
PUBLISHED = Aim(form=FORM, market=MARKET, provision="intent", side="inside", on_the_line=False)
WRONG = Aim(form=FORM, market=MARKET, provision="tyres")
HALF_DONE = Aim(form=FORM, market=MARKET, provision="inspection")
_NOTE = "For week 3: it was no accident."
_APPROVED, _REFUSED = "{disposition: approve, grounds: []}", "{disposition: reject, grounds: [tyres]}"


def fill_library(session: Session, house: House, ines: Person, *, now: datetime) -> None:
    """Write the scenarios of *ines* where they are missing; what is there stays, and so does what was given up."""
    stock = house.stock
    if (FORM, MARKET) not in stock.content.library.forms:
        return
    if name := _begun(session, PUBLISHED, ines, stock, at := now - timedelta(days=6)):
        _prove(session, name, ines, stock, at)
        scenarios.publish(session, name, revision=1, why=_NOTE, person=ines, stock=stock, now=at)
    if name := _begun(session, WRONG, ines, stock, now - timedelta(days=2)):
        _change(session, name, _APPROVED, _REFUSED, ines, stock, now - timedelta(days=2))
        _prove(session, name, ines, stock, now - timedelta(days=2))
    if name := _begun(session, HALF_DONE, ines, stock, now - timedelta(hours=3)):
        _change(session, name, "level: 3", "levl: 3", ines, stock, now - timedelta(hours=3))


def _begun(session: Session, aim: Aim, ines: Person, stock: Stock, at: datetime) -> str:
    """Return the id of a new draft with that aim, nothing where it was begun at an earlier start."""
    name = uuid5(ines.id, f"demo scenario {aim.provision}")
    is_there = scenario_of(session, str(name)) is not None
    session.commit()
    return "" if is_there else _begin(session, aim, name, ines, stock, at)


def _begin(session: Session, aim: Aim, name: UUID, ines: Person, stock: Stock, at: datetime) -> str:
    return scenarios.begin_teaching(session, aim, person=ines, stock=stock, now=at, scenario_id=name)


def _prove(session: Session, name: str, ines: Person, stock: Stock, at: datetime) -> None:
    run = scenarios.start_check(session, name, person=ines, stock=stock, now=at)
    while scenarios.advance(session, run, person=ines, stock=stock, now=at, slice_of=LEAST_SEEDS).is_running:
        pass


def _change(session: Session, name: str, old: str, new: str, ines: Person, stock: Stock, at: datetime) -> None:
    text = scenarios.text_in_force(session, name, stock).replace(old, new)
    session.rollback()
    scenarios.save(session, name, text, revision=1, person=ines, stock=stock, now=at)
