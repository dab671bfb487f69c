"""The words of a preview: headings, names of papers, parties, clauses and facts, amounts and days, in one language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.domain.exercise import Exercise
from simulator.domain.papers import Statement
from simulator.domain.text import Text
from simulator.scoring.wording import NBSP, clause, moment, money

WIDTH = 100
_AUTHORITY = Text("the limit of authority", "volituse piir")


class Teller:
    """Says what stands in an exercise as an author reads it; ids stand in brackets."""

    def __init__(self, exercise: Exercise, form: Form, guide: Guide, language: str) -> None:
        self.exercise, self.form, self.guide, self.language = exercise, form, guide, language
        self.documents = {**guide.documents, **form.documents}
        self.facts = {**guide.facts, **form.facts, **form.declarations}
        self.provisions = {one.id: one for one in form.provisions}

    def say(self, said: Statement) -> str:
        """Return *said* in the language of the preview; what is one for both stays."""
        return (said.in_(self.language) if isinstance(said, Text) else said).replace(NBSP, " ")

    def paper(self, kind: str) -> str:
        """Return what a kind of paper is called."""
        found = self.documents.get(kind)
        return self.say(found.label) if found is not None else kind

    def party(self, holder: str) -> str:
        """Return the name of a party, with the word for it."""
        name = self.exercise.holders.get(holder, holder)
        return f"{name} [{holder}]" if name != holder else holder

    def fact(self, name: str, line: str = "") -> str:
        """Return what a fact is called, with the line that it is of."""
        found = self.facts.get(name)
        label = self.say(found.label) if found is not None else name
        return f"{label} ({line})" if line else label

    def thing(self, name: str) -> str:
        """Return what a fact or a kind of paper is called."""
        return self.paper(name) if name in self.documents else self.fact(name)

    def clause(self, name: str) -> str:
        """Return a provision by cite, title and id; a trigger by its sentence, the limit of authority by its word."""
        found = self.provisions.get(name)
        if found is not None:
            return f"{self.say(clause(found.cite))} {self.say(found.title)} [{name}]"
        if name == "authority":
            return f"{self.say(_AUTHORITY)} [{name}]"
        text = self.guide.sends_on.get(name)
        return f"{self.say(text)} [{name}]" if text is not None else name

    def queue(self, name: str) -> str:
        """Return what a queue is called."""
        found = self.guide.queues.get(name)
        return f"{self.say(found)} [{name}]" if found is not None else name

    def amount(self, value: Decimal) -> str:
        """Return an amount with its currency."""
        return self.say(money(value, self.form.currency))

    def moment(self, at: datetime) -> str:
        """Return day and time."""
        return self.say(moment(at))

    def heading(self, words: Text) -> Iterator[str]:
        """Yield a heading with its rule."""
        said = self.say(words).upper()
        yield from ("", f"{said} ".ljust(WIDTH, "="))

    def entry(self, label: Text, values: Iterable[str], indent: str) -> Iterator[str]:
        """Yield a label with its values, one a line; nothing where there are none."""
        words = self.say(label)
        for at, value in enumerate(values):
            yield from wrapped(value, f"{indent}{words if not at else '':<22} ", indent + " " * 23)


def wrapped(text: str, first: str, indent: str) -> Iterator[str]:
    """Yield *text* in lines of the width of a preview, *first* before it and *indent* before what follows."""
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]
