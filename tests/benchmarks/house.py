"""The served simulator: pages and submits beside the bare application, start, memory."""

import gzip
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from simulator.config import Config
from simulator.coverage.determine import determine
from simulator.desk.actions import Act, ActionKind
from simulator.domain.scenario import Scenario
from simulator.generation.building import build
from simulator.generation.content import Content
from simulator.generation.plans import plan_for
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence import schema
from simulator.persistence.engine import make_engine, sessions
from simulator.persistence.items import Item
from simulator.persistence.people import Role
from simulator.scoring.weights import load
from simulator.services import shifts
from simulator.services.people import add_person
from simulator.services.sessions import sign_in
from simulator.web.app import create_app
from tests.benchmarks import bare
from tests.benchmarks.browsing import Ask, Visitor, csrf_token, hidden
from tests.benchmarks.content import MARKET, plain_scenario
from tests.benchmarks.processes import PATIENCE, ROOT, Server, free_port, served
from tests.benchmarks.report import Figure, UnexpectedAnswer, measured

PASSWORD = "practice makes"
FEW, MANY = ("few@example.com", 5), ("many@example.com", 400)
_LONG_LOG = 80
_STARTS = 3
_GUNICORN = ("-m", "gunicorn", "--preload", "-w", "2", "-k", "gthread", "--threads", "8")


@dataclass(frozen=True, kw_only=True)
class Desks:
    """An installation on disk: its configuration, the items of each person, newest last, and one with a long log."""

    config: Config
    items: dict[str, list[UUID]]
    long: UUID


def figures(content: Content, scenarios: Sequence[Scenario], rounds: int, folder: Path) -> list[Figure]:
    """Return the figures of the server with its data in *folder*; *rounds* is how often each page is asked for."""
    desks = filled(content, scenarios, folder)
    _keep_bytecode(folder)
    with _simulator(folder) as ours, _bare(folder) as theirs:
        visitor, plain = Visitor(ours), Visitor(theirs)
        first = _memory("memory at first page, 2 workers", ours, theirs)
        visitor.sign_in(MANY[0], PASSWORD)
        plain.ask(Ask(path="/sign-in"))
        served = [
            *_pages(visitor, plain, desks, rounds),
            *_submits(visitor, plain, desks, rounds),
            *_home(visitor, ours, rounds),
        ]
        last = _memory("memory after all these requests", ours, theirs)
    return [*served, *_statements(desks), _starts(folder, min(_STARTS, rounds)), first, last]


def _memory(what: str, ours: Server, theirs: Server) -> Figure:
    return Figure(what=what, unit="MB", budget=130, value=ours.memory_mb(), beside=theirs.memory_mb())


def filled(content: Content, scenarios: Sequence[Scenario], folder: Path) -> Desks:
    """Make an installation in *folder* with claims on two desks, a few on one and many on the other."""
    config = Config.read({"SIMULATOR_DATA": str(folder)})
    engine = make_engine(config.database_url)
    schema.upgrade(engine)
    with sessions(engine)() as session:
        items = {email: _desk(session, email, count, content, scenarios) for email, count in (FEW, MANY)}
        long = items[MANY[0]][0]
        _work_long(session, long, content)
    engine.dispose()
    return Desks(config=config, items=items, long=long)


def _desk(session: Session, email: str, count: int, content: Content, scenarios: Sequence[Scenario]) -> list[UUID]:
    now = datetime.now(UTC)
    person_id = add_person(session, email, "Tess Lember", PASSWORD, [Role.TRAINEE], now=now).id
    plain, made = plain_scenario(scenarios), []
    for seed in range(min(count, 50)):
        exercise = build(plain, seed, market=MARKET, content=content)
        made.append((exercise, determine(plan_for(plain, MARKET, content).rules, exercise.file)))
    return [
        shifts.take_up(
            session,
            person_id=person_id,
            exercise=made[at % len(made)][0],
            determination=made[at % len(made)][1],
            scenario_body=to_json(plain),
            library=content.library,
            now=now + timedelta(seconds=at),
        )
        for at in range(count)
    ]


def _work_long(session: Session, item_id: UUID, content: Content) -> None:
    """Turn the papers of one claim over and over, so that its log is long."""
    item = session.get(Item, item_id)
    assert item is not None
    desk = shifts.desk_of(session, item_id, person_id=item.person_id, library=content.library)
    session.commit()
    weights = load((scenarios_folder() / "scoring.yaml").read_text("utf-8"), file="scoring.yaml")
    papers = [paper.id for paper in desk.exercise.file.papers]
    acts: list[Act] = [(ActionKind.OPEN, {"paper": papers[at % len(papers)]}) for at in range(_LONG_LOG)]
    shifts.act(session, desk, acts, weights=weights, now=datetime.now(UTC))


def _simulator(folder: Path) -> AbstractContextManager[Server]:
    port = free_port()
    words = ["-c", "from simulator.cli import main; main()", "run", "--port", str(port)]
    return served(words, port, "/sign-in", {"SIMULATOR_DATA": str(folder), **_bytecode(folder)})


def _bytecode(folder: Path) -> dict[str, str]:
    """Return what keeps bytecode between starts, as any installation does; environments of tests may forbid it."""
    return {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}


def _keep_bytecode(folder: Path) -> None:
    """Start both once: what is compiled then takes time and memory that no later start takes."""
    with _simulator(folder), _bare(folder):
        pass


@contextmanager
def _bare(folder: Path) -> Iterator[Server]:
    environ = {bare.DATABASE: f"sqlite:///{folder / 'bare.db'}", **_bytecode(folder)}
    if not (folder / "bare.db").exists():
        _run_once(["-m", "tests.benchmarks.bare"], environ)
    port = free_port()
    words = [*_GUNICORN, "-b", f"127.0.0.1:{port}", "tests.benchmarks.bare:app"]
    with served(words, port, "/sign-in", environ) as server:
        yield server


