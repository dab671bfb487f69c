"""Commands about scenarios: begin one, publish a file, carry a zip out and in, tell what nobody teaches yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy.orm import Session

from simulator.authoring.beginnings import SIDES, Aim, teaching
from simulator.authoring.blanks import blank
from simulator.authoring.drafts import apart
from simulator.authoring.gaps import gaps
from simulator.authoring.parse import read_scenarios
from simulator.cli.content import CONTENT, scenarios
from simulator.config import Config
from simulator.coverage.library import Library
from simulator.errors import Conflict, InvalidContent, NotFound
from simulator.generation import Content
from simulator.paths import scenarios_folder
from simulator.persistence import schema
from simulator.persistence.engine import make_engine
from simulator.persistence.people import Person, Role, everybody, person_by_email
from simulator.persistence.scenarios import scenario_of
from simulator.services import scenarios as services
from simulator.services.scenarios import LEAST_SEEDS, Progress, Stock, Unproved
from simulator.web.context import House

_SHOWN_FAILURES = 12
_AS = click.option(
    "--as", "email", default="", help="Address of the instructor who acts; needed where there are several."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """An installation opened for a command: its session, who acts in it, and what the services work with."""

    session: Session
    person: Person
    stock: Stock
    now: datetime


@scenarios.command("new")
@click.option("--form", required=True, help="The form, such as motor_own_damage.")
@click.option("--market", default="ee", show_default=True, help="The market.")
@click.option("--provision", default="", help="The provision to teach; without it the text is blank.")
@click.option("--side", type=click.Choice(SIDES), default="outside", show_default=True, help="The side of it.")
@click.option("--anywhere", is_flag=True, help="Not hard by the line, but anywhere on that side.")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output by default."
)
@CONTENT
def new(
    form: str, market: str, provision: str, side: str, anywhere: bool, to: Path | None, content: Path | None
) -> None:
    """Write the text of a new scenario.

    With --provision it teaches that clause and says what is right there, as tried at some seeds; else it names the keys
    and what each is for. Mend it, check it, publish it. A file that is there is not overwritten.
    """
    ready = Content.read(content or scenarios_folder())
    ready.library.editions(form, market)
    if provision:
        aim = Aim(form=form, market=market, provision=provision, side=side, on_the_line=not anywhere)
        text = teaching(str(uuid4()), aim, ready)
    else:
        text = blank(str(uuid4()), form=form, market=market)
    if to is None:
        click.echo(text, nl=False)
        return
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Conflict(f"{to} is there already. Name another file.") from None


@scenarios.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", "why", default="", help="Why, for the history.")
@click.option(
    "--seeds", type=click.IntRange(LEAST_SEEDS), default=LEAST_SEEDS, show_default=True, help="Seeds to check."
)
@_AS
def publish(file: Path, why: str, seeds: int, email: str) -> None:
    """Publish FILE in the installation, if its checks pass.

    The scenario keeps the id that it has; one that is there gets its next version. Exit code 1 where the checks fail:
    seed, paper, reason and what to change stand on standard error, and the text is kept as a draft.
    """
    text = file.read_text("utf-8")
    with _desk(email) as desk:
        read = desk.stock.read(text, content=apart(desk.stock.content), file=file.name)
        if read.problems or read.scenario is None:
            raise InvalidContent(read.problems)
        scenario_id = read.scenario.id
        revision = _drafted(desk, scenario_id, text, file.name)
        proved = _proved(desk, scenario_id, seeds)
        try:
            n = services.publish(
                desk.session,
                scenario_id,
                revision=revision,
                person=desk.person,
                stock=desk.stock,
                now=desk.now,
                why=why,
            )
        except Unproved as refused:
            _tell_failures(proved)
            raise refused from None
    click.echo(f"{scenario_id}, version {n}")


def _drafted(desk: _Desk, scenario_id: str, text: str, name: str) -> int:
    """Make the text the draft of its scenario and return the revision; another draft is never overwritten."""
    row = scenario_of(desk.session, scenario_id)
    if row is None:
        services.begin_from_text(
            desk.session,
            text,
            name=name,
            person=desk.person,
            stock=desk.stock,
            now=desk.now,
            new_id=UUID(scenario_id),
        )
        return 1
    if row.draft not in (None, text):
        raise Conflict("Another draft of it is being written. Publish that or give it up first.")
    if row.draft == text:
        return row.revision
    saved = services.save(
        desk.session,
        scenario_id,
        text,
        revision=row.revision,
        person=desk.person,
        stock=desk.stock,
        now=desk.now,
    )
    return saved.revision


def _proved(desk: _Desk, scenario_id: str, seeds: int) -> Progress:
    session, person, stock = desk.session, desk.person, desk.stock
    run = services.start_check(session, scenario_id, person=person, stock=stock, now=desk.now, seeds=seeds)
    found = services.progress(session, run, person=person)
    while found.is_running:
        found = services.advance(session, run, person=person, stock=stock, now=desk.now)
        if sys.stderr.isatty():
            click.echo(f"\r{found.done} of {found.seeds} seeds", nl=not found.is_running, err=True)
    return found


def _tell_failures(found: Progress) -> None:
    for failure in found.failures[:_SHOWN_FAILURES]:
        click.echo(str(failure), err=True)
    if found.failed > _SHOWN_FAILURES:
        click.echo(f"and {found.failed - _SHOWN_FAILURES} more", err=True)


@scenarios.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("ids", nargs=-1)
@_AS
def export(file: Path, ids: tuple[str, ...], email: str) -> None:
    """Write scenarios of the installation as a zip to FILE.

    IDS are those to write, shipped ones too; everything that was written here by default. A scenario goes out as its
    draft reads, or else its newest version.
    """
    with _desk(email) as desk:
        zipped = services.export(desk.session, person=desk.person, stock=desk.stock, scenarios=ids or None)
    file.write_bytes(zipped)
    click.echo(f"{file}, {len(zipped)} bytes", err=True)


@scenarios.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would come in, and bring nothing in.")
@_AS
def import_scenarios(file: Path, dry_run: bool, email: str) -> None:
    """Bring a zip of scenarios in as drafts.

    All of them come into the installation, or none. Exit code 1 where one cannot come in; every problem stands on
    standard error with its file and line.
    """
    with _desk(email) as desk:
        came = services.import_zip(
            desk.session, file.read_bytes(), person=desk.person, stock=desk.stock, now=desk.now, dry_run=dry_run
        )
    for what, names in (("new", came.new), ("changed", came.changed), ("same", came.same)):
        for name in names:
            click.echo(f"{what}\t{name}")


@scenarios.command("coverage")
@click.option("--sides", is_flag=True, help="List provisions too of which only one side is taught.")
@click.option("--installation", is_flag=True, help="Count what was published in the installation too.")
@CONTENT
def coverage(sides: bool, installation: bool, content: Path | None) -> None:
    """List provisions that no scenario teaches.

    They come by form and market. A scenario teaches a provision at which it aims, or that it expects as a ground. Exit
    code 0 in any case.
    """
    folder = content or scenarios_folder()
    known = read_scenarios(folder / "library")
    if installation:
        with _opened(folder) as (session, house):
            known = services.in_use(session, house.stock)
    for gap in gaps(Library.read(folder), known):
        for provision, missing in gap.untaught:
            if sides or provision in gap.missing:
                told = "" if provision in gap.missing else f"\t{', '.join(missing)}"
                click.echo(f"{gap.form}\t{gap.market}\t{provision.cite}\t{provision.id}\t{provision.title.en}{told}")
        taught = gap.provisions - len(gap.missing)
        click.echo(f"{gap.form} {gap.market}: {taught} of {gap.provisions} provisions are taught", err=True)


@contextmanager
def _opened(folder: Path | None = None) -> Iterator[tuple[Session, House]]:
    config = Config.read(os.environ)
    house = House(config=config, engine=make_engine(config.database_url), folder=folder or scenarios_folder())
    schema.upgrade(house.engine)
    with house.sessions() as session:
        yield session, house
    house.engine.dispose()


@contextmanager
def _desk(email: str) -> Iterator[_Desk]:
    with _opened() as (session, house):
        yield _Desk(session=session, person=_who(session, email), stock=house.stock, now=datetime.now(UTC))


def _who(session: Session, email: str) -> Person:
    """Return who acts: the address that is named, or the only instructor there is."""
    if email:
        person = person_by_email(session, email)
        if person is None:
            raise NotFound(f"Nobody has the address {email}.")
        return person
    found = [one for one in everybody(session) if Role.INSTRUCTOR in one.roles and one.active]
    if len(found) != 1:
        names = ", ".join(one.email for one in found) or "nobody; `simulator people add --role instructor` makes one"
        raise NotFound(f"Say who acts with --as. Instructors: {names}.")
    return found[0]
