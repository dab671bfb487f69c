"""Facts from comparing papers: findings that stand on no single paper (COVERAGE_LANGUAGE, section 2.3).

A file is compared each time it is determined, and on nearly every file all agrees: statements that are the same letter
for letter are looked at no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from simulator.coverage.determination import Flag
from simulator.coverage.evidence import Evidence, Finding
from simulator.coverage.language.facts import PaperComparison
from simulator.domain.papers import RECORD, Paper, pin
from simulator.domain.values import to_text

Pins = tuple[str, ...]
_NOT_FOUND: tuple[bool, Pins] = (False, ())


class _Error(NamedTuple):
    """Something that is wrong: what was compared, the places that tell one error from another, and all its places."""

    about: str
    own: Pins
    pins: Pins


def compile_comparison(compared: PaperComparison) -> Finding:
    """Return the function that makes the finding of *compared*, with the pins of every field it compared."""
    hits = _FOUND[compared.word]

    def finding(evidence: Evidence) -> tuple[bool, Pins]:
        first = next(hits(compared, evidence), None)
        return _NOT_FOUND if first is None else (True, first)

    return finding


def flags_of(evidence: Evidence) -> tuple[Flag, ...]:
    """Return the errors on the file: what the comparisons of form and guide find, and what was keyed wrongly.

    Findings that share a place are one error, but for the date before which something lies. Of a statement that differs
    between papers the places that stand alone point it out, or all where none does. Of a key of the record only the
    record does, since the papers that say otherwise are right; so it is also never one error with one on a paper.
    """
    found: list[_Error] = []
    for name, compared in evidence.knowledge.compared:
        for pins in _FLAGGED[compared.word](compared, evidence):
            found = _with(found, _Error(name, pins[:1] if compared.word == "earlier_than" else pins, pins))
    record = (Flag(about=key, pins=(pin(RECORD, key),)) for key in record_errors(evidence))
    return (*(Flag(about=one.about, pins=one.pins) for one in found), *record)


def _with(found: list[_Error], new: _Error) -> list[_Error]:
    """Return the errors with *new*, as one with those that it shares a place with."""
    same = [one for one in found if not set(one.own).isdisjoint(new.own)]
    if not same:
        return [*found, new]
    parts = (*same, new)
    own, pins = (tuple(dict.fromkeys(place for part in parts for place in part[at])) for at in (1, 2))
    joined = _Error(same[0].about, own, pins)
    return [joined if one is same[0] else one for one in found if one is same[0] or one not in same]


def normalised(said: object) -> str:
    """Return a statement without case, spaces and signs, a number without needless noughts; nothing if illegible."""
    text = str(said)
    whole, point, part = text.removeprefix("-").partition(".")
    if whole.isdecimal() and (part.isdecimal() or not point):
        return str(Fraction(text))
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def record_errors(evidence: Evidence) -> tuple[str, ...]:
    """Return the keys of the keyed record that differ from the known fact, or from every paper that states them."""
    record = evidence.file.record
    return tuple(key for key in sorted(record) if _against(evidence, key, record[key])) if record else ()


def _against(evidence: Evidence, key: str, keyed: str) -> Pins:
    """Return the places that show that *keyed* is wrong: those of the known fact, else all papers that state *key*."""
    line, _, name = key.rpartition(".")
    fact = evidence.knowledge.facts.get(name)
    if fact is not None and fact.derived is None and fact.compare is None and fact.line is bool(line):
        state = evidence.states[name, line]
        if state.pins and state.value is not None:
            known = to_text(state.value)
            return () if known == keyed or normalised(known) == normalised(keyed) else state.pins
    return _disagreeing(evidence, key, keyed)


def _disagreeing(evidence: Evidence, key: str, keyed: str) -> Pins:
    """Return where papers state *key*, if each says something else than *keyed*; nothing where one agrees."""
    wanted, places = "", []
    for papers in evidence.by_kind.values():
        for paper in papers:
            said = paper.fields.get(key) or paper.statement(key)
            if said == keyed:
                return ()
            if isinstance(said, str) and (words := normalised(said)):
                wanted = wanted or normalised(keyed)
                if words == wanted:
                    return ()
                places.append(pin(paper.id, key))
    return tuple(sorted(places))


def _same_twice(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    papers = evidence.by_kind.get(compared.kind, ())
    for one, other in combinations(papers, 2) if len(papers) > 1 else ():
        if all(_agree(one.statement(field), other.statement(field)) for field in compared.by):
            yield tuple(pin(paper.id, field) for paper in (one, other) for field in compared.by)


def _agree(one: object, other: object) -> bool:
    """Tell whether two papers say the same; what one of them does not say, or nobody can read, agrees with nothing."""
    if one is None or other is None:
        return False
    words = normalised(one)
    return bool(words) and words == normalised(other)


def _not_adding_up(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    for paper in _papers(compared, evidence):
        total = _amount(paper.statement(compared.total))
        parts = [] if total is None else [stated for field in compared.parts for stated in _stated_in(paper, field)]
        if total is None or not parts:
            continue
        amounts = [amount for _, said in parts if (amount := _amount(said)) is not None]
        off = sum(amounts, -total)
        if off and len(amounts) == len(parts) and Fraction(abs(off)) > compared.within:
            yield (*(pin(paper.id, where) for where, _ in parts), pin(paper.id, compared.total))


def _stated_in(paper: Paper, field: str) -> Iterator[tuple[str, object]]:
    """Yield what *paper* states under *field*, for the claim and line by line."""
    if field in paper.fields:
        yield field, paper.fields[field]
    for line, said in paper.lines.items():
        if field in said:
            yield f"{line}.{field}", said[field]


def _too_early(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield where a date on a paper (``field``) lies before a date on a paper of ``other`` (``of``)."""
    of = compared.of or compared.field
    lates = [(other.id, _day(other.statement(of))) for other in evidence.by_kind.get(compared.other, ())]
    for paper in _papers(compared, evidence) if lates else ():
        early = _day(paper.statement(compared.field))
        for other, late in lates:
            if early is not None and late is not None and early < late:
                yield pin(paper.id, compared.field), pin(other, of)


