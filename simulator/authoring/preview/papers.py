"""The file in a preview: its head, what happened, and every paper with what it states."""

from collections.abc import Iterator, Mapping

from simulator.authoring.preview.words import WIDTH, Teller, wrapped
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, Paper, Statement
from simulator.domain.text import Text

_HEAD = Text(
    "Form {form} {edition}, market {market}; seed {seed}; taken up {at}",
    "Tingimused {form} {edition}, turg {market}; seeme {seed}; tööle võetud {at}",
)
_CLAIMED = Text("claimed {amount}", "nõutud {amount}")
_PAPERS = Text("Papers", "Dokumendid")
_RECORD = Text("what was keyed into the system, never evidence", "süsteemi sisestatu, mitte tõend")
_REPLACES = Text("replaces {paper}", "asendab: {paper}")


def papers(exercise: Exercise, teller: Teller) -> Iterator[str]:
    """Yield the head of the file and its papers."""
    file = exercise.file
    head = teller.say(_HEAD).format(
        form=teller.form.name,
        edition=file.edition,
        market=file.market,
        seed=exercise.seed,
        at=teller.moment(file.as_of),
    )
    yield f"{file.number}  {teller.say(exercise.kind)}"
    yield head
    for line in file.lines:
        claimed = teller.say(_CLAIMED).format(amount=teller.amount(line.claimed))
        yield f"  {line.id} {line.head}: {teller.say(line.label)}, {claimed}"
    for event in exercise.events:
        yield from wrapped(teller.say(event.text), f"  {teller.moment(event.at)}  ", "      ")
    yield from teller.heading(_PAPERS)
    for paper in file.papers:
        yield from _paper(paper, teller)
    if file.record:
        yield from ("", f"[{RECORD}] {teller.say(_RECORD)} ".ljust(WIDTH, "-"))
        yield from _fields(file.record, "  ", teller)


def _paper(paper: Paper, teller: Teller) -> Iterator[str]:
    parts = [teller.paper(paper.kind), teller.party(paper.sender), teller.moment(paper.received_at)]
    if paper.replaces:
        parts.append(teller.say(_REPLACES).format(paper=paper.replaces))
    yield ""
    yield f"[{paper.id}] {' · '.join(parts)} ".ljust(WIDTH, "-")
    yield from _fields(paper.fields, "  ", teller)
    for line_id, fields in paper.lines.items():
        yield f"  {line_id}"
        yield from _fields(fields, "    ", teller)


def _fields(fields: Mapping[str, Statement], indent: str, teller: Teller) -> Iterator[str]:
    for name, said in fields.items():
        yield from wrapped(teller.say(said), f"{indent}{name:<24} ", f"{indent}{'':<24} ")
