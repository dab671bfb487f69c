"""What a template of a paper sees: fields that print themselves as pinnable facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup, escape

from simulator.domain.papers import Paper, pin
from simulator.domain.text import Text
from simulator.web.papers.photo import Picture
from simulator.web.papers.statements import Printer

_FACT = Markup("<label><input type=checkbox name=pin value={}>{}</label>")
_PLAIN = re.compile(r"[\w.#-]+")
_HIDDEN = frozenset({"zones", "scene"})


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a paper."""

    paper: "PaperView"
    id: str

    def has(self, name: str) -> bool:
        """Tell whether the line states *name*."""
        return name in self.paper.paper.lines[self.id]

    def f(self, name: str, style: str = "") -> Markup:
        """Return the line's field as a fact; nothing where it states none."""
        return self.paper.f(f"{self.id}.{name}", style)

    def rest(self) -> list[tuple[str, Markup]]:
        """Return what the template has not printed of this line."""
        names = [name for name in self.paper.paper.lines[self.id] if f"{self.id}.{name}" not in self.paper.printed]
        return [(self.paper.printer.label(name), self.f(name)) for name in names]


@dataclass(slots=True, kw_only=True)
class PaperView:
    """One paper in one language. Each field it prints is remembered; ``rest`` is what is left over.

    ``labels`` names the field of each pin that was printed.
    """

    paper: Paper
    printer: Printer
    title: str
    insurer: str = ""
    picture: Sequence[Picture] = ()
    replaced: Paper | None = None
    printed: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of paper."""
        return self.paper.kind

    @property
    def sign(self) -> str:
        """The sign of the currency."""
        return self.printer.formats.sign

    @property
    def lines(self) -> list[LineView]:
        """The lines of the paper."""
        return [LineView(self, line) for line in self.paper.lines]

    def has(self, *names: str) -> bool:
        """Tell whether the paper states any of *names*."""
        return any(self.paper.statement(name) is not None for name in names)

    def is_(self, name: str, value: str) -> bool:
        """Tell whether the paper states exactly *value* under *name*."""
        return self.paper.statement(name) == value

    def f(self, name: str, style: str = "") -> Markup:
        """Return a field as a fact that can be pinned; nothing where the paper does not state it."""
        statement = self.paper.statement(name)
        if statement is None:
            return Markup()
        self.printed.add(name)
        text = self.printer.text(name.rpartition(".")[2] if name in self.line_fields() else name, statement, style)
        value = pin(self.paper.id, name)
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"{value!r} cannot be the name of a pin")
        self.labels[value] = self.printer.known_label(name)
        return _FACT.format(value, escape(text).replace("\n", Markup("<br>")))

    def line_fields(self) -> set[str]:
        """Return every field of every line, as ``L1.repair``."""
        return {f"{line}.{name}" for line, fields in self.paper.lines.items() for name in fields}

    def plain(self, name: str, style: str = "") -> str:
        """Return what a field says, not as a fact."""
        statement = self.paper.statement(name)
        return "" if statement is None else self.printer.text(name, statement, style)

    def declared(self) -> list[str]:
        """Return the fields that are declarations of the form and have not been printed, in the paper's order."""
        facts = self.printer.facts
        return [name for name in self.paper.fields if name not in self.printed and name in facts]

    def rest_but(self, *names: str) -> bool:
        """Tell whether more than *names* is left, and keep those for the template."""
        self.printed.update(names)
        return any(name not in self.printed and name not in _HIDDEN for name in self.paper.fields)

    def choices(self, name: str) -> list[tuple[str, bool]]:
        """Return the words of each choice of a field and whether it is the one; none where there are too many."""
        words = self.printer.choices(name)
        choices = [(text, self.is_(name, key)) for key, text in words.items()]
        return choices if len(choices) <= 7 and any(chosen for _text, chosen in choices) else []

    def label(self, name: str) -> str:
        """Return the name of a field."""
        return self.printer.label(name)

    def year(self, name: str) -> int:
        """Return the year of a date, the year of arrival where it is none."""
        statement = self.paper.statement(name)
        try:
            return date.fromisoformat(statement if isinstance(statement, str) else "").year
        except ValueError:
            return self.paper.received_at.year

    def starting(self, prefix: str) -> list[str]:
        """Return the fields whose names begin with *prefix*, in the paper's order."""
        return [name for name in self.paper.fields if name.startswith(prefix)]

    def rest(self) -> list[tuple[str, Markup]]:
        """Return label and fact of every field that has not been printed."""
        left = [name for name in self.paper.fields if name not in _HIDDEN]
        return self.unprinted((*left, *self.line_fields_in_order()))

    def line_fields_in_order(self) -> Iterator[str]:
        """Yield the fields of the lines in their order."""
        for line, fields in self.paper.lines.items():
            for name in fields:
                yield f"{line}.{name}"

    def unprinted(self, names: Iterator[str] | Sequence[str]) -> list[tuple[str, Markup]]:
        """Return label and fact of those of *names* that have not been printed."""
        return [(self._name(name), self.f(name)) for name in names if name not in self.printed]

    def _name(self, name: str) -> str:
        line, _, field_name = name.partition(".")
        if line not in self.paper.lines:
            return self.printer.label(name)
        work = self.paper.lines[line].get("work", line)
        words = work.in_(self.printer.formats.language) if isinstance(work, Text) else work
        return f"{words}: {self.printer.label(field_name)}"
