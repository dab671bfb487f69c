"""A person who asks for one page after the other over a connection that stays open."""

import http.client
import re
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.benchmarks.processes import Server
from tests.benchmarks.report import UnexpectedAnswer

_IDLE = 0.5


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request and the status that it shall have."""

    path: str
    form: tuple[tuple[str, str], ...] | None = None
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What requests cost: CPU of the whole server for one, and the median and 99th percentile of waiting, in ms."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


@dataclass
class Visitor:
    """A browser without a screen; ``location`` is where the last answer sent it on to."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    last_at: float = 0
    location: str = ""

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, ask: Ask) -> str:
        """Return the page that comes.

        Raises:
            UnexpectedAnswer: Its status is another.
        """
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None if ask.form is None else urlencode(ask.form)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.last_at > _IDLE:
            self.connection.close()  # before the server does; the next request opens it again
        self.connection.request("GET" if body is None else "POST", ask.path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.last_at, self.location = time.monotonic(), answer.headers.get("Location", "")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != ask.status:
            raise UnexpectedAnswer(f"{ask.path} answered {answer.status} instead of {ask.status}")
        return text

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as one of the people of the installation."""
        token = csrf_token(self.ask(Ask(path="/sign-in")))
        form = (("csrf_token", token), ("email", email), ("password", password))
        self.ask(Ask(path="/sign-in", form=form, status=303))

    def cost(self, asks: Iterable[Ask]) -> Cost:
        """Return what *asks* cost, one after the other."""
        waited = []
        before = self.server.cpu_ms()
        for ask in asks:
            began = time.perf_counter()
            self.ask(ask)
            waited.append((time.perf_counter() - began) * 1000)
        used = self.server.cpu_ms() - before
        p99 = sorted(waited)[min(len(waited) - 1, len(waited) * 99 // 100)]
        return Cost(cpu_ms=used / len(waited), p50_ms=statistics.median(waited), p99_ms=p99)


def csrf_token(page: str) -> str:
    """Return the token that the forms of *page* carry."""
    return hidden(page, "csrf_token")


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of *page*."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise UnexpectedAnswer(f"the page has no field {name}")
    return found[1]
