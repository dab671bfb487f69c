"""Serving: gunicorn with preloaded workers, so that content is read once and memory is shared."""

import contextlib
import ctypes
import gc
import socket
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import configure_mappers

from simulator.cli.listening import ListeningWorker
from simulator.domain.text import LANGUAGES
from simulator.errors import Misconfigured
from simulator.web.app import create_app
from simulator.web.context import House

THREADS = 8


def serve(house: House, *, host: str, port: int, workers: int, ready: str) -> None:
    """Serve until interrupted, saying *ready* once there is an answer; every worker ends with this process."""
    _Server(house, host=host, port=port, workers=workers, ready=ready).run()


def require_free(host: str, port: int) -> None:
    """Raise Misconfigured where something else listens on that port already; the message names one that is free."""
    if refused := _refusal(host, port):
        free = next((other for other in range(port + 1, min(port + 50, 65536)) if not _refusal(host, other)), "")
        raise Misconfigured(f"Port {port} on {host} cannot be used ({refused}). Try --port {free}".rstrip() + ".")


def _refusal(host: str, port: int) -> str:
    """Return why that port cannot be had, or nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def warmed(app: Flask) -> Flask:
    """Read content, words and templates and map the tables before the workers are forked, so that they share them."""
    house = app.extensions["simulator"]
    app.jinja_env.bytecode_cache = _compiled_in(house.config.data / "templates")
    _ = house.content, house.scenarios, house.skills
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    configure_mappers()
    visitor = app.test_client()
    for language in LANGUAGES:
        visitor.get("/sign-in", headers={"Accept-Language": language})
    house.engine.dispose()
    return app


def _compiled_in(folder: Path) -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept between starts, if the folder can be had."""
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))
    return None


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, house: House, *, host: str, port: int, workers: int, ready: str) -> None:
        self.house = house
        self.settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": ListeningWorker,
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "graceful_timeout": 5,
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: click.echo(ready),
            "pre_fork": _before_fork,
            "post_fork": _after_fork,
        }
        super().__init__(prog="simulator")

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self.settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application that all workers share."""
        app = warmed(create_app(self.house.config, self.house))
        _give_back()
        return app


def _give_back() -> None:
    """Return to the system what reading and compiling took for a while, where its library can do so (glibc)."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _before_fork(_arbiter: Any, _worker: Any) -> None:
    gc.freeze()


def _after_fork(_arbiter: Any, worker: Any) -> None:
    """Let no worker use a connection that another one opened."""
    worker.app.wsgi().extensions["simulator"].engine.dispose(close=False)
