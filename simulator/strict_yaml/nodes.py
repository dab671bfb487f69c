"""Nodes of a YAML text, and the list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from simulator.errors import InvalidContent, Problem
from simulator.phrases import phrase


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as it stands; ``quoted`` tells ``"300"`` from ``300``."""

    text: str
    line: int
    quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written (``key:``)."""
        return not self.text and not self.quoted


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping: keys in their order, each once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """Return the node under *key*, if it is there."""
        return next((node for name, node in self.pairs if name.text == key), None)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the text."""
        return tuple(name.text for name, _ in self.pairs)

    def items(self) -> tuple[tuple[str, Node], ...]:
        """Return key and node in the order of the text."""
        return tuple((name.text, node) for name, node in self.pairs)

    def __contains__(self, key: object) -> bool:
        return any(name.text == key for name, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


Node = Scalar | Listing | Entries


def plain(node: Node) -> object:
    """Return *node* as dict, list and str; every scalar is its text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {name: plain(child) for name, child in node.items()}


class Problems:
    """What is wrong with one file, collected so that an author sees all of it at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, at: Node | int, key: str, message: str, fix: str = "") -> None:
        """Note a problem at a node or line."""
        line = at if isinstance(at, int) else at.line
        problem = Problem(file=self.file, line=line, key=key, message=message, fix=fix)
        if problem not in self.found:
            self.found.append(problem)

    def raise_if_any(self) -> None:
        """Raise InvalidContent with every problem, in the order of the lines, if there is one."""
        if self.found:
            raise InvalidContent(sorted(self.found, key=lambda problem: problem.line))


def did_you_mean(word: str, known: Iterable[str], synonyms: dict[str, str] | None = None) -> str:
    """Return ``, did you mean "of"?`` for the nearest known word, or nothing."""
    names = list(known)
    near = [meant] if synonyms and (meant := synonyms.get(word)) in names else get_close_matches(word, names, 1, 0.6)
    return phrase(', did you mean "%(word)s"?', word=near[0]) if near else ""
