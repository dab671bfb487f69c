"""Nodes kept on disk between starts: composing YAML is most of what reading content costs.

A kept tree is found by the hash of the text that it came from, so it can be missing but never stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from simulator.strict_yaml.nodes import Entries, Listing, Node, Scalar

_FORMAT = "nodes 1"


class Kept:
    """The trees of one file on disk; only those that were asked for are written back."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found = _trees(file)
        self._used: dict[str, Any] = {}

    def get(self, text: str) -> Node | None:
        """Return the tree of *text*, if it was kept."""
        name = _name(text)
        if name not in self._found:
            return None
        self._used[name] = self._found[name]
        return _node(self._found[name])

    def put(self, text: str, node: Node) -> None:
        """Keep the tree of *text*."""
        self._used[_name(text)] = _packed(node)

    def write(self) -> None:
        """Write what was used where it differs from what is there; a folder that cannot be written stays as it is."""
        if self._used.keys() == self._found.keys():
            return
        fresh = self._file.with_name(f"{self._file.name}.{secrets.token_hex(8)}")
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps({_FORMAT: self._used}, ensure_ascii=False, separators=(",", ":")), "utf-8")
            os.replace(fresh, self._file)


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


@contextmanager
def keeping(file: Path) -> Iterator[None]:
    """Let what is read meanwhile come from *file* if its text was read before, and be kept there for the next time."""
    kept = Kept(file)
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
    kept.write()


def kept() -> Kept | None:
    """Return where trees are kept at the moment, if anywhere."""
    return _kept.get()


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _trees(file: Path) -> dict[str, Any]:
    try:
        held = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found = held.get(_FORMAT) if isinstance(held, dict) else None
    return found if isinstance(found, dict) else {}


def _packed(node: Node) -> list[Any]:
    if isinstance(node, Scalar):
        return [node.text, node.line, int(node.quoted)]
    if isinstance(node, Listing):
        return [node.line, [_packed(item) for item in node.items]]
    return [[[*_packed(key), _packed(value)] for key, value in node.pairs], node.line]


def _node(packed: list[Any]) -> Node:
    first = packed[0]
    if isinstance(first, str):
        return Scalar(first, packed[1], bool(packed[2]))
    if isinstance(first, int):
        return Listing(tuple([_node(item) for item in packed[1]]), first)
    pairs = [(Scalar(text, line, bool(quoted)), _node(value)) for text, line, quoted, value in first]
    return Entries(tuple(pairs), packed[1])
