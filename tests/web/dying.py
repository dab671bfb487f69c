"""A server whose workers are killed at a wished place of their write: ``python -m tests.web.dying``.

The first line of its input names the installation; every further line is a request, for which a worker is forked that
kills itself before the n-th statement of its write, at the commit, or after the commit and before the answer. One line
comes back for each: the signal that ended the worker, the status that it answered, the statements of its write.
"""

import json
import logging
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event

from simulator.cli.logs import write_logs
from simulator.config import Config
from simulator.persistence.engine import make_engine
from simulator.web.app import create_app
from simulator.web.context import House

AT_COMMIT, ANSWERING, NOWHERE = "commit", "answer", "nowhere"


def main() -> None:
    """Serve each line of the input by a worker of its own."""
    said = json.loads(sys.stdin.readline())
    config, at = Config(data=Path(said["data"]), database_url=said["url"], secret_key=said["key"]), said["now"]
    house = House(config=config, engine=make_engine(config.database_url), clock=lambda: datetime.fromisoformat(at))
    app = create_app(config, house)
    assert house.content.library.forms, "read before the workers are forked"
    for line in sys.stdin:
        reader, writer = os.pipe()
        if not (pid := os.fork()):
            _Worker(app, writer).serve(**json.loads(line))
        os.close(writer)
        _, how = os.waitpid(pid, 0)
        told = json.loads(os.read(reader, 1000))
        os.close(reader)
        print(json.dumps({"killed_by": os.WTERMSIG(how) if os.WIFSIGNALED(how) else 0, **told}), flush=True)


class _Worker:
    """A process that answers one request, or dies of it."""

    def __init__(self, app: Flask, writer: int) -> None:
        self.app, self.writer = app, writer
        self.statements, self.is_committing = 0, False

    def serve(self, *, path: str, form: dict[str, Any], cookie: str, place: int | str) -> None:
        self.place = place
        engine = self.app.extensions["simulator"].engine
        event.listen(engine, "before_cursor_execute", self.on_statement)
        event.listen(engine, "commit", self.on_commit)
        event.listen(engine, "checkin", self.on_return)
        client = self.app.test_client()
        client.set_cookie("simulator", cookie)
        self.tell(client.post(path, data=form, buffered=True).status_code)
        os._exit(0)

    def on_statement(self, connection: Connection, *_: Any) -> None:
        self.statements += _writes(connection)
        if _writes(connection) and self.statements == self.place:
            self.die()

    def on_commit(self, connection: Connection) -> None:
        self.is_committing = self.is_committing or _writes(connection)
        if self.is_committing and self.place == AT_COMMIT:
            self.die()

    def on_return(self, *_: Any) -> None:
        if self.is_committing and self.place == ANSWERING:
            self.die()

    def die(self) -> None:
        self.tell(None)
        os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, status: int | None) -> None:
        os.write(self.writer, json.dumps({"status": status, "statements": self.statements}).encode())


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("simulator_writes"))


if __name__ == "__main__":
    write_logs(logging.CRITICAL)
    main()
