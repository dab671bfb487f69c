"""The keys of a mapping, read one by one; what is wrong goes to the list of problems, and a default comes back."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from simulator.phrases import phrase, words_of
from simulator.strict_yaml import scalars
from simulator.strict_yaml.nodes import Entries, Listing, Node, Problems, Scalar, did_you_mean

T = TypeVar("T")


class Fields:
    """A mapping with a known set of keys. Unknown keys are reported at once, with the nearest known one."""

    def __init__(
        self,
        node: Node | None,
        problems: Problems,
        path: str,
        known: Sequence[str],
        synonyms: dict[str, str] | None = None,
    ) -> None:
        self.problems = problems
        self.path = path
        self.entries = self._entries_of(node, known)
        self.line = self.entries.line
        for key, _ in self.entries.pairs:
            if key.text not in known:
                hint = did_you_mean(key.text, known, synonyms)
                message = phrase('unknown key "%(key)s"%(hint)s', key=key.text, hint=hint)
                problems.add(key, path, message)

    def _entries_of(self, node: Node | None, known: Sequence[str]) -> Entries:
        if isinstance(node, Entries):
            return node
        if node is not None:
            fix = phrase("write {%(keys)s}", keys=", ".join(f"{key}: .." for key in known[:2]))
            self.problems.add(node, self.path, phrase("keys with values must stand here"), fix if known else "")
        return Entries((), node.line if node is not None else 0)

    def key(self, name: str) -> str:
        """Return the full name of a key in messages."""
        return f"{self.path}.{name}" if self.path else name

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def node(self, name: str) -> Node | None:
        """Return the node under *name*, None where it is left out."""
        return self.entries.get(name)

    def need(self, name: str) -> Node | None:
        """Return the node under *name*, and report it where it is left out."""
        node = self.entries.get(name)
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            self.problems.add(
                self.line, self.path, phrase("%(key)s missing", key=name), phrase("write %(key)s: ..", key=name)
            )
            return None
        return node

    def _read(self, name: str, reader: Callable[[Node], T], default: T) -> T:
        node = self.entries.get(name)
        if node is None:
            return default
        try:
            return reader(node)
        except ValueError as error:
            self.problems.add(node, self.key(name), words_of(error))
            return default

    def text(self, name: str, default: str = "") -> str:
        """Return the text under *name*."""
        return self._read(name, _word, default)

    def needed_text(self, name: str) -> str:
        """Return the text under *name*, which must be there."""
        return self.text(name) if self.need(name) is not None else ""

    def one_of(self, name: str, among: Sequence[str], default: str = "", synonyms: dict[str, str] | None = None) -> str:
        """Return the word under *name*, which must be one of *among*."""
        word = self.text(name, default)
        if name in self.entries and word and word not in among:
            hint = did_you_mean(word, among, synonyms)
            known = ", ".join(among)
            message = phrase(
                "%(key)s: %(word)s is not one of %(known)s%(hint)s", key=name, word=word, known=known, hint=hint
            )
            self.problems.add(self.entries.get(name) or self.line, self.path, message)
            return default
        return word

    def yes_no(self, name: str, default: bool = False) -> bool:
        """Return whether yes stands under *name*."""
        return self._read(name, scalars.yes_no, default)

    def number(self, name: str, default: Fraction = Fraction(0)) -> Fraction:
        """Return the exact number under *name*."""
        return self._read(name, scalars.number, default)

    def whole(self, name: str, default: int = 0) -> int:
        """Return the whole number under *name*."""
        return self._read(name, _whole, default)

    def real(self, name: str) -> float:
        """Return the number under *name*, which must be there."""
        self.need(name)
        return float(self.number(name))

    def positive(self, name: str) -> float:
        """Return the number under *name*, which must be there and above 0."""
        value = self.real(name)
        if value <= 0 and name in self:
            self.problems.add(self.line, self.key(name), f"{value:g} is not above 0")
        return value

    def count(self, name: str, least: int = 1) -> int:
        """Return the whole number under *name*, which must be there and not below *least*."""
        self.need(name)
        value = self.whole(name)
        if value < least and name in self:
            self.problems.add(self.line, self.key(name), f"{value} is below {least}", f"write {least} or more")
        return value

    def day(self, name: str, default: date | None = None) -> date | None:
        """Return the date under *name*."""
        return self._read(name, scalars.day, default)

    def words(self, name: str) -> tuple[str, ...]:
        """Return the list of words under *name*; a single word is a list of one."""
        return self._read(name, words, ())

    def items(self, name: str) -> tuple[Node, ...]:
        """Return the list of nodes under *name*."""
        return self._read(name, _items, ())

    def pairs(self, name: str) -> tuple[tuple[str, Node], ...]:
        """Return names and nodes of the mapping under *name*."""
        return self._read(name, _pairs, ())


def _word(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise ValueError(phrase("a text must stand here, not a list or mapping"))
    return node.text


def _whole(node: Node) -> int:
    value = scalars.number(node)
    if value.denominator != 1:
        raise ValueError(phrase("%(number)s is no whole number", number=value))
    return int(value)


def words(node: Node) -> tuple[str, ...]:
    """Return the words of a list; a single word is a list of one.

    Raises:
        ValueError: It is a mapping, or a list with more than words in it.
    """
    if isinstance(node, Scalar):
        return () if node.is_empty else (node.text,)
    if isinstance(node, Listing):
        return tuple(_word(item) for item in node.items)
    raise ValueError(phrase("a list must stand here"))


def _items(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Listing):
        return node.items
    if isinstance(node, Scalar) and node.is_empty:
        return ()
    raise ValueError(phrase("a list must stand here"))


def _pairs(node: Node) -> tuple[tuple[str, Node], ...]:
    if isinstance(node, Entries):
        return node.items()
    if isinstance(node, Scalar) and node.is_empty:
        return ()
    raise ValueError(phrase("keys with values must stand here"))
