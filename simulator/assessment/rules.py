"""The numbers of assessments and the words for what is wrong with a blueprint; read from assessment.yaml."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.text import LANGUAGES, Text
from simulator.strict_yaml import Fields, Node, Problems, Scalar, number, read

_PARTS: Mapping[str, tuple[str, ...]] = {
    "length": ("fewest", "always", "bank", "told"),
    "minutes": ("least", "most"),
    "drawing": ("draws", "within", "information_within", "most_shown", "seeds"),
    "overlap": ("sittings",),
    "judges": ("least", "wanted"),
    "few": ("per_claim",),
    "left": ("minutes",),
}
_SLOTS: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "market": ("market",),
    "levels": (),
    "level": ("level",),
    "minutes": ("minutes", "least", "most"),
    "cells": (),
    "sum": ("sum", "claims"),
    "fewest": ("claims", "fewest"),
    "most": ("claims", "patterns", "most"),
    "skill": ("skill",),
    "count": ("skill", "act"),
    "twice": ("skill", "act"),
    "few": ("skill", "act", "claims", "patterns"),
    "together": ("placed", "claims"),
    "thin": ("skill", "act", "claims", "patterns"),
    "practice": (),
    "no_practice": (),
    "judges": ("judges", "least"),
    "rating": ("rating",),
    "rounds": (),
    "few_judges": ("judges", "wanted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRules:
    """The numbers in force. ``within`` is in logits, ``information_within`` and ``most_shown`` are shares of 1.

    ``told`` are the lengths of form that a preview speaks of; ``problems`` are words by name, with slots;
    ``sources`` is by part.
    """

    edition: str
    fewest: int
    always: int
    bank: int
    told: tuple[int, ...]
    minutes_least: int
    minutes_most: int
    draws: int
    within: float
    information_within: float
    most_shown: float
    seeds: int
    overlap_sittings: int
    judges_least: int
    judges_wanted: int
    few_per_claim: int
    left_minutes: int
    problems: Mapping[str, Text]
    sources: Mapping[str, str]
    content_hash: str = field(default="", compare=False)

    def most_claims(self, patterns: int) -> int:
        """Return the most claims that a form may have from a bank of that many *patterns*."""
        return max(self.always, patterns // self.bank)


def load(text: str, *, file: str = "assessment.yaml") -> AssessmentRules:
    """Return the rules that *text* holds.

    Raises:
        InvalidContent: A key is unknown or missing, has no source, a number is out of its bounds, or words have a
            slot that nothing fills; every problem is listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", ("assessment", *_PARTS, "problems"))
    part = {name: Fields(top.need(name), problems, name, (*keys, "source")) for name, keys in _PARTS.items()}
    rules = AssessmentRules(
        edition=top.needed_text("assessment"),
        fewest=part["length"].count("fewest"),
        always=part["length"].count("always"),
        bank=part["length"].count("bank"),
        told=_counts(part["length"], "told"),
        minutes_least=part["minutes"].count("least"),
        minutes_most=part["minutes"].count("most"),
        draws=part["drawing"].count("draws"),
        within=part["drawing"].positive("within"),
        information_within=part["drawing"].positive("information_within"),
        most_shown=part["drawing"].positive("most_shown"),
        seeds=part["drawing"].count("seeds"),
        overlap_sittings=part["overlap"].count("sittings"),
        judges_least=part["judges"].count("least"),
        judges_wanted=part["judges"].count("wanted"),
        few_per_claim=part["few"].count("per_claim"),
        left_minutes=part["left"].count("minutes"),
        problems=_words(top, problems),
        sources={name: fields.needed_text("source") for name, fields in part.items()},
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    problems.raise_if_any()
    return rules


def _words(top: Fields, problems: Problems) -> dict[str, Text]:
    table = Fields(top.need("problems"), problems, "problems", tuple(_SLOTS))
    return {name: worded(table.need(name), problems, table.key(name), slots) for name, slots in _SLOTS.items()}


def worded(node: Node | None, problems: Problems, key: str, slots: tuple[str, ...]) -> Text:
    """Return words in both languages; a slot that is none of *slots* is noted."""
    text = text_of(node, problems, key) or Text("", "")
    for language in LANGUAGES:
        for _, slot, _, _ in Formatter().parse(text.in_(language)):
            if slot is not None and slot not in slots and node is not None:
                known = ", ".join(slots) or "none"
                problems.add(node, key, f"{{{slot}}} is filled by nothing", f"the slots here: {known}")
    return text


def _counts(fields: Fields, name: str) -> tuple[int, ...]:
    fields.need(name)
    return tuple(int(number(item)) for item in fields.items(name) if isinstance(item, Scalar))
