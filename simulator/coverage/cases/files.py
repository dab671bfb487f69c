"""Writing the claim file of a case: each fact on the first paper that proves it, unless the case says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.cases.papers import holder_of, moment_of, whole_papers, word
from simulator.coverage.evidence import HEARSAY, ILLEGIBLE, Knowledge
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading import value_of
from simulator.coverage.rules import CompiledForm, Rules
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.papers import Paper
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType, number_text, to_text
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, did_you_mean

_LINE_KEYS = ("head", "id", "claimed", "missing", "unproved", "conflict", "alleged")
_LATER = timedelta(days=60)
_DATED = (ValueType.DATE, ValueType.MOMENT)


@dataclass(slots=True)
class _Draft:
    """A paper while it is written."""

    id: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, dict[str, str]] = field(default_factory=dict)


class FileWriter:
    """Writes the file of one case for one edition."""

    def __init__(self, fields: Fields, compiled: CompiledForm, problems: Problems) -> None:
        self.fields = fields
        self.compiled = compiled
        self.known: Knowledge = compiled.knowledge
        self.problems = problems
        self.drafts: dict[tuple[str, int], _Draft] = {}
        self.lines: list[ClaimLine] = []
        self.line_nodes: list[Fields] = []
        self.unproved: set[tuple[str, str]] = set()
        self.closed: set[str] = set()
        self.latest = datetime(1900, 1, 1)

    def write(self, rules: Rules) -> ClaimFile:
        """Return the claim file; what is wrong with the case goes to the problems."""
        self._read_lines()
        taken = self._taken_off(self.fields)
        self._state(self.fields, "declarations", self._declared(), "", set())
        self._state(self.fields, "facts", self._stated(), "", taken)
        for line, fields in zip(self.lines, self.line_nodes, strict=True):
            self._line(line, fields)
        self._disputes(self.fields, "")
        absent = set(self._kinds("not_on_file"))
        for kind in self._kinds("on_file"):
            self._draft(kind, 0)
        for kind in absent:
            self.drafts = {key: draft for key, draft in self.drafts.items() if draft.kind != kind}
        as_of = self._as_of()
        form = self.compiled.form
        return ClaimFile(
            number="case",
            form=form.name,
            edition=form.edition,
            market=form.market,
            guide=rules.guide.name,
            as_of=as_of,
            lines=tuple(self.lines),
            papers=(*self._written(as_of), *whole_papers(self.fields, self.compiled, self.problems, as_of)),
            record={key: word(node) for key, node in self.fields.pairs("record")},
            closed=tuple(sorted(self.closed)),
            unproved=tuple(sorted(self.unproved)),
        )

    # Lines of the claim.

    def _read_lines(self) -> None:
        facts = tuple(name for name, fact in self.known.facts.items() if fact.line and fact.derived is None)
        for at, node in enumerate(self.fields.items("lines"), 1):
            fields = Fields(node, self.problems, f"{self.fields.path}: lines[{at}]", (*_LINE_KEYS, *facts))
            head = fields.needed_text("head")
            if head and head not in self.compiled.form.heads:
                hint = did_you_mean(head, self.compiled.form.heads)
                self.problems.add(fields.line, fields.path, f"head {head} has no steps in {self._form()}{hint}")
            line_id = fields.text("id", f"L{at}")
            claimed = Decimal(number_text(fields.number("claimed"))) if "claimed" in fields else self._claimed(fields)
            self.lines.append(ClaimLine(id=line_id, head=head, label=Text(head, head), claimed=claimed))
            self.line_nodes.append(fields)

    def _claimed(self, fields: Fields) -> Decimal:
        """Return the first amount of money that the line states."""
        for name, fact in self.known.facts.items():
            node = fields.node(name) if fact.line and fact.type is ValueType.MONEY else None
            value = None if node is None else value_of(node, fact, self.problems, fields.key(name))
            if isinstance(value, Fraction):
                return Decimal(number_text(value))
        return Decimal(0)

    def _line(self, line: ClaimLine, fields: Fields) -> None:
        off = self._taken_off(fields, line.id)
        for name, node in fields.entries.items():
            fact = self.known.facts.get(name)
            if fact is not None and name not in off:
                self._put(fact, node, line.id, fields.key(name))
        self._disputes(fields, line.id)

    # Facts.

    def _declared(self) -> dict[str, Fact]:
        return {name: fact for name, fact in self.known.facts.items() if fact.is_declaration}

    def _stated(self) -> dict[str, Fact]:
        return {
            name: fact
            for name, fact in self.known.facts.items()
            if not fact.is_declaration and fact.derived is None and fact.compare is None
        }

    def _state(self, fields: Fields, key: str, allowed: dict[str, Fact], line: str, off: set[str]) -> None:
        for name, node in fields.pairs(key):
            fact = self._fact(name, node, key, allowed)
            if fact is None or name in off:
                continue
            for where in self._lines_without(name) if fact.line else (line,):
                self._put(fact, node, where, f"{fields.path}: {key}.{name}")

    def _lines_without(self, name: str) -> Iterator[str]:
        """Yield the lines that do not state the line fact *name* themselves."""
        for line, fields in zip(self.lines, self.line_nodes, strict=True):
            if name not in fields:
                yield line.id

    def _fact(self, name: str, at: Node, key: str, allowed: dict[str, Fact]) -> Fact | None:
        fact = allowed.get(name)
        if fact is None:
            known = self.known.facts.get(name)
            worked = known is not None and (known.derived is not None or known.compare is not None)
            message = f"{name} is worked out, not stated" if worked else f"{name} is no fact of {self._form()}"
            hint = "" if worked else did_you_mean(name, allowed)
            self.problems.add(at, f"{self.fields.path}: {key}", f"{message}{hint}")
        return fact

    def _form(self) -> str:
        return self.compiled.form.name

    def _put(self, fact: Fact, node: Node, line: str, key: str, nth: int = 0) -> None:
        value = value_of(node, fact, self.problems, key)
        if value is not None:
            kinds = [kind for kind, _ in self.known.provers[fact.name]] or [HEARSAY]
            self._write(fact, to_text(value), line, kinds[nth % len(kinds)], nth // len(kinds))
            self._note(value)

    def _write(self, fact: Fact, text: str, line: str, kind: str, copy: int) -> None:
        draft = self._draft(kind, copy)
        document = self.known.documents.get(kind)
        name = document.field_of(fact.name) if document else fact.name
        if fact.line and line:
            draft.lines.setdefault(line, {})[name] = text
        else:
            draft.fields[name] = text

    def _note(self, value: Value) -> None:
        if isinstance(value, date):
            at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            self.latest = max(self.latest, at)

    def _draft(self, kind: str, copy: int) -> _Draft:
        name = f"{kind}-{copy + 1}" if copy else kind
        return self.drafts.setdefault((kind, copy), _Draft(name, kind))

    # What the case takes off, disputes or alleges.

    def _taken_off(self, fields: Fields, line: str = "") -> set[str]:
        """Return the facts that nobody states; a presumed one is made illegible, so that it must be asked for."""
        off = set()
        for name, node in _listed(fields, "missing"):
            fact = self._fact(name, node, "missing", {**self._stated(), **self._declared()})
            if fact is not None:
                off.add(name)
                self._blot(fact, fields, line)
        for name, node in _listed(fields, "unproved"):
            if name in self.known.documents and name not in self.known.facts:
                self.closed.add(name)
                continue
            fact = self._fact(name, node, "unproved", {**self._stated(), **self._declared()})
            if fact is not None:
                off.add(name)
                self.unproved.update((where, name) for where in self._where(fact, line))
        off.update(name for name, _ in (*fields.pairs("conflict"), *fields.pairs("alleged")))
        return off

    def _where(self, fact: Fact, line: str) -> tuple[str, ...]:
        if not fact.line:
            return ("",)
        return (line,) if line else tuple(self._lines_without(fact.name))

    def _blot(self, fact: Fact, fields: Fields, line: str) -> None:
        provers = self.known.provers[fact.name]
        if fact.silent is not None and provers:
            for where in self._where(fact, line):
                self._write(fact, ILLEGIBLE, where, provers[0].kind, 0)

    def _disputes(self, fields: Fields, line: str) -> None:
        for name, node in fields.pairs("conflict"):
            fact = self._fact(name, node, "conflict", {**self._stated(), **self._declared()})
            values = node.items if isinstance(node, Listing) else (node,)
            for where in self._where(fact, line) if fact else ():
                for nth, value in enumerate(values):
                    self._put(fact, value, where, f"{self.fields.path}: conflict.{name}", nth)  # type: ignore[arg-type]
        for name, node in fields.pairs("alleged"):
            fact = self._fact(name, node, "alleged", self._stated())
            for where in self._where(fact, line) if fact else ():
                self._allege(fact, node, where)  # type: ignore[arg-type]

    def _allege(self, fact: Fact, node: Node, line: str) -> None:
        value = value_of(node, fact, self.problems, f"{self.fields.path}: alleged.{fact.name}")
        if value is not None:
            self._write(fact, to_text(value), line, self.known.staters[fact.name][0].kind, 0)

    def _kinds(self, key: str) -> list[str]:
        kinds = []
        for name, node in _listed(self.fields, key):
            if name not in self.known.documents:
                hint = did_you_mean(name, self.known.documents)
                self.problems.add(node, f"{self.fields.path}: {key}", f"{name} is no paper of {self._form()}{hint}")
            kinds.append(name)
        return kinds

    # Papers.

    def _as_of(self) -> datetime:
        node = self.fields.node("as_of")
        if node is None:
            for inner in self.fields.items("papers"):
                if isinstance(inner, Entries) and (received := inner.get("received")) is not None:
                    self._note(moment_of(received, self.problems, self.fields.path))
            return max(self.latest, datetime(2026, 1, 1)) + _LATER
        return moment_of(node, self.problems, f"{self.fields.path}: as_of", end_of_day=True)

    def _written(self, as_of: datetime) -> tuple[Paper, ...]:
        at = as_of - timedelta(days=1)
        return tuple(
            Paper(
                id=draft.id,
                kind=draft.kind,
                sender=holder_of(draft.kind, self.known),
                received_at=at,
                fields=draft.fields,
                lines=draft.lines,
            )
            for draft in self.drafts.values()
        )


def _listed(fields: Fields, key: str) -> Iterator[tuple[str, Node]]:
    """Yield the words of a list with their nodes."""
    node = fields.node(key)
    for item in node.items if isinstance(node, Listing) else () if node is None else (node,):
        if isinstance(item, Scalar):
            if not item.is_empty:
                yield item.text, item
        else:
            fields.problems.add(item, fields.key(key), "a list of words must stand here")
