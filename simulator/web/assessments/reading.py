"""Reading the form of the builder: a draft, or what is wrong by field."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext as _

from simulator.assessment.blueprints import Blueprint, Cell, MarkFrom, PassRule, Spoken
from simulator.domain.text import Text
from simulator.persistence.assessments import WhenOver
from simulator.services.assessments import Draft
from simulator.services.assessments.planning import KEPT_MONTHS, LINK_DAYS, LONGEST_NOTICE, LONGEST_TITLE
from simulator.web.assessments.room import whole
from simulator.web.assessments.typed import Typed, cell_names, count_in
from simulator.web.context import house

_MOST_JUDGES = 60


def read(typed: Typed) -> tuple[Draft | None, dict[str, str]]:
    """Return the draft that was typed, or none with what is wrong, by the id of the field."""
    errors = dict(_errors(typed))
    if errors:
        return None, errors
    draft = Draft(
        title=typed.title,
        blueprint=_blueprint(typed),
        notice_en=typed.notice_en,
        notice_et=typed.notice_et,
        link_days=int(typed.link_days),
        kept_months=int(typed.kept_months),
        when_over=WhenOver.ANONYMISE if typed.when_over == WhenOver.ANONYMISE.value else WhenOver.ERASE,
    )
    return draft, {}


def _errors(typed: Typed) -> Iterator[tuple[str, str]]:
    if not 1 <= len(" ".join(typed.title.split())) <= LONGEST_TITLE:
        yield "title", str(_("Give it a title of at most %(most)s characters.", most=LONGEST_TITLE))
    for name, text in typed.cells.items():
        if count_in(text) is None:
            yield f"cell.{name}", str(_("“%(text)s” is no number of claims.", text=text))
    if typed.market not in markets():
        yield "market", str(_("Choose a market."))
    if typed.limit == "yes" and whole(typed.minutes) is None:
        yield "minutes", str(_("Type the limit in whole minutes, or choose no limit."))
    yield from _judged(typed)
    for field, bounds in (("link_days", LINK_DAYS), ("kept_months", KEPT_MONTHS)):
        number = whole(getattr(typed, field))
        if number is None or not bounds[0] <= number <= bounds[1]:
            words = _("Type a whole number from %(least)s to %(most)s.", least=bounds[0], most=bounds[1])
            yield field, str(words)
    for field in ("notice_en", "notice_et"):
        if not 1 <= len(getattr(typed, field).strip()) <= LONGEST_NOTICE:
            words = _("Write the notice in this language too, in at most %(most)s characters.", most=LONGEST_NOTICE)
            yield field, str(words)


def _judged(typed: Typed) -> Iterator[tuple[str, str]]:
    if typed.method != MarkFrom.ANGOFF.value:
        return
    for n, line in enumerate(_lines(typed.ratings), start=1):
        if any(_share(word) is None for word in _words(line)) or n > _MOST_JUDGES:
            yield "ratings", str(_("Row %(n)s is no row of shares: “%(text)s”.", n=n, text=line[:60]))
            break
    if typed.rounds.strip() and whole(typed.rounds) is None:
        yield "rounds", str(_("Type how many rounds there were as a whole number."))
    if typed.held_on.strip() and _day(typed.held_on) is None:
        yield "held_on", str(_("Type the day as 2026-03-23."))


def _blueprint(typed: Typed) -> Blueprint:
    cells = tuple(
        Cell(skill=skill, act=act, claims=claims)
        for name, skill, act in cell_names()
        if (claims := count_in(typed.cells[name]))
    )
    title = " ".join(typed.title.split())
    return Blueprint(
        title=Text(title, title),
        market=typed.market,
        claims=sum(cell.claims for cell in cells),
        cells=cells,
        levels=tuple(int(level) for level in typed.levels),
        forms=tuple(one for one in forms(typed.market) if one in typed.forms),
        language=_one_of(Spoken, typed.language, Spoken.CANDIDATE),
        minutes=whole(typed.minutes) if typed.limit == "yes" else None,
        practice=typed.practice,
        passing=_passing(typed),
    )


def _passing(typed: Typed) -> PassRule:
    if typed.method != MarkFrom.ANGOFF.value:
        return PassRule()
    return PassRule(
        method=MarkFrom.ANGOFF,
        ratings=tuple(tuple(_share(word) or 0.0 for word in _words(line)) for line in _lines(typed.ratings)),
        rounds=whole(typed.rounds) or 0,
        held_on=_day(typed.held_on),
    )


def markets() -> tuple[str, ...]:
    """Return the markets that have a form."""
    return tuple(sorted({market for _, market in house().content.library.forms}))


def forms(market: str) -> Mapping[str, Text]:
    """Return the forms of *market* with their titles, by name."""
    found = house().content.library.forms
    return {name: editions[-1].title for (name, of), editions in sorted(found.items()) if of == market}


def _one_of(kind: type[Spoken], value: str, otherwise: Spoken) -> Spoken:
    return kind(value) if value in tuple(kind) else otherwise


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(line: str) -> list[str]:
    """Return the shares of a row: apart by blanks, tabs or semicolons; by commas where the decimals have points."""
    found = [word for word in re.split(r"[;\s]+", line) if word]
    return [word for word in re.split(r"[,;\s]+", line) if word] if "." in line else found


def _share(word: str) -> float | None:
    text = word.replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
