"""The people of the demonstration and the claims on their desks."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from simulator.authoring.checks import Unfit, verified
from simulator.coverage.determination import Determination
from simulator.coverage.library import Library
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import Misconfigured
from simulator.generation.content import Content
from simulator.json_codec import to_json
from simulator.persistence.items import items_of
from simulator.persistence.people import Person, Role, is_anybody_there, person_by_email
from simulator.services.people import add_person, is_password
from simulator.services.shifts import take_up
from simulator.web.context import House


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One person of the demonstration."""

    email: str
    name: str
    language: str
    seed: int
    first: int


PEOPLE = (
    DemoPerson(email="tess@example.com", name="Tess Lember", language="en", seed=1000, first=0),
    DemoPerson(email="tom@example.com", name="Tom Rebane", language="et", seed=2000, first=1),
)
CLAIMS = 5
_SYLLABLES = tuple(first + second for first in "bdfgklmnprstv" for second in "aeiou")


def seed_demo(house: House, *, now: datetime) -> tuple[str, ...]:
    """Make the demo people and their claims where they are missing, and return the lines that tell the sign-ins.

    Raises:
        Misconfigured: The data folder holds an installation with people of its own.
    """
    key = house.config.secret_key
    with house.sessions() as session:
        if is_anybody_there(session) and not person_by_email(session, PEOPLE[0].email):
            raise Misconfigured("These data belong to an installation of its own; start it with `simulator run`.")
        people = [(demo, _person(session, demo, key, now)) for demo in PEOPLE]
        _fill_empty_desks(session, people, house, now)
        return tuple(_sign_in_line(demo, person, key) for demo, person in people)


def _person(session: Session, demo: DemoPerson, key: str, now: datetime) -> Person:
    password = demo_password(key, demo.email)
    return person_by_email(session, demo.email) or add_person(
        session, demo.email, demo.name, password, [Role.TRAINEE], now=now, language=demo.language
    )


def _sign_in_line(demo: DemoPerson, person: Person, key: str) -> str:
    password = demo_password(key, demo.email)
    shown = f"password {password}" if is_password(person, password) else "the password that was chosen"
    return f"Sign in as {demo.email}, {shown}"


def demo_password(key: str, email: str) -> str:
    """Return a password that this installation alone gives, easy to type: ``kolu-mari-tase``."""
    digest = hmac.new(key.encode(), f"demo {email}".encode(), hashlib.sha256).digest()
    parts = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:6]]
    return "-".join("".join(parts[at : at + 2]) for at in (0, 2, 4))


def _fill_empty_desks(session: Session, people: list[tuple[DemoPerson, Person]], house: House, now: datetime) -> None:
    """Put claims on the desks that never had any, so that a first start which was cut short is made good."""
    empty = [(demo, person) for demo, person in people if not items_of(session, person.id, limit=1)]
    if not empty:
        return
    content = house.content
    for demo, person in empty:
        for at, scenario in enumerate(house.scenarios[demo.first :: len(PEOPLE)][:CLAIMS]):
            _put_on_desk(session, person, scenario, _servable(scenario, demo.seed + at, content), content.library, now)


def _put_on_desk(
    session: Session,
    person: Person,
    scenario: Scenario,
    made: tuple[Exercise, Determination],
    library: Library,
    now: datetime,
) -> None:
    exercise, determination = made
    take_up(
        session,
        person_id=person.id,
        exercise=exercise,
        determination=determination,
        scenario_body=to_json(scenario),
        library=library,
        now=now,
    )


def _servable(scenario: Scenario, seed: int, content: Content) -> tuple[Exercise, Determination]:
    """Return the first exercise from *seed* on that passes its checks."""
    for number in range(seed, seed + 1000, 50):
        try:
            return verified(scenario, number, market=scenario.markets[0], content=content)
        except Unfit:
            continue
    raise Misconfigured(f"No seed of the scenario {scenario.file} can be served.")
