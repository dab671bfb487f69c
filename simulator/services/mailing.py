"""Sending e-mail through the server that the installation names; nothing is sent from within a transaction."""

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import structlog

from simulator.config import Mail

_OVER_TLS = 465
_SECONDS = 8
_IN_ALL = 15.0
"""Seconds: so long a server may be silent, and so long somebody waits for a page; what is left then is unsent."""
log = structlog.get_logger()


def send(mail: Mail, messages: Sequence[EmailMessage], *, clock: Callable[[], float] = time.monotonic) -> list[str]:
    """Send *messages* over one connection and return the addresses that could not be reached, in their order.

    A server with a login must speak TLS, or nothing is sent: a password never travels in the open.
    """
    if not messages:
        return []
    ends = clock() + _IN_ALL
    try:
        with _connection(mail) as server:
            return [str(one["To"]) for one in messages if clock() > ends or not _sent(server, one)]
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_not_sent", why=type(error).__name__, messages=len(messages))
        return [str(one["To"]) for one in messages]


def _connection(mail: Mail) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if mail.port == _OVER_TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=safe)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    try:
        server.ehlo()
        if mail.port != _OVER_TLS and (server.has_extn("starttls") or mail.login):
            server.starttls(context=safe)
            server.ehlo()
        if mail.login:
            server.login(mail.login, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def _sent(server: smtplib.SMTP, message: EmailMessage) -> bool:
    try:
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        return False
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_refused", why=type(error).__name__)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.rset()
        return False
    return True
