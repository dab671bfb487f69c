"""Specs from YAML: references, patterns, texts, picks and draws."""

import re
from datetime import time
from fractions import Fraction

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.text import Text
from simulator.generation.worlds import moments, specs
from simulator.generation.worlds.specs import Spec
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, number
from simulator.strict_yaml.scalars import is_number

_REFERENCE = re.compile(r"[a-z_]+\.[a-z0-9_]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_WORDS = (
    "by", "often", "whole", "time", "day", "year_after", "year_of", "latest", "part", "money", "aged", "grown",
    "moment", "later", "put_off", "date_of", "time_of", "is_after", "old_enough",
)  # fmt: skip
_NOTHING = specs.constant(None)
Curves = dict[str, tuple[tuple[int, Fraction], ...]]


def spec_of(node: Node | None, problems: Problems, key: str, curves: Curves) -> Spec:
    """Return the spec that *node* describes; what is wrong is reported."""
    if node is None:
        return _NOTHING
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Listing):
        return specs.picked([spec_of(item, problems, key, curves) for item in node])
    if "en" in node or "et" in node:
        return specs.words(text_of(node, problems, key) or Text("", ""))
    word = next((name for name in _WORDS if name in node), "")
    if not word:
        problems.add(node, key, f"none of {', '.join(_WORDS)} stands here", "write {whole: [1, 6]}, for example")
        return _NOTHING
    return _read(word, node, problems, key, curves)


def _scalar(node: Scalar) -> Spec:
    if not node.quoted and is_number(node):
        return specs.constant(number(node))
    if specs.has_holes(node.text):
        return specs.pattern(node.text)
    return specs.attribute(node.text) if _REFERENCE.fullmatch(node.text) else specs.constant(node.text)


