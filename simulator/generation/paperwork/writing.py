"""Paperwork: which papers lie on the file, when they came, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from fractions import Fraction

from simulator.coverage.inversion import Draft
from simulator.coverage.inversion.comparing import compared_papers
from simulator.domain.dice import Dice
from simulator.domain.papers import Paper, Statement
from simulator.domain.scenario import OnFile
from simulator.domain.text import Text
from simulator.domain.values import to_text
from simulator.generation.lines import Line, holds
from simulator.generation.paperwork.bills import AMOUNTS, billed
from simulator.generation.paperwork.clashes import earlier, facts_of, planted, split
from simulator.generation.paperwork.sheets import Sheet
from simulator.generation.plans import Plan
from simulator.generation.worlds import PaperPlan
from simulator.generation.worlds.plain import DECLARATIONS
from simulator.generation.worlds.specs import Attributes
from simulator.generation.worlds.wording import statement

HERE = (OnFile.PRESENT, OnFile.CORRECTED, OnFile.ILLEGIBLE, OnFile.PARTIAL)
GONE = (OnFile.ABSENT, OnFile.UNOBTAINABLE)


class Paperwork:
    """Writes the papers of one claim from the draft and the attributes."""

    def __init__(self, plan: Plan, draft: Draft, known: Attributes, jobs: Mapping[str, Line], dice: Dice) -> None:
        self.plan, self.draft, self.known, self.jobs, self.dice = plan, draft, known, jobs, dice
        self.shown = {(one.line, one.fact): one for one in (*draft.evidence, *planted(plan, draft, dice))}
        self.hidden = {key for key, one in self.shown.items() if one.state in ("left_out", "unproved")}
        self.stated = [(line, fact) for line, fact, _ in facts_of(draft) if (line, fact) not in self.hidden]
        self.as_it_is: dict[str, Sheet] = {}
        self.written: list[Sheet] = []
        self.billed: dict[str, None] = {}
        self.known |= {f"sum.{name}": Fraction(0) for name in AMOUNTS}

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers in the order in which they came."""
        sheets = {kind: self.sheet(kind) for kind in self._kinds()}
        self.as_it_is = {kind: sheet.second(days=0) for kind, sheet in sheets.items()}
        written = list(sheets.values())
        for entry in self.shown.values():
            if entry.state in ("split", "agreeing"):
                written += split(self.plan, sheets, entry, self.dice)
        for kind, state in self.plan.papers.items():
            if state is OnFile.CORRECTED and kind in sheets:
                written.append(earlier(sheets[kind], self.jobs, self.plan.world.amount, self.dice))
            elif state is OnFile.ILLEGIBLE and kind in sheets:
                sheets[kind].smudge(self._deciding(kind))
            elif state is OnFile.PARTIAL and kind in sheets:
                sheets[kind].leave_last_line()
        self.written = written
        as_of = max(sheet.received_at for sheet in written)
        papers = [sheet.paper() for sheet in written]
        papers += compared_papers(self.plan.form, self.draft, as_of)
        return tuple(sorted(papers, key=lambda paper: (paper.received_at, paper.id)))

    def _deciding(self, kind: str) -> frozenset[str]:
        """Return the fields in which a paper of that kind proves something, and all the sums of a bill."""
        document = self.plan.documents.get(kind)
        proved = [document.field_of(fact) for fact in document.proves] if document is not None else []
        totals = ("total", *(f"total_{name}" for name in self.billed))
        return frozenset((*proved, *self.billed, *totals))

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
        return self._no_more_than_needed([kind for kind in every if kind in found])

    def _no_more_than_needed(self, kinds: list[str]) -> list[str]:
        """Return the kinds without those that could as well be missing, from the last, while there are too many."""
        most = self.plan.world.most_papers
        for kind in reversed(kinds):
            if most and len(kinds) > most and self._adds_nothing(kind, kinds):
                kinds = [other for other in kinds if other != kind]
        return kinds

    def _adds_nothing(self, kind: str, kinds: list[str]) -> bool:
        """Tell whether other papers prove all that *kind* proves, and nobody asked for it."""
        document = self.plan.documents.get(kind)
        asked = kind in self.draft.on_file or kind in self.plan.papers
        if document is None or asked or any(fact in document.proves for _, fact in self.shown):
            return False
        facts = [(line, fact) for line, fact in self.stated if fact in document.proves]
        provers = ({other.name for other in self.plan.provers(fact)} - {kind} for _, fact in facts)
        return all(not names.isdisjoint(kinds) for names in provers)

    def _may_come(self, kind: str) -> bool:
        return kind not in self.draft.closed and self.plan.papers.get(kind) not in GONE

    def _lies_there(self, kind: str) -> bool:
        if kind == DECLARATIONS:
            return bool(self.plan.form.declarations)
        if not self._may_come(kind):
            return False
        if kind in self.draft.on_file or self.plan.papers.get(kind) in HERE:
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

    def sheet(self, kind: str) -> Sheet:
        """Return a paper of that kind as somebody would write it."""
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
        day = self.known["paper.received_on"]
        sums: dict[str, Fraction] = {}
        for line in self.jobs.values():
            if not self._covers(sheet.kind, line.id) or not self._says_something(document.proves, line):
                continue
            tax, region = self.plan.market.tax, self.known["loss.region"]
            work = self.dice.stream(f"work on {line.id}")
            bill = billed(line, tax, day, region, work, an_hour=self.plan.world.labour)
            for name, amount in bill.amounts.items():
                sums[name] = sums.get(name, Fraction(0)) + amount
                self.known[f"line.{name}"] = amount
            self.billed |= dict.fromkeys(bill.amounts)
            self._tell_job(line, bill.hours)
            fields: dict[str, Statement] = {}
            for name, spec in plan.lines.items():
                self._put(fields, name, spec(self.dice, self.known))
            sheet.lines[line.id] = fields
        self.known.update({f"sum.{name}": amount for name, amount in sums.items()})

    def _says_something(self, proves: tuple[str, ...], line: Line) -> bool:
        return any(fact in proves and (line.id, fact) not in self.hidden for fact in line.facts)

    def _tell_job(self, line: Line, hours: Fraction | None) -> None:
        job, known = line.job, self.known
        label = self.plan.form.head_labels.get(line.head, Text(line.head, line.head))
        known["job.work"] = job.work if job is not None else label
        known["job.quantity"] = Fraction(job.quantity) if job is not None else Fraction(1)
        known["job.hours"] = hours
        for name, value in line.facts.items():
            known[f"line.{name}"] = value

    def _speaks_of(self, plan: PaperPlan, fact: str) -> bool:
        return fact not in plan.silent_on and holds(plan.speaks_of.get(fact, ()), self.known)

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
        for line, fact, value in facts_of(self.draft):
            if fact not in document.proves or not self._speaks_of(plan, fact) or not self._covers(sheet.kind, line):
                continue
            sheet.say(line, document.field_of(fact), to_text(value))
        for line, fact in self.hidden:
            if fact in document.proves:
                sheet.hide(line, document.field_of(fact))

    def _declare(self, sheet: Sheet) -> None:
        known = self.plan.world.facts
        for name, fact in self.plan.form.declarations.items():
            value = self.draft.declarations.get(name)
            if value is None and fact.fixed is None:
                value = self.known.get(known.get(name, ""))
            if value is not None:
                self._put(sheet.fields, name, value)


def _bare(kind: str) -> PaperPlan:
    """Return the plan of a kind that the world does not describe."""
    return PaperPlan(
        kind=kind,
        received_on=lambda dice, known: known["loss.reported_on"],
        received_at=lambda dice, known: "09:40",
    )
