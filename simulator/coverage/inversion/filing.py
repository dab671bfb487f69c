"""Filing a draft: plain papers, one of each kind that is needed, so that the engine can judge what was solved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.inversion.comparing import compared_papers, compared_record
from simulator.coverage.inversion.wants import Draft, DraftLine, Shown
from simulator.coverage.language.facts import DocumentKind
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import CompiledForm, Rules
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.papers import Paper
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType, to_text

DECLARATIONS = "declarations"
_LATER = timedelta(days=30)

Place = tuple[str, str]
Statements = dict[str, dict[str, str]]
"""What one paper states: line id or ``""`` -> field -> text."""


def file_of(form: Form, draft: Draft, *, rules: Rules | None = None, number: str = "DRAFT-1") -> ClaimFile:
    """Return *draft* as a claim file: each fact on the first kind of paper that proves it, shown as its plan says.

    With *rules* the papers of the guide are known as well.
    """
    as_of = _as_of(form, draft)
    return ClaimFile(
        number=number,
        form=form.name,
        edition=form.edition,
        market=form.market,
        guide=rules.guide.name if rules else "",
        as_of=as_of,
        lines=tuple(_line(form, line) for line in draft.lines),
        papers=tuple(_papers(form, draft, rules, as_of)),
        record=compared_record(form, draft),
        closed=tuple(sorted(draft.closed)),
        unproved=tuple(sorted((entry.line, entry.fact) for entry in draft.evidence if entry.state == "unproved")),
    )


def _papers(form: Form, draft: Draft, rules: Rules | None, as_of: datetime) -> Iterator[Paper]:
    if form.declarations:
        yield _declarations(form, draft, as_of)
    places = _places(form, rules, draft.closed)
    plain, second = _written(draft, places)
    holders = {kind.name: kind.holder for kind in _kinds(form, rules)}
    for copies, suffix in ((plain, ""), (second, "_2")):
        for kind, content in copies.items():
            yield _paper(kind, suffix, content, holders.get(kind, "claimant"), as_of)
    yield from compared_papers(form, draft, as_of)


def _written(draft: Draft, places: Mapping[str, Place]) -> tuple[dict[str, Statements], dict[str, Statements]]:
    """Return what the first and what the second paper of each kind state."""
    plain: dict[str, Statements] = {kind: {} for kind in draft.on_file}
    second: dict[str, Statements] = {}
    shown = {(entry.line, entry.fact): entry for entry in draft.evidence}
    for line, fact, value in _facts(draft):
        if fact not in places:
            continue
        kind, field = places[fact]
        for copy, stated in zip((plain, second), _stated(value, shown.get((line, fact))), strict=False):
            copy.setdefault(kind, {}).setdefault(line, {})[field] = to_text(stated)
    return plain, second


def _facts(draft: Draft) -> Iterator[tuple[str, str, Value]]:
    for fact, value in draft.facts.items():
        yield "", fact, value
    for line in draft.lines:
        for fact, value in line.facts.items():
            yield line.id, fact, value


def _stated(value: Value, entry: Shown | None) -> tuple[Value, ...]:
    """Return what the first and, if there is one, the second paper states."""
    if entry is None:
        return (value,)
    return entry.values if entry.state in ("split", "agreeing") else ()


def _kinds(form: Form, rules: Rules | None) -> tuple[DocumentKind, ...]:
    documents = _compiled(form, rules).knowledge.documents if rules else form.documents
    return tuple(documents.values())


def _compiled(form: Form, rules: Rules) -> CompiledForm:
    return next(one for one in rules.compiled if one.form.edition == form.edition)


def _places(form: Form, rules: Rules | None, closed: Sequence[str]) -> Mapping[str, Place]:
    """Return the first kind of paper that can still prove each fact, and the field in which it does."""
    places: dict[str, Place] = {}
    for kind in _kinds(form, rules):
        if kind.name in closed:
            continue
        for fact in kind.proves:
            places.setdefault(fact, (kind.name, kind.field_of(fact)))
    return places


def _as_of(form: Form, draft: Draft) -> datetime:
    days = [value for _, _, value in _facts(draft) if isinstance(value, date)]
    latest = max((date(day.year, day.month, day.day) for day in days), default=form.in_use_from)
    return datetime(latest.year, latest.month, latest.day, 9) + _LATER


def _declarations(form: Form, draft: Draft, as_of: datetime) -> Paper:
    fields = {
        name: to_text(value) for name, value in draft.declarations.items() if form.declarations[name].fixed is None
    }
    return Paper(id=DECLARATIONS, kind=DECLARATIONS, sender="department", received_at=as_of, fields=fields)


def _paper(kind: str, suffix: str, content: Statements, holder: str, as_of: datetime) -> Paper:
    return Paper(
        id=kind + suffix,
        kind=kind,
        sender=holder,
        received_at=as_of,
        fields=content.get("", {}),
        lines={line: fields for line, fields in content.items() if line},
    )


def _line(form: Form, line: DraftLine) -> ClaimLine:
    label = form.head_labels.get(line.head) or Text(line.head, line.head)
    return ClaimLine(id=line.id, head=line.head, label=label, claimed=claimed(form, line))


def claimed(form: Form, line: DraftLine) -> Decimal:
    """Return what a line asks for: the first amount of money that it states."""
    for name, fact in form.facts.items():
        value = line.facts.get(name)
        if fact.type is ValueType.MONEY and isinstance(value, Fraction):
            return Decimal(value.numerator * 100 // value.denominator).scaleb(-2)
    return Decimal(0)
