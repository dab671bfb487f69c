"""The figures of a report in words, for reviewers and for who sat: bars, how sure they are, skills, and costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.assessment.blueprints import MarkFrom
from simulator.assessment.reports import CostProfile, Method, Report, SkillScore, Standing
from simulator.domain.text import Text
from simulator.measurement import Band, Basis, Leaning, Measured, ScoreInterval, TooFew
from simulator.web.filters import short_day
from simulator.web.formats import NBSP, PageFormats
from simulator.web.language import language

_WIDTH = 6
"""How many units of the drawing one point of 100 takes."""
_ROOM = 12
"""How many points two labels below the bar must be apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A score with its likely range, in whole points of 100."""

    score: int
    low: int
    high: int

    @property
    def range(self) -> str:
        """The range in words."""
        return f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The drawing of the whole score beside the mark: places in its own units, and on which side each label stands."""

    bar: Bar
    mark: int

    def x(self, points: int) -> int:
        """Return the place of that many points."""
        return points * _WIDTH

    @property
    def is_mark_left(self) -> bool:
        """Tell whether the label of the mark stands left of it, and that of the score right."""
        return self.mark <= self.bar.score

    @property
    def ends(self) -> tuple[int, ...]:
        """The ends of the scale that have room for their figure beside those of the range."""
        return tuple(end for end in (0, 100) if min(abs(end - self.bar.low), abs(end - self.bar.high)) >= _ROOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLine:
    """A skill with its bar and how the range lies beside the mark."""

    label: Text
    claims: int
    bar: Bar
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One of the trade's measures, with what explains it."""

    label: str
    note: str
    value: str
    detail: str
    is_bad: bool


def bar_of(interval: ScoreInterval) -> Bar:
    """Return the bar of a score."""
    return Bar(score=round(interval.score), low=round(interval.low), high=round(interval.high))


def percent_of(interval: ScoreInterval) -> int:
    """Return how likely the true score lies in the range, in percent."""
    return round(100 * (2 * NormalDist().cdf(interval.z) - 1))


def band_words(band: Band) -> str:
    """Return on which side of the mark a score falls."""
    words = {
        Band.PASSES: _("Likely above the mark"),
        Band.BORDERLINE: _("Borderline: a person decides"),
        Band.FAILS: _("Likely below the mark"),
    }
    return str(words[band])


def sure_words(report: Report, wanted: float) -> tuple[str, ...]:
    """Return how sure a score over so many claims is; *wanted* is the consistency that hiring asks for, 0 to 1."""
    found = report.measured
    interval, claims = found.interval, found.reliability.claims
    return (
        _side(interval, found),
        str(
            _(
                "If the candidate sat another form of equal weight, the score would fall on the same side of the mark "
                "about %(times)s times in 100.",
                times=min(99, round(100 * report.same_side)),
            )
        ),
        str(
            _(
                "A score over %(claims)s claims has a standard error of %(error)s points. %(reliability)s",
                claims=claims,
                error=one_place(interval.sem),
                reliability=_reliability(found),
            )
        ),
        str(
            _(
                "Of people who stand near the mark, a form of this length puts %(found)s in 100 on the same side "
                "twice; hiring asks for %(wanted)s. %(so)s",
                found=round(100 * found.classification.consistency),
                wanted=round(100 * wanted),
                so=_("That is enough.") if found.is_consistent else _("So no score of this length decides alone."),
            )
        ),
    )


def one_place(number: float) -> str:
    """Return a number with one place."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if language() == "et" else text


def two_places(number: float) -> str:
    """Return a number with two places."""
    text = f"{number:.2f}"
    return text.replace(".", ",") if language() == "et" else text


def _side(interval: ScoreInterval, found: Measured) -> str:
    mark = found.cut.mark
    if interval.low <= mark <= interval.high:
        return str(_("The mark lies inside the range."))
    return str(
        _("The whole range lies above the mark.") if interval.low > mark else _("The whole range lies below the mark.")
    )


def _reliability(found: Measured) -> str:
    told = found.reliability
    if told.basis is Basis.OBSERVED:
        return str(
            _(
                "Observed over %(people)s people, its reliability is %(value)s.",
                people=told.people,
                value=two_places(told.value),
            )
        )
    return str(
        _(
            "Its reliability is expected to be %(least)s to %(most)s: a planning value, since too few people have sat "
            "this plan to observe it.",
            least=two_places(told.value),
            most=two_places(told.at_best if told.at_best is not None else told.value),
        )
    )


def method_words(method: Method, mark: int) -> str:
    """Return where the mark comes from."""
    if method.mark_from is MarkFrom.SCORING or method.held_on is None:
        return str(_("The mark of %(mark)s is the pass mark of practice; no panel of judges has set it.", mark=mark))
    return str(
        _(
            "The mark of %(mark)s was set by %(judges)s judges in %(rounds)s rounds on %(day)s (Angoff).",
            mark=mark,
            judges=method.judges,
            rounds=method.rounds,
            day=short_day(method.held_on),
        )
    )


def skill_line(skill: SkillScore, mark: float) -> SkillLine:
    """Return the line of a skill."""
    return SkillLine(
        label=skill.label, claims=skill.claims, bar=bar_of(skill.interval), reading=_standing(skill, mark)
    )  # fmt: skip


def _standing(skill: SkillScore, mark: float) -> str:
    if skill.standing is Standing.ABOVE:
        return str(_("clearly above the mark"))
    if skill.standing is Standing.BELOW:
        return str(_("clearly below the mark"))
    middle = (skill.interval.low + skill.interval.high) / 2
    if abs(middle - mark) * 4 < skill.interval.high - skill.interval.low:
        return str(_("on both sides of the mark"))
    return str(
        _("on both sides of the mark, mostly above") if middle > mark else _("on both sides of the mark, mostly below")
    )


def cost_lines(cost: CostProfile) -> tuple[CostLine, ...]:
    """Return the cost profile line by line."""
    return tuple(_cost_lines(cost, PageFormats(language=language(), currency=cost.currency)))


def _cost_lines(cost: CostProfile, sums: PageFormats) -> Iterator[CostLine]:
    share = cost.right_share
    over = _("%(sum)s too much", sum=sums.money(cost.overpaid)) if cost.overpaid else ""
    yield CostLine(
        label=str(_("Money right")),
        note=str(_("of %(sum)s paid", sum=sums.money(cost.paid))),
        value=f"{one_place(100 * share)}{NBSP}%" if share is not None else "–",
        detail=str(over),
        is_bad=bool(cost.overpaid),
    )
    kept = _("%(sum)s kept back from them", sum=sums.money(cost.kept_back)) if cost.kept_back else ""
    yield _count(_("People wrongly refused"), cost.refused_wrongly, cost.to_pay, note=str(kept))
    yield _count(_("Should have been refused, and paid"), cost.paid_wrongly, cost.to_refuse)
    yield _count(_("Missed escalations"), cost.missed_escalations, cost.escalations)
    yield _plain(_("Needless escalations"), cost.needless_escalations)
    yield _plain(_("Needless requests"), cost.needless_requests)
    yield _plain(_("Decided before the papers were there"), cost.decided_early)


def _count(label: str, found: int, among: int, note: str = "") -> CostLine:
    value = str(_("%(found)s of %(among)s", found=found, among=among))
    return CostLine(label=str(label), note=note, value=value, detail="", is_bad=found > 0)


def _plain(label: str, found: int) -> CostLine:
    return CostLine(label=str(label), note="", value=str(found), detail="", is_bad=found > 0)


def leaning_words(cost: CostProfile) -> str:
    """Return which way the decisions lean, or that there are too few claims of a kind to tell."""
    if isinstance(cost.detection, TooFew):
        return str(
            ngettext(
                "Which way the decisions lean cannot be told from %(num)s claim of a kind; it is told from "
                "%(least)s on.",
                "Which way the decisions lean cannot be told from %(num)s claims of a kind; it is told from "
                "%(least)s on.",
                cost.detection.found,
                least=cost.detection.least,
            )
        )
    words = {
        Leaning.PAYS_TOO_EASILY: _("Leans to paying what should be refused."),
        Leaning.REFUSES_TOO_EASILY: _("Leans to refusing what should be paid."),
        Leaning.NEITHER: _("Leans neither to paying nor to refusing beyond chance."),
    }
    return str(words[cost.leaning or Leaning.NEITHER])


def claims_words(claims: Sequence[int]) -> str:
    """Return claims by their numbers."""
    listed = ", ".join(str(one) for one in claims)
    return str(ngettext("claim %(listed)s", "claims %(listed)s", len(claims), listed=listed))
