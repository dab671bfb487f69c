"""What an installation is set up with: where it keeps its files, its database, its keys."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import Misconfigured

DATA_FOLDER = "SIMULATOR_DATA"
DATABASE_URL = "DATABASE_URL"
SECRET_KEY = "SIMULATOR_SECRET_KEY"  # noqa: S105 - the name of the setting, not the key
KEY_FILE = "secret_key"
NEXT = ".next"
"""What a restore lays beside the database and the key until they take their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that takes e-mail, and the address from which we write. No *login*: it asks for none."""

    host: str
    port: int
    sender: str
    login: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One installation. ``proxies`` counts the trusted machines in front of it that add ``X-Forwarded-For``."""

    data: Path
    database_url: str
    secret_key: str
    secure_cookies: bool = False
    proxies: int = 0
    mail: Mail | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str], data: Path | None = None) -> "Config":
        """Return the configuration that *environ* states, making the data folder and its secret key where missing.

        Raises:
            Misconfigured: The data folder cannot be made or written.
        """
        folder = (data or data_folder(environ)).expanduser().absolute()
        url = _with_driver(environ.get(DATABASE_URL, "")) or f"sqlite:///{folder / 'simulator.db'}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _finish_restoring(folder, url)
            key = environ.get(SECRET_KEY) or _secret_key(folder / KEY_FILE)
        except OSError as error:
            raise Misconfigured(f"{folder} cannot be used for data ({error.strerror}). Set {DATA_FOLDER}.") from error
        return cls(
            data=folder,
            database_url=url,
            secret_key=key,
            secure_cookies=environ.get("SIMULATOR_HTTPS", "") == "1",
            proxies=_whole(environ, "SIMULATOR_PROXIES"),
            mail=_mail(environ),
        )


def known_key(environ: Mapping[str, str], data: Path | None = None) -> str | None:
    """Return the secret key of the installation that *environ* states, or nothing where there is none; makes nothing.

    Raises:
        Misconfigured: The key is there and cannot be read.
    """
    if stated := environ.get(SECRET_KEY):
        return stated
    file = (data or data_folder(environ)).expanduser() / KEY_FILE
    try:
        return file.read_text().strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read ({error.strerror}). Run this as its owner.") from error


def database_file(url: str) -> Path | None:
    """Return the file of an embedded database, or nothing where *url* names a server or memory."""
    if not url.startswith("sqlite:///"):
        return None
    path = url.removeprefix("sqlite:///").partition("?")[0]
    return Path(path) if path and path != ":memory:" else None


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder for the database and keys: ``SIMULATOR_DATA``, else the place of the platform."""
    if stated := environ.get(DATA_FOLDER):
        return Path(stated)
    base = environ.get("XDG_DATA_HOME") or environ.get("LOCALAPPDATA") or "~/.local/share"
    return Path(base) / "claims-training-simulator"


def _mail(environ: Mapping[str, str]) -> Mail | None:
    """Return the server for e-mail, or nothing where none is named.

    Raises:
        Misconfigured: The port is no number, or there is no address to write from.
    """
    if not (host := environ.get("SIMULATOR_SMTP_HOST", "")):
        return None
    if not (sender := environ.get("SIMULATOR_SMTP_FROM", "")):
        raise Misconfigured("SIMULATOR_SMTP_HOST is set, so SIMULATOR_SMTP_FROM must say from which address we write.")
    return Mail(
        host=host,
        port=_whole(environ, "SIMULATOR_SMTP_PORT", "587"),
        sender=sender,
        login=environ.get("SIMULATOR_SMTP_USER", ""),
        password=environ.get("SIMULATOR_SMTP_PASSWORD", ""),
    )


def _whole(environ: Mapping[str, str], name: str, otherwise: str = "0") -> int:
    try:
        return int(environ.get(name, otherwise))
    except ValueError as error:
        raise Misconfigured(f"{name} must be a whole number, not {environ[name]!r}.") from error


def _with_driver(url: str) -> str:
    """Name the driver in a plain PostgreSQL address, which hosts give without one."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _finish_restoring(folder: Path, url: str) -> None:
    """Let the restored key follow its database, where a restore was cut short between the two.

    The database takes its place first; while it still lies beside it as ``.next``, nothing was restored yet.
    """
    base, key = database_file(url), folder / f"{KEY_FILE}{NEXT}"
    if base is not None and key.exists() and not base.with_name(base.name + NEXT).exists():
        key.replace(folder / KEY_FILE)


def _secret_key(file: Path) -> str:
    """Return the key kept in *file*, made at the first start and readable by its owner alone.

    It is written beside and then linked, so that of two first starts at once neither reads half a key.
    """
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return file.read_text().strip()
