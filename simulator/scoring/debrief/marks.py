"""Marks on the papers: what decides and was found, what was missed, what was pinned without need."""

from collections.abc import Iterator

from simulator.coverage.determination import Need
from simulator.desk.filing import on_file
from simulator.domain.papers import RECORD
from simulator.scoring.criteria.evidence import is_found, is_tied, spare_pins
from simulator.scoring.debrief.model import Find, Mark, PaperMarks
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.wording import NOTHING


def papers(subject: Subject) -> tuple[PaperMarks, ...]:
    """Return the marked papers in the order of the file, the record last; a paper without a mark is left out."""
    by_paper: dict[str, list[Mark]] = {}
    for mark in _marks(subject):
        by_paper.setdefault(subject.review.pin_paper(mark.pin), []).append(mark)
    opened = {RECORD, *subject.review.opened}
    return tuple(
        PaperMarks(paper=paper, is_opened=paper in opened, marks=tuple(by_paper[paper]))
        for paper in (*(one.id for one in on_file(subject.review.file)), RECORD)
        if paper in by_paper
    )


def _marks(subject: Subject) -> Iterator[Mark]:
    """Yield a mark for each pin; a fact that was found is marked where it was pinned, a missed one where it stands."""
    seen: set[str] = set()
    for need in subject.review.needs:
        find = Find.FOUND if is_found(subject.review, need) else Find.MISSED
        for pin in _places(subject, need, find):
            if pin not in seen:
                seen.add(pin)
                yield _mark(subject, need, pin, find)
    for pin in spare_pins(subject.review):
        yield Mark(pin=pin, find=Find.SPARE, fact=NOTHING, clause=None, is_tied=False)


def _places(subject: Subject, need: Need, find: Find) -> tuple[str, ...]:
    if find is Find.MISSED:
        return need.pins[:1]
    return tuple(pin for pin in subject.review.decision.pins if pin in need.pins)


def _mark(subject: Subject, need: Need, pin: str, find: Find) -> Mark:
    return Mark(
        pin=pin,
        find=find,
        fact=capital(subject.needed(need)),
        clause=subject.clause(need.provision),
        is_tied=is_tied(subject.review, need),
    )
