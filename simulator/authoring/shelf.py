"""The shelf: scenarios that shipped and scenarios written here, as one list to filter and to page through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from simulator.domain.scenario import Scenario
from simulator.domain.text import LANGUAGES, Text
from simulator.errors import InvalidContent
from simulator.strict_yaml import Entries, Node, Scalar, plain, read

_NO_WORDS = Text("", "")


class State(StrEnum):
    """Where a scenario stands: it came with the software, is in use, is being written, or is out of use."""

    BUILT_IN = "built_in"
    PUBLISHED = "published"
    DRAFT = "draft"
    RETIRED = "retired"


class Proof(StrEnum):
    """What the checks say of the text that was saved last; ``problems`` keep it from being checked at all."""

    PASSED = "passed"
    FAILED = "failed"
    RUNNING = "running"
    UNCHECKED = "unchecked"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list shows of a scenario. ``languages`` are those in which all of its own words stand."""

    title: Text = _NO_WORDS
    form: str = ""
    level: int = 0
    markets: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def named(self, language: str) -> str:
        """Return the title in *language*, or in the other one where it has none."""
        return self.title.in_(language).strip() or self.title.en.strip() or self.title.et.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One scenario on the shelf; ``version`` is 0 where none was published, ``mean`` is of 100, None without plays."""

    id: str
    card: Card
    state: State
    proof: Proof
    version: int = 0
    has_draft: bool = False
    problems: int = 0
    changed_at: datetime | None = None
    plays: int = 0
    mean: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is empty does not matter. ``lacks`` is a language that is not complete."""

    text: str = ""
    form: str = ""
    skill: str = ""
    level: int = 0
    market: str = ""
    state: str = ""
    proof: str = ""
    lacks: str = ""

    def fits(self, entry: Entry) -> bool:
        """Tell whether *entry* is among what is looked for."""
        card = entry.card
        return (
            self.form in ("", card.form)
            and self.level in (0, card.level)
            and (not self.market or self.market in card.markets)
            and (not self.skill or any(one.partition(".")[0] == self.skill for one in card.teaches))
            and (not self.state or entry.state == self.state or (self.state == State.DRAFT and entry.has_draft))
            and self.proof in ("", entry.proof)
            and (not self.lacks or self.lacks not in card.languages)
            and all(word in _words_of(entry) for word in self.text.lower().split())
        )


def _words_of(entry: Entry) -> str:
    card = entry.card
    return " ".join((card.title.en, card.title.et, *card.teaches, card.form, entry.id)).lower()


def found(entries: Iterable[Entry], wanted: Wanted, *, language: str) -> tuple[Entry, ...]:
    """Return the entries that are wanted, by title."""
    fitting = (entry for entry in entries if wanted.fits(entry))
    return tuple(sorted(fitting, key=lambda entry: (entry.card.named(language).lower(), entry.id)))


def counted(entries: Sequence[Entry]) -> Mapping[str, Mapping[str, int]]:
    """Return how many entries each choice of each filter would find, by the names of `Wanted`."""
    return {
        "form": Counter(entry.card.form for entry in entries if entry.card.form),
        "level": Counter(str(entry.card.level) for entry in entries if entry.card.level),
        "market": Counter(market for entry in entries for market in entry.card.markets),
        "skill": Counter(name for entry in entries for name in {one.partition(".")[0] for one in entry.card.teaches}),
        "state": Counter(str(entry.state) for entry in entries),
        "proof": Counter(str(entry.proof) for entry in entries),
        "lacks": Counter(one for entry in entries for one in LANGUAGES if one not in entry.card.languages),
    }


def card_of(scenario: Scenario) -> Card:
    """Return the card of a scenario."""
    words = (scenario.title, scenario.debrief)
    return Card(
        title=scenario.title,
        form=scenario.form,
        level=scenario.level,
        markets=scenario.markets,
        teaches=scenario.teaches,
        languages=tuple(one for one in LANGUAGES if all(text.in_(one).strip() for text in words)),
    )


def card_in(text: str, before: Card) -> Card:
    """Return what can be read of a draft that breaks the rules; *before* where it is no YAML at all."""
    try:
        node = read(text, "")
    except InvalidContent:
        return before
    if not isinstance(node, Entries):
        return before
    title, debrief = _text(node.get("title")), _text(node.get("debrief"))
    level = _word(node.get("level"))
    return Card(
        title=title,
        form=_word(node.get("form"))[:60],
        level=int(level) if level in ("1", "2", "3", "4", "5") else 1,
        markets=_words(node.get("market")),
        teaches=_words(node.get("teaches")),
        languages=tuple(one for one in LANGUAGES if title.in_(one).strip() and debrief.in_(one).strip()),
    )


def _text(node: Node | None) -> Text:
    if not isinstance(node, Entries):
        return _NO_WORDS
    return Text(_word(node.get("en"))[:200], _word(node.get("et"))[:200])


def _word(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _words(node: Node | None) -> tuple[str, ...]:
    told = plain(node) if node is not None else []
    listed = told if isinstance(told, list) else [told]
    return tuple(one[:80] for one in listed[:20] if isinstance(one, str) and one)
