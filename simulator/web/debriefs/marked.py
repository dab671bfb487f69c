"""The papers of a debrief with marks on them: what decides, what is wrong, and what was marked without need."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from simulator.domain.papers import RECORD, pinned
from simulator.scoring.debrief import Debrief
from simulator.scoring.debrief.model import ErrorRow, Find, Mark
from simulator.services.shifts import Desk
from simulator.web.items.surroundings import Surroundings
from simulator.web.papers import Drawing

_LOOKS = {Find.FOUND: "hit", Find.MISSED: "miss", Find.SPARE: "extra"}
_OPENING = Markup('<span class="ev {}" data-cite="{}"><span class="vh">{} </span>')


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark in words: what the field says, what fact or error that is, and the clause that turns on it."""

    pin: str
    find: Find
    status: str
    label: str
    words: str
    cite: str
    note: str = ""

    @property
    def look(self) -> str:
        """How the mark is drawn."""
        return _LOOKS[self.find]

    @property
    def opening(self) -> Markup:
        """The tag that opens the mark on the paper itself."""
        return _OPENING.format(self.look, self.cite, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPaper:
    """A paper with its marks: as a list, and drawn on the paper itself."""

    title: str
    detail: str
    note: str
    counts: str
    has_missed: bool
    rows: tuple[MarkRow, ...]
    html: Markup


def marked_papers(desk: Desk, told: Debrief, around: Surroundings) -> tuple[MarkedPaper, ...]:
    """Return the papers that bear a mark, in the order of the file, and after them the record where it bears one.

    An error that was found is marked where it was flagged, one that was missed wherever it shows. What was flagged
    says so, and is not told a second time as a spare pin.
    """
    errors = tuple(_errors(told.errors, desk.state.flags, around))
    flagged = {row.pin for row in errors}
    facts = [_fact(mark, around) for paper in told.papers for mark in paper.marks]
    rows = [*(row for row in facts if row.find is not Find.SPARE or row.pin not in flagged), *errors]
    opened = {RECORD, *desk.state.opened}
    by_paper: dict[str, list[MarkRow]] = {}
    for row in rows:
        by_paper.setdefault(pinned(row.pin)[0], []).append(row)
    return tuple(
        _paper(one, by_paper[one.id], around.details[one.id], one.id in opened)
        for one in around.papers
        if one.id in by_paper
    )


def _paper(drawing: Drawing, rows: Iterable[MarkRow], detail: str, is_opened: bool) -> MarkedPaper:
    rows = tuple(sorted(rows, key=lambda row: tuple(Find).index(row.find)))
    counted = Counter(row.status for row in rows)
    return MarkedPaper(
        title=drawing.title,
        detail=detail,
        note="" if is_opened else _("You did not open this paper."),
        counts=", ".join(f"{number} {status}" for status, number in counted.items()),
        has_missed=any(row.find is Find.MISSED for row in rows),
        rows=rows,
        html=drawing.for_reading({row.pin: row.opening for row in rows}),
    )


def _fact(mark: Mark, around: Surroundings) -> MarkRow:
    words = {Find.FOUND: _("found"), Find.MISSED: _("missed"), Find.SPARE: _("spare")}
    is_loose = mark.find is Find.FOUND and mark.clause is not None and not mark.is_tied
    return MarkRow(
        pin=mark.pin,
        find=mark.find,
        status=words[mark.find],
        label=mark.fact.in_(around.language) or _("Decides nothing"),
        words=around.words(mark.pin)[0],
        cite=mark.clause.cite.in_(around.language) if mark.clause is not None else "",
        note=_("not tied") if is_loose else "",
    )


def _errors(rows: Iterable[ErrorRow], flags: Iterable[str], around: Surroundings) -> Iterator[MarkRow]:
    flagged = frozenset(flags)
    words = {Find.FOUND: _("flagged"), Find.MISSED: _("not flagged"), Find.SPARE: _("flagged without need")}
    for row in rows:
        for place in row.places:
            if row.find is not Find.FOUND or place in flagged:
                yield MarkRow(
                    pin=place,
                    find=row.find,
                    status=words[row.find],
                    label=row.error.in_(around.language) or _("Nothing is wrong here"),
                    words=around.words(place)[0],
                    cite="" if row.find is Find.SPARE else _("error"),
                )
