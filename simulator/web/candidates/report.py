"""The report as a page: the snapshot in the words of whoever reads it, with the papers of its moments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.assessment.reports import Excerpt, InterviewTopic, Moment, Report
from simulator.assessment.reports.records import fingerprint
from simulator.domain.papers import pinned
from simulator.domain.text import Text
from simulator.json_codec import to_plain
from simulator.persistence.candidates import items_of_sitting
from simulator.persistence.items import Item
from simulator.web.assessments.words import letter
from simulator.web.candidates.claims import desk_of
from simulator.web.candidates.room import Here
from simulator.web.context import content, db, house
from simulator.web.items.surroundings import Surroundings, surroundings
from simulator.web.language import language
from simulator.web.reports import (
    CostLine,
    Scale,
    SkillLine,
    band_words,
    bar_of,
    claims_words,
    cost_lines,
    leaning_words,
    method_words,
    percent_of,
    skill_line,
    sure_words,
)

_BANDS = {"passes": "ok", "borderline": "warn", "fails": "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniPaper:
    """The part of a paper that a moment shows: each field as the candidate saw it, and whether it was marked."""

    title: str
    detail: str
    rows: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentCard:
    """A claim held up as evidence, with its papers."""

    n: int
    total: int
    is_good: bool
    label: Text
    done: Text
    right: Text
    because: Text
    papers: tuple[MiniPaper, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """Something to ask in the interview, what to listen for, and the claims it comes from."""

    asks: Text
    listens: Text
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """What a report shows."""

    scale: Scale
    percent: int
    band: str
    band_look: str
    sure: tuple[str, ...]
    method: str
    skills: tuple[SkillLine, ...]
    costs: tuple[CostLine, ...]
    leaning: str
    moments: tuple[MomentCard, ...]
    topics: tuple[TopicRow, ...]
    not_measured: tuple[Text, ...]
    facts: tuple[str, ...]
    sat_on: date
    decided: int
    claims: int
    versions: str
    fingerprint: str

    @property
    def facts_line(self) -> str:
        """The facts as one sentence."""
        line = "; ".join(self.facts)
        return f"{line[:1].upper()}{line[1:]}."


def report_page(here: Here, report: Report) -> ReportPage:
    """Return the page of *report*."""
    found, mark = report.measured, report.measured.cut.mark
    return ReportPage(
        scale=Scale(bar=bar_of(found.interval), mark=round(mark)),
        percent=percent_of(found.interval),
        band=band_words(found.band),
        band_look=_BANDS[found.band.value],
        sure=sure_words(report, house().standards.measurement.consistency_wanted),
        method=method_words(report.method, round(mark)),
        skills=tuple(skill_line(skill, mark) for skill in report.skills),
        costs=cost_lines(report.cost),
        leaning=leaning_words(report.cost),
        moments=_moments(here, report.moments),
        topics=tuple(_topic(one) for one in report.interview),
        not_measured=report.not_measured,
        facts=tuple(facts_of(report)),
        sat_on=report.conditions.sat_on,
        decided=report.decided,
        claims=len(report.claims),
        versions=versions_of(report),
        fingerprint=fingerprint_of(here, report),
    )


def fingerprint_of(here: Here, report: Report) -> str:
    """Return the fingerprint that every file of *report* has."""
    known_as = letter(here.candidate.n)
    return fingerprint({"candidate": known_as, "assessment": here.assessment.title, "report": to_plain(report)})


def facts_of(report: Report) -> Iterator[str]:
    """Yield the conditions of the sitting as facts; what was granted to anybody is none of them."""
    sat = report.conditions
    languages = {"en": _("in English"), "et": _("in Estonian")}
    market = content().markets.get(sat.market)
    yield str(_("on an own computer, unsupervised, %(language)s", language=languages.get(sat.language, sat.language)))
    yield str(_("claims of the market %(market)s", market=market.title.in_(language()) if market else sat.market))
    yield str(_("%(decided)s of %(claims)s claims decided", decided=report.decided, claims=len(report.claims)))
    if sat.interruptions:
        yield str(
            ngettext(
                "the work was left and taken up again once",
                "the work was left and taken up again %(num)s times",
                sat.interruptions,
            )
        )
    else:
        yield str(_("the work was not left in between"))


def versions_of(report: Report) -> str:
    """Return what the report was made with, in a line."""
    names = {
        "engine": _("engine"),
        "weights": _("weights"),
        "measurement": _("measurement"),
        "report": _("words of reports"),
    }
    parts = [f"{names.get(name, name)} {version}" for name, version in report.versions.items()]
    return ", ".join([*parts, str(_("plan %(hash)s", hash=report.blueprint[:8]))])


def _topic(one: InterviewTopic) -> TopicRow:
    source = _("from %(claims)s", claims=claims_words(one.claims)) if one.claims else _("asked of everybody")
    return TopicRow(asks=one.topic.asks, listens=one.topic.listens, source=str(source))


def _moments(here: Here, moments: Iterable[Moment]) -> tuple[MomentCard, ...]:
    items = items_of_sitting(db(), here.candidate.id)
    return tuple(_moment(here, one, items[one.number - 1]) for one in moments)


def _moment(here: Here, one: Moment, item: Item) -> MomentCard:
    around = surroundings(desk_of(here, item), language())
    return MomentCard(
        n=one.number,
        total=one.total,
        is_good=one.is_good,
        label=one.label,
        done=one.done,
        right=one.expected,
        because=one.because,
        papers=tuple(_papers(one.excerpts, around)),
        href=url_for("candidates.claim", candidate_id=here.candidate.id, n=one.number),
    )


def _papers(excerpts: Iterable[Excerpt], around: Surroundings) -> Iterator[MiniPaper]:
    ordered = sorted(excerpts, key=lambda one: pinned(one.pin)[0])
    for paper_id, places in groupby(ordered, key=lambda one: pinned(one.pin)[0]):
        drawing = next((one for one in around.papers if one.id == paper_id), None)
        if drawing is not None:
            yield MiniPaper(
                title=drawing.title,
                detail=around.details.get(paper_id, ""),
                rows=tuple(
                    (drawing.labels.get(place.pin, ""), drawing.words.get(place.pin, ""), place.is_marked)
                    for place in places
                    if place.pin in drawing.words
                ),
            )
