"""Facts and declarations: first what each one is, then (when all names are known) what is worked out from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from fractions import Fraction

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.checks.walking import names_in
from simulator.coverage.language.loading.comparisons import comparison_of
from simulator.coverage.language.loading.conditions import JOINING, parse_condition
from simulator.coverage.language.loading.expressions import parse_expression
from simulator.coverage.language.loading.literals import value_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.texts import needed, text_of
from simulator.coverage.language.loading.types import DATES, NUMBERS
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar
from simulator.strict_yaml.scalars import is_day, is_moment, looks_like_a_number

FACT_KEYS = (
    "type", "of", "label", "negative", "range", "unit", "line", "silent", "trust", "is", "driver", "compare",
    "ask_why", "close",
)  # fmt: skip
DECLARATION_KEYS = tuple(
    key for key in FACT_KEYS if key not in ("line", "silent", "trust", "is", "compare", "driver", "ask_why")
)
_KEY_SYNONYMS = {"values": "of", "choices": "of", "options": "of", "default": "silent", "name": "label", "min": "range"}
_TYPE_SYNONYMS = {
    "bool": "yes_no", "boolean": "yes_no", "int": "number", "integer": "number", "float": "number", "decimal": "number",
    "percent": "share", "amount": "money", "datetime": "moment", "enum": "choice", "list": "set", "text": "choice",
    "string": "choice",
}  # fmt: skip
_UNITS = {ValueType.MONEY: Fraction(1, 100), ValueType.SHARE: Fraction(1, 100)}
_RANGES: dict[ValueType, tuple[Value, Value]] = {
    ValueType.MONEY: (Fraction(0), Fraction(1_000_000)),
    ValueType.DAYS: (Fraction(0), Fraction(366)),
    ValueType.SHARE: (Fraction(0), Fraction(1)),
    ValueType.NUMBER: (Fraction(0), Fraction(1_000)),
}
RESERVED = (*JOINING, "running", "first", "borne", "head")
"""Words that no fact may be called by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReader:
    """Reads the facts of one form or guide. ``in_use`` bounds dates; ``inline`` lets labels be left out."""

    problems: Problems
    in_use: tuple[date, date]
    inline: bool

    def facts(self, pairs: tuple[tuple[str, Node], ...], where: str) -> dict[str, Fact]:
        """Return facts by name; what is worked out stays empty until ``derive``."""
        return {name: self._fact(name, node, f"{where}.{name}", FACT_KEYS) for name, node in pairs}

    def declarations(self, pairs: tuple[tuple[str, Node], ...]) -> dict[str, Fact]:
        """Return declarations by name, those with a bare value fixed."""
        return {name: self._declaration(name, node, f"declarations.{name}") for name, node in pairs}

    def _declaration(self, name: str, node: Node, key: str) -> Fact:
        if isinstance(node, Entries):
            return replace(self._fact(name, node, key, DECLARATION_KEYS), is_declaration=True)
        kind = _type_of_bare(node)
        bare = Fact(name=name, type=kind, label=_words(name), is_declaration=True, at=node.line)
        return replace(bare, fixed=value_of(node, bare, self.problems, key))

    def _fact(self, name: str, node: Node, key: str, known: tuple[str, ...]) -> Fact:
        fields = Fields(node, self.problems, key, known, _KEY_SYNONYMS)
        if name in RESERVED:
            self.problems.add(node, key, f"{name} is a word of the language", "call the fact something else")
        kind = self._type(fields)
        base = Fact(
            name=name,
            type=kind,
            label=needed(
                fields.node("label"), self.problems, fields.key("label"), at=fields.line, or_else=self._spare(name)
            ),
            negative=text_of(fields.node("negative"), self.problems, fields.key("negative")),
            choices=self._choices(fields, kind),
            unit=fields.number("unit", _UNITS.get(kind, Fraction(1))),
            line=fields.yes_no("line"),
            trust=fields.words("trust"),
            ask_why=text_of(fields.node("ask_why"), self.problems, fields.key("ask_why")),
            close=fields.yes_no("close"),
            at=fields.line,
        )
        low, high = self._range(fields, base)
        return replace(base, low=low, high=high, silent=self._silent(fields, base))

    def _spare(self, name: str) -> str | None:
        return name.replace("_", " ") if self.inline else None

    def _type(self, fields: Fields) -> ValueType:
        word = fields.text("type")
        if word in _TYPE_SYNONYMS:
            self.problems.add(fields.line, fields.path, f"type: {word}, write {_TYPE_SYNONYMS[word]}")
            return ValueType(_TYPE_SYNONYMS[word])
        if not word:
            fields.need("type")
        return ValueType(fields.one_of("type", tuple(ValueType), "number") or "number")

    def _choices(self, fields: Fields, kind: ValueType) -> Mapping[str, Text]:
        node = fields.node("of")
        if kind not in (ValueType.CHOICE, ValueType.SET):
            if node is not None:
                self.problems.add(node, fields.path, f"of is for choice and set, not {kind}")
            return {}
        if node is None:
            fields.need("of")
            return {}
        if self.inline and isinstance(node, Listing):
            return {word: _words(word) for word in fields.words("of")}
        return {
            word: needed(text, self.problems, f"{fields.key('of')}.{word}", at=fields.line, or_else=None)
            for word, text in fields.pairs("of")
        }

    def _range(self, fields: Fields, fact: Fact) -> tuple[Value | None, Value | None]:
        ends = fields.node("range")
        if ends is None:
            return self._usual_range(fact.type)
        if not isinstance(ends, Listing) or len(ends) != 2:
            self.problems.add(ends, fields.path, "range needs two ends", "write range: [low, high]")
            return None, None
        low, high = (value_of(end, fact, self.problems, fields.key("range")) for end in ends.items)
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            shown = "..".join(end.text for end in ends.items if isinstance(end, Scalar))
            self.problems.add(ends, fields.path, f"range {shown} is empty")
        return low, high

    def _usual_range(self, kind: ValueType) -> tuple[Value | None, Value | None]:
        if kind is ValueType.DATE:
            return self.in_use
        if kind is ValueType.MOMENT:
            return datetime.combine(self.in_use[0], time(0, 0)), datetime.combine(self.in_use[1], time(23, 59))
        return _RANGES.get(kind, (None, None))

    def _silent(self, fields: Fields, fact: Fact) -> Value | None:
        node = fields.node("silent")
        if node is None or (isinstance(node, Scalar) and node.text == "ask"):
            return None
        if fact.type is ValueType.CHOICE and isinstance(node, Scalar) and node.text not in fact.choices:
            self.problems.add(node, fields.path, f"silent: {node.text} is not a choice of {fact.name}")
            return None
        return value_of(node, fact, self.problems, fields.key("silent"))

    def derive(self, facts: Mapping[str, Fact], node: Node | None, where: str, scope: Scope) -> dict[str, Fact]:
        """Return *facts* with what is worked out (``is``, ``compare``) filled in."""
        if not isinstance(node, Entries):
            return dict(facts)
        return {name: self._derived(fact, node.get(name), f"{where}.{name}", scope) for name, fact in facts.items()}

    def _derived(self, fact: Fact, node: Node | None, key: str, scope: Scope) -> Fact:
        if not isinstance(node, Entries):
            return fact
        worked, compared = node.get("is"), node.get("compare")
        if worked is not None and compared is not None:
            self.problems.add(node, key, "compare and is both given", "keep one")
        if compared is not None:
            if fact.type is not ValueType.YES_NO:
                self.problems.add(node, key, f"compare gives yes or no; {fact.name} is {fact.type}")
            return replace(fact, compare=comparison_of(compared, self.problems, f"{key}.compare"))
        if worked is None:
            return fact
        derived = _worked_out(fact, worked, scope, f"{key}.is")
        return replace(fact, derived=derived, driver=_driver(fact, derived, node.get("driver"), scope, key))


