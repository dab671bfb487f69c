"""A crowd on the demonstration: people sign in once, then work through one claim after the other without a pause.

``python -m tests.benchmarks --part crowd``. Everybody does what a browser does: each act is a form that is sent and a
page that is fetched. The same is done again with connections beside that never say anything, as browsers open them in
advance. The driver runs on the same machine and takes its share of the processors.
"""

import contextlib
import http.client
import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from simulator.cli.demo_people import seed_demo
from simulator.config import Config
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, writing
from simulator.persistence.people import Person, Role
from simulator.services.people import add_person
from simulator.web.context import House
from tests.benchmarks.browsing import Ask, Visitor, csrf_token, hidden
from tests.benchmarks.processes import Server, free_port, served
from tests.benchmarks.report import UnexpectedAnswer, columns

PASSWORD = "practice makes"
KINDS = (
    "sign in", "home", "next claim", "claim page", "open a paper", "pin", "save a draft", "send a decision",
    "close for the debrief", "debrief",
)  # fmt: skip
_HEADINGS = ("", "asked", "p50", "p95", "p99", "longest", "errors")
_PIN = re.compile(r'name="?pin"? value="?([^" >]+)')
_PAPER = re.compile(r'formaction="?/items/[^/]+/open/([^" >]+)')
_LINE = re.compile(r'name="?(pay\.L\d+)')
_LOOKED_AFTER_S = 2
_LATE = (OSError, http.client.HTTPException)


class _Over(Exception):
    """The round has ended."""


