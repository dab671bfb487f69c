"""The figures of home: skills as bars with words, and the trade's measures now and before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.practice.estimates import Level, Progress
from simulator.practice.played import Played, Summary, summary
from simulator.practice.skills import SkillsMap
from simulator.web.formats import PageFormats
from simulator.web.language import language

Money = tuple[Played, str]
"""A finished claim and the currency of its amounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """A skill: its word, the estimate and its likely range of 100, and the estimate some days ago."""

    label: str
    level: str
    level_words: str
    claims: int
    percent: int
    low: int
    high: int
    before: int | None

    @property
    def moved(self) -> int:
        """By how many points the estimate has moved lately."""
        return self.percent - self.before if self.before is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value of a measure: what it is, what explains it, and whether it is bad."""

    value: str
    note: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One of the trade's measures lately and before."""

    label: str
    hint: str
    lately: Figure
    before: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTable:
    """The trade's measures of the last *days* beside those of the claims before."""

    days: int
    claims: int
    claims_before: int
    rows: tuple[Measure, ...]


def skill_rows(found: Iterable[Progress], skills: SkillsMap) -> tuple[SkillRow, ...]:
    """Return the rows of the table of skills."""
    return tuple(_skill_row(one, skills) for one in found)


def level_words(level: Level) -> str:
    """Return the word for a level."""
    words = {Level.NEW: _("New"), Level.LEARNING: _("Learning"), Level.ABLE: _("Able"), Level.SURE: _("Sure")}
    return str(words[level])


def measure_table(played: Sequence[Money], days: int, moment: datetime) -> MeasureTable | None:
    """Return the trade's measures of *played*, None where nothing was finished."""
    if not played:
        return None
    since = moment - timedelta(days=days)
    lately = [one for one in played if one[0].decided_at > since]
    before = [one for one in played if one[0].decided_at <= since]
    money = [_money_measure(currency, lately, before) for currency in dict.fromkeys(code for _played, code in played)]
    counts = _counts(summary(one.outcome for one, _code in lately), summary(one.outcome for one, _code in before))
    return MeasureTable(days=days, claims=len(lately), claims_before=len(before), rows=(*money, *counts))


def _skill_row(one: Progress, skills: SkillsMap) -> SkillRow:
    low, high = one.estimate.between(skills.interval)
    return SkillRow(
        label=one.skill.label.in_(language()),
        level=one.level.value,
        level_words=level_words(one.level),
        claims=one.claims,
        percent=round(one.estimate.percent),
        low=round(low),
        high=round(high),
        before=round(one.before.percent) if one.before else None,
    )


def _money_measure(currency: str, lately: Sequence[Money], before: Sequence[Money]) -> Measure:
    formats = PageFormats(language=language(), currency=currency)
    now, then = (summary(one.outcome for one, code in of if code == currency) for of in (lately, before))
    paid = _("of %(amount)s that you paid", amount=formats.money(now.paid)) if now.paid else ""
    return Measure(
        label=str(_("Money right")), hint=str(paid), lately=_accuracy(now, formats), before=_accuracy(then, formats)
    )


def _accuracy(of: Summary, formats: PageFormats) -> Figure:
    accuracy = of.financial_accuracy
    notes = [
        _("%(amount)s too much", amount=formats.money(of.overpaid)) if of.overpaid else "",
        _("%(amount)s kept back", amount=formats.money(of.kept_back)) if of.kept_back else "",
    ]
    value = "–" if accuracy is None else f"{formats.number(accuracy * 100, 1)}%"
    return Figure(value=value, note=", ".join(filter(None, map(str, notes))))


def _counts(now: Summary, then: Summary) -> tuple[Measure, ...]:
    needless = str(_("requests, papers and referrals that the claim did not need"))
    return (
        _share(_("Payments exactly right"), "", (now.exact, now.payments), (then.exact, then.payments)),
        _share(
            _("Worked without a slip"),
            str(_("papers read, reason given, in time")),
            (now.careful, now.claims),
            (then.careful, then.claims),
        ),
        Measure(
            label=str(_("Errors found")),
            hint=str(_("in papers and in the record")),
            lately=_errors(now),
            before=_errors(then),
        ),
        _share(
            _("People wrongly refused"), "", (now.refused, now.covered), (then.refused, then.covered), bad_if_any=True
        ),
        Measure(
            label=str(_("Needless steps")),
            hint=needless,
            lately=_count(now, now.needless),
            before=_count(then, then.needless),
        ),
    )


def _errors(of: Summary) -> Figure:
    alarms = of.false_alarms
    note = str(ngettext("one false alarm", "%(num)s false alarms", alarms)) if alarms else ""
    return replace(_of(of.errors_found, of.errors, bad_if_any=False), note=note)


def _share(label: str, hint: str, now: tuple[int, int], then: tuple[int, int], *, bad_if_any: bool = False) -> Measure:
    return Measure(label=str(label), hint=hint, lately=_of(*now, bad_if_any), before=_of(*then, bad_if_any))


def _of(count: int, of: int, bad_if_any: bool) -> Figure:
    if not of:
        return Figure(value="–")
    return Figure(value=str(_("%(count)s of %(of)s", count=count, of=of)), is_bad=bad_if_any and count > 0)


def _count(of: Summary, count: int) -> Figure:
    return Figure(value=str(count)) if of.claims else Figure(value="–")
