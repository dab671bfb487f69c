"""The list of scenarios: filters with their counts, a page of rows, and the same as rows of a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from simulator.authoring.shelf import Entry, Proof, State, Wanted
from simulator.domain.text import LANGUAGES
from simulator.persistence.people import Person
from simulator.services.scenarios import Shelf, shelf
from simulator.web.context import db, house, stock
from simulator.web.filters import moment
from simulator.web.language import language
from simulator.web.library import words
from simulator.web.library.room import line_names

FEW_PLAYS = 30
_WHOLE = 100_000
_TONES = {Proof.PASSED: "okc", Proof.FAILED: "badc", Proof.PROBLEMS: "badc"}
_ICONS = {Proof.PASSED: "tick", Proof.FAILED: "cross", Proof.PROBLEMS: "cross", Proof.RUNNING: "clock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter, with how many scenarios it would find."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: what it asks for and the values that it takes."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A scenario in the list; ``mean`` is empty without plays, ``is_few`` where the mean may still move much."""

    href: str
    title: str
    line: str
    teaches: tuple[str, ...]
    level: int
    markets: str
    languages: str
    lacks: str
    state: str
    state_tone: str
    state_note: str
    proof: str
    proof_tone: str
    proof_icon: str
    plays: int
    mean: str
    is_few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """Everything that the list of scenarios shows."""

    text: str
    filters: tuple[Filter, ...]
    rows: tuple[Row, ...]
    count: int
    whole: int
    is_filtered: bool
    page: int
    pages: int
    newer: str
    older: str
    csv_href: str
    zip_href: str
    few: int


def wanted_in(args: MultiDict[str, str]) -> Wanted:
    """Return what an address looks for."""
    level = args.get("level", "")
    return Wanted(
        text=args.get("q", "")[:200],
        form=args.get("form", "")[:60],
        skill=args.get("skill", "")[:60],
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
        market=args.get("market", "")[:20],
        state=args.get("state", "")[:20],
        proof=args.get("proof", "")[:20],
        lacks=args.get("lacks", "")[:2],
    )


def listing_page(person: Person, wanted: Wanted, page: int) -> ListingPage:
    """Return the page of the list that is wanted; the statements do not grow with its rows."""
    found = shelf(db(), wanted, person=person, stock=stock(), language=language(), page=page)
    kept = _kept(wanted)
    said = _Said()
    return ListingPage(
        text=wanted.text,
        filters=tuple(_filters(found, wanted)),
        rows=tuple(said.row(entry) for entry in found.entries),
        count=found.count,
        whole=found.whole,
        is_filtered=bool(kept),
        page=found.page,
        pages=found.pages,
        newer=_page_href(kept, found.page - 1) if found.page > 1 else "",
        older=_page_href(kept, found.page + 1) if found.page < found.pages else "",
        csv_href=url_for("library.as_csv", **kept),  # type: ignore[arg-type]
        zip_href=url_for("library.export", **kept),  # type: ignore[arg-type]
        few=FEW_PLAYS,
    )


def listing_rows(person: Person, wanted: Wanted) -> Iterator[tuple[object, ...]]:
    """Give everything that is wanted as rows of a file, its head first."""
    found = shelf(db(), wanted, person=person, stock=stock(), language=language(), size=_WHOLE)
    yield (
        "id", "title_en", "title_et", "form", "teaches", "level", "markets", "languages", "state", "version", "checks",
        "plays", "mean",
    )  # fmt: skip
    for one in found.entries:
        card, mean = one.card, round(one.mean, 1) if one.mean is not None else ""
        told = (one.id, card.title.en, card.title.et, card.form, " ".join(card.teaches), card.level)
        yield (
            *told, " ".join(card.markets), " ".join(card.languages), one.state.value, one.version, one.proof.value,
            one.plays, mean,
        )  # fmt: skip


def written_here(person: Person, wanted: Wanted) -> tuple[str, ...]:
    """Return what is wanted of the scenarios that were written here and that another installation could read."""
    found = shelf(db(), wanted, person=person, stock=stock(), language=language(), size=_WHOLE)
    own = (one for one in found.entries if one.state is not State.BUILT_IN)
    return tuple(one.id for one in own if one.version or not one.problems)


