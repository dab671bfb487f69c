"""Engines and sessions. On SQLite a write begins IMMEDIATE: a read that is upgraded is refused under load."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Delete, Engine, Update, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from simulator.errors import Misconfigured

_WRITES = "simulator_writes"
_PATIENCE, _HALF_A_SECOND = 30_000, 500
"""Milliseconds."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE}",
    "secure_delete=ON",
)
"""What is deleted is overwritten, so that an erased name is nowhere in the file."""


def make_engine(url: str) -> Engine:
    """Return the engine for *url*: SQLite with its pragmas and its own BEGIN, or PostgreSQL.

    Raises:
        Misconfigured: The address is none, or its driver is not installed.
    """
    try:
        if make_url(url).get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise Misconfigured(f"The driver {error.name} is missing: install the extra named postgresql.") from error
    except Exception as error:
        raise Misconfigured(f"DATABASE_URL cannot be used: {type(error).__name__}.") from error


@contextmanager
def opened_engine(url: str) -> Iterator[Engine]:
    """Give the engine for *url* for a while, as a command needs it; its connections are closed at the end.

    Raises:
        Misconfigured: The address is none, or its driver is not installed.
    """
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions; what was read stays readable after a commit."""
    return sessionmaker(engine, expire_on_commit=False, autoflush=False)


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """End the read, begin with the right to write, and commit at the end (or take everything back on an error)."""
    session.commit()
    session.connection(execution_options={_WRITES: True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def reached(session: Session, change: Update | Delete) -> int:
    """Make a change and return how many rows it reached; none, where somebody else was there before."""
    return int(session.execute(change).rowcount)  # type: ignore[attr-defined]


def forget_what_is_gone(session: Session) -> bool:
    """Bring what was deleted out of the journal too, and tell whether that is done.

    On SQLite old pages lie in the journal until they are written back, which waits for who still reads: here for half a
    second, so that a long read stalls nobody; whoever keeps the clocks tries again. PostgreSQL has its own vacuum.
    """
    session.commit()
    if session.get_bind().dialect.name != "sqlite":
        return True
    raw: Any = session.connection().connection.dbapi_connection
    session.rollback()
    raw.execute(f"PRAGMA busy_timeout={_HALF_A_SECOND}").close()
    try:
        is_busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout={_PATIENCE}").close()
    return not is_busy


def answers(engine: Engine) -> bool:
    """Tell whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_size=16, max_overflow=64, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Take BEGIN away from the driver, which begins late and so leaks reads into writes."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    raw: Any = connection.connection.dbapi_connection
    raw.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
