"""What a form and a guide know of facts and papers: which kind proves or only states which fact, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from simulator.coverage.language.facts import DocumentKind, Fact, PaperComparison
from simulator.domain.values import Value, ValueType, from_text

if TYPE_CHECKING:
    from simulator.coverage.evidence.states import Evidence

_SETS = (ValueType.SET, ValueType.WEEKDAYS)
Key = tuple[str, str]
"""A fact and the line it belongs to, or ``""`` for the claim."""

ON_FILE = "on_file:"
DECLARATIONS = "declarations"
HEARSAY = "letter"
"""A paper kind that every form knows: it may state any fact and proves none."""
ILLEGIBLE = "?"
"""How a paper states what nobody can read; other text that is no value of the fact's type counts the same."""


class State(StrEnum):
    """What the file says about a fact."""

    KNOWN = "known"
    CONFLICT = "conflict"
    ALLEGED = "alleged"
    MISSING = "missing"
    PRESUMED = "presumed"
    UNPROVED = "unproved"


class FactState(NamedTuple):
    """A fact on the file: its state, what is stated (best first), where, and the value if one can be relied on."""

    fact: str
    line: str
    state: State
    values: tuple[Value, ...]
    pins: tuple[str, ...]
    value: Value | None


class Prover(NamedTuple):
    """Where a fact can stand: in this field of this kind of paper."""

    kind: str
    field: str


Read = Callable[[str], Value | None]
"""Reads what a field states; None where it is illegible."""


Finding = Callable[["Evidence"], tuple[bool, tuple[str, ...]]]
"""Makes a finding that stands on no single paper, with the pins of what it compared."""


class Plan(NamedTuple):
    """How a fact is looked up: where it is proved, where it is only stated, and how its text is read."""

    fact: Fact
    provers: tuple[Prover, ...]
    staters: tuple[Prover, ...]
    read: Read
    line: bool
    silent: Value | None
    empty: bool
    fixed: Value | None
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a form and a guide know of facts and papers: which kind proves or only states which fact.

    ``compared`` are the facts that comparing papers finds, with what is compared.
    """

    facts: Mapping[str, Fact]
    documents: Mapping[str, DocumentKind]
    provers: Mapping[str, tuple[Prover, ...]]
    staters: Mapping[str, tuple[Prover, ...]]
    plans: Mapping[str, Plan]
    compared: tuple[tuple[str, PaperComparison], ...]


def knowledge(
    facts: Mapping[str, Fact],
    declarations: Mapping[str, Fact],
    documents: Mapping[str, DocumentKind],
    findings: Mapping[str, Finding],
) -> Knowledge:
    """Return what is known of *facts* and *declarations* when these *documents* prove them."""
    provers: dict[str, tuple[Prover, ...]] = {name: (Prover(DECLARATIONS, name),) for name in declarations}
    for name in facts:
        provers[name] = tuple(
            Prover(kind.name, kind.field_of(name)) for kind in documents.values() if name in kind.proves
        )
    staters = {
        name: (
            *(Prover(kind.name, kind.field_of(name)) for kind in documents.values() if name in kind.states),
            Prover(HEARSAY, name),
        )
        for name in facts
    }
    known = {**facts, **declarations}
    plans = {
        name: _plan(fact, provers[name], staters.get(name, ()), findings.get(name)) for name, fact in known.items()
    }
    compared = tuple((name, fact.compare) for name, fact in known.items() if fact.compare is not None)
    return Knowledge(known, documents, provers, staters, plans, compared)


def _plan(fact: Fact, provers: tuple[Prover, ...], staters: tuple[Prover, ...], finding: Finding | None) -> Plan:
    return Plan(fact, provers, staters, _reader(fact), fact.line, fact.silent, fact.type in _SETS, fact.fixed, finding)


def _reader(fact: Fact) -> Read:
    """Return the function that reads the text of a value of *fact*."""
    kind, choices = fact.type, fact.choices
    if kind.is_numeric:
        return _number
    if kind is ValueType.CHOICE:
        return lambda said: said if not choices or said in choices else None
    if kind is ValueType.YES_NO:
        return _YES_NO.get

    def read(said: str) -> Value | None:
        try:
            value = from_text(said, kind)
        except ValueError:
            return None
        if isinstance(value, frozenset) and choices and not value <= choices.keys():
            return None
        return value

    return read


_YES_NO: Mapping[str, Value] = {"yes": True, "no": False}


def _number(text: str) -> Fraction | None:
    whole, _, part = text.partition(".")
    try:
        if part.isdigit():
            return Fraction(int(whole + part), 10 ** len(part))
        return Fraction(int(text)) if text.isdigit() else Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
