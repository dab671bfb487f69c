"""Who connects and says nothing, or half a thing, keeps nobody waiting: the real server, and more than its threads."""

import http.client
import os
import signal
import socket
from concurrent.futures import Future
from contextlib import ExitStack, closing
from pathlib import Path
from selectors import DefaultSelector
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from simulator.cli import listening
from simulator.cli.listening import Heard, ListeningWorker, heard
from simulator.cli.serving import THREADS
from tests.cli.test_server import PATIENCE, is_running, started, workers_of

WORKERS = 2
MORE_THAN_THREADS = 3 * THREADS * WORKERS
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: here\r\nContent-Length: 20\r\n\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory):
    """The address of a server that serves for all tests of this file."""
    with started(tmp_path_factory.mktemp("served"), "run", "--admin-email", "ada@example.com") as (_process, _log, url):
        yield urlsplit(url).hostname, urlsplit(url).port


def connected(stack: ExitStack, address, said: bytes, count: int = 1) -> list[socket.socket]:
    """Return *count* connections, each of which has said the same, closed in the end."""
    opened = [stack.enter_context(closing(socket.create_connection(address, PATIENCE))) for _ in range(count)]
    for one in opened:
        one.sendall(said)
    return opened


def is_open(one: socket.socket) -> bool:
    """Tell whether the server has neither answered nor closed."""
    one.setblocking(False)
    try:
        one.recv(1)
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    return False


def page(address, path: str) -> int:
    with closing(http.client.HTTPConnection(*address, timeout=PATIENCE)) as visitor:
        visitor.request("GET", path)
        return visitor.getresponse().status


def all_of(one: socket.socket) -> bytes:
    """Return what the server says until it says no more."""
    one.settimeout(PATIENCE)
    return b"".join(iter(lambda: one.recv(65536), b""))


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (b"", Heard.PART),
        (b"GET / HT", Heard.PART),
        (b"GET / HTTP/1.1\r\nHost: here\r\n", Heard.PART),
        (GET, Heard.WHOLE),
        (GET + GET, Heard.WHOLE),
        (b"\r\n\r\n", Heard.WHOLE),
        (HEAD, Heard.PART),
        (HEAD + b"a" * 19, Heard.PART),
        (HEAD + b"a" * 20, Heard.WHOLE),
        (HEAD.replace(b"Content-Length: ", b"content-length:") + b"a" * 19, Heard.PART),
        (b"GET /?Content-Length:9 HTTP/1.1\r\nX-Content-Length: 9\r\n\r\n", Heard.WHOLE),
        (HEAD.replace(b"Content-Length: 20", b"Transfer-Encoding: chunked"), Heard.NO_LENGTH),
        (HEAD.replace(b"20", b"1048576"), Heard.PART),
        (HEAD.replace(b"20", b"1048577"), Heard.LONG_BODY),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, Heard.LONG_HEAD),
    ],
)
def test_a_request_is_whole_once_nobody_who_reads_it_has_to_wait(said, meaning):
    assert heard(said) is meaning


@pytest.mark.parametrize("said", [b"", GET[:10], GET[:-2], HEAD, HEAD + b"a=b"], ids=repr)
def test_a_page_is_served_while_more_than_all_threads_say_nothing_or_half_a_thing(address, said):
    with ExitStack() as stack:
        others = connected(stack, address, said, MORE_THAN_THREADS)
        assert [page(address, path) for path in ("/healthz", "/sign-in")] == [200, 200]
        assert all(is_open(one) for one in others)


def test_who_was_slow_to_say_a_request_is_answered_like_everybody(address):
    with ExitStack() as stack:
        for one in connected(stack, address, GET[:20], MORE_THAN_THREADS):
            one.sendall(GET[20:])
            assert one.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_form_that_comes_byte_for_byte_is_read_whole(address):
    body = b"email=tess%40example.com&password=none"
    head = b"POST /sign-in HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n" % (
        FORM,
        len(body),
    )
    with ExitStack() as stack:
        (one,) = connected(stack, address, b"")
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in head + body:
            one.sendall(bytes([byte]))
        assert all_of(one).startswith(b"HTTP/1.1 400 ")  # it carries no token, and that is found out from the form


def test_requests_in_one_breath_are_answered_one_after_the_other_on_the_same_connection(address):
    last = GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with ExitStack() as stack:
        (one,) = connected(stack, address, GET + GET + last)
        assert all_of(one).count(b'{"state":"alive"}') == 3


def test_who_hangs_up_after_asking_is_answered_still(address):
    with ExitStack() as stack:
        (one,) = connected(stack, address, GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        one.shutdown(socket.SHUT_WR)
        assert all_of(one).endswith(b'{"state":"alive"}\n')


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (HEAD.replace(b"Content-Length: 20", b"Transfer-Encoding: chunked"), b"411"),
        (HEAD.replace(b"20", b"2000000"), b"413"),
        (HEAD.replace(b"20", b"600000") + b"a" * 600_000, b"413"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, b"431"),
    ],
    ids=["no length", "a body that nobody waits for", "a body that the application refuses", "a long head"],
)
def test_what_is_too_long_is_refused(address, said, status):
    with ExitStack() as stack:
        (one,) = connected(stack, address, said)
        one.shutdown(socket.SHUT_WR)
        assert all_of(one).startswith(b"HTTP/1.1 " + status)


