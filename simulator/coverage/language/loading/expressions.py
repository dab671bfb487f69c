"""Expressions: YAML nodes to the words of section 5."""

from collections.abc import Callable
from fractions import Fraction
from typing import get_args

from simulator.coverage.language.expressions import (
    AddDays,
    Band,
    Bands,
    Const,
    Expression,
    Fold,
    Left,
    Name,
    NthDay,
    RateOf,
    Rounding,
    RoundTo,
    Running,
    Span,
    Total,
    Worn,
)
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.literals import LITERAL_TYPES, value_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.types import DATES, NOTHING, NUMBERS, expect, type_of
from simulator.domain.values import WEEKDAYS
from simulator.strict_yaml import Entries, Fields, Listing, Node, Scalar, day, did_you_mean, moment, number
from simulator.strict_yaml.scalars import is_day, is_moment, is_number, looks_like_a_number

Reader = Callable[[str, Node, Scope, str, Fact | None], Expression]


def parse_expression(node: Node | None, scope: Scope, key: str = "", fact: Fact | None = None) -> Expression:
    """Return the expression at *node*; on the right side of a test of *fact* words may be its literals.

    What is wrong goes to the problems of *scope*, and 0 comes back.
    """
    if node is None:
        return NOTHING
    if isinstance(node, Entries):
        return _word(node, scope, key, fact)
    if fact is not None and fact.type in LITERAL_TYPES:
        value = value_of(node, fact, scope.problems, key)
        return NOTHING if value is None else Const(value)
    if isinstance(node, Scalar):
        return _scalar(node, scope, key)
    return _weekdays(node, scope, key)


def _scalar(node: Scalar, scope: Scope, key: str) -> Expression:
    if node.is_empty:
        scope.problems.add(node, key, "a value must stand here, nothing is written")
        return NOTHING
    if is_moment(node):
        return _exact(moment, node, scope, key)
    if is_day(node):
        return _exact(day, node, scope, key)
    if looks_like_a_number(node) or is_number(node):
        return _exact(number, node, scope, key)
    return _name(node, scope, key)


def _exact(reader: Callable[[Node], object], node: Scalar, scope: Scope, key: str) -> Expression:
    try:
        return Const(reader(node))  # type: ignore[arg-type]
    except ValueError as error:
        scope.problems.add(node, key, str(error))
        return NOTHING


def _name(node: Scalar, scope: Scope, key: str) -> Expression:
    if node.text == "running":
        if not scope.in_step:
            scope.problems.add(node, key, "running can be read in a step only")
        return Running()
    if scope.type_of(node.text) is None:
        _unknown(node, scope, key)
    return Name(node.text)


def _unknown(node: Scalar, scope: Scope, key: str) -> None:
    if node.text[:1].isdigit() or node.text[:1] == "-":
        try:
            number(node)
        except ValueError as error:
            scope.problems.add(node, key, str(error))
            return
    scope.unknown(node, key, node.text)


def _weekdays(node: Listing, scope: Scope, key: str) -> Expression:
    days = [item.text for item in node.items if isinstance(item, Scalar)]
    if len(days) == len(node) and all(name in WEEKDAYS for name in days):
        return Const(frozenset(days))
    scope.problems.add(
        node, key, "an expression must stand here, not a list", "write sum: [..], least: [..] or the like"
    )
    return NOTHING


def _word(node: Entries, scope: Scope, key: str, fact: Fact | None) -> Expression:
    if len(node) != 1:
        scope.problems.add(node, key, f"one word must stand here, not {', '.join(node.keys()) or 'none'}")
        return NOTHING
    word, body = node.items()[0]
    reader = WORDS.get(word)
    if reader is None:
        scope.problems.add(node, key, f'"{word}" is no word of an expression{did_you_mean(word, WORDS)}')
        return NOTHING
    return reader(word, body, scope, f"{key}.{word}" if key else word, fact)


