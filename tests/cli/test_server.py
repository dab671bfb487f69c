"""Starting, as somebody types it: a process of its own, a port, Ctrl+C."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from simulator.cli import main
from simulator.paths import scenarios_folder

SIMULATOR = [sys.executable, "-c", "from simulator.cli import main; main()"]
PATIENCE = 60


def environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIMULATOR_", "DATABASE_URL"))}
    return {**kept, "SIMULATOR_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1", **more}


def told(*words, env):
    return subprocess.run([*SIMULATOR, *words], env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(tmp_path, *words, **more):
    """Start the server; give its process, what it said and its address; end it with Ctrl+C."""
    port, log = free_port(), tmp_path / "said.txt"
    with log.open("a+") as said:
        process = subprocess.Popen(
            [*SIMULATOR, *words, "--port", str(port)],
            env=environment(tmp_path, **more),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
            yield process, log, f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGINT) if process.poll() is None else None
            process.wait(PATIENCE)


def wait_for(url, process, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                assert json.load(answer) == {"state": "alive"}
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"no answer from {url}:\n{log.read_text()}")


def children_of(pid):
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def workers_of(process, count):
    """The workers, once the server has them all: the first one answers before the last is forked."""
    until(lambda: len(children_of(process.pid)) == count)
    return children_of(process.pid)


def until(holds):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_running(pid):
    """Tell whether the process does anything still; one that has ended may wait to be counted by its parent."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_a_demonstration_starts_ends_and_keeps_what_was_there(tmp_path):
    with started(tmp_path, "demo") as (process, log, _address):
        workers = workers_of(process, 2)
        first = log.read_text()
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert [pid for pid in workers if is_running(pid)] == []
    signs = re.findall(r"Sign in as (\S+@example\.com), password (\S+)", first)
    assert {"tess@example.com", "tom@example.com", "ada@example.com"} <= {email for email, _ in signs}
    assert str(tmp_path / "data") in first
    log.unlink()
    with started(tmp_path, "demo") as (_process, log, _address):
        again = log.read_text()
        assert re.findall(r"Sign in as (\S+@example\.com), password (\S+)", again) == signs
        assert "person_added" not in again


def test_a_killed_worker_is_replaced_and_no_worker_outlives_its_master(tmp_path):
    with started(tmp_path, "run", "--admin-email", "ada@example.com") as (process, log, address):
        first = workers_of(process, 2)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: first[0] not in children_of(process.pid))
        second = workers_of(process, 2)
        wait_for(f"{address}/healthz", process, log)
        os.kill(process.pid, signal.SIGKILL)
        until(lambda: not any(is_running(pid) for pid in {*first, *second}))


def test_a_port_in_use_is_a_plain_error(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for words in (("demo",), ("run", "--admin-email", "ada@example.com")):
            refused = told(*words, "--port", port, env=environment(tmp_path))
            assert refused.returncode == 1
            assert f"Port {port} on 127.0.0.1 cannot be used" in refused.stderr
            assert re.search(r"Try --port \d+\.", refused.stderr)
            assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data").exists()


def test_an_installation_takes_its_administrator_at_the_first_start_alone(tmp_path):
    refused = told("run", "--port", str(free_port()), env=environment(tmp_path))
    assert refused.returncode == 1
    assert "--admin-email" in refused.stderr
    with started(tmp_path, "run", "--admin-email", "Ada@example.com") as (_process, log, _address):
        assert re.search(r"Administrator ada@example\.com, password \S{16} \(shown once", log.read_text())
    log.unlink()
    with started(tmp_path, "run") as (_process, log, _address):
        assert "Administrator" not in log.read_text()
    mixed = told("demo", "--port", str(free_port()), env=environment(tmp_path))
    assert mixed.returncode == 1
    assert "simulator run" in mixed.stderr


def test_a_folder_that_cannot_hold_data_is_a_plain_error(tmp_path):
    (tmp_path / "file").touch()
    environ = {"SIMULATOR_DATA": str(tmp_path / "file" / "data")}
    for words in (("demo", "--port", str(free_port())), ("db", "upgrade")):
        refused = CliRunner().invoke(main, words, env=environ)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert refused.stderr.startswith(f"Error: {tmp_path / 'file' / 'data'} cannot be used for data")


@pytest.mark.parametrize("command", ["demo", "run --admin-email ada@example.com"])
def test_broken_content_is_told_by_file_and_line_before_anything_is_begun(tmp_path, monkeypatch, command):
    shutil.copytree(scenarios_folder(), tmp_path / "scenarios")
    (tmp_path / "pyproject.toml").touch()
    broken = next((tmp_path / "scenarios" / "library").rglob("*.yaml"))
    broken.write_text(broken.read_text() + "\nlevel: [1\n")
    monkeypatch.setattr("simulator.paths._PACKAGE", tmp_path / "simulator")
    words = [*command.split(), "--data", str(tmp_path / "data"), "--port", str(free_port())]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 1
    assert re.search(rf"library/.*{broken.name}:\d+: ", refused.stderr)
    assert not (tmp_path / "data" / "simulator.db").exists()


def test_the_keys_of_an_installation_are_its_owner_s_alone(tmp_path):
    assert told("db", "upgrade", env=environment(tmp_path)).returncode == 0
    clocks = told("db", "clocks", env=environment(tmp_path))
    assert (clocks.returncode, clocks.stdout) == (
        0,
        "Sittings ended: 0. Candidates erased: 0. Candidates anonymised: 0.\n",
    )
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("value", ["-1", "0", "70000", "many"])
def test_a_port_that_is_none_is_not_understood(tmp_path, value):
    assert CliRunner().invoke(main, ["demo", "--data", str(tmp_path / "data"), "--port", value]).exit_code == 2
    assert not (tmp_path / "data").exists()
