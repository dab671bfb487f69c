"""``pick: [{if, take}, .., {else}]``: the one expression that holds conditions."""

from simulator.coverage.language.expressions import Choice, Expression, Pick
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.expressions import WORDS, parse_expression
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.types import NOTHING
from simulator.strict_yaml import Fields, Listing, Node


def _pick(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    if not isinstance(body, Listing) or not len(body):
        scope.problems.add(body, key, "pick needs a list of rows", "write pick: [{if: .., take: ..}, {else: ..}]")
        return NOTHING
    rows = tuple(_row(row, scope, f"{key}[{at}]", fact) for at, row in enumerate(body.items, 1))
    for at, row in enumerate(rows[:-1], 1):
        if row.condition is None:
            scope.problems.add(body, key, f"row {at} is else, the rows after it are never reached")
    return Pick(rows=rows)


def _row(row: Node, scope: Scope, key: str, fact: Fact | None) -> Choice:
    fields = Fields(row, scope.problems, key, ("if", "take", "else"))
    if "else" in fields:
        return Choice(condition=None, take=parse_expression(fields.node("else"), scope, key, fact))
    condition = parse_condition(fields.need("if"), scope, fields.key("if"))
    return Choice(condition=condition, take=parse_expression(fields.need("take"), scope, fields.key("take"), fact))


WORDS["pick"] = _pick
