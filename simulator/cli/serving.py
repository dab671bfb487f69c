"""Serving: gunicorn with preloaded workers, so that content is read once and memory is shared."""

import gc
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from simulator.config import Config
from simulator.errors import Misconfigured
from simulator.web.app import create_app

THREADS = 8


def serve(config: Config, *, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; every worker ends with this process."""
    _Server(config, host=host, port=port, workers=workers).run()


def require_free(host: str, port: int) -> None:
    """Raise Misconfigured where something else listens on that port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(f"Port {port} on {host} cannot be used ({error.strerror}). Try --port.") from error


def warmed(app: Flask) -> Flask:
    """Read content and compile templates before the workers are forked."""
    house = app.extensions["simulator"]
    _ = house.content, house.scenarios
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    house.engine.dispose()
    return app


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, config: Config, *, host: str, port: int, workers: int) -> None:
        self.config = config
        self.settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "graceful_timeout": 5,
            "control_socket_disable": True,
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
        return warmed(create_app(self.config))


def _before_fork(_arbiter: Any, _worker: Any) -> None:
    gc.freeze()


def _after_fork(_arbiter: Any, worker: Any) -> None:
    """Let no worker use a connection that another one opened."""
    worker.app.wsgi().extensions["simulator"].engine.dispose(close=False)
