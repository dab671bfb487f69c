"""Disputed places: where papers, or the record, state the same thing differently; any of them may be flagged."""

from collections.abc import Container, Iterator, Mapping

from simulator.coverage.comparing import normalised
from simulator.coverage.language.facts import Fact
from simulator.desk.filing import on_file
from simulator.domain.papers import RECORD, Paper, Statement, pin
from simulator.scoring.review import Review

_Said = tuple[str, str, str]
"""What is stated, as a line and a name, and the place that states it."""


def disputed(review: Review) -> frozenset[str]:
    """Return the places that another paper, or the record, contradicts; a paper that was replaced contradicts none."""
    words = {place: normalised(said) for (_, _, place), said in _statements(review)}
    apart: dict[tuple[str, str], list[str]] = {}
    for (line, name, place), _ in _statements(review):
        apart.setdefault((line, name), []).append(place)
    replaced = {paper.replaces for paper in review.file.papers if paper.replaces}
    return frozenset(
        place
        for places in apart.values()
        for place in places
        if any(words[place] != words[other] for other in places if review.pin_paper(other) not in replaced)
    )


def _statements(review: Review) -> Iterator[tuple[_Said, str]]:
    """Yield what papers and record state of facts, and of what form or guide compare."""
    facts = {**review.guide.facts, **review.form.declarations, **review.form.facts}
    same, known = _same(facts), {*facts, *_same(facts)}
    for paper in on_file(review.file):
        for line, field, said in _fields(paper):
            name = _stated_by(review, paper.kind, field, known)
            if isinstance(said, str) and name in known:
                where = f"{line}.{field}" if line else field
                yield (line, same.get(name, name), pin(paper.id, where)), said
    for key, keyed in review.file.record.items():
        line, _, name = key.rpartition(".")
        yield (line, same.get(name, name), pin(RECORD, key)), keyed


def _same(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return the field under which each compared field is looked up: those that state the same have one."""
    compared = (fact.compare for fact in facts.values() if fact.compare is not None)
    return {name: one.field for one in compared if one.word == "differs" for name in (one.field, *one.also)}


def _stated_by(review: Review, kind: str, field: str, known: Container[str]) -> str:
    document = {**review.guide.documents, **review.form.documents}.get(kind)
    stated = () if document is None else (*document.proves, *document.states)
    return next((fact for fact in stated if fact in known and document and document.field_of(fact) == field), field)


def _fields(paper: Paper) -> Iterator[tuple[str, str, Statement]]:
    yield from (("", field, said) for field, said in paper.fields.items())
    for line, fields in paper.lines.items():
        yield from ((line, field, said) for field, said in fields.items())
