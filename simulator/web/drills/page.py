"""The page of drills: the provisions of a form that can be practised on their line, what was missed lately first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.coverage.language.forms import Form
from simulator.generation.targets import is_judged, near_miss_id
from simulator.persistence.drills import Drilled, drilled
from simulator.persistence.people import Person
from simulator.persistence.practice import Cover, Finished, Result, as_played, covers, finished, results
from simulator.practice.drills import Line, missed_lately
from simulator.scoring.wording import clause
from simulator.web.context import content, db, house, now, scenarios
from simulator.web.filters import local
from simulator.web.formats import PageFormats
from simulator.web.language import language
from simulator.web.wordings import form_href, parts_of

_MOST_MISSED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A form in one market, as a link."""

    label: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRow:
    """A provision that can be drilled: its clause, how often it was, and the points of the last time."""

    provision: str
    cite: str
    title: str
    text: str
    times: str
    last: int | None
    is_passed: bool
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Provisions of one kind."""

    id: str
    title: str
    rows: tuple[DrillRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillsPage:
    """All that the page of drills shows; without a form there is nothing to practise."""

    form: str
    market: str
    title: str
    wording: str
    choices: tuple[Choice, ...]
    missed: tuple[DrillRow, ...]
    groups: tuple[Group, ...]
    days: int


def drills_page(person: Person, asked: tuple[str, str]) -> DrillsPage:
    """Return the page for *person* with the form and market *asked* for, the first that they practise where it is none.

    The number of statements does not depend on how many provisions there are.
    """
    forms, days = practised(person, asked), house().skills.measured_days
    form = forms.get(asked) or next(iter(forms.values()), None)
    if form is None:
        return DrillsPage(form="", market="", title="", wording="", choices=(), missed=(), groups=(), days=days)
    lines = lines_of(form)
    done, window = drilled(db(), person.id, lines), finished(db(), person.id, house().skills.window)
    found = results(db(), {row.card_id for row in window} | {one.card_id for one in done.values()})
    sheets = covers(db(), [row.exercise_hash for row in window])
    rows = {line.provision: _row(form, line, done.get(name), found) for name, line in lines.items()}
    missed = missed_of(window, found, sheets, lines)
    return DrillsPage(
        form=form.name,
        market=form.market,
        title=form.title.in_(language()),
        wording=form_href(form),
        choices=tuple(_choice(one, is_here=one is form) for one in forms.values()) if len(forms) > 1 else (),
        missed=tuple(rows[one.provision] for one in missed[:_MOST_MISSED]),
        groups=tuple(_groups(form, rows)),
        days=days,
    )


def practised(person: Person, asked: tuple[str, str] = ("", "")) -> dict[tuple[str, str], Form]:
    """Return the forms that *person* practises, by form and market, and the one *asked* for where there is such."""
    library, markets = content().library, content().markets
    places = {(one.form, market): None for one in scenarios() for market in one.markets if market in markets}
    wanted = [place for place in places if person.market in ("", place[1]) or place == asked]
    return {place: library.editions(*place)[-1] for place in wanted if place in library.forms}


def lines_of(form: Form) -> dict[str, Line]:
    """Return the lines of *form* that can be practised, by the name of their scenario."""
    judged = (one for one in form.provisions if is_judged(one))
    return {near_miss_id(form, one.id): Line(form.name, form.market, one.id) for one in judged}


def missed_of(
    window: Sequence[Finished], found: Mapping[UUID, Result], sheets: Mapping[str, Cover], lines: Mapping[str, Line]
) -> tuple[Line, ...]:
    """Return those of *lines* that were missed lately and not mended since, the latest miss first."""
    known, since = set(lines.values()), now() - timedelta(days=house().skills.measured_days)
    of = [sheets[row.exercise_hash] for row in window]
    claims = [(claim, one.form, one.market) for claim, one in zip(as_played(window, found), of, strict=True)]
    return tuple(line for line in missed_lately(claims, lines, since) if line in known)


def _choice(form: Form, *, is_here: bool) -> Choice:
    market = content().markets[form.market].title.in_(language())
    href = url_for("drills.show", form=form.name, market=form.market)
    return Choice(label=f"{form.title.in_(language())} · {market}", href=href, is_here=is_here)


def _row(form: Form, line: Line, last: Drilled | None, found: Mapping[UUID, Result]) -> DrillRow:
    provision = next(one for one in form.provisions if one.id == line.provision)
    outcome = found[last.card_id].outcome if last else None
    formats = PageFormats(language=language(), currency=form.currency)
    return DrillRow(
        provision=provision.id,
        cite=clause(provision.cite),
        title=provision.title.in_(language()),
        text=provision.text.in_(language()),
        times=_times(last.times if last else 0),
        last=outcome.total if outcome else None,
        is_passed=outcome is not None and outcome.is_passed,
        on=formats.date(local(last.decided_at)) if last else "",
    )


def _times(count: int) -> str:
    return str(ngettext("drilled once", "drilled %(num)s times", count)) if count else str(_("not drilled yet"))


def _groups(form: Form, rows: Mapping[str, DrillRow]) -> Iterator[Group]:
    for part in parts_of(form):
        found = tuple(rows[one.id] for one in part.provisions if one.id in rows)
        if found:
            yield Group(id=f"kind-{found[0].provision}", title=part.title, rows=found)
