"""Words: what each name of a form or guide is called, and in which currency its amounts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading.guide_names import GUIDE_NAMES
from simulator.domain.text import Text

_FIRST = {
    "first": Text("the first amount", "esialgne summa"),
    "borne": Text("the amount borne so far", "seni ise kantud summa"),
    "head": Text("the head of claim", "nõude liik"),
}

KEYED: Mapping[str, Text] = {
    "policy_number": Text("policy number", "poliisi number"),
    "policyholder": Text("name of the policyholder", "kindlustusvõtja nimi"),
    "plate": Text("plate", "auto number"),
    "account": Text("account", "arvelduskonto"),
}
"""What the fields of the record are called that are no facts of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Labels by name. A name that has none (a worked-out figure, a rate) is read as its own words."""

    currency: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    heads: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, guide: Guide | None = None) -> Words:
        """Return the words of a form, and of the guide under which it is read."""
        own = guide.facts if guide else {}
        papers = guide.documents if guide else {}
        return cls(
            currency=form.currency,
            facts={**GUIDE_NAMES, **own, **form.declarations, **form.facts},
            documents={**papers, **form.documents},
            heads=form.head_labels,
        )

    def fact(self, name: str) -> Fact | None:
        """Return the fact or declaration of that name."""
        return self.facts.get(name)

    def label(self, name: str) -> Text:
        """Return what *name* is called."""
        if name in self.facts:
            return self.facts[name].label
        return _FIRST.get(name) or KEYED.get(name) or _as_words(name)

    def paper(self, kind: str) -> Text:
        """Return what a paper kind is called."""
        return self.documents[kind].label if kind in self.documents else _as_words(kind)


def _as_words(name: str) -> Text:
    words = name.replace("_", " ")
    return Text(words, words)
