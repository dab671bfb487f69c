"""The cast, the clock, both databases and a browser without a screen; every test gets its own empty database."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from simulator.authoring import parse
from simulator.cli.logs import write_logs
from simulator.config import Config
from simulator.coverage.determination import Determination
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.library import Library
from simulator.domain.decision import Decision, Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.generation.content import Content
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, sessions
from simulator.persistence.people import Person, Role, SignIn
from simulator.services import shifts
from simulator.services.sessions import LASTS, token_hash
from simulator.web.app import create_app
from simulator.web.context import House

PASSWORD = "practice makes"
TESTS = Path(__file__).parent
CAST = {
    "tess": ("Tess Lember", {Role.TRAINEE}),
    "tom": ("Tom Rebane", {Role.TRAINEE}),
    "ines": ("Ines Kask", {Role.INSTRUCTOR}),
    "rae": ("Rae Saar", {Role.HIRING_MANAGER}),
    "ada": ("Ada Oja", {Role.ADMINISTRATOR}),
}
_KEY = "a key for tests alone"
_OF_FORMS = re.compile(r"<textarea\b.*?</textarea>|</?(?:form|input|select|option)\b[^>]*>", re.DOTALL)
"""What of a page says what a form sends: a page is some sixty kilobytes, this a tenth of it."""
_HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@cache
def _content() -> Content:
    return Content.read(scenarios_folder())


@cache
def _shipped() -> tuple[Scenario, ...]:
    return _READ(scenarios_folder() / "library")


_READ = parse.read_scenarios
parse.read_scenarios = lambda folder: _shipped() if folder == scenarios_folder() / "library" else _READ(folder)
"""A dozen rooms name their tests by the scenarios that ship: they are read once a process, not once a room."""


def missing(what: str) -> None:
    """Skip a test on a developer's machine, fail it where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: CI must have it")
    pytest.skip(what)


def pytest_xdist_auto_num_workers() -> int:
    """Run one more process at once than there are processors: who drives a browser waits for it most of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def logs_as_served() -> None:
    """Write logs as the server does; the colourful default of development shows what variables hold."""
    write_logs()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and empty database to copy."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(f"sqlite:///{file}")
    schema.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine | None]:
    """A migrated database of this process on the server that TEST_DATABASE_URL names, or None without one."""
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        yield None
        return
    name = f"simulator_{uuid4().hex}"
    server = make_engine(address).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(server.url.set(database=name).render_as_string(hide_password=False))
    schema.upgrade(engine)
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on one file of this process: what it learned about statements is kept from test to test."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'simulator.db'}")
    event.listen(engine, "connect", hasten)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty, migrated database: each test runs on both kinds."""
    if request.param == "sqlite":
        engine = request.getfixturevalue("sqlite_engine")
        begin_anew(engine, request.getfixturevalue("sqlite_template"))
        yield engine
        engine.dispose()
        return
    postgres = request.getfixturevalue("postgres_engine")
    if postgres is None:
        missing("There is no PostgreSQL: set TEST_DATABASE_URL")
    yield postgres
    empty(postgres)


def begin_anew(sqlite: Engine, template: Path) -> None:
    """Put a copy of *template* in the place of that database and of its journal."""
    file = Path(str(sqlite.url.database))
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    shutil.copy(template, file)


def hasten(connection: Any, _record: Any) -> None:
    """Wait for no disk: what a test writes need not outlive the machine."""
    connection.execute("PRAGMA synchronous=OFF").close()


