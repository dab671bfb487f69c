"""What the file says about a fact, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.coverage.evidence import ON_FILE
from simulator.coverage.explain import Words, value_text
from simulator.coverage.language.facts import Fact
from simulator.domain.text import Text
from simulator.domain.values import ValueType, from_text

NOTHING = Text("", "")
_STATES = {
    "known": NOTHING,
    "presumed": Text(" (presumed: nobody says otherwise)", " (eeldatud: keegi ei väida muud)"),
    "conflict": Text(" (the papers disagree)", " (dokumendid on vastuolus)"),
    "alleged": Text(" (only claimed, not proved)", " (ainult väidetud, tõendamata)"),
    "missing": Text(": not known yet", ": pole veel teada"),
    "unproved": Text(": could not be proved", ": ei õnnestunud tõendada"),
}


def joined(parts: Sequence[Text], en: str = ", ", et: str = ", ") -> Text:
    """Return *parts* as one text."""
    return Text(en.join(part.en for part in parts), et.join(part.et for part in parts))


def sentence(said: Text) -> Text:
    """Return *said* with a capital and a full stop."""
    return Text(_closed(said.en), _closed(said.et))


def _closed(words: str) -> str:
    return words if not words else f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', ':')) else '.'}"


def fact_says(rest: Mapping[str, Any], words: Words) -> Text:
    """Return what the file says about one fact of the trace: its label, its value and how sure that is."""
    name, state = rest["fact"], rest["state"]
    if name.startswith(ON_FILE):
        return _paper_says(name.removeprefix(ON_FILE), rest, words)
    fact = words.fact(name)
    label = words.label(name)
    if rest.get("line"):
        label = Text(f"{label.en} ({rest['line']})", f"{label.et} ({rest['line']})")
    how = _STATES[state]
    if not rest["values"]:
        return Text(f"{label.en}{how.en}", f"{label.et}{how.et}")
    if fact is not None and fact.type is ValueType.YES_NO and len(rest["values"]) == 1:
        clause = _clause(fact, label, rest["values"][0] == "yes")
        return Text(f"{clause.en}{how.en}", f"{clause.et}{how.et}")
    values = joined([_value(text, fact, words) for text in rest["values"]], " / ", " / ")
    colon = "" if how.en.startswith(":") else how.en, "" if how.et.startswith(":") else how.et
    return Text(f"{label.en}: {values.en}{colon[0]}", f"{label.et}: {values.et}{colon[1]}")


def _clause(fact: Fact, label: Text, holds: bool) -> Text:
    """Return the clause of a yes_no, or its denial."""
    if holds:
        return label
    return fact.negative or Text(f"not so: {label.en}", f"ei ole nii: {label.et}")


def _paper_says(kind: str, rest: Mapping[str, Any], words: Words) -> Text:
    paper = words.paper(kind)
    if rest["values"] == ["yes"]:
        return Text(f"{paper.en}: on the file", f"{paper.et}: toimikus")
    if rest["values"] == ["no"]:
        return Text(f"{paper.en}: will not come", f"{paper.et}: ei tule")
    return Text(f"{paper.en}: not on the file", f"{paper.et}: toimikus puudub")


def _value(text: str, fact: Fact | None, words: Words) -> Text:
    if fact is None:
        return Text(text, text)
    return value_text(from_text(text, fact.type), fact, words.currency)
