"""Reading the whole papers of a case: fields, day of receipt and what they replace, as they would lie on a file."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulator.coverage.evidence import DECLARATIONS, HEARSAY, ILLEGIBLE, Knowledge
from simulator.coverage.language.loading import value_of
from simulator.coverage.rules import CompiledForm
from simulator.domain.papers import Paper
from simulator.domain.values import to_text
from simulator.strict_yaml import Entries, Fields, Node, Problems, Scalar, day, did_you_mean, moment

_PAPER_KEYS = ("id", "kind", "from", "received", "fields", "lines", "replaces")


def whole_papers(fields: Fields, compiled: CompiledForm, problems: Problems, as_of: datetime) -> tuple[Paper, ...]:
    """Return the papers under ``papers`` of a case; what is wrong with them goes to *problems*."""
    return _Reader(fields, compiled, problems, as_of).papers()


class _Reader:
    """Reads the papers of one case."""

    def __init__(self, fields: Fields, compiled: CompiledForm, problems: Problems, as_of: datetime) -> None:
        self.fields = fields
        self.compiled = compiled
        self.known: Knowledge = compiled.knowledge
        self.problems = problems
        self.as_of = as_of

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers in the order in which they stand in the case."""
        return tuple(self._paper(node, at) for at, node in enumerate(self.fields.items("papers"), 1))

    def _paper(self, node: Node, at: int) -> Paper:
        fields = Fields(node, self.problems, f"{self.fields.path}: papers[{at}]", _PAPER_KEYS)
        kind = fields.needed_text("kind")
        if kind and kind not in self.known.documents and kind not in (DECLARATIONS, HEARSAY):
            hint = did_you_mean(kind, self.known.documents)
            self.problems.add(fields.line, fields.path, f"{kind} is no paper of {self.compiled.form.name}{hint}")
        received = fields.node("received")
        return Paper(
            id=fields.text("id", f"{kind}_{at}"),
            kind=kind,
            sender=fields.text("from", holder_of(kind, self.known)),
            received_at=self.as_of - timedelta(days=1)
            if received is None
            else moment_of(received, self.problems, fields.path),
            fields={name: self._said(name, kind, value) for name, value in fields.pairs("fields")},
            lines={
                line: {name: self._said(name, kind, value) for name, value in stated.items()}
                for line, stated in fields.pairs("lines")
                if isinstance(stated, Entries)
            },
            replaces=fields.text("replaces") or None,
        )

    def _said(self, name: str, kind: str, node: Node) -> str:
        """Return the exact text of a field; that of a fact is checked against its type."""
        document = self.known.documents.get(kind)
        fact_name = (
            next((fact for fact in document.proves if document.field_of(fact) == name), name) if document else name
        )
        fact = self.known.facts.get(fact_name)
        stated = fact is not None and fact.derived is None and fact.compare is None
        if fact is None or not stated or (isinstance(node, Scalar) and node.text == ILLEGIBLE):
            return word(node)
        value = value_of(node, fact, self.problems, f"{self.fields.path}: {kind}.{name}")
        return "" if value is None else to_text(value)


def holder_of(kind: str, known: Knowledge) -> str:
    """Return who sends a paper of that kind."""
    document = known.documents.get(kind)
    return document.holder if document else "claimant" if kind == HEARSAY else "department"


def word(node: Node) -> str:
    """Return the text of a value as it stands, the members of a list with commas between them."""
    return node.text if isinstance(node, Scalar) else ",".join(word(item) for item in getattr(node, "items", ()))


def moment_of(node: Node, problems: Problems, key: str, *, end_of_day: bool = False) -> datetime:
    """Return a moment; of a day its beginning, or its last minute."""
    try:
        return moment(node)
    except ValueError:
        pass
    try:
        on = day(node)
    except ValueError as error:
        problems.add(node, key, str(error))
        return datetime(2026, 1, 1)
    return datetime(on.year, on.month, on.day, 23, 59) if end_of_day else datetime(on.year, on.month, on.day)
