"""A claim file as readable text, with the determination and its reasons: what an author sees before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.coverage.determination import Determination
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.says import says
from simulator.domain.exercise import Exercise
from simulator.domain.papers import Paper, Statement
from simulator.domain.text import Text

_WIDTH = 100


def preview(exercise: Exercise, found: Determination, form: Form, guide: Guide, *, language: str = "en") -> str:
    """Return the papers, the determination and why, as plain text in *language*."""
    return "\n".join(_Preview(exercise, found, form, guide, language).lines())


class _Preview:
    def __init__(self, exercise: Exercise, found: Determination, form: Form, guide: Guide, language: str) -> None:
        self.exercise, self.found, self.form, self.guide, self.language = exercise, found, form, guide, language

    def lines(self) -> Iterator[str]:
        """Return every line of the preview."""
        file = self.exercise.file
        yield f"{file.number}  {self._words(self.exercise.kind)}  ({self.form.name} {file.edition}, {file.market})"
        yield f"as of {file.as_of:%Y-%m-%d %H:%M}, seed {self.exercise.seed}"
        for line in file.lines:
            yield f"  {line.id} {line.head}: {self._words(line.label)}, claimed {line.claimed}"
        for event in self.exercise.events:
            yield f"  {event.at:%Y-%m-%d %H:%M} {self._words(event.text)}"
        for paper in file.papers:
            yield ""
            yield from self._paper(paper)
        yield ""
        yield "[record] ".ljust(_WIDTH, "-")
        yield from self._fields(file.record, "  ")
        yield ""
        yield from self._determination(self.found, "")
        yield ""
        yield from self._trace()

    def _words(self, said: Statement) -> str:
        return said.in_(self.language) if isinstance(said, Text) else said

    def _paper(self, paper: Paper) -> Iterator[str]:
        kind = self.form.documents.get(paper.kind) or self.guide.documents.get(paper.kind)
        title = self._words(kind.label) if kind is not None else paper.kind
        replaced = f", replaces {paper.replaces}" if paper.replaces else ""
        head = f"[{paper.id}] {title}, from {paper.sender}, {paper.received_at:%Y-%m-%d %H:%M}{replaced} "
        yield head.ljust(_WIDTH, "-")
        yield from self._fields(paper.fields, "  ")
        for line_id, fields in paper.lines.items():
            yield f"  {line_id}"
            yield from self._fields(fields, "    ")

    def _fields(self, fields: Mapping[str, Statement], indent: str) -> Iterator[str]:
        for name, said in fields.items():
            yield f"{indent}{name:<24} {self._words(said)}"

    def _determination(self, found: Determination, indent: str) -> Iterator[str]:
        yield f"{indent}{found.disposition.upper()}  payable {found.payable}"
        parts = {
            "grounds": found.grounds,
            "reasons": found.reasons,
            "cites": found.cites,
            "escalate to": (found.escalate_to, found.because_of) if found.escalate_to else (),
            "requests": tuple(f"{one.paper} from {one.holder}" for one in found.requests),
            "also right": tuple(f"{one.disposition} {one.worth}" for one in found.alternatives),
            "errors": tuple(f"{flag.about} at {' or '.join(flag.pins)}" for flag in found.flags),
        }
        for name, values in parts.items():
            if values:
                yield f"{indent}  {name:<12} {', '.join(values)}"
        for line in found.lines:
            yield f"{indent}  {line.line:<12} {line.disposition}, accepted {line.accepted}, payable {line.payable}"
        for off in found.offs:
            yield f"{indent}  off          {off.id} {off.amount} ({off.clause})"
        for need in found.needs:
            yield f"{indent}  rests on     {need.fact} {need.line}: {' or '.join(need.pins)} ({need.provision})"
        if found.then is not None:
            yield f"{indent}  then:"
            yield from self._determination(found.then, f"{indent}    ")

    def _trace(self) -> Iterator[str]:
        for entry in self.found.trace:
            words = says(entry, self.form, self.guide)
            yield f"  {entry.get('n', ''):>3} {self._words(words)}"
