"""The debrief as a page: what is told, in the words of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.desk.correspondents import Happened
from simulator.generation.targets import is_judged
from simulator.scoring.debrief import Debrief
from simulator.scoring.debrief.model import ErrorRow, Find, Turn
from simulator.services.shifts import Desk
from simulator.web.debriefs.marked import MarkedPaper, marked_papers
from simulator.web.items.letters import LetterRow, letter_rows
from simulator.web.items.surroundings import Surroundings, surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """An error on the file, or a place that was flagged though it is right: what stands at each place, and because."""

    find: Find
    error: str
    because: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """One of several acts, with what came back on it and how long that took."""

    turn: Turn
    waited: str
    letters: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefPage:
    """The debrief of one closed claim, for one reader."""

    item_id: str
    number: str
    kind: str
    claimant: str
    closed_at: datetime | None
    told: Debrief
    form: str
    market: str
    drills: frozenset[str]
    turns: tuple[TurnRow, ...]
    papers: tuple[MarkedPaper, ...]
    errors: tuple[ErrorLine, ...]
    versions: str


def debrief_page(desk: Desk, told: Debrief, language: str) -> DebriefPage:
    """Return the page that tells *told* about the claim on *desk*."""
    around = surroundings(desk, language)
    return DebriefPage(
        item_id=str(desk.item_id),
        number=desk.exercise.file.number,
        kind=desk.exercise.kind.in_(language),
        claimant=around.payee,
        closed_at=desk.state.closed_at,
        told=told,
        form=desk.form.name,
        market=desk.form.market,
        drills=frozenset(one.id for one in desk.form.provisions if is_judged(one)),
        turns=tuple(_turn_row(desk, turn, around) for turn in told.turns),
        papers=marked_papers(desk, told, around),
        errors=tuple(_error(one, around) for one in told.errors),
        versions=_versions(desk, told.versions),
    )


def _turn_row(desk: Desk, turn: Turn, around: Surroundings) -> TurnRow:
    acts = desk.state.acts
    at = next(place for place, sent in enumerate(acts) if sent.n == turn.n)
    until = acts[at + 1].file.as_of if at + 1 < len(acts) else desk.state.file.as_of
    came = [
        letter
        for letter in desk.state.letters
        if acts[at].file.as_of < letter.at <= until and letter.happened not in (Happened.ASKED, Happened.ESCALATED)
    ]
    return TurnRow(turn=turn, waited=_waited(turn.waited), letters=letter_rows(came, around))


def _error(row: ErrorRow, around: Surroundings) -> ErrorLine:
    said = (around.words(place) for place in row.places)
    return ErrorLine(
        find=row.find,
        error=row.error.in_(around.language) or _("Nothing is wrong here"),
        because=row.because.in_(around.language),
        places=tuple((source, words) for words, source in said),
    )


def _waited(days: int) -> str:
    return str(ngettext("%(num)s day of waiting", "%(num)s days of waiting", days)) if days else ""


def _versions(desk: Desk, versions: Mapping[str, str]) -> str:
    """Return what the score was made with, for the corner of a table."""
    named = (
        (_("Engine"), versions.get("engine", "")),
        (_("wording"), desk.form.edition),
        (_("weights"), versions.get("weights", "").partition("+")[0]),
    )
    return " · ".join(f"{label} {version}" for label, version in named if version)
