"""Disputed places: where papers, or the record, state the same thing differently; any of them may be flagged."""

from collections.abc import Container, Iterator, Mapping

from simulator.coverage.comparing import normalised
from simulator.coverage.evidence import ILLEGIBLE
from simulator.coverage.language.facts import Fact
from simulator.desk.filing import on_file
from simulator.domain.papers import RECORD, Paper, Statement, pin
from simulator.scoring.review import Review

Subject = tuple[str, str]
"""What is stated: the line that it is about, or none, and the name of the fact or field."""


def disputed(review: Review) -> frozenset[str]:
    """Return the places that another paper, or the record, contradicts; a paper that was replaced contradicts none."""
    replaced = {paper.replaces for paper in review.file.papers if paper.replaces}
    return frozenset(
        place
        for said in stated(review).values()
        for place, mine in said.items()
        if any(mine != other for where, other in said.items() if review.pin_paper(where) not in replaced)
    )


def beside(review: Review, place: str) -> tuple[str, ...]:
    """Return the places that state the same thing as *place*, itself among them, in the order of the file."""
    return next((tuple(said) for said in stated(review).values() if place in said), (place,))


def stated(review: Review) -> dict[Subject, dict[str, str]]:
    """Return what papers and record state of facts, and of what is compared: by subject, place and words alone."""
    found: dict[Subject, dict[str, str]] = {}
    for subject, place, said in _statements(review):
        if said != ILLEGIBLE:
            found.setdefault(subject, {})[place] = normalised(said)
    return found


def _statements(review: Review) -> Iterator[tuple[Subject, str, str]]:
    facts = {**review.guide.facts, **review.form.declarations, **review.form.facts}
    same, keyed = _same(facts), {key.rpartition(".")[2] for key in review.file.record}
    known = {*facts, *same, *keyed}
    for paper in on_file(review.file):
        for line, field, said in _fields(paper):
            name = _stated_by(review, paper.kind, field, known)
            if isinstance(said, str) and name in known:
                yield (line, same.get(name, name)), pin(paper.id, f"{line}.{field}" if line else field), said
    for key, said in review.file.record.items():
        line, _, name = key.rpartition(".")
        yield (line, same.get(name, name)), pin(RECORD, key), said


def _same(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return the field under which each compared field is looked up: those that state the same have one."""
    compared = (fact.compare for fact in facts.values() if fact.compare is not None)
    return {name: one.field for one in compared if one.word == "differs" for name in (one.field, *one.also)}


def _stated_by(review: Review, kind: str, field: str, known: Container[str]) -> str:
    """Return the fact that a paper of that kind states in *field*, or the field itself."""
    document = {**review.guide.documents, **review.form.documents}.get(kind)
    stated = () if document is None else (*document.proves, *document.states)
    return next((fact for fact in stated if fact in known and document and document.field_of(fact) == field), field)


def _fields(paper: Paper) -> Iterator[tuple[str, str, Statement]]:
    yield from (("", field, said) for field, said in paper.fields.items())
    for line, fields in paper.lines.items():
        yield from ((line, field, said) for field, said in fields.items())
