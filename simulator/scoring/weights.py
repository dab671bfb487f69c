"""The weights: what each criterion counts, what a wrong act is worth, the pass mark; read from scoring.yaml."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from string import Formatter

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.strict_yaml import Fields, Problems, read

CRITERIA = (
    "disposition",
    "amount",
    "request",
    "escalation",
    "grounds",
    "evidence",
    "errors",
    "procedure",
    "timeliness",
)
PARTS: Mapping[str, tuple[str, ...]] = {
    "amount": ("rows", "total", "near", "near_worth"),
    "grounds": ("refusals", "cites", "also_worth", "spare_free", "spare_costs"),
    "evidence": ("pins", "ties", "spare_free", "spare_costs"),
    "errors": ("spare_free", "spare_costs"),
    "request": ("paper", "holder", "why", "spare_costs"),
    "escalation": ("queue", "brief"),
    "procedure": ("read", "reason"),
    "timeliness": ("allowance",),
}

_COUNTS = ("spare_free", "allowance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The one set of weights and costs. ``worth`` is by expected and done act, ``parts`` by criterion and part."""

    edition: str
    pass_mark: int
    criteria: Mapping[str, Fraction]
    labels: Mapping[str, Text]
    worth: Mapping[str, Mapping[str, Fraction]]
    parts: Mapping[str, Mapping[str, Fraction]]
    reason_right: Fraction
    rules: Mapping[str, Text] = field(default_factory=dict)
    content_hash: str = field(default="", compare=False)

    def part(self, criterion: str, name: str) -> Fraction:
        """Return the share (or count) of that name inside a criterion."""
        return self.parts[criterion][name]

    def rule(self, criterion: str) -> Text:
        """Return how a criterion is counted, in words, with the shares and counts of its parts filled in."""
        parts = {name: _said(name, value) for name, value in self.parts.get(criterion, {}).items()}
        rule = self.rules.get(criterion, Text("", ""))
        return Text(rule.en.format(**parts), rule.et.format(**parts).replace(" %", "%"))

    def worth_of(self, done: Disposition, expected: Disposition) -> Fraction:
        """Return what *done* is worth where *expected* was right."""
        return Fraction(1) if done is expected else self.worth[expected.value].get(done.value, Fraction(0))

    def with_rubric(self, rubric: Mapping[str, str] | None) -> "Weights":
        """Return the weights with what a scenario's rubric overrides: weights of criteria, the pass mark."""
        if not rubric:
            return self
        own = {name: _fraction(text) for name, text in rubric.items() if name in CRITERIA}
        mark = int(rubric.get("pass_mark", self.pass_mark))
        return replace(self, criteria={**self.criteria, **own}, pass_mark=mark)


def load(text: str, *, file: str = "scoring.yaml") -> Weights:
    """Return the weights that *text* holds.

    Raises:
        InvalidContent: A key is unknown or missing, or a weight is negative; every problem is listed.
    """
    problems = Problems(file)
    known = ("scoring", "pass_mark", "criteria", "worth", "parts", "reason_right")
    top = Fields(read(text, file), problems, "", known)
    criteria = Fields(top.need("criteria"), problems, "criteria", CRITERIA)
    rows = {
        name: Fields(criteria.need(name), problems, f"criteria.{name}", ("weight", "label", "rule"))
        for name in CRITERIA
    }
    weights = Weights(
        edition=top.needed_text("scoring"),
        pass_mark=top.whole("pass_mark", 70),
        criteria={name: _not_negative(row, "weight", problems) for name, row in rows.items()},
        labels={
            name: text_of(row.need("label"), problems, row.key("label")) or Text("", "") for name, row in rows.items()
        },
        rules={name: _rule(row, name, problems) for name, row in rows.items()},
        worth=_worth(top, problems),
        parts=_parts(top, problems),
        reason_right=top.number("reason_right", Fraction(1, 2)),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    problems.raise_if_any()
    return weights


def _rule(row: Fields, name: str, problems: Problems) -> Text:
    """Return the words of a criterion's rule; a slot that is no part of the criterion is a problem."""
    text = text_of(row.need("rule"), problems, row.key("rule")) or Text("", "")
    for words in (text.en, text.et):
        for _, slot, _, _ in Formatter().parse(words):
            if slot is not None and slot not in PARTS.get(name, ()):
                problems.add(row.line, row.key("rule"), f"{{{slot}}} is no part of {name}", "name one of its parts")
    return text


def _said(name: str, value: Fraction) -> str:
    """Return a part as it is read: a count, or a share in per cent."""
    return f"{float(value):g}" if name in _COUNTS else f"{float(value * 100):g} %"


def _worth(top: Fields, problems: Problems) -> dict[str, dict[str, Fraction]]:
    acts = tuple(act.value for act in Disposition)
    table = Fields(top.need("worth"), problems, "worth", acts)
    found = {}
    for act in acts:
        others = tuple(other for other in acts if other != act)
        row = Fields(table.need(act), problems, f"worth.{act}", others)
        found[act] = {other: _not_negative(row, other, problems) for other in others}
    return found


def _parts(top: Fields, problems: Problems) -> dict[str, dict[str, Fraction]]:
    table = Fields(top.need("parts"), problems, "parts", tuple(PARTS))
    found = {}
    for criterion, names in PARTS.items():
        row = Fields(table.need(criterion), problems, f"parts.{criterion}", names)
        found[criterion] = {name: _not_negative(row, name, problems) for name in names}
    return found


def _not_negative(fields: Fields, name: str, problems: Problems) -> Fraction:
    if fields.need(name) is None:
        return Fraction(0)
    value = fields.number(name)
    if value < 0:
        problems.add(fields.line, fields.key(name), f"{value} is below 0", "write 0 or more")
    return value


def _fraction(text: str) -> Fraction:
    return Fraction(text.rstrip("%")) / 100 if text.endswith("%") else Fraction(text)
