"""Paperwork: which papers lie on the file, when they came, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from simulator.coverage.inversion import Draft, Shown
from simulator.coverage.inversion.comparing import compared_papers
from simulator.domain.dice import Dice
from simulator.domain.papers import Paper, Statement
from simulator.domain.scenario import OnFile
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType, to_text
from simulator.generation.lines import Line, holds
from simulator.generation.plans import Plan
from simulator.generation.worlds import PaperPlan
from simulator.generation.worlds.plain import DECLARATIONS
from simulator.generation.worlds.specs import Attributes
from simulator.generation.worlds.wording import statement

_CENT = Fraction(1, 100)
_GONE = (OnFile.ABSENT, OnFile.UNOBTAINABLE)


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A paper while it is written."""

    id: str
    kind: str
    sender: str
    received_at: datetime
    fields: dict[str, Statement] = field(default_factory=dict)
    lines: dict[str, dict[str, Statement]] = field(default_factory=dict)
    replaces: str | None = None

    def paper(self) -> Paper:
        """Return the paper as it will lie on the file."""
        return Paper(
            id=self.id,
            kind=self.kind,
            sender=self.sender,
            received_at=self.received_at,
            fields=self.fields,
            lines=self.lines,
            replaces=self.replaces,
        )


class Paperwork:
    """Writes the papers of one claim from the draft and the attributes."""

    def __init__(self, plan: Plan, draft: Draft, known: Attributes, jobs: Mapping[str, Line], dice: Dice) -> None:
        self.plan, self.draft, self.known, self.jobs, self.dice = plan, draft, known, jobs, dice
        self.shown = {(one.line, one.fact): one for one in (*draft.evidence, *self._planted())}
        self.hidden = {key for key, one in self.shown.items() if one.state in ("left_out", "unproved")}
        self.stated = [(line, fact) for line, fact, _ in self._facts() if (line, fact) not in self.hidden]

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers in the order in which they came."""
        sheets = {kind: self._sheet(kind) for kind in self._kinds()}
        written = list(sheets.values())
        for (line, fact), entry in self.shown.items():
            if entry.state in ("split", "agreeing"):
                written += self._split(sheets, line, fact, entry)
        for kind, state in self.plan.papers.items():
            if state is OnFile.CORRECTED and kind in sheets:
                written.append(self._earlier(sheets[kind]))
        as_of = max(sheet.received_at for sheet in written)
        papers = [sheet.paper() for sheet in written]
        papers += compared_papers(self.plan.form, self.draft, as_of)
        return tuple(sorted(papers, key=lambda paper: (paper.received_at, paper.id)))

    def _facts(self) -> Iterator[tuple[str, str, Value]]:
        for fact, value in self.draft.facts.items():
            yield "", fact, value
        for line in self.draft.lines:
            for fact, value in line.facts.items():
                yield line.id, fact, value

    # which papers

    def _kinds(self) -> list[str]:
        """Return the kinds on the file, in the order of the world and the form."""
        plan = self.plan
        every = dict.fromkeys((*plan.world.papers, *plan.documents))
        found = {kind for kind in every if self._lies_there(kind)}
        for line, fact in self.stated:
            provers = [kind.name for kind in plan.provers(fact)]
            if provers and not any(kind in found and self._covers(kind, line) for kind in provers):
                wanted = next((kind for kind in provers if self._may_come(kind) and self._covers(kind, line)), None)
                if wanted is not None:
                    found.add(wanted)
        return [kind for kind in every if kind in found]

    def _may_come(self, kind: str) -> bool:
        return kind not in self.draft.closed and self.plan.papers.get(kind) not in _GONE

    def _lies_there(self, kind: str) -> bool:
        if kind == DECLARATIONS:
            return bool(self.plan.form.declarations)
        if not self._may_come(kind):
            return False
        if kind in self.draft.on_file or self.plan.papers.get(kind) in (OnFile.PRESENT, OnFile.CORRECTED):
            return True
        plan = self.plan.world.papers.get(kind)
        if plan is None or kind in self.plan.asked_about or not self.plan.world.content_hash:
            return False
        if self._only_hidden(kind):
            return False
        return holds(plan.when, self.known)

    def _only_hidden(self, kind: str) -> bool:
        """Tell whether a kind would come for the sake of facts that nobody may state."""
        document = self.plan.documents.get(kind)
        if document is None or not self.hidden:
            return False
        proved = [key for key in (*self.stated, *self.hidden) if key[1] in document.proves]
        return bool(proved) and all(key in self.hidden for key in proved)

    def _covers(self, kind: str, line: str) -> bool:
        plan = self.plan.world.papers.get(kind)
        return not line or plan is None or not plan.heads or self.jobs[line].head in plan.heads

    # what they say

    def _sheet(self, kind: str) -> Sheet:
        plan = self.plan.world.papers.get(kind) or _bare(kind)
        known, dice = self.known, self.dice
        received = plan.received_on(dice, known)
        at = time.fromisoformat(plan.received_at(dice, known))
        day = received.date() if isinstance(received, datetime) else received
        known["paper.received_on"] = day
        document = self.plan.documents.get(kind)
        sender = document.holder if document is not None else "department"
        sheet = Sheet(id=kind, kind=kind, sender=sender, received_at=datetime.combine(day, at))
        self._write_lines(sheet, plan)
        for name, spec in plan.fields.items():
            self._put(sheet.fields, name, spec(dice, known))
        self._caption(sheet, plan)
        self._write_facts(sheet, plan)
        return sheet

    @staticmethod
    def _put(into: dict[str, Statement], name: str, value: object) -> None:
        words = statement(value)
        if words is not None:
            into[name] = words

    def _write_lines(self, sheet: Sheet, plan: PaperPlan) -> None:
        document = self.plan.documents.get(sheet.kind)
        if document is None or not (document.lines or plan.lines):
            return
        sums = {"net": Fraction(0), "vat": Fraction(0), "gross": Fraction(0)}
        for line in self.jobs.values():
            if not self._covers(sheet.kind, line.id) or not self._says_something(document.proves, line):
                continue
            money = self._money(line)
            for name, amount in money.items():
                sums[name] += amount
                self.known[f"line.{name}"] = amount
            self._tell_job(line)
            fields: dict[str, Statement] = {}
            for name, spec in plan.lines.items():
                self._put(fields, name, spec(self.dice, self.known))
            sheet.lines[line.id] = fields
        self.known.update({f"sum.{name}": amount for name, amount in sums.items()})

    def _says_something(self, proves: tuple[str, ...], line: Line) -> bool:
        return any(fact in proves and (line.id, fact) not in self.hidden for fact in line.facts)

    def _money(self, line: Line) -> dict[str, Fraction]:
        gross = line.gross or Fraction(0)
        rate = self.plan.market.vat_on(self.known["paper.received_on"])
        net = (gross / (1 + rate) + _CENT / 2) // _CENT * _CENT
        return {"net": net, "vat": gross - net, "gross": gross}

    def _tell_job(self, line: Line) -> None:
        job, known = line.job, self.known
        label = self.plan.form.head_labels.get(line.head, Text(line.head, line.head))
        known["job.work"] = job.work if job is not None else label
        known["job.quantity"] = Fraction(job.quantity) if job is not None else Fraction(1)
        hours = Fraction(self.dice.whole(job.hours[0] * 2, job.hours[1] * 2), 2) if job is not None else None
        known["job.hours"] = hours or None
        for name, value in line.facts.items():
            known[f"line.{name}"] = value

    def _caption(self, sheet: Sheet, plan: PaperPlan) -> None:
        captions = plan.captions
        if captions is None:
            return
        for word in str(self.known.get(captions.of, "")).split(","):
            spec = captions.says.get(word, captions.says.get("else"))
            if word and spec is not None:
                self._put(sheet.fields, f"{captions.field}.{word}", spec(self.dice, self.known))

    def _write_facts(self, sheet: Sheet, plan: PaperPlan) -> None:
        if sheet.kind == DECLARATIONS:
            self._declare(sheet)
            return
        document = self.plan.documents.get(sheet.kind)
        if document is None:
            return
        for line, fact, value in self._facts():
            if fact not in document.proves or fact in plan.silent_on or not self._covers(sheet.kind, line):
                continue
            where = sheet.lines.setdefault(line, {}) if line else sheet.fields
            where[document.field_of(fact)] = to_text(value)
        self._hide(sheet, document.proves, document.field_of)

    def _hide(self, sheet: Sheet, proves: tuple[str, ...], field_of: object) -> None:
        for line, fact in self.hidden:
            if fact in proves:
                where = sheet.lines.get(line, {}) if line else sheet.fields
                where.pop(field_of(fact), None)  # type: ignore[operator]

    def _declare(self, sheet: Sheet) -> None:
        known = self.plan.world.facts
        for name, fact in self.plan.form.declarations.items():
            value = self.draft.declarations.get(name)
            if value is None and fact.fixed is None:
                value = self.known.get(known.get(name, ""))
            if value is not None:
                self._put(sheet.fields, name, value)

    # clashes and corrections

    def _planted(self) -> Iterator[Shown]:
        for fact in self.plan.conflicts:
            for line, name, value in self._facts():
                if name == fact:
                    yield Shown(fact=fact, line=line, state="split", values=(value, self._other(fact, value)))
                    break

    def _other(self, name: str, value: Value) -> Value:
        """Return another value that somebody may well have written."""
        fact = self.plan.facts[name]
        if isinstance(value, bool):
            return not value
        if isinstance(value, date):
            return value - timedelta(days=self.dice.whole(1, 3))
        if isinstance(value, Fraction):
            step = fact.unit if fact.type is not ValueType.MONEY else _CENT
            return value + step * self.dice.whole(1, 9) * (1000 if fact.type is ValueType.MONEY else 1)
        others = [choice for choice in fact.choices if choice != value]
        return self.dice.pick(others) if others else value

    def _split(self, sheets: dict[str, Sheet], line: str, fact: str, entry: Shown) -> list[Sheet]:
        """Let one paper say the first value and another the second; write a second copy where there is only one."""
        kinds = [kind for kind in self.plan.provers(fact) if kind.name in sheets]
        trust = self.plan.facts[fact].trust if fact in self.plan.facts else ()
        ranks = [trust.index(kind.name) if kind.name in trust else len(trust) for kind in kinds]
        first = kinds[0]
        peers = [kind for kind, rank in zip(kinds, ranks, strict=True) if rank == ranks[0]]
        values = [to_text(value) for value in entry.values]
        for at, kind in enumerate(peers):
            self._say(sheets[kind.name], line, kind.field_of(fact), values[min(at, len(values) - 1)])
        if len(peers) > 1:
            return []
        copy = self._second(sheets[first.name], days=self.dice.whole(1, 3))
        self._say(copy, line, first.field_of(fact), values[-1])
        return [copy]

    @staticmethod
    def _say(sheet: Sheet, line: str, name: str, words: str) -> None:
        where = sheet.lines.setdefault(line, {}) if line else sheet.fields
        where[name] = words

    def _second(self, sheet: Sheet, *, days: int) -> Sheet:
        return Sheet(
            id=f"{sheet.id}_2",
            kind=sheet.kind,
            sender=sheet.sender,
            received_at=sheet.received_at + timedelta(days=days, minutes=35),
            fields=dict(sheet.fields),
            lines={line: dict(fields) for line, fields in sheet.lines.items()},
        )

    def _earlier(self, sheet: Sheet) -> Sheet:
        """Return the paper as it was before it was corrected; *sheet* becomes the one that replaces it."""
        wrong = self._second(sheet, days=0)
        wrong.id, wrong.received_at = sheet.id, sheet.received_at - timedelta(days=2, minutes=50)
        sheet.id, sheet.replaces = f"{sheet.id}_2", sheet.id
        line = next(iter(wrong.lines), None)
        amount = self.plan.world.amount or self._amount_of(line)
        said = wrong.lines[line].get(amount) if line is not None else None
        if line is not None and isinstance(said, str):
            more = Fraction(said) + Fraction(self.dice.whole(40, 400))
            wrong.lines[line][amount] = to_text(more)
            self._add_up(wrong, amount, more - Fraction(said))
        return wrong

    def _amount_of(self, line: str | None) -> str:
        facts = self.jobs[line].facts if line is not None else {}
        return next((name for name, value in facts.items() if isinstance(value, Fraction)), "")

    def _add_up(self, sheet: Sheet, amount: str, more: Fraction) -> None:
        total = sheet.fields.get("total")
        if isinstance(total, str):
            sheet.fields["total"] = to_text(Fraction(total) + more)


def _bare(kind: str) -> PaperPlan:
    """Return the plan of a kind that the world does not describe."""
    return PaperPlan(
        kind=kind,
        received_on=lambda dice, known: known["loss.reported_on"],
        received_at=lambda dice, known: "09:40",
    )
