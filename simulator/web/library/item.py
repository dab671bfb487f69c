"""The page of one scenario: what it is, what comes out of it, how hard it is, its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from flask import url_for
from flask_babel import gettext as _

from simulator.authoring.drafts import ReadDraft, apart
from simulator.authoring.shelf import Card, card_of
from simulator.domain.scenario import Scenario
from simulator.persistence.content import content_hash
from simulator.persistence.people import Person
from simulator.persistence.scenarios import Plays, run_for, scenario_of
from simulator.persistence.scenarios import plays as plays_of
from simulator.services.scenarios import LEAST_SEEDS, difference, history, text_in_force
from simulator.web.context import db, house, stock
from simulator.web.filters import moment
from simulator.web.language import language
from simulator.web.library.outcomes import Outcomes, outcomes_of
from simulator.web.library.problems import ProblemRow, problem_rows
from simulator.web.library.room import line_names
from simulator.web.library.standing import Standing, standing_of
from simulator.web.library.words import languages, market_names, states


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A published version: who published it when and why, and where to see what changed."""

    n: int
    at: str
    by: str
    note: str
    changes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """The form that plays a scenario: seed, market, language, theme; ``token`` makes a double click one."""

    seed: int
    markets: tuple[tuple[str, str], ...]
    market: str
    languages: tuple[tuple[str, str], ...]
    language: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """Everything that the page of a scenario shows."""

    id: str
    title: str
    line: str
    level: int
    teaches: tuple[tuple[str, str], ...]
    markets: str
    languages: str
    lacks: str
    state: str
    is_own: bool
    is_draft: bool
    is_retired: bool
    version: int
    changed: str
    text: str
    debrief: str
    problems: tuple[ProblemRow, ...]
    outcomes: Outcomes | None
    standing: Standing | None
    plays: Plays | None
    history: tuple[VersionRow, ...]
    play: Play | None
    revision: int
    copy_token: str


def item_page(person: Person, scenario_id: str, seed: int, market: str) -> ItemPage:
    """Return the page of a scenario, shipped or written here.

    Raises:
        NotFound: There is no such scenario.
    """
    text = text_in_force(db(), scenario_id, stock())
    row = scenario_of(db(), scenario_id)
    played = plays_of(db(), [scenario_id]).get(scenario_id)
    run = run_for(db(), content_hash(text), stock().edition, LEAST_SEEDS)
    versions = tuple(_versions(person, scenario_id)) if row is not None else ()
    read = stock().read(text, content=apart(stock().content), before=row.card if row is not None else None)
    scenario = read.scenario if not read.problems else None
    card = card_of(read.scenario) if read.scenario is not None else read.card
    found = outcomes_of(scenario, seed, market) if scenario is not None else None
    return ItemPage(
        id=scenario_id,
        title=card.named(language()) or str(_("Without a title")),
        line=line_names().get(card.form, card.form),
        level=card.level,
        teaches=tuple(_taught(card)),
        markets=", ".join(market_names().get(one, one) for one in card.markets),
        languages=", ".join(words for code, words in languages().items() if code in card.languages),
        lacks=", ".join(words for code, words in languages().items() if code not in card.languages),
        state=_state(row),
        is_own=row is not None,
        is_draft=row is not None and row.draft is not None,
        is_retired=row is not None and row.retired_at is not None,
        version=row.version if row is not None else 0,
        changed=moment(row.changed_at) if row is not None else "",
        text=text,
        debrief=_debrief(read),
        problems=problem_rows(read.problems, text),
        outcomes=found,
        standing=standing_of(scenario, run.robots if run is not None else None) if scenario is not None else None,
        plays=played,
        history=versions,
        play=play_form(scenario, found) if scenario is not None else None,
        revision=row.revision if row is not None else 0,
        copy_token=str(uuid4()),
    )


def play_form(scenario: Scenario, found: Outcomes | None) -> Play:
    """Return the form that plays *scenario*, at the seed that was looked at."""
    known = market_names()
    return Play(
        seed=found.seed if found else 1,
        markets=tuple((one, known.get(one, one)) for one in scenario.markets if one in stock().content.markets),
        market=found.market if found else "",
        languages=tuple(languages().items()),
        language=language(),
        token=str(uuid4()),
    )


def _debrief(read: ReadDraft) -> str:
    return read.scenario.debrief.in_(language()) if read.scenario is not None else ""


def _taught(card: Card) -> Iterator[tuple[str, str]]:
    labels = {skill.id: skill.label.in_(language()) for skill in house().skills.skills}
    for name in card.teaches:
        yield labels.get(name.partition(".")[0], name.partition(".")[0]), name


def _state(row: object) -> str:
    known = states()
    if row is None:
        return known["built_in"]
    if getattr(row, "retired_at", None) is not None:
        return known["retired"]
    return known["published"] if getattr(row, "version", 0) else known["draft"]


def _versions(person: Person, scenario_id: str) -> Iterator[VersionRow]:
    for one in history(db(), scenario_id, person=person):
        before = url_for("library.changes", scenario_id=scenario_id, before=one.n - 1, after=one.n)
        yield VersionRow(n=one.n, at=moment(one.at), by=one.by, note=one.note, changes=before if one.n > 1 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """A line of a comparison: ``+`` came, ``-`` went, ``@`` says where, a blank stays."""

    sign: str
    text: str


def changes_of(person: Person, scenario_id: str, before: int, after: int | None) -> tuple[DiffLine, ...]:
    """Return what changed between two versions, or to the text that stands now.

    Raises:
        NotFound: There is no such scenario or version.
    """
    lines = difference(db(), scenario_id, before=before, after=after, person=person, stock=stock())
    return diff_lines(lines)


def diff_lines(lines: tuple[str, ...]) -> tuple[DiffLine, ...]:
    """Return the lines of a unified diff, without its head."""
    return tuple(DiffLine(sign=one[:1], text=one[1:] if one[:1] != "@" else one) for one in lines[2:])
