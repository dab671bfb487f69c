"""Mail is sent to a server that speaks SMTP; who cannot be reached is told, and no password travels in the open."""

import socketserver
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest

from simulator.config import Mail
from simulator.services.mailing import send


@dataclass
class Post:
    """A server for mail on a port of its own: what came, whom it refuses, and what it was asked."""

    port: int = 0
    refused: tuple[str, ...] = ()
    hangs_up_after: int = 99
    came: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def answering(post):
    class Talk(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self):
            self.say("220 here")
            for raw in self.rfile:
                line = raw.decode().strip()
                post.said.append(line)
                verb = line[:4].upper()
                if verb == "EHLO":
                    self.say("250 here")
                elif verb == "RCPT" and any(one in line for one in post.refused):
                    self.say("550 nobody of that name")
                elif verb == "DATA":
                    self.take()
                elif verb == "QUIT":
                    return self.say("221 bye")
                else:
                    self.say("250 well")
                if len(post.came) >= post.hangs_up_after:
                    return None
            return None

        def take(self):
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            post.came.append("\n".join(lines))
            self.say("250 taken")

    return Talk


@pytest.fixture
def post():
    found = Post()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), answering(found)) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def mail_to(post, **more):
    return Mail(host="127.0.0.1", port=post.port, sender="desk@example.com", **more)


def message(to):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "desk@example.com", to, "Kutse: Kahjukäsitleja"
    made.set_content("Tere, õpi.")
    return made


def test_every_message_goes_over_one_connection(post):
    assert send(mail_to(post), [message("cal@example.com"), message("noor@example.com")]) == []
    assert len(post.came) == 2
    assert "To: cal@example.com" in post.came[0]
    assert sum(line.upper().startswith("EHLO") for line in post.said) == 1


def test_who_is_refused_is_named_and_the_others_are_reached(post):
    post.refused = ("nobody@example.com",)
    wanted = ["cal@example.com", "nobody@example.com", "noor@example.com"]
    assert send(mail_to(post), [message(one) for one in wanted]) == ["nobody@example.com"]
    assert len(post.came) == 2


def test_a_server_that_hangs_up_has_reached_whom_it_has_reached(post):
    post.hangs_up_after = 1
    wanted = ["cal@example.com", "noor@example.com", "siim@example.com"]
    assert send(mail_to(post), [message(one) for one in wanted]) == wanted[1:]


def test_a_server_that_is_not_there_reaches_nobody(post):
    nowhere = Mail(host="127.0.0.1", port=1, sender="desk@example.com")
    assert send(nowhere, [message("cal@example.com")]) == ["cal@example.com"]


def test_a_password_is_not_sent_to_a_server_without_tls(post):
    mail = mail_to(post, login="desk", password="a secret")
    assert send(mail, [message("cal@example.com")]) == ["cal@example.com"]
    assert post.came == []
    assert not any("AUTH" in line.upper() for line in post.said)


def test_what_is_left_when_the_time_is_over_is_told(post):
    seconds = iter((0, 1, 16, 17))
    wanted = ["cal@example.com", "noor@example.com", "siim@example.com"]
    assert send(mail_to(post), [message(one) for one in wanted], clock=lambda: next(seconds)) == wanted[1:]
    assert len(post.came) == 1


def test_nothing_to_send_asks_nobody(post):
    assert send(mail_to(post), []) == []
    assert post.said == []


def test_the_password_is_not_told_when_the_setting_is_shown():
    assert "a secret" not in repr(Mail(host="h", port=1, sender="s", login="l", password="a secret"))