def list_href(wanted: Wanted) -> str:
    """Return the address of the first page of the list that is wanted."""
    return _page_href(_kept(wanted), 1)


def _kept(wanted: Wanted) -> dict[str, str]:
    """Return the parts of an address that ask for the same again."""
    parts = {
        "q": wanted.text,
        "form": wanted.form,
        "skill": wanted.skill,
        "level": str(wanted.level or ""),
        "market": wanted.market,
        "state": wanted.state,
        "proof": wanted.proof,
        "lacks": wanted.lacks,
    }
    return {name: value for name, value in parts.items() if value}


def _page_href(kept: Mapping[str, str], page: int) -> str:
    return url_for("library.index", page=page if page > 1 else None, **kept)  # type: ignore[arg-type]


def _filters(found: Shelf, wanted: Wanted) -> Iterator[Filter]:
    level = {str(n): str(n) for n in range(1, 6)}
    skills = {skill.id: skill.label.in_(language()) for skill in house().skills.skills}
    lacks = {code: name for code, name in words.languages().items() if code in LANGUAGES}
    each: tuple[tuple[str, str, Mapping[str, str], str], ...] = (
        ("form", _("Line of business"), line_names(), wanted.form),
        ("skill", _("Skill"), skills, wanted.skill),
        ("level", _("Level"), level, str(wanted.level or "")),
        ("market", _("Market"), words.market_names(), wanted.market),
        ("state", _("State"), words.states(), wanted.state),
        ("proof", _("Checks"), words.proofs(), wanted.proof),
        ("lacks", _("Language missing"), lacks, wanted.lacks),
    )
    for name, label, known, chosen in each:
        counts = found.choices.get(name, {})
        values = [value for value in {**known, **dict.fromkeys(counts)} if counts.get(value) or value == chosen]
        if chosen and chosen not in values:
            values.append(chosen)
        choices = (
            Choice(value=one, label=known.get(one, one), count=counts.get(one, 0), chosen=one == chosen)
            for one in values
        )
        yield Filter(name=name, label=label, choices=tuple(choices))


class _Said:
    """What all rows say in the same way; asked for once."""

    def __init__(self) -> None:
        self.language = language()
        self.states, self.proofs, self.lines = words.states(), words.proofs(), line_names()

    def row(self, entry: Entry) -> Row:
        card = entry.card
        lacks = [code.upper() for code in LANGUAGES if code not in card.languages]
        return Row(
            href=url_for("library.show", scenario_id=entry.id),
            title=card.named(self.language) or str(_("Without a title")),
            line=self.lines.get(card.form, card.form),
            teaches=card.teaches,
            level=card.level,
            markets=", ".join(one.upper() for one in card.markets),
            languages=" ".join(code.upper() for code in card.languages),
            lacks=", ".join(lacks),
            state=self.states[entry.state],
            state_tone={State.DRAFT: " info", State.RETIRED: ""}.get(entry.state, " ok"),
            state_note=_state_note(entry),
            proof=_proof_words(entry, self.proofs),
            proof_tone=_TONES.get(entry.proof, "warnc"),
            proof_icon=_ICONS.get(entry.proof, "warning"),
            plays=entry.plays,
            mean=str(round(entry.mean)) if entry.mean is not None else "",
            is_few=entry.plays < FEW_PLAYS,
        )


def _state_note(entry: Entry) -> str:
    if entry.state is State.BUILT_IN:
        return ""
    told = [_("version %(n)s", n=entry.version)] if entry.version else []
    if entry.version and entry.has_draft:
        told.append(_("a draft on it"))
    if entry.changed_at is not None:
        told.append(moment(entry.changed_at))
    return " · ".join(map(str, told))


def _proof_words(entry: Entry, known: Mapping[str, str]) -> str:
    if entry.proof is Proof.PROBLEMS:
        return str(ngettext("1 problem in the text", "%(num)s problems in the text", entry.problems))
    return known[entry.proof]
