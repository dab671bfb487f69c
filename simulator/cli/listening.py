"""A worker whose threads meet whole requests only: who connects and says nothing, or half a thing, costs no thread.

gunicorn's own (gthread, up to 27.0) gives every new connection to a thread, which waits five seconds for the first
byte and without end for the rest, and it takes leave of a connection on the thread that all others wait for (its pull
request 3635). A browser connects in advance and says nothing: sixteen of those, and nobody was served. Here the poller
hears a connection out, and a thread gets it once the request lies there from its first byte to its last.
"""

import contextlib
import re
import signal
import socket
import time
from concurrent.futures import Future
from enum import StrEnum
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE_S = 30
"""How long somebody may take to say a request."""
MOST_WAITING = 400
"""So many connections a worker hears out at a time; then the one that has waited longest goes."""
_FAREWELL_S = 2
_SLOWEST_READER_S = 20
_AT_A_TIME = 64 * 1024
_LARGEST_HEAD = 64 * 1024
_LARGEST_BODY = 1024 * 1024  # beyond what the application accepts, so that it can say so on a page of its own
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})", re.IGNORECASE)
_PIECES = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


class Heard(StrEnum):
    """What has been heard of a request; where that is refused, the status line that says so."""

    WHOLE = "whole"
    PART = "part"
    NO_LENGTH = "411 Length Required"
    LONG_BODY = "413 Content Too Large"
    LONG_HEAD = "431 Request Header Fields Too Large"


def heard(said: bytes) -> Heard:
    """Return how much of a request *said* is: whole once nobody who reads it has to wait."""
    head, end, body = said.partition(b"\r\n\r\n")
    if len(head) > _LARGEST_HEAD:
        return Heard.LONG_HEAD
    if not end:
        return Heard.PART
    if _PIECES.search(head):
        return Heard.NO_LENGTH
    length = int(found[1]) if (found := _LENGTH.search(head)) else 0
    if length > _LARGEST_BODY:
        return Heard.LONG_BODY
    return Heard.WHOLE if len(body) >= length else Heard.PART


class ListeningWorker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker that hears every connection out in its poller."""

    def enqueue_req(self, conn: TConn) -> None:
        """Give *conn* to a thread once a request lies there whole; it has from now on PATIENCE_S for that."""
        conn.timeout = time.monotonic() + PATIENCE_S
        self._hear(conn)

    def on_pending_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Hear what *conn* says on, unless it had to go a moment ago."""
        if conn in self.pending_conns:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self._hear(conn)

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """Keep *conn* for its next request, or take leave of it without making the others wait."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._take_leave(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Serve *req*; who does not read what is sent is given up in the end."""
        conn.sock.settimeout(_SLOWEST_READER_S)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            return False

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or end to accept; who stops to serve waits for nobody who has not said a request yet."""
        super().set_accept_enabled(enabled)
        while not self.alive and self.pending_conns:
            self._drop(self.pending_conns[0])

    def handle_quit(self, sig: int, frame: Any) -> None:
        """End at once, and once: Ctrl+C comes from the terminal and from the master, one amid the other.

        The threads' pool ends with the process; to end it from here waits for a lock that this very thread may hold.
        """
        for again in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(again, signal.SIG_IGN)
        super(ThreadWorker, self).handle_quit(sig, frame)

    def _hear(self, conn: TConn) -> None:
        is_open = _listen(conn)
        so_far = heard(conn.parser.unreader.buf.getvalue())
        if so_far is Heard.WHOLE:
            super().enqueue_req(conn)
        elif so_far is not Heard.PART:
            self._refuse(conn, so_far)
        elif is_open and time.monotonic() < conn.timeout:
            self._wait_for(conn, self.on_pending_socket_readable)
        else:
            self._drop(conn)

    def _wait_for(self, conn: TConn, then: Any) -> None:
        """Let the poller watch *conn*; of too many the first goes."""
        while len(self.pending_conns) >= MOST_WAITING:
            self._drop(self.pending_conns[0])
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _refuse(self, conn: TConn, why: Heard) -> None:
        with contextlib.suppress(OSError):
            conn.sock.send(f"HTTP/1.1 {why}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        self._take_leave(conn)

    def _take_leave(self, conn: TConn) -> None:
        """Say that no more comes, and close once the other side has: at once, its system may throw the answer away."""
        conn.timeout = time.monotonic() + _FAREWELL_S
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self._wait_for(conn, self._on_leaving_socket_readable)
        except OSError:
            self._drop(conn)

    def _on_leaving_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        if conn not in self.pending_conns:
            return
        try:
            gone = not client.recv(_AT_A_TIME)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone or time.monotonic() > conn.timeout:
            self._drop(conn)

    def _drop(self, conn: TConn) -> None:
        if conn in self.pending_conns:
            self.pending_conns.remove(conn)
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()


def _listen(conn: TConn) -> bool:
    """Take up what *conn* has said since; tell whether it may say more."""
    conn.init()
    conn.sock.setblocking(False)
    try:
        said = conn.sock.recv(_AT_A_TIME)
    except BlockingIOError:
        return True
    except OSError:
        return False
    conn.parser.unreader.buf.seek(0, 2)
    conn.parser.unreader.buf.write(said)
    return bool(said)
