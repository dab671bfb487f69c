"""Facts from comparing papers: findings that stand on no single paper (COVERAGE_LANGUAGE, section 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations

from simulator.coverage.evidence import Evidence, Finding
from simulator.coverage.language.facts import PaperComparison
from simulator.domain.papers import Paper, pin
from simulator.domain.values import to_text

Pins = tuple[str, ...]
_NOT_FOUND: tuple[bool, Pins] = (False, ())


def compile_comparison(compared: PaperComparison) -> Finding:
    """Return the function that makes the finding of *compared*, with the pins of every field it compared."""
    work = _WORDS[compared.word]
    return lambda evidence: work(compared, evidence)


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


def _same_twice(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    for one, other in combinations(evidence.by_kind.get(compared.kind, ()), 2):
        said = [(one.statement(field), other.statement(field)) for field in compared.by]
        if all(a is not None and b is not None and normalised(a) == normalised(b) for a, b in said):
            return True, _pins((one, other), compared.by)
    return _NOT_FOUND


def _not_adding_up(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    kinds = (compared.kind,) if compared.kind else tuple(evidence.by_kind)
    for paper in (paper for kind in kinds for paper in evidence.by_kind.get(kind, ())):
        total = _amount(paper.statement(compared.total))
        parts = [(where, amount) for field in compared.parts for where, amount in _amounts(paper, field)]
        if total is None or not parts:
            continue
        if abs(sum((amount for _, amount in parts), Fraction(0)) - total) > compared.within:
            return True, (*(pin(paper.id, where) for where, _ in parts), pin(paper.id, compared.total))
    return _NOT_FOUND


def _differing(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    kinds = compared.kinds or tuple(evidence.by_kind)
    stated = [
        (paper, said)
        for kind in kinds
        for paper in evidence.by_kind.get(kind, ())
        if (said := paper.statement(compared.field)) is not None
    ]
    if len({normalised(said) for _, said in stated}) > 1:
        return True, tuple(pin(paper.id, compared.field) for paper, _ in stated)
    return _NOT_FOUND


def _too_early(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    """A date on a paper of ``kind`` (``field``) lies before a date on a paper of ``other`` (``of``)."""
    of = compared.of or compared.field
    for paper in evidence.by_kind.get(compared.kind, ()):
        for other in evidence.by_kind.get(compared.other, ()):
            early, late = _day(paper.statement(compared.field)), _day(other.statement(of))
            if early is not None and late is not None and early < late:
                return True, (pin(paper.id, compared.field), pin(other.id, of))
    return _NOT_FOUND


def _record_differing(compared: PaperComparison, evidence: Evidence) -> tuple[bool, Pins]:
    pins = _record_pins(evidence, compared.field)
    return _NOT_FOUND if pins is None else (True, pins)


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


_WORDS: dict[str, Callable[[PaperComparison, Evidence], tuple[bool, Pins]]] = {
    "same_paper_twice": _same_twice,
    "does_not_add_up": _not_adding_up,
    "differs": _differing,
    "earlier_than": _too_early,
    "record_differs": _record_differing,
}
