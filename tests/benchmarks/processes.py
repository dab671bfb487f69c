"""Servers as processes of their own: started, watched through /proc, ended with the signal that Ctrl+C sends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that answers. ``start_s`` are the seconds from its start to its first page."""

    pid: int
    port: int
    start_s: float

    def cpu_ms(self) -> float:
        """Return the milliseconds of CPU that the server and its workers have used so far."""
        return sum(_cpu_ms(pid) for pid in _tree(self.pid))

    def memory_mb(self) -> float:
        """Return what the server and its workers hold, in MB, shared pages counted once (PSS)."""
        return sum(self.memory_each_mb())

    def memory_each_mb(self) -> list[float]:
        """Return the same for each process, the master first."""
        return [_pss_kb(pid) / 1024 for pid in _tree(self.pid)]


@contextmanager
def served(words: list[str], port: int, page: str, environ: Mapping[str, str], workers: int = 2) -> Iterator[Server]:
    """Start ``python words``; give it once it has answered with *page* and has all its workers."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT, env={**os.environ, **environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _await(port, page, process)
        start_s = time.perf_counter() - began
        while len(_tree(process.pid)) <= workers:
            time.sleep(0.02)
        yield Server(pid=process.pid, port=port, start_s=start_s)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, page: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"The server ended by itself:\n{process.communicate()[1]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", page)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise SystemExit(f"No page from port {port}")


def _tree(pid: int) -> list[int]:
    """Return the process and all that came of it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text().split()]
    return found


def _cpu_ms(pid: int) -> float:
    """Return the CPU of all threads of the process, from the scheduler, which counts in nanoseconds."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e6


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
