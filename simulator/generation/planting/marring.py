"""Marring: the errors of a scenario put on papers that were right, and into the record. Each has dice of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from simulator.coverage.dates import is_working
from simulator.coverage.evidence import ILLEGIBLE
from simulator.coverage.inversion import Unreachable
from simulator.domain.dice import Dice
from simulator.domain.exercise import Planted
from simulator.domain.papers import RECORD, Paper, Statement, pin
from simulator.domain.values import to_text
from simulator.generation.plans import Plan
from simulator.generation.planting.asking import DIFFERING, EARLY, KEYING, SUM, TWICE, Wanted
from simulator.generation.planting.slips import misadded, slipped
from simulator.phrases import phrase, words_of

_DAYS_BEFORE = (2, 25)
_DAYS_AFTER = (1, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marred:
    """Papers and record with their errors: what was planted, and each marred paper, by its id, as it should be."""

    papers: tuple[Paper, ...]
    record: Mapping[str, str]
    right: Mapping[str, Paper]
    planted: tuple[Planted, ...]


def marred(plan: Plan, papers: tuple[Paper, ...], dice: Dice) -> Marred:
    """Return *papers* and what was keyed of them, with the errors that the scenario plants.

    Raises:
        Unreachable: An error finds nothing on these papers on which it could stand.
    """
    work = _Marring(plan, papers)
    for one in plan.scenario.case.complications:
        pattern = plan.world.complications.get(one.name)
        for kind, name in pattern.plants if pattern is not None else ():
            work.note_as_written(one.name, kind, name)
    for wanted in plan.errors:
        work.plant(wanted, dice.stream(f"{wanted.name} {wanted.one.about}".strip()))
    return work.done()


def keyed(plan: Plan, papers: tuple[Paper, ...]) -> dict[str, str]:
    """Return what was keyed when the claim was opened: each field as the paper states it that came first."""
    record: dict[str, str] = {}
    for name in plan.world.record:
        said = (paper.fields.get(name) for paper in papers)
        first = next((words for words in said if isinstance(words, str) and words != ILLEGIBLE), None)
        if first is not None:
            record[name] = first
    return record


class _Marring:
    """One file while errors are planted on it."""

    def __init__(self, plan: Plan, papers: tuple[Paper, ...]) -> None:
        self.plan, self.papers, self.record = plan, list(papers), keyed(plan, papers)
        self.right: dict[str, Paper] = {}
        self.planted: list[Planted] = []
        self.last = max(paper.received_at for paper in papers)

    def done(self) -> Marred:
        """Return the file as it is now, its papers in the order in which they came."""
        papers = tuple(sorted(self.papers, key=lambda paper: (paper.received_at, paper.id)))
        return Marred(papers=papers, record=self.record, right=self.right, planted=tuple(self.planted))

    def plant(self, wanted: Wanted, dice: Dice) -> None:
        """Plant one error."""
        if wanted.name == KEYING:
            self._key_wrongly(wanted, dice)
        elif wanted.name.startswith(TWICE):
            self._hand_in_again(wanted, dice)
        elif wanted.name.startswith(DIFFERING):
            self._write_apart(wanted, dice)
        elif wanted.name == SUM:
            self._add_wrongly(wanted, dice)
        elif wanted.name == EARLY:
            self._date_early(wanted, dice)

    def note_as_written(self, complication: str, kind: str, name: str) -> None:
        """Note a place that the world itself wrote wrongly for a complication, where a paper has it."""
        stated = [paper for paper in self.papers if paper.kind == kind and name in paper.fields]
        self.planted += [Planted(name=complication, about="", pins=(pin(paper.id, name),)) for paper in stated[-1:]]

    # each error

    def _key_wrongly(self, wanted: Wanted, dice: Dice) -> None:
        key = wanted.one.about
        said = self.record.get(key)
        if said is None:
            raise self._nowhere(wanted, phrase("no paper states %(fact)s, so it was not keyed", fact=key))
        self.record[key] = self._slipped(said, wanted, dice)
        self._note(wanted, pin(RECORD, key))

    def _hand_in_again(self, wanted: Wanted, dice: Dice) -> None:
        """Let a paper come once more, a few days after everything else, from its sender or from the claimant."""
        paper = self._paper(wanted, wanted.compared[0].by)
        copies = sum(one.kind == paper.kind for one in self.papers)
        again = replace(
            paper,
            id=f"{paper.kind}_{copies + 2}",
            sender=dice.pick((paper.sender, "claimant")),
            received_at=self._later(dice),
            fields=dict(paper.fields),
            replaces=None,
        )
        self.papers.append(again)
        self._note(wanted, *(pin(one.id, name) for one in (paper, again) for name in wanted.compared[0].by))

    def _write_apart(self, wanted: Wanted, dice: Dice) -> None:
        found = [name for one in wanted.compared for name in wanted.fields if name in (one.field, *one.also)]
        paper = self._paper(wanted, found, every=False)
        name = next(name for name in found if name in paper.fields)
        self._rewrite(paper, {name: self._slipped(str(paper.fields[name]), wanted, dice)})
        self._note(wanted, pin(paper.id, name))

    def _add_wrongly(self, wanted: Wanted, dice: Dice) -> None:
        """Change a total or one of its parts; never what proves a fact."""
        sums = [name for one in wanted.compared for name in (one.total, *one.parts)]
        paper = self._paper(wanted, [one.total for one in wanted.compared], every=False)
        proved = self._proved(paper.kind)
        name = dice.pick([name for name in dict.fromkeys(sums) if name in paper.fields and name not in proved])
        self._rewrite(paper, {name: misadded(str(paper.fields[name]), dice)})
        self._note(wanted, pin(paper.id, name))

    def _date_early(self, wanted: Wanted, dice: Dice) -> None:
        """Date a paper before the loss; what its sender dated after it moves along."""
        one = wanted.compared[0]
        stated = (paper.fields.get(one.of) for paper in self.papers if paper.kind == one.other)
        before = min((said for said in stated if isinstance(said, str)), default=None)
        if before is None:
            raise self._nowhere(wanted, phrase("no %(paper)s states %(field)s", paper=one.other, field=one.of))
        paper = self._paper(wanted, [one.field])
        was = date.fromisoformat(str(paper.fields[one.field]))
        now = self._working(date.fromisoformat(before[:10]) - timedelta(days=dice.whole(*_DAYS_BEFORE)), -1)
        self._rewrite(paper, {one.field: to_text(now), **self._moved(paper, was, now - was)})
        self._note(wanted, pin(paper.id, one.field))

    # what they share

    def _paper(self, wanted: Wanted, fields: tuple[str, ...] | list[str], *, every: bool = True) -> Paper:
        """Return the last paper of the kind that counts and states the fields, or one of them."""
        replaced = {paper.replaces for paper in self.papers}
        enough = all if every else any
        for paper in reversed(self.papers):
            if (
                paper.kind == wanted.kind
                and paper.id not in replaced
                and enough(name in paper.fields for name in fields)
            ):
                return paper
        names = ", ".join(dict.fromkeys(fields))
        why = phrase("no %(paper)s on the file states %(fields)s", paper=wanted.kind, fields=names)
        raise self._nowhere(wanted, why)

    def _rewrite(self, paper: Paper, fields: Mapping[str, Statement]) -> None:
        self.right.setdefault(paper.id, paper)
        self.papers[self.papers.index(paper)] = replace(paper, fields={**paper.fields, **fields})

    def _note(self, wanted: Wanted, *pins: str) -> None:
        self.planted.append(Planted(name=wanted.name, about=wanted.one.about, pins=pins))

    def _slipped(self, said: str, wanted: Wanted, dice: Dice) -> str:
        try:
            return slipped(said, wanted.fact, wanted.one.slip, dice, until=self.last.date())
        except ValueError as error:
            raise self._nowhere(wanted, words_of(error)) from None

    def _moved(self, paper: Paper, since: date, by: timedelta) -> dict[str, str]:
        proved = self._proved(paper.kind)
        days = {name: _day(said) for name, said in paper.fields.items() if name not in proved}
        return {name: to_text(day + by) for name, day in days.items() if day is not None and day > since}

    def _proved(self, kind: str) -> set[str]:
        document = self.plan.documents.get(kind)
        return set() if document is None else {document.field_of(fact) for fact in document.proves}

    def _later(self, dice: Dice) -> datetime:
        day = self._working(self.last.date() + timedelta(days=dice.whole(*_DAYS_AFTER)), 1)
        return datetime.combine(day, time(dice.whole(9, 16), dice.whole(0, 11) * 5))

    def _working(self, day: date, step: int) -> date:
        while not is_working(day, self.plan.market.name):
            day += timedelta(days=step)
        return day

    def _nowhere(self, wanted: Wanted, why: str) -> Unreachable:
        return Unreachable(
            phrase("%(file)s: %(name)s: %(why)s", file=self.plan.scenario.file, name=wanted.name, why=why)
        )


def _day(said: Statement) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