def _worked_out(fact: Fact, node: Node, scope: Scope, key: str) -> Expression | Condition:
    if fact.type is ValueType.YES_NO and not _is_pick(node):
        return parse_condition(node, scope, key)
    return parse_expression(node, scope, key, fact)


def _driver(fact: Fact, derived: Expression | Condition, written: Node | None, scope: Scope, key: str) -> str:
    """Return the fact that is moved to move a derived one: the written one, or the last name in ``is``."""
    names = tuple(names_in(derived))
    driver = written.text if isinstance(written, Scalar) else names[-1] if names else ""
    if written is not None and driver not in names:
        scope.problems.add(written, key, f"driver {driver} is not in is")
    elif written is not None and scope.type_of(driver) not in NUMBERS | DATES:
        scope.problems.add(written, key, f"{fact.name} is not monotone in driver {driver}", "name a number or date")
    return driver


def _is_pick(node: Node) -> bool:
    return isinstance(node, Entries) and node.keys() in (("pick",), ("bands",))


def _words(name: str) -> Text:
    words = name.replace("_", " ")
    return Text(words, words)


def _type_of_bare(node: Node) -> ValueType:
    if is_moment(node):
        return ValueType.MOMENT
    if is_day(node):
        return ValueType.DATE
    text = node.text if isinstance(node, Scalar) else ""
    if text in ("yes", "no"):
        return ValueType.YES_NO
    return ValueType.SHARE if looks_like_a_number(node) and text.endswith("%") else ValueType.MONEY
