"""A policy form or benefit programme, whole (COVERAGE_LANGUAGE, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.provisions import Provision
from simulator.coverage.language.steps import Pot, Step
from simulator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A dated figure: values in order of their first day."""

    name: str
    rows: tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One edition of a form for one market. ``content_hash`` is of the file's text.

    ``row_labels`` names, by their codes, the rows of the sheet that are not called after their provision.
    """

    name: str
    edition: str
    class_: Literal["policy", "programme"]
    market: str
    currency: str
    title: Text
    in_use_from: date
    in_use_to: date
    edition_by: str
    rates: Mapping[str, Rate]
    facts: Mapping[str, Fact]
    declarations: Mapping[str, Fact]
    documents: Mapping[str, DocumentKind]
    provisions: tuple[Provision, ...]
    pots: Mapping[str, Pot]
    heads: Mapping[str, tuple[Step, ...]]
    together: tuple[Step, ...]
    head_labels: Mapping[str, Text] = field(default_factory=dict)
    row_labels: Mapping[str, Text] = field(default_factory=dict)
    reductions: Literal["multiply", "add", "largest"] = "multiply"
    source: str = ""
    content_hash: str = ""

    def provision(self, provision_id: str) -> Provision:
        """Return the provision of that id.

        Raises:
            KeyError: The form has no such provision.
        """
        for provision in self.provisions:
            if provision.id == provision_id:
                return provision
        raise KeyError(provision_id)