@dataclass
class Notes:
    """How long each request of a kind took, in seconds, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, other: "Notes") -> None:
        """Take up what somebody else has noted."""
        for kind, seconds in other.taken.items():
            self.taken[kind] += seconds
        for kind, reasons in other.failed.items():
            self.failed[kind] += reasons

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row of the table for each kind of request that was made."""
        return [self._row(kind) for kind in KINDS if self.taken[kind] or self.failed[kind]]

    def _row(self, kind: str) -> tuple[str, ...]:
        seconds = sorted(self.taken[kind])
        shares = [
            seconds[min(len(seconds) - 1, len(seconds) * of // 100)] if seconds else 0.0 for of in (50, 95, 99, 100)
        ]
        return (
            kind,
            f"{len(seconds):,}",
            *(f"{share * 1000:,.0f} ms" for share in shares),
            f"{len(self.failed[kind])}",
        )


@dataclass
class Trainee:
    """Somebody who works without a pause; ``notes`` are of the round that runs."""

    visitor: Visitor
    email: str
    notes: Notes = field(default_factory=Notes)
    until: float = 0

    def sign_in(self) -> None:
        """Sign in, once."""
        with contextlib.suppress(UnexpectedAnswer, *_LATE):
            began = time.perf_counter()
            self.visitor.sign_in(self.email, PASSWORD)
            self.notes.taken["sign in"].append(time.perf_counter() - began)
            return
        self.notes.failed["sign in"].append(self.email)

    def work(self, until: float) -> None:
        """Take one claim after the other until that moment of the monotonic clock."""
        self.until = until
        while time.monotonic() < until:
            with contextlib.suppress(UnexpectedAnswer, _Over, *_LATE):
                self._claim()

    def _claim(self) -> None:
        home = self._asked("home", Ask(path="/"))
        self._asked("next claim", Ask(path="/claims/next", form=(("csrf_token", csrf_token(home)),), status=303))
        path = self.visitor.location
        page = self._asked("claim page", Ask(path=path))
        papers, pins = _PAPER.findall(page), _PIN.findall(page)
        page = self._act("open a paper", path, f"/open/{papers[-1]}", page)
        page = self._act("pin", path, "/save", page, *(("pin", pin) for pin in pins[:1]))
        typed = [("pin", pin) for pin in pins[:1]] + [("reason", "As the wording and the papers say.")]
        page = self._act("save a draft", path, "/save", page, *typed)
        paid = [(name, "1") for name in dict.fromkeys(_LINE.findall(page))]
        page = self._act("send a decision", path, "/decision", page, ("disposition", "approve"), *typed, *paid)
        token = (("csrf_token", csrf_token(page)),)
        self._asked("close for the debrief", Ask(path=f"{path}/debrief", form=token, status=303))
        self._asked("debrief", Ask(path=f"{path}/debrief"))

    def _act(self, kind: str, path: str, rest: str, page: str, *fields: tuple[str, str]) -> str:
        """Send the form of *page* and return the page that comes after it."""
        form = (("csrf_token", csrf_token(page)), ("revision", hidden(page, "revision")), *fields)
        self._asked(kind, Ask(path=f"{path}{rest}", form=form, status=303))
        return self._asked("claim page", Ask(path=self.visitor.location))

    def _asked(self, kind: str, ask: Ask) -> str:
        if time.monotonic() > self.until:
            raise _Over
        began = time.perf_counter()
        try:
            page = self.visitor.ask(ask)
        except (UnexpectedAnswer, *_LATE) as error:
            self.notes.failed[kind].append(f"{type(error).__name__}: {error}")
            self.visitor.connection.close()
            raise
        self.notes.taken[kind].append(time.perf_counter() - began)
        return page


def told(people: int, seconds: float, silent: int, folder: Path) -> str:
    """Let *people* work for *seconds*, then again beside *silent* connections; return tables of what they waited."""
    emails, port = _demonstration(people, folder), free_port()
    words = ["-c", "from simulator.cli import main; main()", "demo", "--port", str(port)]
    with served(words, port, "/sign-in", {"SIMULATOR_DATA": str(folder)}) as server:
        crowd = [Trainee(visitor=Visitor(server), email=email) for email in emails]
        first = _round(server, crowd, seconds, f"{people} people without a pause", signs_in=True)
        with _silence(server, silent):
            second = _round(server, crowd, seconds, f"The same beside {silent} connections that say nothing")
    return f"{first}\n\n{second}"


def _demonstration(people: int, folder: Path) -> list[str]:
    """Make the demonstration with so many more trainees, and return their addresses."""
    config, now = Config.read({"SIMULATOR_DATA": str(folder)}), datetime.now(UTC)
    house = House(config=config, engine=make_engine(config.database_url))
    schema.upgrade(house.engine)
    seed_demo(house, now=now)
    emails = [f"crowd{n}@example.com" for n in range(people)]
    with house.sessions() as session:
        first = add_person(session, emails[0], "Crowd 0", PASSWORD, [Role.TRAINEE], now=now)
        same = {"password_hash": first.password_hash, "roles_text": first.roles_text, "created_at": now}
        with writing(session):
            session.add_all(Person(email=email, name=f"Crowd {n}", **same) for n, email in enumerate(emails) if n)
    house.engine.dispose()
    return emails


def _round(server: Server, crowd: list[Trainee], seconds: float, title: str, *, signs_in: bool = False) -> str:
    for one in crowd:
        one.notes = Notes()
    if signs_in:
        _all_at_once([threading.Thread(target=one.sign_in) for one in crowd])
    cpu, began = server.cpu_ms(), time.monotonic()
    _all_at_once([threading.Thread(target=one.work, args=(began + seconds,)) for one in crowd])
    lasted, cpu = time.monotonic() - began, server.cpu_ms() - cpu
    notes = Notes()
    for one in crowd:
        notes.add(one.notes)
    return "\n".join(
        [f"{title}, {lasted:.0f} s", "", columns([_HEADINGS, *notes.rows()]), "", *_beside(server, notes, lasted, cpu)]
    )


def _beside(server: Server, notes: Notes, lasted: float, cpu_ms: float) -> Iterator[str]:
    """Yield what is told below the table."""
    asked = sum(len(seconds) for kind, seconds in notes.taken.items() if kind != "sign in")
    yield f"{asked / lasted:.0f} requests a second, {cpu_ms / max(asked, 1):.1f} ms of the server's CPU each"
    yield f"memory, MB, master and workers: {', '.join(f'{one:.0f}' for one in server.memory_each_mb())}"
    yield from sorted({reason for reasons in notes.failed.values() for reason in reasons})[:5]


def _all_at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextlib.contextmanager
def _silence(server: Server, count: int) -> Iterator[None]:
    """Hold *count* connections that say nothing; for one that the server lets go another comes."""
    over = threading.Event()

    def hold() -> None:
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(count)]
        while not over.wait(_LOOKED_AFTER_S):
            held = [one if _is_open(one) else socket.create_connection(("127.0.0.1", server.port)) for one in held]
        for one in held:
            one.close()

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()


def _is_open(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        still = bool(one.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        still = False
    if not still:
        one.close()
    return still
