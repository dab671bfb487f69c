"""A real browser on a real server: Debian's Chromium, driven by Playwright; axe looks at what it shows."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from simulator.authoring.checks import verified
from simulator.config import Config
from simulator.coverage.determination import Determination
from simulator.desk.actions import Act, ActionKind
from simulator.desk.sending import decision_from as decision_of
from simulator.domain.decision import Decision
from simulator.domain.exercise import Exercise
from simulator.generation.content import Content
from simulator.json_codec import to_json
from simulator.persistence import schema
from simulator.persistence.engine import make_engine
from simulator.persistence.items import Item
from simulator.persistence.people import Role, person_by_email
from simulator.scoring.follower import decision_from
from simulator.scoring.path import next_acts
from simulator.services.people import add_person
from simulator.services.shifts import desk_of, take_up
from simulator.web.app import create_app
from simulator.web.context import House

PASSWORD = "practice makes"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
LOOKS = [
    (1440, False, "en"), (1440, True, "et"), (1024, True, "en"), (1024, False, "et"),
    (390, False, "et"), (390, True, "en"), (320, False, "en"), (320, True, "et"),
]  # fmt: skip
"""Width, dark and language: each width in both themes and both languages, each theme in both languages."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
_RUN_AXE = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}, resultTypes: ['violations'],
  });
  return found.violations.map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
}"""


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: CI must have it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    if not Path(CHROMIUM).is_file():
        _missing("There is no Chromium: install the package chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{'dark' if look[1] else 'light'}-{look[2]}")
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How a window looks: ``desk(**look)``."""
    return dict(zip(("width", "dark", "language"), request.param, strict=True))


@dataclass
class Live:
    """A server that runs: its address, its house, and the moment at which it began."""

    address: str
    house: House
    app: Flask
    began_at: datetime


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Iterator[Live]:
    """The application behind a real port, with Tess and Tom; content is read once."""
    data = tmp_path_factory.mktemp("live")
    config = Config(data=data, database_url=f"sqlite:///{data / 'live.db'}", secret_key="a key for the browser tests")
    engine = make_engine(config.database_url)
    schema.upgrade(engine)
    house = House(config=config, engine=engine)
    house.__dict__["content"] = content
    began_at = datetime.now(UTC)
    with house.sessions() as session:
        for short, name in (("tess", "Tess Lember"), ("tom", "Tom Rebane")):
            add_person(session, f"{short}@example.com", name, PASSWORD, [Role.TRAINEE], now=began_at)
    app = create_app(config, house)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(f"http://127.0.0.1:{server.server_port}", house, app, began_at)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


@pytest.fixture(scope="session")
def pages_of(live: Live) -> Callable[..., list[str]]:
    """Find every page of a room in the route map: ``pages_of("admin", person_id=..)``; a new one needs its value.

    Files to save are no pages; *without* are addresses that only lead on.
    """

    def find(room: str, *, without: Sequence[str] = (), **values: object) -> list[str]:
        adapter = live.app.url_map.bind("localhost")
        rules = [one for one in live.app.url_map.iter_rules() if one.endpoint.partition(".")[0] == room]
        return [
            adapter.build(one.endpoint, {name: values[name] for name in one.arguments}, method="GET")
            for one in sorted(rules, key=str)
            if "GET" in (one.methods or ()) and one.endpoint not in without and not is_file(one.rule)
        ]

    return find


def is_file(rule: str) -> bool:
    """Tell whether what stands at *rule* is saved, not shown."""
    return "." in rule.rpartition("/")[2]