def _fold(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    labels: tuple[str, ...] = ()
    if isinstance(body, Listing):
        terms = body.items
    elif isinstance(body, Entries) and word in ("least", "greatest"):
        labels, terms = body.keys(), tuple(term for _, term in body.items())
    else:
        scope.problems.add(body, key, f"{word} needs a list", f"write {word}: [.., ..]")
        return NOTHING
    _count_terms(word, len(terms), body, scope, key)
    parsed = tuple(parse_expression(term, scope, key) for term in terms)
    _fit_together(word, parsed, terms, scope, key)
    return Fold(word=word, terms=parsed, labels=labels)  # type: ignore[arg-type]


def _fit_together(word: str, parsed: tuple[Expression, ...], at: tuple[Node, ...], scope: Scope, key: str) -> None:
    kinds, what = NUMBERS, "a number"
    first = type_of(parsed[0], scope) if parsed else None
    if word in ("least", "greatest") and first in DATES:
        kinds, what = DATES, "a date"
    for expression, node in zip(parsed, at, strict=True):
        expect(expression, kinds, what, at=node, scope=scope, key=key)


def parse_number(node: Node | None, scope: Scope, key: str) -> Expression:
    """Return the expression at *node*, which must give a number."""
    return expect(parse_expression(node, scope, key), NUMBERS, "a number", at=node, scope=scope, key=key)


def parse_date(node: Node | None, scope: Scope, key: str) -> Expression:
    """Return the expression at *node*, which must give a date or moment."""
    return expect(parse_expression(node, scope, key), DATES, "a date", at=node, scope=scope, key=key)


_EXACTLY_TWO = frozenset({"minus", "quotient"})


def _count_terms(word: str, count: int, body: Node, scope: Scope, key: str) -> None:
    if word in _EXACTLY_TWO and count != 2:
        scope.problems.add(body, key, f"{word} needs two parts, not {count}")
    elif word == "above" and count < 2:
        scope.problems.add(body, key, f"above needs two parts or more, not {count}")
    elif not count:
        scope.problems.add(body, key, f"{word} of nothing")


def _round(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("of", "to", "how"))
    how = fields.one_of("how", get_args(Rounding), "half_up")
    to = parse_number(fields.need("to"), scope, fields.key("to"))
    return RoundTo(of=parse_number(fields.need("of"), scope, fields.key("of")), to=to, how=how)  # type: ignore[arg-type]


def _span(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("from", "to", "both_ends", "count"))
    if word != "days":
        for name in ("both_ends", "count"):
            if name in fields:
                scope.problems.add(body, key, f"{name} can be said of days only")
    return Span(
        unit=word,  # type: ignore[arg-type]
        start=parse_date(fields.need("from"), scope, fields.key("from")),
        end=parse_date(fields.need("to"), scope, fields.key("to")),
        both_ends=fields.yes_no("both_ends"),
        count=fields.one_of("count", ("calendar", "working"), "calendar"),  # type: ignore[arg-type]
    )


def _add_days(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    if not isinstance(body, Listing) or len(body) != 2:
        scope.problems.add(body, key, "add_days needs a date and a number of days", "write add_days: [date, days]")
        return NOTHING
    return AddDays(start=parse_date(body.items[0], scope, key), days=parse_number(body.items[1], scope, key))


def _nth_day(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("count", "from", "weekdays"))
    count = parse_number(fields.need("count"), scope, fields.key("count"))
    start = parse_date(fields.need("from"), scope, fields.key("from"))
    weekdays = parse_expression(fields.need("weekdays"), scope, fields.key("weekdays"))
    return NthDay(count=count, start=start, weekdays=weekdays)


def _rate(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("of", "at"))
    rate = fields.needed_text("of")
    if rate and rate not in scope.rates:
        scope.problems.add(body, fields.key("of"), f"{rate} is no rate{did_you_mean(rate, scope.rates)}")
    return RateOf(rate=rate, at=parse_date(fields.need("at"), scope, fields.key("at")))


def _bands(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("of", "rows"))
    of = parse_expression(fields.need("of"), scope, fields.key("of"))
    rows = tuple(_band(row, scope, f"{key}.rows[{at}]") for at, row in enumerate(fields.items("rows"), 1))
    if not rows:
        scope.problems.add(body, key, "bands need rows")
    return Bands(of=of, rows=rows)


def _band(row: Node, scope: Scope, key: str) -> Band:
    fields = Fields(row, scope.problems, key, ("up_to", "under", "gives", "else"))
    if "else" in fields:
        return Band(edge="else", bound=None, gives=parse_expression(fields.node("else"), scope, key))
    edge = "under" if "under" in fields else "up_to"
    bound = parse_expression(fields.need(edge), scope, fields.key(edge))
    return Band(edge=edge, bound=bound, gives=parse_expression(fields.need("gives"), scope, key))  # type: ignore[arg-type]


def _worn(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    fields = Fields(body, scope.problems, key, ("new", "age", "life", "at_most", "spare"))
    new, age, life = (parse_number(fields.need(name), scope, fields.key(name)) for name in ("new", "age", "life"))
    at_most = (
        parse_expression(fields.node("at_most"), scope, fields.key("at_most"))
        if "at_most" in fields
        else Const(Fraction(1))
    )
    return Worn(new=new, age=age, life=life, at_most=at_most, spare=parse_expression(fields.node("spare"), scope, key))


def _total(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    return Total(of=parse_number(body, scope, key))


def _left(word: str, body: Node, scope: Scope, key: str, fact: Fact | None) -> Expression:
    return Left(pot=pot_of(body, scope, key))


def pot_of(node: Node | None, scope: Scope, key: str) -> str:
    """Return the name of a pot; one that the form does not have is reported."""
    name = node.text if isinstance(node, Scalar) else ""
    if node is not None and name not in scope.pots:
        scope.problems.add(node, key, f"{name or 'this'} is no pot{did_you_mean(name, scope.pots)}")
    return name


WORDS: dict[str, Reader] = {
    **dict.fromkeys(("sum", "minus", "above", "product", "quotient", "least", "greatest"), _fold),
    **dict.fromkeys(("days", "hours", "months", "years"), _span),
    "round": _round,
    "add_days": _add_days,
    "nth_day": _nth_day,
    "rate": _rate,
    "bands": _bands,
    "worn": _worn,
    "total": _total,
    "left": _left,
}
"""Reader of each word; ``pick`` is added by ``picks``, since it holds conditions."""
