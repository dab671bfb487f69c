"""Facts, declarations and the papers that prove them (COVERAGE_LANGUAGE, sections 1, 2.1 to 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType

COMPARE_WORDS = ("same_paper_twice", "does_not_add_up", "differs", "earlier_than", "record_differs", "named_nowhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperComparison:
    """``compare:``: a finding that is on no single paper. Only the keys of its word are filled.

    ``also`` are further fields that state the same as ``field``, ``among`` those in which a name may stand.
    """

    word: Literal["same_paper_twice", "does_not_add_up", "differs", "earlier_than", "record_differs", "named_nowhere"]
    kind: str = ""
    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    total: str = ""
    within: Fraction = Fraction(1, 100)
    field: str = ""
    of: str = ""
    other: str = ""

    @property
    def papers(self) -> tuple[str, ...]:
        """The kinds of paper that are named in it."""
        return tuple(kind for kind in (self.kind, *self.kinds, self.other) if kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of a form or guide, or (``is_declaration``) what a policy states.

    ``silent`` is the presumed value, None where it is asked for; ``low`` and ``high`` bound what may be generated,
    in steps of ``unit`` (days for dates, minutes for moments); ``fixed`` is a declaration's value fixed by the form.
    ``derived`` is the expression or, for yes_no, the condition of ``is:``.
    """

    name: str
    type: ValueType
    label: Text
    negative: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    low: Value | None = None
    high: Value | None = None
    unit: Fraction = Fraction(1)
    line: bool = False
    silent: Value | None = None
    trust: tuple[str, ...] = ()
    derived: Expression | Condition | None = None
    driver: str = ""
    compare: PaperComparison | None = None
    ask_why: Text | None = None
    close: bool = False
    is_declaration: bool = False
    fixed: Value | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """A kind of paper: what it proves, who holds it, how long a reply takes. ``fields`` maps a fact to its field id."""

    name: str
    label: Text
    proves: tuple[str, ...]
    holder: str
    fields: Mapping[str, str] = field(default_factory=dict)
    lines: bool = False
    states: tuple[str, ...] = ()
    takes_days: int = 5
    at: int = 0

    def field_of(self, fact: str) -> str:
        """Return the id of the field in which this kind states *fact*."""
        return self.fields.get(fact, fact)
