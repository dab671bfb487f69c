"""The grounds: every clause of a complete decision with its text, what it does here, and whether you named it."""

from fractions import Fraction

from simulator.coverage.determination import Determination
from simulator.coverage.language.provisions import ProvisionKind
from simulator.coverage.says.facts import joined
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.grounds import done_cites, expected_cites, tied_to
from simulator.scoring.debrief.model import Clause, Find, Ground
from simulator.scoring.debrief.settlement import amount_of, sum_text
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.wording import NOTHING, filled, listed, sentences

_LEADS = Text("leads the refusal", "keeldumise peamine alus")
_REFUSES = Text("refuses: {lines}", "välistab: {lines}")
_REFUSES_ALL = Text("refuses the claim too", "välistab samuti kogu nõude")
_OPEN = Text("turns on what is missing", "sõltub sellest, mis on puudu")
_CARRIES = Text("carries the claim", "nõude alus")
_LOWERS = Text("lowers the payment", "vähendab hüvitist")
_AMOUNT = Text("sets the amount", "määrab summa")
_NEAR = Text("was close, but does not stand in the way", "oli lähedal, aga ei takista hüvitamist")
_AS_ASKED = Text("is met, and a deciding fact bears on it", "on täidetud ja otsustav fakt kuulub siia")
_SPARE = Text("decides nothing here", "ei otsusta siin midagi")


def grounds(subject: Subject) -> tuple[Ground, ...]:
    """Return the clauses that a complete decision names and those that you named, in the order of the form."""
    expected, done = expected_cites(subject.review), done_cites(subject.review)
    clauses = subject.clauses((*expected, *done))
    return tuple(_ground(subject, clause, clause.id in expected, clause.id in done) for clause in clauses)


def _ground(subject: Subject, clause: Clause, is_expected: bool, is_done: bool) -> Ground:
    find, role = Find.FOUND if is_done else Find.MISSED, _AS_ASKED
    if is_expected:
        role = _role(subject, clause.id)
    elif clause.id not in tied_to(subject.review):
        find, role = Find.SPARE, _SPARE
    return Ground(clause=clause, role=capital(role), said=said_of(subject, clause.id), find=find)


def _role(subject: Subject, name: str) -> Text:
    of = subject.review.determination.then or subject.review.determination
    if name == of.lead and of.disposition is Disposition.REJECT:
        return _LEADS
    if name in of.grounds:
        return _refusing(subject, of, name)
    if any(name in request.because for request in of.requests):
        return _OPEN
    if any(name in step.get("provisions", ()) for step in subject.entries("step")):
        return _LOWERS
    kind = next(one.kind for one in subject.review.form.provisions if one.id == name)
    return {ProvisionKind.INSURED_EVENT: _CARRIES, ProvisionKind.TERM: _AMOUNT}.get(kind, _NEAR)


def _refusing(subject: Subject, of: Determination, name: str) -> Text:
    lines = [line for line in of.lines if name in line.grounds]
    found = [subject.review.line(line.line) for line in lines]
    if len(found) in (0, len(subject.review.file.lines)):
        return _REFUSES_ALL
    return filled(_REFUSES, lines=listed(line.label for line in found if line is not None))


def said_of(subject: Subject, name: str) -> Text:
    """Return what the file says about a clause: the facts on which it rests, and what its steps came to."""
    facts = {}
    for entry in subject.entries("provision", provision=name):
        for fact in entry["rests_on"]:
            if fact["state"] != "presumed":
                facts[fact["fact"], fact["line"]] = capital(subject.fact_said(fact))
    steps = [step for step in subject.entries("step", clause=name) if step["was"] != step["now"]]
    sums = [sum_text(amount_of(step["was"]), amount_of(step["now"])) for step in steps if Fraction(step["was"])]
    said = joined(tuple(facts.values()), "; ", "; ")
    return sentences(Text(f"{said.en}.", f"{said.et}.") if said.en else NOTHING, *sums)
