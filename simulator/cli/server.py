"""The two ways to start: a demonstration that is ready to play, and an installation of one's own."""

import logging
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from simulator.cli.demo_people import seed_demo
from simulator.cli.holding import hold
from simulator.cli.logs import write_logs
from simulator.cli.serving import require_free, serve
from simulator.config import DATA_FOLDER, DATABASE_URL, Config, data_folder
from simulator.errors import Misconfigured
from simulator.persistence import schema
from simulator.persistence.engine import make_engine
from simulator.persistence.people import Role, is_anybody_there
from simulator.services.assessments import keep_clocks
from simulator.services.people import add_person
from simulator.web.context import House

HERE = "127.0.0.1"
_data = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help=f"Folder for database and keys (or {DATA_FOLDER})."
)
_port = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on.")


@click.command()
@_port
@_data
def demo(port: int, data: Path | None) -> None:
    """Start a demonstration on this machine alone.

    Two trainees find claims on their desks, an instructor a group and drafts, a hiring manager candidates at every
    stage, an administrator accounts; the address and the sign-ins are printed. The database is an embedded one in the
    data folder; a second start keeps what is there. Ctrl+C ends it.
    """
    write_logs(logging.WARNING)
    require_free(HERE, port)
    environ = {name: value for name, value in os.environ.items() if name != DATABASE_URL}
    config = Config.read(environ, data or _demo_folder(environ))
    click.echo(f"Data: {config.data}")
    house = _opened(config)
    click.echo("Setting up people and claims ...")
    lines = seed_demo(house, now=datetime.now(UTC))
    ready = (*lines, f"Open http://{HERE}:{port}/ and sign in. Ctrl+C ends the demonstration.")
    serve(house, host=HERE, port=port, workers=2, ready="\n".join(ready))


@click.command()
@_port
@_data
@click.option("--host", default=HERE, show_default=True, help="Address to serve on.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes to serve with.")
@click.option("--admin-email", envvar="SIMULATOR_ADMIN_EMAIL", help="Administrator to make at the first start.")
def run(port: int, data: Path | None, host: str, workers: int, admin_email: str | None) -> None:
    """Start an installation of one's own, without demonstration data.

    The first start makes an administrator: name the address with --admin-email or SIMULATOR_ADMIN_EMAIL. The password
    comes from SIMULATOR_ADMIN_PASSWORD; without it one is made and shown once.
    """
    require_free(host, port)
    config = Config.read(os.environ, data)
    house = _opened(config)
    with house.sessions() as session:
        for line in first_administrator(session, admin_email, os.environ, now=datetime.now(UTC)):
            click.echo(line)
    serve(house, host=host, port=port, workers=workers, ready=f"Open http://{host}:{port}/. Ctrl+C ends the server.")


def _opened(config: Config) -> House:
    """Return the house of *config*, its content read first, so that nothing is begun on content that is broken.

    From here on no backup is restored into its data folder. What candidates left is erased where its time has come.
    """
    hold(config.data)
    house = House(config=config, engine=make_engine(config.database_url))
    _ = house.content, house.scenarios
    schema.upgrade(house.engine)
    with house.sessions() as session:
        keep_clocks(session, now=datetime.now(UTC))
    return house


def first_administrator(
    session: Session, email: str | None, environ: Mapping[str, str], *, now: datetime
) -> tuple[str, ...]:
    """Make the first administrator where nobody is there yet, and return what to tell about it.

    Raises:
        Misconfigured: Nobody is there and no address was named.
    """
    if is_anybody_there(session):
        return ()
    if not email:
        raise Misconfigured("The first start needs an administrator: --admin-email or SIMULATOR_ADMIN_EMAIL.")
    stated = environ.get("SIMULATOR_ADMIN_PASSWORD")
    password = stated or secrets.token_urlsafe(12)
    add_person(session, email, "Administrator", password, [Role.ADMINISTRATOR, Role.TRAINEE], now=now)
    shown = "the password from the environment" if stated else f"password {password} (shown once: write it down)"
    return (f"Administrator {email.strip().lower()}, {shown}",)


def _demo_folder(environ: Mapping[str, str]) -> Path:
    """Return a folder apart from that of an installation, unless one is stated."""
    folder = data_folder(environ)
    return folder if environ.get(DATA_FOLDER) else folder.with_name(f"{folder.name}-demo")
