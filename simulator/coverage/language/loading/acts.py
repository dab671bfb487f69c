"""Acts: what a step does, one reader a word."""

from collections.abc import Callable
from typing import get_args

from simulator.coverage.language.expressions import Expression, Rounding
from simulator.coverage.language.loading.expressions import parse_expression, parse_number, pot_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.types import type_of
from simulator.coverage.language.steps import (
    Act,
    AddOn,
    ApplyReductions,
    BearAtMost,
    Cap,
    CapPot,
    Contribute,
    Floor,
    Franchise,
    HoldBack,
    Less,
    LessPot,
    Proportion,
    RoundStep,
    SetValue,
    Times,
    WorkOut,
)
from simulator.domain.values import ValueType
from simulator.strict_yaml import Entries, Fields, Listing, Node

ActReader = Callable[[str, Fields, Scope], Act]


def _amount(word: str, fields: Fields, scope: Scope) -> Expression:
    return parse_number(fields.need(word), scope, fields.key(word))


def _plain(build: Callable[[Expression], Act]) -> ActReader:
    def read(word: str, fields: Fields, scope: Scope) -> Act:
        return build(_amount(word, fields, scope))

    return read


def _or_pot(build: Callable[[Expression], Act], build_pot: Callable[[str], Act]) -> ActReader:
    def read(word: str, fields: Fields, scope: Scope) -> Act:
        node = fields.node(word)
        if isinstance(node, Entries) and node.keys() == ("pot",):
            return build_pot(pot_of(node.get("pot"), scope, fields.key(word)))
        return build(_amount(word, fields, scope))

    return read


def _inner(word: str, fields: Fields, scope: Scope, known: tuple[str, ...]) -> Fields:
    return Fields(fields.need(word), scope.problems, fields.key(word), known)


def _part(fields: Fields, name: str, scope: Scope) -> Expression:
    return parse_number(fields.need(name), scope, fields.key(name))


def _work_out(word: str, fields: Fields, scope: Scope) -> Act:
    names: dict[str, Expression] = {}
    for name, node in fields.pairs(word):
        names[name] = parse_expression(node, scope, f"{fields.key(word)}.{name}")
        scope = scope.with_worked({name: type_of(names[name], scope) or ValueType.NUMBER})
    return WorkOut(names)


def _floor(word: str, fields: Fields, scope: Scope) -> Act:
    return Floor(amount=_amount(word, fields, scope), even_nil=fields.yes_no("even_nil"))


def _proportion(word: str, fields: Fields, scope: Scope) -> Act:
    inner = _inner(word, fields, scope, ("have", "need"))
    return Proportion(have=_part(inner, "have", scope), need=_part(inner, "need", scope))


def _franchise(word: str, fields: Fields, scope: Scope) -> Act:
    inner = _inner(word, fields, scope, ("of", "pays"))
    return Franchise(of=_part(inner, "of", scope), pays=inner.one_of("pays", ("over", "from"), "over"))  # type: ignore[arg-type]


def _bear_at_most(word: str, fields: Fields, scope: Scope) -> Act:
    inner = _inner(word, fields, scope, ("of", "pot"))
    return BearAtMost(of=_part(inner, "of", scope), pot=pot_of(inner.need("pot"), scope, inner.key("pot")))


def _reduce(word: str, fields: Fields, scope: Scope) -> Act:
    if not fields.yes_no(word):
        scope.problems.add(fields.line, fields.path, "reduce must be yes", "write reduce: yes, or leave the step out")
    return ApplyReductions()


def _contribute(word: str, fields: Fields, scope: Scope) -> Act:
    inner = _inner(word, fields, scope, ("own", "others", "method"))
    node = inner.need("others")
    labels = node.keys() if isinstance(node, Entries) else ()
    return Contribute(
        own=_part(inner, "own", scope),
        others=tuple(parse_number(other, scope, inner.key("others")) for other in _others(node, scope, inner)),
        labels=labels,
        method=inner.one_of("method", ("pro_rata", "equal_shares", "excess"), "pro_rata"),  # type: ignore[arg-type]
    )


def _others(node: Node | None, scope: Scope, fields: Fields) -> tuple[Node, ...]:
    if isinstance(node, Listing):
        return node.items
    if isinstance(node, Entries):
        return tuple(other for _, other in node.items())
    if node is not None:
        scope.problems.add(node, fields.key("others"), "a list of amounts must stand here", "write others: [.., ..]")
    return ()


def _round(word: str, fields: Fields, scope: Scope) -> Act:
    inner = _inner(word, fields, scope, ("to", "how"))
    step = RoundStep()
    how = inner.one_of("how", get_args(Rounding), step.how)
    to = inner.number("to", step.to)
    if to <= 0:
        scope.problems.add(inner.line, inner.key("to"), f"{to} is no step to round to")
    return RoundStep(to=to, how=how)  # type: ignore[arg-type]


ACTS: dict[str, ActReader] = {
    "value": _plain(SetValue),
    "work_out": _work_out,
    "cap": _or_pot(Cap, CapPot),
    "floor": _floor,
    "less": _or_pot(Less, LessPot),
    "times": _plain(Times),
    "proportion": _proportion,
    "franchise": _franchise,
    "bear_at_most": _bear_at_most,
    "add": _plain(AddOn),
    "reduce": _reduce,
    "contribute": _contribute,
    "hold_back": _plain(HoldBack),
    "round": _round,
}
"""Reader of each of the 14 steps (and of the word that works out a figure)."""
