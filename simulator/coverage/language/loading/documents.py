"""Paper kinds: what each proves, who holds it (COVERAGE_LANGUAGE, section 2.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.loading.texts import needed
from simulator.domain.text import Text
from simulator.strict_yaml import Fields, Node, Problems, Scalar, did_you_mean

HOLDERS = ("claimant", "insured", "workshop", "doctor", "police", "employer", "registry", "department")
DECLARATIONS = "declarations"
"""The built-in paper kind that proves every declaration."""

_KEYS = ("label", "proves", "from", "fields", "lines", "states", "takes")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReader:
    """Reads the paper kinds of one form or guide."""

    problems: Problems
    facts: Mapping[str, Fact]
    worked: Collection[str]
    inline: bool

    def documents(self, pairs: tuple[tuple[str, Node], ...]) -> dict[str, DocumentKind]:
        """Return paper kinds by name."""
        return {name: self._document(name, node) for name, node in pairs}

    def _document(self, name: str, node: Node) -> DocumentKind:
        key = f"documents.{name}"
        fields = Fields(node, self.problems, key, _KEYS)
        spare = name.replace("_", " ") if self.inline else None
        holder = fields.one_of("from", HOLDERS) if fields.need("from") is not None else ""
        return DocumentKind(
            name=name,
            label=needed(fields.node("label"), self.problems, fields.key("label"), at=fields.line, or_else=spare),
            proves=self._names(fields, "proves") if name != DECLARATIONS else fields.words("proves"),
            holder=holder,
            fields={fact: self._field(fact, node, key) for fact, node in fields.pairs("fields")},
            lines=fields.yes_no("lines"),
            states=self._names(fields, "states"),
            takes_days=_takes(fields),
            at=fields.line,
        )

    def _names(self, fields: Fields, word: str) -> tuple[str, ...]:
        names = fields.words(word)
        if word == "proves" and word not in fields:
            self.problems.add(
                fields.line,
                fields.path,
                "proves no fact",
                "write proves: [..], or proves: [] for a paper that only shows",
            )
        for name in names:
            if name not in self.facts:
                hint = did_you_mean(name, self.facts)
                self.problems.add(fields.line, fields.path, f"{word} {name}, which is no fact{hint}")
            elif name in self.worked:
                self.problems.add(fields.line, fields.path, f"{word} {name}, which is worked out, not stated")
        return names

    def _field(self, fact: str, node: Node, key: str) -> str:
        if fact not in self.facts:
            self.problems.add(node, f"{key}.fields", f"{fact} is no fact{did_you_mean(fact, self.facts)}")
        return node.text if isinstance(node, Scalar) else ""


def _takes(fields: Fields) -> int:
    if "takes" not in fields:
        return 5
    return Fields(fields.node("takes"), fields.problems, fields.key("takes"), ("days",)).whole("days", 5)


def one_paper(facts: Mapping[str, Fact]) -> dict[str, DocumentKind]:
    """Return the one paper of an inline form without documents: from the claimant, it proves every fact of *facts*."""
    stated = tuple(facts)
    lines = any(fact.line for fact in facts.values())
    label = Text("paper", "dokument")
    paper = DocumentKind(name="paper", label=label, proves=stated, holder="claimant", lines=lines)
    return {"paper": paper} if stated else {}


def with_declarations(
    documents: Mapping[str, DocumentKind], declarations: Mapping[str, Fact]
) -> dict[str, DocumentKind]:
    """Return *documents* with the built-in declarations page, which proves every declaration."""
    if not declarations:
        return dict(documents)
    written = documents.get(DECLARATIONS)
    page = DocumentKind(
        name=DECLARATIONS,
        label=written.label if written else Text("declarations page", "poliis"),
        proves=tuple(dict.fromkeys((*declarations, *(written.proves if written else ())))),
        holder=written.holder if written else "department",
        fields=written.fields if written else {},
        states=written.states if written else (),
        takes_days=written.takes_days if written else 5,
        at=written.at if written else 0,
    )
    return {DECLARATIONS: page, **{name: kind for name, kind in documents.items() if name != DECLARATIONS}}
