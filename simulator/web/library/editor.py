"""The editor's page: the text, what is wrong with it, what comes out of it, and the gate before publishing."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.authoring.shelf import Card, card_of
from simulator.persistence.content import content_hash
from simulator.persistence.scenarios import RunState, run_for
from simulator.services.scenarios import LEAST_SEEDS, Editing, Progress, StaleDraft
from simulator.services.scenarios.proving import told
from simulator.web.context import content, db, stock
from simulator.web.filters import clock, moment
from simulator.web.language import language
from simulator.web.library.item import DiffLine, Play, diff_lines, play_form
from simulator.web.library.outcomes import FailureRow, Outcomes, failure_rows, outcomes_of
from simulator.web.library.problems import ProblemRow, problem_rows
from simulator.web.library.sheet import Sheet, sheet_of
from simulator.web.library.standing import Standing, standing_of
from simulator.web.library.words import checks

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One check: what it holds, and how it stands (``ok``, ``bad``, ``open``)."""

    label: str
    state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What stands between a draft and publishing: ``state`` is problems, unchecked, running, failed, passed or clean.

    ``clean``: there is no draft, what stands is published.
    """

    state: str
    why: str
    run: str
    done: int
    seeds: int
    checks: tuple[CheckRow, ...]
    failures: tuple[FailureRow, ...]
    more: int
    next_version: int
    standing: Standing | None
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What somebody else has saved meanwhile, and how it differs from one's own."""

    by: str
    at: str
    text: str
    diff: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """Everything that the editor shows."""

    id: str
    title: str
    text: str
    rows: int
    revision: int
    version: int
    state: str
    saved: str
    is_retired: bool
    is_draft: bool
    problems: tuple[ProblemRow, ...]
    problem_words: str
    wrong_lines: tuple[int, ...]
    outcomes: Outcomes | None
    gate: Gate
    play: Play | None
    sheet: Sheet | None
    theirs: Theirs | None
    notice: str


def editor_page(
    at: Editing,
    *,
    seed: int,
    market: str,
    theirs: Theirs | None = None,
    notice: str = "",
    text: str | None = None,
    revision: int | None = None,
) -> EditorPage:
    """Return the editor of a scenario; with *theirs*, *text* is one's own that could not be saved yet."""
    read = at.read
    scenario = read.scenario if not read.problems else None
    card = card_of(read.scenario) if read.scenario is not None else read.card
    found = outcomes_of(scenario, seed, market) if scenario is not None else None
    shown = at.text if text is None else text
    return EditorPage(
        id=at.id,
        title=card.named(language()) or str(_("Without a title")),
        text=shown,
        rows=max(24, shown.count("\n") + 2),
        revision=at.revision if revision is None else revision,
        version=at.version,
        state=_state(at),
        saved=saved_words(at.saved_at, at.by) if at.is_draft else "",
        is_retired=at.is_retired,
        is_draft=at.is_draft,
        problems=problem_rows(read.problems, at.text),
        problem_words=problem_words(len(read.problems)),
        wrong_lines=tuple(sorted({max(1, one.line) for one in read.problems})),
        outcomes=found,
        gate=gate_of(at),
        play=play_form(scenario, found) if scenario is not None else None,
        sheet=_sheet(card),
        theirs=theirs,
        notice=notice,
    )


def saved_words(at: datetime | None, by: str) -> str:
    """Return when the draft was saved last, and by whom."""
    return str(_("Saved %(time)s, %(name)s", time=clock(at), name=by)) if at is not None else ""


def problem_words(count: int) -> str:
    """Return how much is wrong with the text."""
    return str(ngettext("1 problem", "%(num)s problems", count)) if count else str(_("No problem in the text"))


def _state(at: Editing) -> str:
    if at.is_retired:
        return str(_("Retired"))
    if not at.is_draft:
        return str(_("Version %(n)s, published", n=at.version))
    return str(_("Draft on version %(n)s", n=at.version)) if at.version else str(_("Draft, never published"))


def _sheet(card: Card) -> Sheet | None:
    """Return the cheat sheet for the form and market of the draft, or for the first form where it names none."""
    places = list(content().library.forms)
    markets = [one for one in card.markets if (card.form, one) in places]
    form, market = (card.form, markets[0]) if markets else next(iter(places), ("", ""))
    return sheet_of(form, market)


def theirs_of(stale: StaleDraft, mine: str) -> Theirs:
    """Return what somebody else has saved meanwhile, beside one's own text."""
    lines = tuple(difflib.unified_diff(stale.text.splitlines(), mine.splitlines(), lineterm=""))
    at = moment(stale.at) if stale.at is not None else ""
    return Theirs(by=stale.by or str(_("Somebody")), at=at, text=stale.text, diff=diff_lines(lines))


def gate_of(at: Editing) -> Gate:
    """Return what stands between the text that was saved and publishing."""
    if at.read.problems:
        return _gate(at, "problems", str(_("Mend the problems in the text first.")), None)
    run = run_for(db(), content_hash(at.text), stock().edition, LEAST_SEEDS)
    if not at.is_draft:
        why = _("What stands here is published. Change it, and it becomes a draft.")
        return _gate(at, "clean", str(why), told(run) if run is not None else None)
    if run is None:
        why = _(
            "The checks build it at %(count)s seeds in every market. Only what passes can be published.",
            count=LEAST_SEEDS,
        )
        return _gate(at, "unchecked", str(why), None)
    progress = told(run)
    return _gate(at, *_run_words(progress), progress)


def _run_words(progress: Progress) -> tuple[str, str]:
    if progress.state is RunState.RUNNING:
        words = _("%(done)s of %(seeds)s seeds are checked.", done=progress.done, seeds=progress.seeds)
        return "running", str(words)
    if progress.state is RunState.PASSED:
        return "passed", str(_("Everything holds at %(seeds)s seeds. It can be published.", seeds=progress.seeds))
    return "failed", str(_("This cannot be published yet: mend what failed, then run the checks again."))


def _gate(at: Editing, state: str, why: str, progress: Progress | None) -> Gate:
    scenario = at.read.scenario
    is_proved = progress is not None and progress.state is RunState.PASSED
    rows = failure_rows(progress.failures) if progress is not None else ()
    return Gate(
        state=state,
        why=why,
        run=str(progress.id) if progress is not None else "",
        done=progress.done if progress is not None else 0,
        seeds=progress.seeds if progress is not None else LEAST_SEEDS,
        checks=_check_rows(progress),
        failures=rows[:_SHOWN],
        more=len(rows[_SHOWN:]),
        next_version=at.version + 1,
        standing=standing_of(scenario, progress.robots) if is_proved and progress and scenario is not None else None,
        least=LEAST_SEEDS,
    )


def _check_rows(progress: Progress | None) -> tuple[CheckRow, ...]:
    known: Mapping[str, str] = checks()
    if progress is None:
        return tuple(CheckRow(label=label, state="open", count=0) for label in known.values())
    by_check = dict(progress.by_check)
    if len(by_check) == 1:
        by_check = dict.fromkeys(by_check, progress.failed)
    quiet = "open" if progress.is_running else "ok"
    return tuple(
        CheckRow(label=label, state="bad" if by_check.get(name) else quiet, count=by_check.get(name, 0))
        for name, label in known.items()
    )
