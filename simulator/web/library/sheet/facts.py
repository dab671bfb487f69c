"""Clauses, facts and lines of a form, each with what to write in a scenario."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from simulator.authoring.beginnings import provisions_to_teach
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.domain.values import Value, ValueType, to_text
from simulator.web.filters import said
from simulator.web.library.sheet.model import Snippet, Thing

_EXAMPLES = {
    ValueType.MONEY: "800",
    ValueType.NUMBER: "2",
    ValueType.DAYS: "3",
    ValueType.SHARE: "25%",
    ValueType.DATE: "2026-03-14",
    ValueType.MOMENT: '"2026-03-14 18:40"',
    ValueType.WEEKDAYS: "[mon, tue]",
}


def provisions_to_write(form: Form) -> Iterator[Thing]:
    """Yield the clauses that can be taught, on either side and on the line."""
    on_it = _("on the line")
    sides = {"inside": str(_("inside")), "outside": str(_("outside"))}
    for one in provisions_to_teach(form):
        near = [
            Snippet(text=f"{{provision: {one.id}, side: {side}, near: line}}", label=f"{words}, {on_it}")
            for side, words in sides.items()
        ]
        far = [Snippet(text=f"{{provision: {one.id}, side: {side}}}", label=words) for side, words in sides.items()]
        yield Thing(label=f"{one.cite} {said(one.title)}", note=said(one.text), snippets=(*far, *near))


def facts_to_write(facts: Mapping[str, Fact], *, line: bool) -> Iterator[Thing]:
    """Yield the facts that can be set, those of a *line* or of the whole claim."""
    for name, fact in facts.items():
        if fact.line is line and fact.derived is None and fact.compare is None and fact.fixed is None:
            snippets = tuple(_values(name, fact))
            yield Thing(label=said(fact.label), note=_silent(fact), snippets=snippets)


def _silent(fact: Fact) -> str:
    if fact.silent is None:
        return ""
    return str(_("Presumed where no paper says so: %(value)s", value=_plain(fact.silent)))


def _plain(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else to_text(value)


def _values(name: str, fact: Fact) -> Iterator[Snippet]:
    if fact.type in (ValueType.CHOICE, ValueType.SET):
        for value, label in fact.choices.items():
            yield Snippet(text=f"{name}: {value}", label=said(label))
        return
    if fact.type is ValueType.YES_NO:
        yield from (Snippet(text=f"{name}: yes", label=_yes(fact)), Snippet(text=f"{name}: no", label=_no(fact)))
        return
    low, high = (_plain(one) if one is not None else "" for one in (fact.low, fact.high))
    example = low if fact.type is ValueType.DATE and low else _EXAMPLES.get(fact.type, low or "1")
    yield Snippet(text=f"{name}: {example}")
    if low and high:
        yield Snippet(text=f"{name}: {{from: {low}, to: {high}}}", label=str(_("drawn by the dice")))


def _yes(fact: Fact) -> str:
    return said(fact.label)


def _no(fact: Fact) -> str:
    return said(fact.negative) if fact.negative is not None else str(_("not so"))


def lines_to_write(form: Form) -> Iterator[Thing]:
    """Yield the heads under which something can be claimed."""
    own = list(facts_to_write(form.facts, line=True))
    for head in form.heads:
        label = said(form.head_labels[head]) if head in form.head_labels else head
        each = [Snippet(text=f"{{head: {head}}}", label=str(_("as the dice like it")))]
        each += [
            Snippet(text=f"{{head: {head}, fix: {{{one.text}}}}}", label=one.label or thing.label)
            for thing in own
            for one in thing.snippets
        ]
        yield Thing(label=label, note="", snippets=tuple(each))