def empty(postgres: Engine) -> None:
    """Take every row away, what hangs on another first; for few rows it is a hundred times as quick as TRUNCATE."""
    tables = [f'DELETE FROM "{table.name}"' for table in reversed(schema.METADATA.sorted_tables)]
    with postgres.begin() as connection:
        connection.exec_driver_sql("; ".join(tables))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session of that database."""
    with sessions(engine)() as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """The moment at which tests take place: a Monday morning."""
    return datetime(2026, 3, 23, 7, 30, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands until it is set."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(now: datetime) -> Clock:
    """The clock of the application."""
    return Clock(now)


@pytest.fixture(scope="session")
def content() -> Content:
    """The content that ships."""
    return _content()


@pytest.fixture
def people(session: Session, now: datetime) -> dict[str, Person]:
    """The cast, with accounts; everybody's password is the same."""
    cast = {
        short: Person(
            email=f"{short}@example.com",
            name=name,
            password_hash=_HASHED,
            created_at=now,
            roles_text=",".join(sorted(role.value for role in roles)),
        )
        for short, (name, roles) in CAST.items()
    }
    session.add_all(cast.values())
    session.commit()
    return cast


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application a process, so that templates are compiled once; its house changes with each test."""
    data = tmp_path_factory.mktemp("data")
    config = Config(data=data, database_url=f"sqlite:///{data / 'unused.db'}", secret_key=_KEY)
    app = create_app(config)
    app.testing = True
    return app


@pytest.fixture(scope="session")
def shelf(whole_app: Flask) -> dict[str, object]:
    """What a house reads from the files that ship, by the name of its attribute, read once a process."""
    house = House(config=whole_app.extensions["simulator"].config, engine=whole_app.extensions["simulator"].engine)
    house.__dict__ |= {"content": _content(), "scenarios": _shipped()}
    return {name: getattr(house, name) for name in ("content", "scenarios", "skills", "stock", "standards")}


@pytest.fixture
def app(
    whole_app: Flask, engine: Engine, clock: Clock, shelf: dict[str, object], content: Content, tmp_path: Path
) -> Flask:
    """The application on this test's database, with all that ships on its shelf; a room can have other content."""
    config = Config(data=tmp_path, database_url=str(engine.url), secret_key=_KEY)
    house = House(config=config, engine=engine, clock=clock)
    house.__dict__ |= shelf if content is shelf["content"] else {"content": content}
    whole_app.extensions["simulator"] = house
    return whole_app


class DecisionForm(HTMLParser):
    """Reads the decision form of a page as a browser would send it; ``offered`` are the values of each choice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.offered: dict[str, list[str]] = {}
        self.inside, self.select, self.area = False, "", ""
        self.feed("".join(_OF_FORMS.findall(text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "form":
            self.inside = found.get("id") == "decision"
        elif tag == "option" and self.select:
            self.offered[self.select].append(value)
            if "selected" in found:
                self.sent[self.select] = value
        elif self.inside and name and name != "csrf_token":
            self._field(tag, name, value, found)

    def _field(self, tag: str, name: str, value: str, found: dict[str, str | None]) -> None:
        if tag == "input" and found.get("type") in ("checkbox", "radio"):
            self.offered.setdefault(name, []).append(value)
            if "checked" in found:
                self.sent.setdefault(name, []).append(value)
        elif tag == "input":
            self.sent[name] = value
        elif tag == "select":
            self.select, self.sent[name], self.offered[name] = name, "", []
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data.removeprefix("\n")


@dataclass
class Visit:
    """A browser without a screen: signed in or not, with a CSRF token that is in order."""

    client: FlaskClient
    person: Person | None = None
    token: str = field(default="")

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, buffered=True, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        """Send a form with its CSRF token. *data* may be a dict of values or lists."""
        return self.client.post(path, data={"csrf_token": self.csrf(), **(data or {})}, buffered=True, **options)

    @staticmethod
    def read(page: TestResponse) -> DecisionForm:
        """Return the decision form of *page*: what a browser would send, and what it offers."""
        return DecisionForm(page.text)

    @staticmethod
    def form(page: TestResponse, **fields: Any) -> dict[str, Any]:
        """Return the decision form of *page* with *fields* typed over; ``pay__L1`` stands for ``pay.L1``."""
        return DecisionForm(page.text).sent | {name.replace("__", "."): value for name, value in fields.items()}

    @staticmethod
    def offered(page: TestResponse) -> dict[str, list[str]]:
        """Return the values that each list, tick and radio button of the decision form offers."""
        return DecisionForm(page.text).offered

    def csrf(self) -> str:
        """Return a token that this session accepts."""
        with self.client.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", "a" * 40)
        return str(URLSafeTimedSerializer(_KEY, salt="wtf-csrf-token").dumps(raw))


@pytest.fixture
def visit(app: Flask, session: Session, now: datetime, people: dict[str, Person]) -> Callable[[str | None], Visit]:
    """Open a browser as one of the cast (``visit("tess")``), or as nobody (``visit(None)``)."""

    def open_as(short: str | None = None) -> Visit:
        client = app.test_client()
        if short is None:
            return Visit(client)
        token = f"{short}-{uuid4().hex}"
        person = people[short]
        session.add(SignIn(token_hash=token_hash(token), person_id=person.id, created_at=now, ends_at=now + LASTS))
        session.commit()
        with client.session_transaction() as kept:
            kept["_user_id"] = token
            kept["_fresh"] = True
        return Visit(client, person, token)

    return open_as


@dataclass
class Statements:
    """The statements that went to the database while counting."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.texts)


