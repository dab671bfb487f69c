"""Walking the language: every part of a condition, expression or step, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from simulator.coverage.evidence import ON_FILE
from simulator.coverage.language.conditions import OnFile
from simulator.coverage.language.expressions import Name
from simulator.coverage.language.facts import Fact

EACH_LINE = "*"
"""Stands for the line in hand in a reference to a line fact."""


def parts_of(node: object) -> Iterator[Any]:
    """Yield *node* and everything inside it that belongs to the language."""
    if isinstance(node, (tuple, list)):
        for item in node:
            yield from parts_of(item)
    elif isinstance(node, Mapping):
        for item in node.values():
            yield from parts_of(item)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from parts_of(getattr(node, field.name))


def names_in(node: object) -> Iterator[str]:
    """Yield the names that *node* reads, as written: facts, declarations, worked-out names, rates."""
    for part in parts_of(node):
        if isinstance(part, Name):
            yield part.name
        elif isinstance(part, OnFile):
            yield ON_FILE + part.kind
        elif isinstance(getattr(part, "fact", None), str):
            yield part.fact


def base_facts(node: object, facts: Mapping[str, Fact], _seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the facts that papers must state for *node* to be worked out; derived facts are looked through."""
    found: dict[str, None] = {}
    for name in names_in(node):
        fact = facts.get(name)
        if name.startswith(ON_FILE):
            found[name] = None
        elif fact is not None and fact.derived is not None:
            if name not in _seen:
                found.update(dict.fromkeys(base_facts(fact.derived, facts, _seen | {name})))
        elif fact is not None and fact.fixed is None:
            found[name] = None
    return tuple(found)