def _differing(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield all places, where they do not all say the same."""
    stated = _disputed(compared, evidence)
    if stated:
        yield tuple(where for where, _ in stated)


def _standing_alone(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield the places that say something else than most; all of them where no statement is more frequent."""
    stated = _disputed(compared, evidence)
    if stated:
        first, second = Counter(said for _, said in stated).most_common(2)
        usual = first[0] if first[1] > second[1] else None
        yield tuple(where for where, said in stated if said != usual)


def _disputed(compared: PaperComparison, evidence: Evidence) -> list[tuple[str, str]]:
    """Return every place that can be read, with what it says; nothing where all say the same."""
    fields = (compared.field, *compared.also)
    stated = [
        (paper.id, field, said)
        for paper in _papers(compared, evidence)
        for field in fields
        if (said := paper.fields.get(field)) is not None
    ]
    if not stated or all(said == stated[0][2] for _, _, said in stated):
        return []
    read = [(pin(paper, field), words) for paper, field, said in stated if (words := normalised(said))]
    return read if len({words for _, words in read}) > 1 else []


def _named_nowhere(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield each place with a name that stands in none of the fields in which it may, on whatever paper."""
    places = [(paper.id, said) for paper in _papers(compared, evidence) if (said := paper.fields.get(compared.field))]
    if not places:
        return
    papers = [paper for kind in evidence.by_kind.values() for paper in kind]
    known = {said for paper in papers for field in compared.among if (said := paper.fields.get(field)) is not None}
    if not known or all(said in known for _, said in places):
        return
    names = {normalised(said) for said in known}
    for paper, said in places:
        if (words := normalised(said)) and words not in names:
            yield (pin(paper, compared.field),)


def _papers(compared: PaperComparison, evidence: Evidence) -> list[Paper]:
    """Return the papers of the kinds that are compared: all where none is named."""
    by_kind = evidence.by_kind
    kinds = compared.kinds or ((compared.kind,) if compared.kind else by_kind)
    return [paper for kind in kinds if kind in by_kind for paper in by_kind[kind]]


def _keyed_wrongly(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    keyed = evidence.file.record.get(compared.field)
    pins = () if keyed is None else _against(evidence, compared.field, keyed)
    if pins:
        yield pins


def _on_record(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield nothing: what was keyed wrongly is told of every key of the record, whether or not it is compared."""
    yield from ()


def _amount(said: object) -> Decimal | None:
    try:
        amount = Decimal(said) if isinstance(said, str) else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _day(said: object) -> date | None:
    try:
        return datetime.fromisoformat(said).date() if isinstance(said, str) else None
    except ValueError:
        return None


_Hits = Callable[[PaperComparison, Evidence], Iterator[Pins]]
_FOUND: dict[str, _Hits] = {
    "same_paper_twice": _same_twice,
    "does_not_add_up": _not_adding_up,
    "differs": _differing,
    "earlier_than": _too_early,
    "record_differs": _keyed_wrongly,
    "named_nowhere": _named_nowhere,
}
_FLAGGED: dict[str, _Hits] = {**_FOUND, "differs": _standing_alone, "record_differs": _on_record}