@pytest.fixture
def statements(engine: Engine) -> Callable[[], AbstractContextManager[Statements]]:
    """Count statements: ``with statements() as seen: ...; assert seen.count <= 5``."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        seen = Statements()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.texts.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def motor_exercise() -> Exercise:
    """A motor claim with nine papers, one of them replaced; its answer is nobody's business here."""
    return from_json(Exercise, (TESTS / "desk" / "motor_claim.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def motor_content() -> Content:
    """The form and the guide of the language reference, under which that claim can be worked on."""
    examples = TESTS / "coverage" / "loading" / "examples"
    wording, handling = ((examples / name).read_text("utf-8") for name in ("motor.yaml", "guide.yaml"))
    form, guide = (
        load_form(wording, file="motor.yaml", inline=True),
        load_guide(handling, file="guide.yaml", inline=True),
    )
    library = Library(
        forms={(form.name, form.market): (form,)},
        guides={(guide.name, guide.market): guide},
        texts={form.content_hash: wording, guide.content_hash: handling},
    )
    return Content(library=library, markets={}, worlds={}, crowds={})


@pytest.fixture
def claim(
    session: Session, people: dict[str, Person], now: datetime, motor_exercise: Exercise, motor_content: Content
) -> Callable[..., UUID]:
    """Put that claim on somebody's desk: ``claim("tess")``."""

    def put(short: str = "tess", determination: Determination | None = None, body: str = "{}", **more: Any) -> UUID:
        right = determination or Determination(disposition=Disposition.APPROVE, payable=Decimal("2038.64"))
        person_id = people[short].id
        return shifts.take_up(
            session,
            person_id=person_id,
            exercise=motor_exercise,
            determination=right,
            scenario_body=body,
            library=motor_content.library,
            now=now,
            **more,
        )

    return put


@pytest.fixture(scope="session")
def typed() -> Callable[[Decision], dict[str, str]]:
    """Say what a person types and chooses in the decision form to make a decision, by the names of the fields."""

    def fields_of(decision: Decision) -> dict[str, str]:
        return dict(_typed(decision))

    return fields_of


def _typed(decision: Decision) -> Iterator[tuple[str, str]]:
    yield "disposition", decision.disposition.value
    yield "reason", decision.reason
    for line, row in decision.rows.items():
        if row.refused:
            yield from {f"refuse.{line}": "yes", f"ground.{line}": row.ground}.items()
        else:
            yield f"{'now' if decision.pays_meanwhile else 'pay'}.{line}", str(row.accepted)
    off = "nowoff" if decision.pays_meanwhile else "off"
    yield from ((f"{off}.{name}", str(abs(amount))) for name, amount in decision.offs.items())
    yield from [("lead", decision.lead)] if decision.lead else []
    for n, asked in enumerate(decision.asked):
        yield from {f"ask.{n}.paper": asked.paper, f"ask.{n}.holder": asked.holder, f"ask.{n}.why": asked.why}.items()
    yield from [("queue", decision.queue)] if decision.queue else []
    for part in decision.brief:
        kind, _, name = part.partition(":")
        yield ("brief.provision", name) if kind == "provision" else (f"brief.{part}", "yes")