@dataclass
class Desk:
    """One window: a page on the live server, and all that the browser complained about."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, status: str) -> None:
        """Let the browser complain about answers of this *status*: the test is about them."""
        self.allowed.append(f"status of {status}")

    def open(self, path: str) -> Page:
        """Open a page of the server."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in(self, short: str = "tess") -> Page:
        """Sign in by the form, as a person does."""
        page = self.open("/sign-in")
        page.locator("[name=email]").fill(f"{short}@example.com")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form[action='/sign-in'] button").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def axe(self) -> list[str]:
        """Return what axe finds on the page as it stands."""
        self.page.evaluate(AXE)
        return list(self.page.evaluate(_RUN_AXE))

    def scrolls_sideways(self) -> bool:
        """Tell whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.fixture
def desk(chromium: Browser, live: Live) -> Iterator[Callable[..., Desk]]:
    """Open a window: ``desk(width=390, scripts=False, dark=True, language="et")``. Any complaint fails the test."""
    opened: list[tuple[BrowserContext, Desk]] = []

    def open_window(
        width: int = 1440, height: int = 900, *, scripts: bool = True, dark: bool = False, language: str = "en"
    ) -> Desk:
        options: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "java_script_enabled": scripts,
            "color_scheme": "dark" if dark else "light",
            "locale": "et-EE" if language == "et" else "en-GB",
        }
        context = chromium.new_context(**options)
        context.set_default_timeout(15_000)
        page = context.new_page()
        window = Desk(page, live.address)
        page.on(
            "console", lambda said: window.problems.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: window.problems.append(str(error)))
        opened.append((context, window))
        return window

    yield open_window
    for context, window in opened:
        context.close()
        assert [said for said in window.problems if not any(words in said for words in window.allowed)] == []


@dataclass(frozen=True)
class Laid:
    """A claim on a desk: its item, and the decision of who follows its determination."""

    item_id: UUID
    decision: Decision

    @property
    def path(self) -> str:
        """Where its file is."""
        return f"/items/{self.item_id}"


@pytest.fixture(scope="session")
def claim(live: Live) -> Callable[..., Laid]:
    """Put a claim on a desk: ``claim("tess", "clean_approval", seed=1)``."""

    def lay(short: str = "tess", name: str = "clean_approval", seed: int = 1) -> Laid:
        content = live.house.content
        scenario = next(one for one in live.house.scenarios if Path(one.file).stem == name)
        exercise, determination = verified(scenario, seed, market=scenario.markets[0], content=content)
        with live.house.sessions() as session:
            person = person_by_email(session, f"{short}@example.com")
            assert person is not None
            item_id = take_up(
                session,
                person_id=person.id,
                exercise=exercise,
                determination=determination,
                scenario_body=to_json(scenario),
                library=content.library,
                now=datetime.now(UTC),
            )
        return Laid(item_id, followed(exercise, determination, content))

    return lay


def followed(exercise: Exercise, determination: Determination, content: Content) -> Decision:
    rules = content.library.rules(exercise.file.form, exercise.file.market, exercise.file.guide)
    return decision_from(determination, rules.form_for(exercise.file), rules.guide)


@pytest.fixture(scope="session")
def due(live: Live) -> Callable[[str], list[Act]]:
    """Say what is to be done about the claim at a path as it stands."""

    def find(path: str) -> list[Act]:
        with live.house.sessions() as session:
            item = session.get(Item, UUID(path.rstrip("/").rpartition("/")[2]))
            assert item is not None
            library = live.house.content.library
            desk = desk_of(session, item.id, person_id=item.person_id, library=library)
            return next_acts(desk.state, desk.exercise, desk.rules)

    return find


@pytest.fixture(scope="session")
def right(due: Callable[[str], list[Act]]) -> Callable[[str], Decision]:
    """Say what is to be sent about the claim at a path as it stands."""
    return lambda path: decision_of(due(path)[-1][1]["decision"])


@pytest.fixture(scope="session")
def wrong(due: Callable[[str], list[Act]]) -> Callable[[str], list[str]]:
    """Say which places are to be flagged on the claim at a path as it stands."""
    return lambda path: [str(act["pin"]) for kind, act in due(path) if kind is ActionKind.FLAG]
