"""Literals: what a scalar or list states for a fact of a given type (COVERAGE_LANGUAGE, sections 1 and 13.13)."""

from simulator.coverage.language.facts import Fact
from simulator.domain.values import WEEKDAYS, Value, ValueType
from simulator.strict_yaml import Node, Problems, Scalar, day, did_you_mean, moment, number, yes_no
from simulator.strict_yaml.fields import words

LITERAL_TYPES = frozenset({ValueType.CHOICE, ValueType.SET, ValueType.YES_NO, ValueType.WEEKDAYS})
"""Types on whose right side bare words are literals, not names."""


def value_of(node: Node, fact: Fact, problems: Problems, key: str) -> Value | None:
    """Return the value that *node* states for *fact*, or None after it was reported."""
    try:
        return _read(node, fact)
    except ValueError as error:
        problems.add(node, key, str(error))
        return None


def _read(node: Node, fact: Fact) -> Value:
    if fact.type.is_numeric:
        return number(node)
    if fact.type is ValueType.DATE:
        return day(node)
    if fact.type is ValueType.MOMENT:
        return moment(node)
    if fact.type is ValueType.YES_NO:
        return yes_no(node)
    if fact.type is ValueType.CHOICE:
        return _choice(_word(node, fact), fact)
    among = WEEKDAYS if fact.type is ValueType.WEEKDAYS else tuple(fact.choices)
    return frozenset(_listed(word, fact.name, among) for word in words(node))


def _word(node: Node, fact: Fact) -> str:
    if not isinstance(node, Scalar):
        raise ValueError(f"one choice of {fact.name} must stand here; for several write in: [..]")
    return node.text


def _choice(word: str, fact: Fact) -> str:
    return _listed(word, fact.name, tuple(fact.choices))


def _listed(word: str, name: str, among: tuple[str, ...]) -> str:
    if word not in among:
        raise ValueError(
            f"{word} is not a choice of {name}{did_you_mean(word, among) or '; it has ' + ', '.join(among)}"
        )
    return word


def member_of(node: Node, fact: Fact, problems: Problems, key: str) -> Value | None:
    """Return one member of a set, or one value of any other type, or None after it was reported."""
    if fact.type not in (ValueType.SET, ValueType.WEEKDAYS):
        return value_of(node, fact, problems, key)
    among = WEEKDAYS if fact.type is ValueType.WEEKDAYS else tuple(fact.choices)
    try:
        return _listed(_word(node, fact), fact.name, among)
    except ValueError as error:
        problems.add(node, key, str(error))
        return None
