"""Facts from comparing papers: findings that stand on no single paper (COVERAGE_LANGUAGE, section 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations

from simulator.coverage.determination import Flag
from simulator.coverage.evidence import Evidence, Finding
from simulator.coverage.language.facts import PaperComparison
from simulator.domain.papers import RECORD, Paper, pin
from simulator.domain.values import to_text

Pins = tuple[str, ...]
_NOT_FOUND: tuple[bool, Pins] = (False, ())


def compile_comparison(compared: PaperComparison) -> Finding:
    """Return the function that makes the finding of *compared*, with the pins of every field it compared."""
    if compared.word == "differs":
        return lambda evidence: _differing(compared, evidence)
    hits = _HITS[compared.word]

    def finding(evidence: Evidence) -> tuple[bool, Pins]:
        first = next(hits(compared, evidence), None)
        return _NOT_FOUND if first is None else (True, first)

    return finding


def flags_of(evidence: Evidence) -> tuple[Flag, ...]:
    """Return the errors on the file: what the comparisons of form and guide find, and what was keyed wrongly.

    Findings that share a place are one error, but for the date before which something lies. Of a statement that differs
    between papers the places that stand alone point it out, or all where none does; of the record the key does.
    """
    found: list[tuple[str, Pins, Pins]] = []
    for name, compared in evidence.knowledge.compared:
        for pins in _FLAGGED[compared.word](compared, evidence):
            own = pins[:1] if compared.word == "earlier_than" else pins
            at = next((at for at, (_, other, _) in enumerate(found) if not set(own).isdisjoint(other)), None)
            if at is None:
                found.append((name, own, pins))
            else:
                about, other, places = found[at]
                found[at] = (about, _once(*other, *own), _once(*places, *pins))
    flags = [Flag(about=about, pins=pins) for about, _, pins in found]
    if evidence.file.record:
        flags += (Flag(about=key, pins=(pin(RECORD, key),)) for key in record_errors(evidence))
    return tuple(flags)


def _once(*places: str) -> Pins:
    return tuple(dict.fromkeys(places))


def normalised(said: object) -> str:
    """Return a statement without case, spaces and signs; a number without its trailing noughts."""
    text = str(said)
    try:
        return str(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return "".join(letter for letter in text.casefold() if letter.isalnum())


def record_errors(evidence: Evidence) -> tuple[str, ...]:
    """Return the keys of the keyed record that differ from the known fact, or from every paper that states them."""
    return tuple(key for key in sorted(evidence.file.record) if _is_wrong(evidence, key))


def _is_wrong(evidence: Evidence, key: str) -> bool:
    line, _, name = key.rpartition(".")
    fact = evidence.knowledge.facts.get(name)
    if fact is not None and fact.derived is None and fact.compare is None and fact.line is bool(line):
        state = evidence.states[name, line]
        if state.pins and state.value is not None and to_text(state.value) == evidence.file.record[key]:
            return False
        if state.pins and state.value is not None:
            return normalised(to_text(state.value)) != normalised(evidence.file.record[key])
    return _record_pins(evidence, key) is not None


def _same_twice(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    for one, other in combinations(evidence.by_kind.get(compared.kind, ()), 2):
        said = [(one.statement(field), other.statement(field)) for field in compared.by]
        if all(a is not None and b is not None and normalised(a) == normalised(b) for a, b in said):
            yield _pins((one, other), compared.by)


def _not_adding_up(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    for paper in _papers(compared, evidence):
        total = _amount(paper.statement(compared.total))
        parts = [(where, amount) for field in compared.parts for where, amount in _amounts(paper, field)]
        if total is None or not parts:
            continue
        if abs(sum((amount for _, amount in parts), Fraction(0)) - total) > compared.within:
            yield (*(pin(paper.id, where) for where, _ in parts), pin(paper.id, compared.total))


def _too_early(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield where a date on a paper (``field``) lies before a date on a paper of ``other`` (``of``)."""
    of = compared.of or compared.field
    for paper in _papers(compared, evidence):
        early = _day(paper.statement(compared.field))
        for other in evidence.by_kind.get(compared.other, ()) if early is not None else ():
            late = _day(other.statement(of))
            if late is not None and early < late:  # type: ignore[operator]  # early is a day here
                yield pin(paper.id, compared.field), pin(other.id, of)


def _differing(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    stated = _stated(compared, evidence)
    if len({said for _, said in stated}) > 1:
        return True, tuple(where for where, _ in stated)
    return _NOT_FOUND


def _standing_alone(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield the places that say something else than most; all of them where no statement is more frequent."""
    stated = _stated(compared, evidence)
    ranked = Counter(said for _, said in stated).most_common(2)
    if len(ranked) < 2:
        return
    usual = ranked[0][0] if ranked[0][1] > ranked[1][1] else None
    yield tuple(where for where, said in stated if said != usual)


def _stated(compared: PaperComparison, evidence: Evidence) -> list[tuple[str, str]]:
    fields = (compared.field, *compared.also)
    return [
        (pin(paper.id, field), normalised(said))
        for paper in _papers(compared, evidence)
        for field in fields
        if (said := paper.fields.get(field)) is not None
    ]


def _papers(compared: PaperComparison, evidence: Evidence) -> Iterator[Paper]:
    """Yield the papers of the kinds that are compared: all where none is named."""
    kinds = compared.kinds or ((compared.kind,) if compared.kind else tuple(evidence.by_kind))
    for kind in kinds:
        yield from evidence.by_kind.get(kind, ())


def _record_differing(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    pins = _record_pins(evidence, compared.field)
    if pins is not None:
        yield pins


def _on_record(compared: PaperComparison, evidence: Evidence) -> Iterator[Pins]:
    """Yield nothing: what was keyed wrongly is told of every key of the record, whether or not it is compared."""
    yield from ()


def _record_pins(evidence: Evidence, key: str) -> Pins | None:
    """Return the pins that all disagree with the record under *key*; None if one agrees or none states it."""
    keyed = evidence.file.record.get(key)
    stated = [
        (pin(paper.id, key), said)
        for papers in evidence.by_kind.values()
        for paper in papers
        if isinstance(said := paper.statement(key), str)
    ]
    if keyed is None or not stated or any(normalised(said) == normalised(keyed) for _, said in stated):
        return None
    return tuple(sorted(where for where, _ in stated))


def _pins(papers: Iterable[Paper], fields: Iterable[str]) -> Pins:
    wanted = tuple(fields)
    return tuple(pin(paper.id, field) for paper in papers for field in wanted)


def _amounts(paper: Paper, field: str) -> Iterator[tuple[str, Fraction]]:
    """Yield what the paper states under *field*, for the claim or line by line."""
    stated = {field: paper.fields.get(field)} | {
        f"{line}.{field}": said.get(field) for line, said in paper.lines.items()
    }
    for where, said in stated.items():
        amount = _amount(said)
        if amount is not None:
            yield where, amount


def _amount(said: object) -> Fraction | None:
    try:
        return Fraction(said) if isinstance(said, str) else None
    except (ValueError, ZeroDivisionError):
        return None


def _day(said: object) -> date | None:
    try:
        return datetime.fromisoformat(said).date() if isinstance(said, str) else None
    except ValueError:
        return None


_Hits = Callable[[PaperComparison, Evidence], Iterator[Pins]]
_HITS: dict[str, _Hits] = {
    "same_paper_twice": _same_twice,
    "does_not_add_up": _not_adding_up,
    "earlier_than": _too_early,
    "record_differs": _record_differing,
}
_FLAGGED: dict[str, _Hits] = {**_HITS, "differs": _standing_alone, "record_differs": _on_record}
