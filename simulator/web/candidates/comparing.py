"""Two to four candidates side by side: those about whom the reviewer has decided, by letter, never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from simulator.assessment.reports import Pair, SideBySide, side_by_side
from simulator.assessment.reports import Row as ScaleRow
from simulator.domain.text import Text
from simulator.persistence.candidates import CandidateReview, Sitting, candidates_of
from simulator.services.assessments import report_for, reviews_of, seen_assessment
from simulator.services.assessments.looking import Seen, saw
from simulator.web.assessments.words import letter
from simulator.web.candidates.room import assessment_href, bp
from simulator.web.candidates.views import WHAT_FOLLOWS
from simulator.web.catalogues import words
from simulator.web.context import db, house, now, person
from simulator.web.filters import short_day
from simulator.web.language import language
from simulator.web.reports import Bar, bar_of, cost_lines, percent_of

_MOST_LISTED = 2_000
_FEWEST, _MOST = 2, 4
_LOOKS = ("b1", "b2", "b3", "b4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A candidate to choose: number, letter, whether chosen, and where the candidate's page is."""

    n: int
    letter: str
    is_chosen: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One candidate on one scale; no bar where nothing of it was asked."""

    letter: str
    look: str
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One scale with its candidates, and how they differ in words."""

    label: Text | None
    lines: tuple[Line, ...]
    is_clear: bool
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What the reviewer decided about a candidate."""

    letter: str
    href: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the comparison shows once two to four are chosen."""

    scales: tuple[Scale, ...]
    mark: int
    percent: int
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    reviews: tuple[Reviewed, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters in their order."""
        return tuple(one.letter for one in self.reviews)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Whom one can compare, who waits for one's decision, and the comparison."""

    assessment_id: UUID
    title: str
    href: str
    ready: tuple[Chip, ...]
    waiting: tuple[Chip, ...]
    error: str
    beside: Beside | None


@bp.get("/compare/<uuid:assessment_id>")
def compare(assessment_id: UUID) -> str:
    """Show those who are chosen side by side, and let others be chosen."""
    assessment = seen_assessment(db(), assessment_id, person())
    ended = [one for one in candidates_of(db(), assessment_id, limit=_MOST_LISTED) if one.candidate.ended_how]
    reviews = reviews_of(db(), [one.candidate.id for one in ended], person=person())
    ready = [one for one in ended if _is_decided(reviews, one)]
    asked = set(request.args.getlist("n"))
    chosen = [one for one in ready if str(one.candidate.n) in asked]
    is_enough = _FEWEST <= len(chosen) <= _MOST
    page = ComparePage(
        assessment_id=assessment_id,
        title=assessment.title,
        href=assessment_href(assessment_id),
        ready=tuple(_chip(one, asked) for one in ready),
        waiting=tuple(_chip(one, set()) for one in ended if one not in ready),
        error=str(_("Choose 2 to 4 of them.")) if len(asked) > 1 and not is_enough else "",
        beside=_beside(chosen, reviews) if is_enough else None,
    )
    return render_template("candidates/compare.html", page=page, _=words(language()))


def _is_decided(reviews: Mapping[UUID, CandidateReview], one: Sitting) -> bool:
    review = reviews.get(one.candidate.id)
    return review is not None and review.decided_at is not None


def _chip(one: Sitting, asked: set[str]) -> Chip:
    n = one.candidate.n
    href = url_for("candidates.show", candidate_id=one.candidate.id)
    return Chip(n=n, letter=letter(n), is_chosen=str(n) in asked, href=href)


def _beside(chosen: Sequence[Sitting], reviews: Mapping[UUID, CandidateReview]) -> Beside:
    ids = [one.candidate.id for one in chosen]
    reports = [report_for(db(), one, person=person(), standards=house().standards, now=now()) for one in ids]
    found = side_by_side(reports)
    for one in ids:
        saw(db(), one, Seen.COMPARISON, person=person(), now=now())
    letters = dict(zip(found.letters, (letter(one.candidate.n) for one in chosen), strict=True))
    return Beside(
        scales=tuple(_scale(row, letters) for row in (found.whole, *found.skills)),
        mark=round(reports[0].measured.cut.mark),
        percent=percent_of(reports[0].measured.interval),
        measures=_measures(found),
        reviews=tuple(_reviewed(one, reviews[one.candidate.id]) for one in chosen),
    )


def _scale(row: ScaleRow, letters: Mapping[str, str]) -> Scale:
    lines = (
        Line(letter=letters[letter], look=_LOOKS[at], bar=bar_of(interval) if interval is not None else None)
        for at, (letter, interval) in enumerate(row.intervals)
    )
    return Scale(
        label=row.label, lines=tuple(lines), is_clear=row.is_clear, reading=_reading(row.pairs, letters)
    )  # fmt: skip


def _reading(pairs: Sequence[Pair], letters: Mapping[str, str]) -> str:
    """Return in words how any two differ; what lies inside the band is no clear difference."""
    clear = [_clear(pair, letters) for pair in pairs if pair.is_clear]
    unclear = [_two(pair, letters) for pair in pairs if not pair.is_clear]
    if not clear:
        return str(_("No clear difference."))
    if unclear:
        clear.append(str(_("%(pairs)s: no clear difference.", pairs=", ".join(unclear))))
    return " ".join(clear)


def _two(pair: Pair, letters: Mapping[str, str]) -> str:
    return str(_("%(one)s and %(other)s", one=letters[pair.first], other=letters[pair.second]))


def _clear(pair: Pair, letters: Mapping[str, str]) -> str:
    below = pair.second if pair.ahead == pair.first else pair.first
    return str(
        _(
            "%(one)s above %(other)s (%(lead)s, counts from %(least)s).",
            one=letters[pair.ahead],
            other=letters[below],
            lead=round(abs(pair.lead)),
            least=round(pair.least),
        )
    )


def _measures(found: SideBySide) -> tuple[tuple[str, tuple[str, ...]], ...]:
    columns = [cost_lines(cost) for _letter, cost in found.costs]
    return tuple((rows[0].label, tuple(row.value for row in rows)) for rows in zip(*columns, strict=True))


def _reviewed(one: Sitting, review: CandidateReview) -> Reviewed:
    return Reviewed(
        letter=letter(one.candidate.n),
        href=url_for("candidates.show", candidate_id=one.candidate.id),
        decision=str(WHAT_FOLLOWS[review.decision][0]),
        reason=_reason(one, review),
    )


def _reason(one: Sitting, review: CandidateReview) -> str:
    gone = one.candidate.anonymised_at
    return str(_("Anonymised on %(day)s.", day=short_day(gone))) if gone is not None else review.reason
