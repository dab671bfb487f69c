"""Rates: dated tables of figures."""

from datetime import date
from fractions import Fraction

from simulator.coverage.language.forms import Rate
from simulator.strict_yaml import Fields, Listing, Node, Problems


def rates_of(fields: Fields) -> dict[str, Rate]:
    """Return the rates of a form by name, each with its rows in order of their first day."""
    return {name: _rate(name, node, fields.problems) for name, node in fields.pairs("rates")}


def _rate(name: str, node: Node, problems: Problems) -> Rate:
    key = f"rates.{name}"
    if not isinstance(node, Listing) or not len(node):
        problems.add(node, key, "a list of rows must stand here", "write [{from: 2026-01-01, is: 1.50}]")
        return Rate(name=name, rows=())
    rows = [row for at, item in enumerate(node.items, 1) if (row := _row(item, problems, f"{key}[{at}]")) is not None]
    days = [first for first, _ in rows]
    for first in sorted({first for first in days if days.count(first) > 1}):
        problems.add(node, key, f"two values from {first}", "keep one")
    return Rate(name=name, rows=tuple(sorted(rows)))


def _row(node: Node, problems: Problems, key: str) -> tuple[date, Fraction] | None:
    fields = Fields(node, problems, key, ("from", "is"))
    fields.need("from")
    fields.need("is")
    first = fields.day("from")
    return (first, fields.number("is")) if first is not None else None
