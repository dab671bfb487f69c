"""The settlement, worked: a row for each line with its steps, for what comes off the claim, and what is left.

The figures are those of the determination and its trace; nothing is settled anew.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.determination import Determination, LineResult, SheetOff
from simulator.coverage.rules import sheet_offs
from simulator.domain.claim import ClaimLine
from simulator.domain.decision import Decision, Disposition
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.scoring.criteria.amount import is_row_right
from simulator.scoring.debrief.model import Settlement, SettlementRow
from simulator.scoring.debrief.subject import Entry, Subject, capital, named
from simulator.scoring.wording import MINUS, NOTHING, figure, filled, listed, sentences

_NOUGHT = Decimal(0)
_LINES = Text("Lines together", "Read kokku")
_PAYABLE = Text("Payable", "Maksta")
_NOTHING_MORE = Text("Looked at, and took nothing", "Vaadatud, midagi maha ei läinud")
_REFUSED = Text("Refused.", "Keeldutud.")
_CLAIMED = Text("Claimed {amount}.", "Nõutud {amount}.")
_TOGETHER = Text("Taken over these lines together: {lines}.", "Arvestatud nende ridade peale kokku: {lines}.")
_LABELLED = Text("{label}: {value}", "{label}: {value}")
_FIGURES = (ValueType.MONEY, ValueType.NUMBER, ValueType.SHARE, ValueType.DAYS)
_SILENT_STEPS = ("work_out", "round")


def settlement(subject: Subject) -> Settlement | None:
    """Return the settlement as it should be worked beside yours; nothing where no amount was at stake."""
    of, decision = _settled(subject), subject.review.decision
    if of is None or not of.lines:
        return None
    has_yours = decision.disposition is Disposition.APPROVE
    if of.disposition is Disposition.REJECT and not has_yours:
        return None
    work = _Work(subject, of, decision if has_yours else None)
    return Settlement(rows=tuple(work.rows()), has_yours=has_yours, currency=subject.currency)


def _settled(subject: Subject) -> Determination | None:
    """Return the determination that has amounts: what was measured by, or what should be decided elsewhere."""
    of = subject.review.measure
    if of.disposition is Disposition.ESCALATE:
        of = of.then or of
    return of if of.disposition in (Disposition.APPROVE, Disposition.REJECT) else None


class _Work:
    """One settlement, row by row."""

    def __init__(self, subject: Subject, of: Determination, yours: Decision | None) -> None:
        self.subject, self.of, self.yours = subject, of, yours
        self.review = replace(subject.review, measure=of)
        self.running = _NOUGHT
        self.steps = [step for step in subject.entries("step") if step["step"] not in _SILENT_STEPS]

    def rows(self) -> Iterator[SettlementRow]:
        """Yield the rows from the first line to what is payable."""
        for result in self.of.lines:
            line = self.subject.review.line(result.line)
            if line is not None:
                yield from self._line(line, result)
        if len(self.of.lines) > 1:
            yield self._sum()
        yield from self._offs()
        yield self._total()

    def _line(self, line: ClaimLine, result: LineResult) -> Iterator[SettlementRow]:
        refused = result.disposition is Disposition.REJECT
        own = [step for step in self.steps if step["head"] and step["lines"] == [line.id]]
        self.running += result.accepted
        clause = result.grounds[0] if refused and result.grounds else (own[0]["clause"] if own else "")
        claimed = filled(_CLAIMED, amount=figure(line.claimed))
        note = claimed if line.claimed != result.accepted and not refused else NOTHING
        yield SettlementRow(
            kind="line",
            label=line.label,
            note=sentences(note, _REFUSED if refused else NOTHING, self._uses(own[:1])),
            clause=self.subject.clause(clause),
            expected=result.accepted,
            running=self.running,
            yours=self._your_line(line.id),
            differs=self._differs(line.id),
        )
        for step in [] if refused else own[1:] + self._joint(line.id):
            if step["was"] != step["now"]:
                yield self._step(step)

    def _joint(self, line: str) -> list[Entry]:
        """Return the steps of a head that took several lines together, at the last of them."""
        return [step for step in self.steps if step["head"] and len(step["lines"]) > 1 and step["lines"][-1] == line]

    def _step(self, step: Entry) -> SettlementRow:
        was, now = amount_of(step["was"]), amount_of(step["now"])
        clause = self.subject.clause(step["clause"])
        lines = (self.subject.review.line(line) for line in step["lines"])
        together = listed(line.label for line in lines if line is not None)
        return SettlementRow(
            kind="step",
            label=clause.title if clause else self.subject.said(step),
            note=sentences(
                sum_text(was, now),
                filled(_TOGETHER, lines=together) if len(step["lines"]) > 1 else NOTHING,
                self._uses([step]),
            ),
            clause=clause,
            expected=now - was,
            running=None,
            yours=None,
        )

    def _sum(self) -> SettlementRow:
        yours = self._your_lines() if self.yours else None
        return SettlementRow(
            kind="sum",
            label=_LINES,
            note=NOTHING,
            clause=None,
            expected=self.running,
            running=self.running,
            yours=yours,
            differs=yours is not None and yours != self.running,
        )

    def _offs(self) -> Iterator[SettlementRow]:
        labels = {name: label for name, _, label in sheet_offs(self.subject.review.form)}
        quiet = []
        for off in self.of.offs:
            if off.amount or (self.yours and self.yours.offs.get(off.id)):
                yield self._off(off, labels.get(off.id, NOTHING))
            else:
                quiet.append(off.clause)
        if quiet:
            yield self._quiet(quiet)

    def _quiet(self, clauses: list[str]) -> SettlementRow:
        return SettlementRow(
            kind="quiet",
            label=_NOTHING_MORE,
            note=listed(named(one) for one in self.subject.clauses(clauses)),
            clause=None,
            expected=None,
            running=None,
            yours=None,
        )

    def _off(self, off: SheetOff, label: Text) -> SettlementRow:
        was, now = self.running, self.running - off.amount
        self.running = now
        taken = [step for step in self.steps if not step["head"] and step["clause"] == off.clause]
        changing = [step for step in taken if step["was"] != step["now"]]
        return SettlementRow(
            kind="off",
            label=capital(label),
            note=sentences(
                sum_text(was, now) if off.amount else NOTHING,
                self._uses(changing),
            ),
            clause=self.subject.clause(off.clause),
            expected=-off.amount,
            running=now,
            yours=None if self.yours is None else -self.yours.offs.get(off.id, _NOUGHT),
            differs=self._differs(off.id),
        )

    def _total(self) -> SettlementRow:
        yours = self.yours.total if self.yours else None
        return SettlementRow(
            kind="total",
            label=_PAYABLE,
            note=NOTHING,
            clause=None,
            expected=self.of.payable,
            running=self.of.payable,
            yours=yours,
            differs=yours is not None and yours != self.of.payable,
        )

    def _your_line(self, line: str) -> Decimal | None:
        if self.yours is None:
            return None
        row = self.yours.rows.get(line)
        return _NOUGHT if row is None or row.refused or row.accepted is None else row.accepted

    def _your_lines(self) -> Decimal:
        return sum((self._your_line(line.line) or _NOUGHT for line in self.of.lines), _NOUGHT)

    def _differs(self, row: str) -> bool:
        return self.yours is not None and not is_row_right(self.review, row)

    def _uses(self, steps: list[Entry]) -> Text:
        """Return the figures that the steps read, each once, but for those that the sum itself shows."""
        found: dict[str, Text] = {}
        for step in steps:
            shown = {step["was"], step["now"], step["took"]}
            for name, use in step["uses"].items():
                fact = name.rpartition(".")[2]
                known = self.subject.words.fact(fact)
                if known is not None and known.type in _FIGURES and use["value"] and use["value"] not in shown:
                    value = self.subject.value(fact, use["value"])
                    found[fact] = filled(_LABELLED, label=capital(known.label), value=value)
        said = listed(found.values(), NOTHING)
        return Text(f"{said.en}.", f"{said.et}.") if said.en else NOTHING


def sum_text(was: Decimal, now: Decimal) -> Text:
    """Return a step as a sum: 1,450.00 − 200.00 = 1,250.00."""
    sign, change = (MINUS if now < was else "+"), abs(now - was)
    parts = [figure(amount) for amount in (was, change, now)]
    return Text(
        f"{parts[0].en} {sign} {parts[1].en} = {parts[2].en}.", f"{parts[0].et} {sign} {parts[1].et} = {parts[2].et}."
    )


def amount_of(text: str) -> Decimal:
    """Return the amount that a step of the trace states, to the cent."""
    exact = Fraction(text)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))
