"""Why: what the right act rests on, and where the most was lost, in two sentences."""

from simulator.coverage.says.facts import joined
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.disposition import open_points, why_elsewhere
from simulator.scoring.debrief.subject import Subject, capital, named
from simulator.scoring.scorecard import Criterion
from simulator.scoring.wording import ACTS, filled, listed, money, sentences

_APPROVE = Text(
    "The loss is covered and nothing on the file speaks against it: {amount} is due.",
    "Kahju on kaetud ja miski toimikus ei räägi hüvitamise vastu: maksta tuleb {amount}.",
)
_APPROVE_PART = Text(
    "The loss is covered, but not every line of it: {amount} is due, and {clauses} refuses the rest.",
    "Kahju on kaetud, aga mitte iga rida: maksta tuleb {amount}, ülejäänu välistab {clauses}.",
)
_NOTHING_DUE = Text(
    "The loss is covered, but after what comes off nothing is due; that is an approval of nothing, not a refusal.",
    "Kahju on kaetud, kuid pärast mahaarvamisi ei ole midagi maksta; see on hüvitamine nullsummaga, mitte keeldumine.",
)
_REJECT = Text("{clause} decides it: {facts}.", "Otsustab {clause}: {facts}.")
_REJECT_BARE = Text("{clause} decides it.", "Otsustab {clause}.")
_REQUEST = Text(
    "What decides is not on the file yet: {facts} (proved by: {papers}).",
    "Otsustavat ei ole veel toimikus: {facts} (tõendab: {papers}).",
)
_REQUEST_PAPER = Text(
    "The wording asks for a paper that is not on the file: {papers}.",
    "Tingimused nõuavad dokumenti, mida toimikus ei ole: {papers}.",
)
_ESCALATE = Text("This goes to: {queue}. {why}.", "See läheb edasi: {queue}. {why}.")
_DONE_OTHERWISE = Text(
    "You chose “{done}” where the file asks for “{expected}”.",
    "Sina valisid „{done}“, toimik nõuab „{expected}“.",
)
_LOST = Text("Most was lost on {criterion}: {because}", "Kõige rohkem läks kaotsi siin: {criterion}. {because}")
_BEFORE = Text("Most was lost on an earlier act: {because}", "Kõige rohkem läks kaotsi varasema sammuga. {because}")
_NOTHING_LOST = Text(
    "You read what decides, named it and acted on it.", "Lugesid otsustavat, nimetasid selle ja tegutsesid selle järgi."
)

_TESTS = ("when", "must", "only_if")


def why(subject: Subject) -> Text:
    """Return the two sentences."""
    return sentences(capital(rests_on(subject)), _differs(subject))


def rests_on(subject: Subject) -> Text:
    """Return what the right act rests on, in one sentence."""
    patterns = {
        Disposition.APPROVE: _of_approval,
        Disposition.REJECT: _of_refusal,
        Disposition.REQUEST_INFORMATION: _of_request,
        Disposition.ESCALATE: _of_escalation,
    }
    return patterns[subject.review.determination.disposition](subject)


def _of_approval(subject: Subject) -> Text:
    of = subject.review.determination
    amount = money(of.payable, subject.currency)
    if not of.payable:
        return _NOTHING_DUE
    if of.grounds:
        return filled(_APPROVE_PART, amount=amount, clauses=subject.review.cites(of.grounds))
    return filled(_APPROVE, amount=amount)


def _of_refusal(subject: Subject) -> Text:
    of = subject.review.determination
    lead = of.lead or next(iter(of.cites), "")
    clause = subject.clause(lead)
    name = named(clause) if clause else lead
    facts = facts_of(subject, lead)
    return filled(_REJECT, clause=name, facts=facts) if facts.en else filled(_REJECT_BARE, clause=name)


def facts_of(subject: Subject, provision: str) -> Text:
    """Return the facts of the file on which the test of a provision rests, with what the papers say."""
    rests = {}
    for entry in subject.entries("provision", provision=provision):
        for fact in entry["rests_on"] if entry["part"] in _TESTS else ():
            if fact["state"] != "presumed":
                rests[fact["fact"], fact["line"]] = fact
    return joined([subject.fact_said(fact) for fact in rests.values()], "; ", "; ")


def _of_request(subject: Subject) -> Text:
    requests = subject.review.determination.requests
    papers = listed(capital(subject.review.kind(request.paper)) for request in requests)
    if not any(request.proves for request in requests):
        return filled(_REQUEST_PAPER, papers=papers)
    return filled(_REQUEST, facts=listed(open_points(subject.review)), papers=papers)


def _of_escalation(subject: Subject) -> Text:
    queue = subject.review.queue(subject.review.determination.escalate_to)
    return filled(_ESCALATE, queue=queue, why=capital(why_elsewhere(subject.review)))


def _differs(subject: Subject) -> Text:
    review = subject.review
    if not subject.card.act_right:
        done, expected = ACTS[review.decision.disposition], ACTS[review.determination.disposition]
        return filled(_DONE_OTHERWISE, done=done, expected=expected)
    worst = worst_of(subject)
    if worst is None:
        return _NOTHING_LOST
    if subject.slip is not None and worst.id in ("disposition", subject.slip.criterion):
        return filled(_BEFORE, because=subject.slip.because)
    return filled(_LOST, criterion=worst.label, because=worst.because)


def worst_of(subject: Subject) -> Criterion | None:
    """Return the criterion on which most points were lost."""
    lost = [one for one in subject.card.criteria if one.differs]
    return max(lost, key=lambda one: one.most - one.points, default=None)
