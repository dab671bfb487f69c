"""Conditions as one sentence, by the patterns of COVERAGE_LANGUAGE, section 4.1."""

from collections.abc import Callable
from typing import Any

from simulator.coverage.explain.expressions import days_in_words, explain_expression
from simulator.coverage.explain.formats import list_text, value_text, word_text
from simulator.coverage.explain.words import Words
from simulator.coverage.language.conditions import (
    All,
    Among,
    AnyOf,
    Between,
    Compare,
    Condition,
    During,
    Not,
    OnFile,
    Some,
    Within,
)
from simulator.coverage.language.expressions import Const, Expression
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.domain.text import Text
from simulator.domain.values import ValueType

_COMPARE = {
    "is": Text("is", "on"),
    "is_not": Text("is not", "ei ole"),
    "over": Text("is over", "on suurem kui"),
    "at_least": Text("is at least", "on vähemalt"),
    "under": Text("is under", "on väiksem kui"),
    "at_most": Text("is at most", "ei ole suurem kui"),
    "before": Text("is before", "on varasem kui"),
    "after": Text("is after", "on hilisem kui"),
    "on_or_before": Text("is no later than", "ei ole hilisem kui"),
    "on_or_after": Text("is no earlier than", "ei ole varasem kui"),
    "same_as": Text("is the same as", "on sama mis"),
    "not_same_as": Text("is not the same as", "ei ole sama mis"),
}
_ONE = {
    "in": Text("is", "on"),
    "not_in": Text("is not", "ei ole"),
    "includes": Text("includes", "nende hulgas on"),
    "includes_any": Text("includes", "nende hulgas on"),
    "excludes": Text("does not include", "nende hulgas ei ole"),
}
_SEVERAL = {
    "in": Text("is one of", "on üks järgmistest:"),
    "not_in": Text("is none of", "ei ole ükski järgmistest:"),
    "includes": Text("includes", "nende hulgas on"),
    "includes_any": Text("includes one of", "nende hulgas on mõni järgmistest:"),
    "excludes": Text("includes none of", "nende hulgas ei ole ühtegi järgmistest:"),
}


def explain(condition: Condition, form: Form, guide: Guide | None = None) -> Text:
    """Return *condition* as a clause without capital and full stop: ``the cause is hail``, ``põhjus on rahe``."""
    return say(condition, Words.of(form, guide))


def say(condition: Condition, words: Words) -> Text:
    """Return *condition* as a clause, with *words* for its names."""
    return _SAYERS[type(condition)](condition, words)


def nested(condition: Condition, words: Words) -> Text:
    """Return *condition* as a part of a group, a group of its own in brackets."""
    said = say(condition, words)
    return Text(f"({said.en})", f"({said.et})") if isinstance(condition, (All, AnyOf, Some)) else said


def _compare(test: Compare, words: Words) -> Text:
    fact = words.fact(test.fact)
    if fact is not None and fact.type is ValueType.YES_NO and isinstance(test.against, Const):
        return _whole_clause(fact, holds=(test.against.value is True) == (test.word == "is"))
    right = _right(test.against, words, fact)
    return _pattern(test.fact, _COMPARE[test.word], right, words)


def _whole_clause(fact: Fact, *, holds: bool) -> Text:
    """The label of a yes_no fact is a whole clause, ``negative`` its denial."""
    if holds:
        return fact.label
    return fact.negative or Text(f"not so: {fact.label.en}", f"ei ole nii: {fact.label.et}")


def _right(expression: Expression, words: Words, fact: Fact | None) -> Text:
    return explain_expression(expression, words, say, fact)


def _pattern(name: str, verb: Text, right: Text, words: Words) -> Text:
    label = words.label(name)
    return Text(f"{label.en} {verb.en} {right.en}", f"{label.et} {verb.et} {right.et}")


def _among(test: Among, words: Words) -> Text:
    fact = words.fact(test.fact)
    values = [_value(value, test, words, fact) for value in test.values]
    verb = (_ONE if len(values) == 1 else _SEVERAL)[test.word]
    listed = list_text(values, "and" if test.word == "includes" else "or")
    if test.word in ("in", "not_in"):
        return _pattern(test.fact, verb, listed, words)
    label = words.label(test.fact)
    return Text(f"{label.en} {verb.en} {listed.en}", f"{label.et}: {verb.et} {listed.et}")


def _value(value: Any, test: Among, words: Words, fact: Fact | None) -> Text:
    if test.fact == "head" and value in words.heads:
        return words.heads[value]
    return word_text(value, fact) if isinstance(value, str) else value_text(value, fact, words.currency)


def _between(test: Between, words: Words) -> Text:
    fact, label = words.fact(test.fact), words.label(test.fact)
    low, high = _right(test.low, words, fact), _right(test.high, words, fact)
    return Text(
        f"{label.en} is from {low.en} to {high.en}",
        f"{label.et} on vahemikus {low.et} kuni {high.et}",
    )


def _within(test: Within, words: Words) -> Text:
    label, of = words.label(test.fact), _right(test.of, words, None)
    days = days_in_words(test.days, words, say, working=test.count == "working")
    estonian_days = f"{days.et}a" if days.et.endswith("päev") else days.et
    if test.either_side:
        return Text(
            f"{label.en} is within {days.en} before or after {of.en}",
            f"{label.et} on {estonian_days} jooksul enne või pärast: {of.et}",
        )
    return Text(f"{label.en} is within {days.en} of {of.en}", f"{label.et} on {estonian_days} jooksul alates: {of.et}")


def _during(test: During, words: Words) -> Text:
    label, start, end = words.label(test.fact), _right(test.start, words, None), _right(test.end, words, None)
    return Text(
        f"{label.en} lies in the period from {start.en} to {end.en}",
        f"{label.et} jääb perioodi: {start.et} kuni {end.et}",
    )


def _on_file(test: OnFile, words: Words) -> Text:
    paper = words.paper(test.kind)
    return Text(f"the file holds: {paper.en}", f"toimikus on: {paper.et}")


def _all(group: All, words: Words) -> Text:
    return list_text([nested(part, words) for part in group.parts], "and")


def _any(group: AnyOf, words: Words) -> Text:
    return list_text([nested(part, words) for part in group.parts], "or")


def _not(denial: Not, words: Words) -> Text:
    said = nested(denial.part, words)
    return Text(f"it is not so that {said.en}", f"ei ole nii, et {said.et}")


def _some(group: Some, words: Words) -> Text:
    parts = [nested(part, words) for part in group.parts]
    return Text(
        f"at least {group.at_least} of: " + "; ".join(part.en for part in parts),
        f"vähemalt {group.at_least} järgmistest: " + "; ".join(part.et for part in parts),
    )


_SAYERS: dict[type, Callable[[Any, Words], Text]] = {
    Compare: _compare,
    Among: _among,
    Between: _between,
    Within: _within,
    During: _during,
    OnFile: _on_file,
    All: _all,
    AnyOf: _any,
    Not: _not,
    Some: _some,
}