def test_ctrl_c_ends_the_server_although_many_say_nothing(tmp_path: Path):
    with started(tmp_path, "run", "--admin-email", "ada@example.com") as (process, _log, url), ExitStack() as stack:
        here = (urlsplit(url).hostname, urlsplit(url).port)
        workers = workers_of(process, WORKERS)
        connected(stack, here, GET[:10], MORE_THAN_THREADS)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert [pid for pid in workers if is_running(pid)] == []


def test_ctrl_c_that_reaches_master_and_workers_kills_nobody(tmp_path: Path):
    """A terminal tells them all, and the master tells its workers again."""
    with started(tmp_path, "run", "--admin-email", "ada@example.com") as (process, log, url):
        workers_of(process, WORKERS)
        here = (urlsplit(url).hostname, urlsplit(url).port)
        assert {page(here, "/sign-in") for _ in range(MORE_THAN_THREADS)} == {200}
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert "SIGKILL" not in log.read_text()


@pytest.fixture
def worker():
    """A worker without a listener: its connections are handed to it, its events asked for one by one."""
    made = ListeningWorker(1, os.getpid(), [], SimpleNamespace(), 1, Config(), SimpleNamespace())
    made.poller = DefaultSelector()
    made.method_queue.init()
    yield made
    made.set_accept_enabled(False)
    made.poller.close()
    made.method_queue.close()
    made.tmp.close()


@pytest.fixture
def visitor(worker):
    """What connects somebody to the worker who says something: gives both ends, all closed in the end."""
    with ExitStack() as stack:

        def connects(said: bytes) -> tuple[socket.socket, TConn]:
            theirs, ours = (stack.enter_context(closing(end)) for end in socket.socketpair())
            conn = TConn(worker.cfg, ours, "", "")
            theirs.sendall(said)
            worker.nr_conns += 1
            worker.enqueue_req(conn)
            return theirs, conn

        yield connects
        worker.alive = False
        worker.set_accept_enabled(False)


def test_of_too_many_who_say_nothing_the_one_that_has_waited_longest_goes(worker, visitor, monkeypatch):
    monkeypatch.setattr(listening, "MOST_WAITING", 2)
    (first, _), (second, _), (third, _) = visitor(b""), visitor(GET[:9]), visitor(b"")
    assert [is_open(one) for one in (first, second, third)] == [False, True, True]
    assert worker.nr_conns == 2


def test_who_says_a_byte_now_and_then_has_no_longer_for_it(worker, visitor):
    theirs, conn = visitor(GET[:9])
    allowed_until = conn.timeout
    theirs.sendall(GET[9:10])
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert (is_open(theirs), conn.timeout) == (True, allowed_until)
    conn.timeout = 0
    theirs.sendall(GET[10:11])
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert (is_open(theirs), worker.nr_conns) == (False, 0)


def test_who_never_says_anything_is_let_go(worker, visitor):
    theirs, conn = visitor(b"")
    worker.murder_pending()
    assert is_open(theirs)
    conn.timeout = 0
    worker.murder_pending()
    assert (is_open(theirs), worker.nr_conns) == (False, 0)


def test_who_hangs_up_without_a_request_is_forgotten(worker, visitor):
    theirs, _ = visitor(GET[:9])
    theirs.close()
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert (worker.nr_conns, len(worker.pending_conns)) == (0, 0)


def test_leave_is_taken_in_the_poller_while_others_are_heard(worker, visitor):
    """gunicorn's own waits there, two seconds for each that does not hang up."""
    (leaving, conn), (other, _) = visitor(b""), visitor(b"")
    served = Future()
    served.set_result(False)
    worker.pending_conns.remove(conn)
    worker.poller.unregister(conn.sock)
    worker.finish_request(conn, served)
    assert leaving.recv(1) == b""
    leaving.sendall(b"still here")
    other.close()
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert list(worker.pending_conns) == [conn]
    leaving.close()
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert worker.nr_conns == 0


def test_who_stops_to_serve_waits_for_nobody_who_has_not_said_a_request(worker, visitor):
    theirs, _ = visitor(GET[:9])
    worker.alive = False
    worker.set_accept_enabled(False)
    assert (is_open(theirs), worker.nr_conns) == (False, 0)


def test_two_who_speak_at_once_may_put_one_another_out(worker, visitor, monkeypatch):
    (first, _), (second, _) = visitor(b""), visitor(b"")
    monkeypatch.setattr(listening, "MOST_WAITING", 1)
    first.sendall(GET[:5])
    second.sendall(GET[:5])
    worker.wait_for_and_dispatch_events(PATIENCE)
    assert sorted([is_open(first), is_open(second)]) == [False, True]
    assert worker.nr_conns == 1
