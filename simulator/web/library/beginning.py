"""How a scenario begins: from a clause of a form, or blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.authoring.beginnings import SIDES, Aim, provisions_to_teach
from simulator.authoring.gaps import gaps
from simulator.coverage.inversion import Unreachable
from simulator.coverage.language.provisions import Provision
from simulator.errors import NotFound
from simulator.services import scenarios as service
from simulator.services.scenarios import in_use
from simulator.web.catalogues import words
from simulator.web.context import db, now, stock
from simulator.web.filters import said
from simulator.web.language import language
from simulator.web.library.room import bp, instructor, line_names, minted
from simulator.web.library.words import market_names

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause that can be taught; ``missing`` says what no scenario teaches of it yet."""

    id: str
    cite: str
    title: str
    text: str
    missing: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A form in one market."""

    form: str
    market: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """The page on which a scenario begins."""

    places: tuple[Place, ...]
    form: str
    market: str
    clauses: tuple[Clause, ...]
    side: str
    near: str
    token: str
    error: str
    file_error: str


@bp.get("/new")
def new() -> str:
    """Show how a scenario can begin."""
    instructor()
    return render_template("library/new.html", page=_new_page(), _=words(language()))


@bp.post("/new/clause")
def new_from_clause() -> Answer:
    """Begin a draft that teaches a clause, with what is right as its expectation."""
    who, sent = instructor(), request.form
    side = sent.get("side", "outside")
    aim = Aim(
        form=sent.get("form", ""),
        market=sent.get("market", ""),
        provision=sent.get("provision", ""),
        side=side if side in SIDES else "outside",
        on_the_line=sent.get("near", "line") == "line",
    )
    try:
        begun = service.begin_teaching(db(), aim, person=who, stock=stock(), now=now(), scenario_id=minted("token"))
    except Unreachable:
        told = _(
            "No claim can lie there: the form leaves no room on that side. Try the other side, or not on the line."
        )
        return again(error=str(told))
    except NotFound:
        return again(error=str(_("Choose a clause.")))
    return redirect(url_for("library.edit", scenario_id=begun), 303)


@bp.post("/new/blank")
def new_blank() -> Answer:
    """Begin an empty draft: the keys, and what each is for."""
    who, sent = instructor(), request.form
    form, market = sent.get("form", ""), sent.get("market", "")
    begun = service.begin_blank(
        db(),
        form=form,
        market=market,
        language=language(),
        person=who,
        stock=stock(),
        now=now(),
        scenario_id=minted("token"),
    )
    return redirect(url_for("library.edit", scenario_id=begun), 303)


def again(*, error: str = "", file_error: str = "") -> tuple[str, int]:
    """Show the page again with what stands in the way; what was chosen stays chosen."""
    page = _new_page(error=error, file_error=file_error)
    return render_template("library/new.html", page=page, _=words(language())), 422


def _new_page(*, error: str = "", file_error: str = "") -> NewPage:
    asked = request.values
    library, names, markets = stock().content.library, line_names(), market_names()
    places = sorted(library.forms)
    here = (asked.get("form", ""), asked.get("market", ""))
    form, market = here if here in places else next(iter(places), ("", ""))
    return NewPage(
        places=tuple(
            Place(
                form=name,
                market=place,
                label=f"{names[name]}, {markets.get(place, place)}",
                is_here=(name, place) == (form, market),
            )
            for name, place in places
        ),
        form=form,
        market=market,
        clauses=tuple(_clauses(form, market, asked.get("provision", ""))) if form else (),
        side=asked.get("side", "outside"),
        near=asked.get("near", "line"),
        token=str(uuid4()),
        error=error,
        file_error=file_error,
    )


def _clauses(form: str, market: str, chosen: str) -> Iterator[Clause]:
    """Yield the clauses that can be taught, with what no scenario in use teaches of them."""
    every = gaps(stock().content.library, in_use(db(), stock()))
    untaught = next((dict(_sides(gap.untaught)) for gap in every if (gap.form, gap.market) == (form, market)), {})
    for one in provisions_to_teach(stock().content.library.editions(form, market)[-1]):
        missing = untaught.get(one.id, ())
        yield Clause(
            id=one.id,
            cite=one.cite,
            title=said(one.title),
            text=said(one.text),
            missing=_missing_words(missing),
            is_chosen=one.id == chosen,
        )


def _sides(untaught: tuple[tuple[Provision, tuple[str, ...]], ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for provision, sides in untaught:
        yield provision.id, sides


def _missing_words(sides: tuple[str, ...]) -> str:
    if len(sides) == len(SIDES):
        return str(_("no scenario teaches it"))
    return (
        {"inside": str(_("inside not taught yet")), "outside": str(_("outside not taught yet"))}[sides[0]]
        if sides
        else ""
    )
