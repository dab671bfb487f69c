"""Reading a file of cases: every key, fact and head checked, with file and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.coverage.cases.expecting import Expected, read_expected
from simulator.coverage.cases.files import FileWriter
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading import form_from_node, guide_from_node
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules, smallest_guide
from simulator.domain.claim import ClaimFile
from simulator.errors import InvalidContent, NotFound
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, read_file

KEYS = (
    "name", "form", "guide", "market", "as_of", "declarations", "facts", "lines", "missing", "unproved", "conflict",
    "alleged", "on_file", "not_on_file", "papers", "record", "role", "source", "expect",
)  # fmt: skip

FindLibrary = Callable[[], Library]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, ready to be determined: the rules, the file, the role and what must come out."""

    name: str
    file: str
    at: int
    rules: Rules
    claim: ClaimFile
    role: str
    expected: Expected
    source: str = ""


def read_cases(path: Path, library: FindLibrary) -> tuple[Case, ...]:
    """Return the cases of the file at *path*; *library* is asked for when a case names a shipped form or guide.

    Raises:
        InvalidContent: The file breaks the rules of cases; every problem is listed with its line.
    """
    problems = Problems(str(path))
    node = read_file(path)
    if not isinstance(node, Listing):
        problems.add(node, "", "a list of cases must stand here", "begin each case with - name:")
        node = Listing((), 1)
    reader = _Reader(problems, library)
    cases = [case for item in node.items if (case := reader.case(item)) is not None]
    problems.raise_if_any()
    return tuple(cases)


class _Reader:
    """Reads the cases of one file; what several cases share is compiled once."""

    def __init__(self, problems: Problems, library: FindLibrary) -> None:
        self.problems = problems
        self.library = library
        self._rules: dict[tuple[Any, ...], Rules | None] = {}

    def case(self, node: Node) -> Case | None:
        """Return the case at *node*, or None after its problems were noted."""
        fields = Fields(node, self.problems, "", KEYS)
        name = fields.needed_text("name")
        fields.path = name
        rules = self._rules_of(fields)
        expect = fields.need("expect")
        if rules is None or expect is None:
            return None
        writer = FileWriter(fields, rules.compiled[-1], self.problems)
        claim = writer.write(rules)
        expected = read_expected(expect, self.problems, f"{name}: expect")
        return Case(
            name=name,
            file=self.problems.file,
            at=fields.line,
            rules=rules,
            claim=claim,
            role=fields.text("role", "trainee"),
            expected=expected,
            source=fields.text("source"),
        )

    def _rules_of(self, fields: Fields) -> Rules | None:
        node = fields.need("form")
        if node is None:
            return None
        guide = fields.node("guide")
        key = (_key(node), None if guide is None else _key(guide), fields.text("market"))
        if key not in self._rules:
            self._rules[key] = self._compiled(node, guide, fields)
        return self._rules[key]

    def _compiled(self, node: Node, guide: Node | None, fields: Fields) -> Rules | None:
        try:
            editions = self._editions(node, fields)
            if not editions:
                return None
            found = self._guide(guide, editions[-1])
            return None if found is None else compile_rules(editions, found)
        except NotFound as error:
            self.problems.add(node, fields.path, str(error))
        except InvalidContent as error:
            for problem in error.problems:
                self.problems.add(node, f"{fields.path}: {problem.key}", problem.message, problem.fix)
        return None

    def _editions(self, node: Node, fields: Fields) -> tuple[Form, ...]:
        if isinstance(node, Scalar):
            if not fields.text("market"):
                self.problems.add(node, fields.path, "market missing", "write market: ee")
                return ()
            return self.library().editions(node.text, fields.text("market"))
        before = len(self.problems.found)
        form = form_from_node(node, self.problems, inline=True)
        return (form,) if len(self.problems.found) == before else ()

    def _guide(self, node: Node | None, form: Form) -> Guide | None:
        if node is None:
            return smallest_guide(form.market, form.currency)
        if isinstance(node, Scalar):
            return self.library().guide(node.text, form.market)
        before = len(self.problems.found)
        guide = guide_from_node(node, self.problems, inline=True)
        return guide if len(self.problems.found) == before else None


def _key(node: Node) -> object:
    """Return what tells one form or guide from another: a name, or where an inline one stands."""
    return node.text if isinstance(node, Scalar) else (node.line, len(node), _text(node))


def _text(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Entries):
        return "{" + ",".join(f"{key}:{_text(value)}" for key, value in node.items()) + "}"
    return "[" + ",".join(_text(item) for item in node.items) + "]"