def _run_once(words: list[str], environ: dict[str, str]) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, env={**os.environ, **environ}, check=True, timeout=PATIENCE)


def _pages(visitor: Visitor, plain: Visitor, desks: Desks, rounds: int) -> list[Figure]:
    items = desks.items[MANY[0]][1:]
    page = visitor.ask(Ask(path=f"/items/{items[0]}")).encode()
    kb, packed = len(page) / 1024, len(gzip.compress(page, 6)) / 1024
    b = _least(plain, lambda: [Ask(path=f"/claims/{at % bare.CLAIMS + 1}") for at in range(rounds)])
    short = _least(visitor, lambda: [Ask(path=f"/items/{items[at % 50]}") for at in range(rounds)])
    long = _least(visitor, lambda: [Ask(path=f"/items/{desks.long}")] * rounds)
    return [
        Figure(what="claim file page, CPU", value=short[0], unit="ms", budget=4, beside=b[0]),
        Figure(what="claim file page, CPU against bare", value=short[0] / b[0], unit="x", budget=2.5),
        Figure(what="claim file page, p50", value=short[1], unit="ms", beside=b[1]),
        Figure(what=f"claim file page, log of {_LONG_LOG} acts, CPU", value=long[0], unit="ms", budget=4, beside=b[0]),
        Figure(what="claim file page, HTML", value=kb, unit="kB", budget=64),
        Figure(what="claim file page, compressed", value=packed, unit="kB", budget=16),
    ]


def _least(visitor: Visitor, asks: Callable[[], list[Ask]]) -> tuple[float, float]:
    """Return CPU and median wait of the quietest of three rounds, after one that warms both workers."""
    visitor.cost(asks()[:100])
    costs = [visitor.cost(asks()) for _ in range(3)]
    return min(cost.cpu_ms for cost in costs), min(cost.p50_ms for cost in costs)


def _submits(visitor: Visitor, plain: Visitor, desks: Desks, rounds: int) -> list[Figure]:
    items = desks.items[MANY[0]][100:200][: max(20, rounds)]
    sent = [_decision(visitor, item) for item in items]
    cost = visitor.cost(sent)
    reason = (("reason", "hail"),)
    posts = [Ask(path=f"/claims/{at % bare.CLAIMS + 1}", form=reason) for at in range(max(200, rounds))]
    c = _least(plain, lambda: posts)
    return [
        Figure(what="submit of a decision, CPU", value=cost.cpu_ms, unit="ms", budget=6, beside=c[0]),
        Figure(what="submit of a decision, CPU against bare", value=cost.cpu_ms / c[0], unit="x", budget=2.7),
        Figure(what="submit of a decision, p50", value=cost.p50_ms, unit="ms", beside=c[1]),
    ]


def _decision(visitor: Visitor, item: UUID) -> Ask:
    path = f"/items/{item}"
    return _approval(path, visitor.ask(Ask(path=path)))


def _approval(path: str, page: str) -> Ask:
    """Return the approval of every line on *page*."""
    accepted = tuple((name, "100") for name in dict.fromkeys(re.findall(r"name=\"?(pay\.L\d+)", page)))
    form = (("csrf_token", csrf_token(page)), ("revision", hidden(page, "revision")), ("disposition", "approve"))
    return Ask(path=f"{path}/decision", form=(*form, *accepted), status=303)


def _home(many: Visitor, server: Server, rounds: int) -> list[Figure]:
    few = Visitor(server)
    few.sign_in(FEW[0], PASSWORD)
    asks = [Ask(path="/")] * rounds
    return [
        measured(f"home page, {count} claims, CPU", "ms", lambda visitor=visitor: _least(visitor, lambda: asks)[0], 10)
        for (_, count), visitor in ((FEW, few), (MANY, many))
    ]


def _statements(desks: Desks) -> list[Figure]:
    """Count what goes to the database: the same application in this process, asked without a server."""
    app = create_app(desks.config)
    seen: list[str] = []
    engine = app.extensions["simulator"].engine
    client = _signed_in(app, desks.config)
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: seen.append(statement))

    def counted(ask: Ask) -> int:
        seen.clear()
        answer = client.open(ask.path, data=ask.form and dict(ask.form), method="POST" if ask.form else "GET")
        if answer.status_code != ask.status:
            raise UnexpectedAnswer(f"{ask.path} answered {answer.status_code} instead of {ask.status}")
        return len(seen)

    path = f"/items/{desks.items[MANY[0]][80]}"
    page = client.get(path).text
    asks = (
        ("claim file page", Ask(path=path), 5),
        ("submit", _approval(path, page), 9),
        ("home page", Ask(path="/"), 8),
    )
    return [measured(f"{what}, statements", "", lambda ask=ask: counted(ask), budget) for what, ask, budget in asks]


def _signed_in(app: Flask, config: Config) -> FlaskClient:
    with app.extensions["simulator"].sessions() as session:
        now = datetime.now(UTC)
        token = sign_in(session, MANY[0], PASSWORD, address="here", key=config.secret_key, now=now)
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = token, True
    return client


def _starts(folder: Path, times: int) -> Figure:
    """Start both again and again; the database is there, as after every start but the first."""
    ours, theirs = [], []
    for _ in range(times):
        with _simulator(folder) as server:
            ours.append(server.start_s)
        with _bare(folder) as server:
            theirs.append(server.start_s)
    taken, beside = statistics.median(ours), statistics.median(theirs)
    return Figure(what="start to first page", unit="s", budget=2.0, value=taken, beside=beside)
