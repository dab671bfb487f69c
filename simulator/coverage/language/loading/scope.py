"""Scope: the names that a condition or expression may use where it stands, and where problems go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from simulator.coverage.language.facts import Fact
from simulator.domain.values import ValueType
from simulator.strict_yaml import Node, Problems, did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Facts (with declarations), rates, pots and paper kinds by name; ``worked`` are worked-out names, with their type.

    ``in_step`` allows ``running``, ``first`` and ``borne``.
    """

    problems: Problems
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rates: Collection[str] = ()
    pots: Collection[str] = ()
    kinds: Collection[str] = ()
    worked: Mapping[str, ValueType] = field(default_factory=dict)
    in_step: bool = False

    def type_of(self, name: str) -> ValueType | None:
        """Return the type of what *name* stands for, None where nothing has that name."""
        if name in self.worked:
            return self.worked[name]
        if name in self.facts:
            return self.facts[name].type
        if name in self.rates:
            return ValueType.MONEY
        return ValueType.MONEY if self.in_step and name in ("first", "borne") else None

    def names(self) -> tuple[str, ...]:
        """Return every name that can be used here."""
        return (*self.worked, *self.facts, *self.rates, *(("running", "first", "borne") if self.in_step else ()))

    def unknown(self, node: Node, key: str, name: str) -> None:
        """Report a name that nothing has."""
        self.problems.add(node, key, f'unknown name "{name}"{did_you_mean(name, self.names())}')

    def with_worked(self, names: Mapping[str, ValueType]) -> "Scope":
        """Return this scope with more worked-out names."""
        return replace(self, worked={**self.worked, **names})

    def with_facts(self, facts: Mapping[str, Fact]) -> "Scope":
        """Return this scope with more facts."""
        return replace(self, facts={**self.facts, **facts})