def _read(word: str, node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    try:
        return _READERS[word](node, problems, key, curves)
    except (ValueError, IndexError) as error:
        problems.add(node, key, f"{word}: {error}")
        return _NOTHING


def _by(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("by", "of", "else"))
    of: dict[str, Spec] = {}
    for names, item in fields.pairs("of"):
        spec = spec_of(item, problems, f"{key}.{names}", curves)
        of.update({name.strip(): spec for name in names.split(",")})
    otherwise = fields.node("else")
    return specs.chosen(
        fields.needed_text("by"), of, spec_of(otherwise, problems, f"{key}.else", curves) if otherwise else None
    )


def _often(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    pairs = Fields(node, problems, key, ("often",)).pairs("often")
    values = [Fraction(name) if _NUMBER.fullmatch(name) else name for name, _ in pairs]
    return specs.picked([specs.constant(value) for value in values], [int(number(item)) for _, item in pairs])


def _whole(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("whole", "step"))
    low, high = pair(fields)
    return specs.whole(low, high, fields.whole("step", 1))


def pair(fields: Fields, name: str = "whole") -> tuple[int, int]:
    """Return the two whole numbers under *name*."""
    low, high = (int(number(item)) for item in fields.items(name))
    return low, high


def _time(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    early, late = Fields(node, problems, key, ("time",)).words("time")
    return specs.clock(time.fromisoformat(early), time.fromisoformat(late))


def _day(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    inner = Fields(Fields(node, problems, key, ("day",)).node("day"), problems, key, _DAY)
    low, high = pair(inner, "days")
    by = spec_of(inner.node("by"), problems, key, curves) if "by" in inner else None
    if "before" in inner:
        return specs.day(spec_of(inner.node("before"), problems, key, curves), -high, -low, by)
    found = specs.day(spec_of(inner.need("after"), problems, key, curves), low, high, by)
    return moments.working(found) if inner.one_of("working", ("yes", "no"), "no") == "yes" else found


def _year_after(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    return specs.year_after(spec_of(node.get("year_after"), problems, key, curves))


def _year_of(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    return specs.year_of(spec_of(node.get("year_of"), problems, key, curves))


def _latest(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("latest",))
    return specs.latest([spec_of(item, problems, key, curves) for item in fields.items("latest")])


def _part(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("part", "of", "to"))
    low, high = pair(fields, "part")
    of = spec_of(fields.need("of"), problems, key, curves)
    return specs.part(low, high, of, fields.number("to", Fraction(1, 100)))


def _money(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("money", "to"))
    name = fields.text("money")
    if name not in curves:
        raise ValueError(f"{name} is not among the severities")
    return specs.drawn_money(curves[name], fields.number("to", Fraction(1, 100)))


def _aged(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(Fields(node, problems, key, ("aged",)).node("aged"), problems, key, _AGED)
    new, since, on = (spec_of(fields.need(name), problems, key, curves) for name in ("new", "since", "on"))
    percent = [int(number(item)) for item in fields.items("percent")]
    return specs.aged(new, since, on, percent, fields.whole("spread"), fields.number("to", Fraction(1, 100)))


def _grown(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(Fields(node, problems, key, ("grown",)).node("grown"), problems, key, _GROWN)
    a_year, since, on = (spec_of(fields.need(name), problems, key, curves) for name in _GROWN[:3])
    return specs.grown(a_year, since, on, fields.whole("most"))


def _moment(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(Fields(node, problems, key, ("moment",)).node("moment"), problems, key, ("on", "at"))
    on, at = (spec_of(fields.need(name), problems, key, curves) for name in ("on", "at"))
    return specs.moment(on, at)


def _later(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(Fields(node, problems, key, ("later",)).node("later"), problems, key, ("than", "minutes", "by"))
    low, high = pair(fields, "minutes")
    by = spec_of(fields.node("by"), problems, key, curves) if "by" in fields else None
    return moments.later(spec_of(fields.need("than"), problems, key, curves), low, high, by)


def _put_off(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    inner = Fields(node, problems, key, ("put_off",)).node("put_off")
    fields = Fields(inner, problems, key, ("moment", "after", "minutes"))
    moment, after = (spec_of(fields.need(name), problems, key, curves) for name in ("moment", "after"))
    return moments.put_off(moment, after, fields.whole("minutes"))


def _date_of(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    return moments.date_of(spec_of(node.get("date_of"), problems, key, curves))


def _time_of(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    return moments.time_of(spec_of(node.get("time_of"), problems, key, curves))


def _is_after(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(node, problems, key, ("is_after", "days"))
    one, other = (spec_of(item, problems, key, curves) for item in fields.items("is_after"))
    return moments.is_after(one, other, fields.whole("days"))


def _old_enough(node: Entries, problems: Problems, key: str, curves: Curves) -> Spec:
    fields = Fields(Fields(node, problems, key, ("old_enough",)).node("old_enough"), problems, key, _OLD)
    since, worth, new, on = (
        spec_of(fields.need(name), problems, key, curves) for name in ("since", "worth", "new", "on")
    )
    percent = [int(number(item)) for item in fields.items("percent")]
    first = spec_of(fields.node("not_before"), problems, key, curves)
    return moments.old_enough(since, worth, new, on, percent, fields.whole("spread"), first)


_DAY = ("after", "before", "days", "by", "working")
_OLD = ("since", "not_before", "worth", "new", "on", "percent", "spread")
_GROWN = ("a_year", "since", "on", "most")
_AGED = ("new", "since", "on", "percent", "spread", "to")
_READERS = {
    "aged": _aged,
    "grown": _grown,
    "moment": _moment,
    "later": _later,
    "put_off": _put_off,
    "date_of": _date_of,
    "time_of": _time_of,
    "is_after": _is_after,
    "old_enough": _old_enough,
    "by": _by,
    "often": _often,
    "whole": _whole,
    "time": _time,
    "day": _day,
    "year_after": _year_after,
    "year_of": _year_of,
    "latest": _latest,
    "part": _part,
    "money": _money,
}
