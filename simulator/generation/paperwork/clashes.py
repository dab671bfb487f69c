"""Clashes and corrections: two papers that disagree, and a paper that replaces a wrong one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from simulator.coverage.inversion import Draft, Shown
from simulator.domain.dice import Dice
from simulator.domain.papers import Statement
from simulator.domain.values import Value, ValueType, to_text
from simulator.generation.lines import Line
from simulator.generation.paperwork.bills import to_cent
from simulator.generation.paperwork.sheets import Sheet
from simulator.generation.plans import Plan

_FRIDAY = 4


def facts_of(draft: Draft) -> Iterator[tuple[str, str, Value]]:
    """Return line (or nothing), fact and value of everything that the draft states."""
    for fact, value in draft.facts.items():
        yield "", fact, value
    for line in draft.lines:
        for fact, value in line.facts.items():
            yield line.id, fact, value


def planted(plan: Plan, draft: Draft, dice: Dice) -> Iterator[Shown]:
    """Return the conflicts that the scenario plants: the fact as it is, and as somebody else wrote it."""
    for fact in plan.conflicts:
        for line, name, value in facts_of(draft):
            if name == fact:
                values = (value, another(plan, fact, value, dice))
                yield Shown(fact=fact, line=line, state="split", values=values)
                break


def another(plan: Plan, name: str, value: Value, dice: Dice) -> Value:
    """Return another value that somebody may well have written."""
    fact = plan.facts[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value - timedelta(days=dice.whole(1, 3))
    if isinstance(value, Fraction):
        step = 10 if fact.type is ValueType.MONEY else fact.unit
        return value + step * dice.whole(4, 30)
    others = [choice for choice in fact.choices if choice != value]
    return dice.pick(others) if others else value


def split(plan: Plan, sheets: Mapping[str, Sheet], entry: Shown, dice: Dice) -> list[Sheet]:
    """Let one paper say the first value and its peers the second; where there are none write a second copy."""
    kinds = [kind for kind in plan.provers(entry.fact) if kind.name in sheets]
    trust = plan.facts[entry.fact].trust if entry.fact in plan.facts else ()
    ranks = [trust.index(kind.name) if kind.name in trust else len(trust) for kind in kinds]
    peers = [kind for kind, rank in zip(kinds, ranks, strict=True) if rank == ranks[0]]
    values = [to_text(value) for value in entry.values]
    for at, kind in enumerate(peers):
        sheets[kind.name].say(entry.line, kind.field_of(entry.fact), values[min(at, len(values) - 1)])
    if len(peers) > 1:
        return []
    copy = sheets[peers[0].name].second(days=dice.whole(1, 3))
    _issued_anew(copy)
    value = entry.values[-1]
    if entry.fact == plan.world.amount and isinstance(value, Fraction):
        _raise(copy, entry.line, entry.fact, value - Fraction(str(copy.lines[entry.line][entry.fact])))
    copy.say(entry.line, peers[0].field_of(entry.fact), values[-1])
    return [copy]


def _issued_anew(copy: Sheet) -> None:
    """Give a second paper its own number and, where it was dated by its sender, its own day."""
    while copy.received_at.weekday() > _FRIDAY:
        copy.received_at += timedelta(days=1)
    for name, said in {
        "number": f"{copy.fields.get('number')}/2",
        "dated_on": to_text(copy.received_at.date()),
    }.items():
        if name in copy.fields:
            copy.fields[name] = said


def earlier(sheet: Sheet, lines: Mapping[str, Line], amount: str, dice: Dice) -> Sheet:
    """Return the paper as it was before it was corrected; *sheet* becomes the one that replaces it."""
    wrong = sheet.second(days=0)
    wrong.id, wrong.received_at = sheet.id, sheet.received_at - timedelta(days=2, minutes=50)
    sheet.id, sheet.replaces = f"{sheet.id}_2", sheet.id
    dated = wrong.fields.get("dated_on")
    if isinstance(dated, str):
        wrong.fields["dated_on"] = min(dated, to_text(wrong.received_at.date()))
    line = next(iter(wrong.lines), None)
    if line is not None:
        _raise(wrong, line, amount or _amount_of(lines[line]), Fraction(dice.whole(40, 400)))
    return wrong


def _amount_of(line: Line) -> str:
    return next((name for name, value in line.facts.items() if isinstance(value, Fraction)), "")


def _raise(sheet: Sheet, line: str, amount: str, more: Fraction) -> None:
    """Raise the line and the total; tax follows, unless work is billed apart: then more was worked, and tax stays."""
    own = sheet.lines[line]
    tax = Fraction(0) if "labor" in own else _tax_on(own, amount, more)
    rest = more - tax
    added = {
        (amount, "total"): more,
        ("vat", "total_vat"): tax,
        ("net", "total_net"): rest,
        ("labor", "total_labor"): rest,
    }
    for names, extra in added.items():
        for fields, name in zip((own, sheet.fields), names, strict=True):
            said = fields.get(name)
            if isinstance(said, str):
                fields[name] = to_text(Fraction(said) + extra)


def _tax_on(own: Mapping[str, Statement], amount: str, more: Fraction) -> Fraction:
    gross, tax = (own.get(name) for name in (amount, "vat"))
    if not isinstance(gross, str) or not isinstance(tax, str) or not Fraction(gross):
        return Fraction(0)
    return to_cent((Fraction(gross) + more) * Fraction(tax) / Fraction(gross)) - Fraction(tax)
