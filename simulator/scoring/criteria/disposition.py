"""The decision itself: approve, reject, request or escalate, by the cost table and the guide's alternatives."""

from fractions import Fraction

from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, Marks
from simulator.scoring.review import Review
from simulator.scoring.wording import ACTS, filled, listed

_RIGHT = {
    Disposition.APPROVE: Text("Covered, and nothing is open.", "Kaitse kehtib ja midagi pole lahtine."),
    Disposition.REJECT: Text("Not covered: {grounds}.", "Kaitset ei ole: {grounds}."),
    Disposition.REQUEST_INFORMATION: Text(
        "What decides is not on the file yet: {open}.", "Otsustavat ei ole veel toimikus: {open}."
    ),
    Disposition.ESCALATE: Text("To be decided elsewhere: {why}.", "Otsustada tuleb mujal: {why}."),
}
_WRONG = {
    (Disposition.APPROVE, Disposition.REJECT): Text(
        "The claim is covered; refusing it wrongs the claimant.", "Kahju on kaetud; keeldumine teeb inimesele ülekohut."
    ),
    (Disposition.APPROVE, Disposition.REQUEST_INFORMATION): Text(
        "Nothing that decides was missing; the request only delays.",
        "Midagi otsustavat ei olnud puudu; küsimine ainult viivitab.",
    ),
    (Disposition.APPROVE, Disposition.ESCALATE): Text(
        "You could have decided this yourself.", "Selle oleksid võinud ise otsustada."
    ),
    (Disposition.REJECT, Disposition.APPROVE): Text(
        "Not covered: {grounds}. This would be paid without being owed.",
        "Kaitset ei ole: {grounds}. Makstaks seda, mida ei võlgneta.",
    ),
    (Disposition.REJECT, Disposition.REQUEST_INFORMATION): Text(
        "It fails already: {grounds}. No paper can change that.",
        "See langeb niigi ära: {grounds}. Ükski dokument seda ei muuda.",
    ),
    (Disposition.REJECT, Disposition.ESCALATE): Text(
        "You could have refused this yourself: {grounds}.", "Sellest oleksid võinud ise keelduda: {grounds}."
    ),
}
_PAID_EARLY = Text(
    "Too early to pay. What decides is not on the file: {open}.",
    "Maksta on liiga vara. Otsustavat ei ole toimikus: {open}.",
)
_REFUSED_EARLY = Text(
    "Too early to refuse. What decides is not on the file: {open}.",
    "Keelduda on liiga vara. Otsustavat ei ole toimikus: {open}.",
)
_EARLY = {
    Disposition.APPROVE: _PAID_EARLY,
    Disposition.REJECT: _REFUSED_EARLY,
    Disposition.ESCALATE: Text(
        "The file is not ripe for others: {open}. Ask first.", "Toimik ei ole teistele valmis: {open}. Küsi enne."
    ),
}
_NOT_YOURS = Text("Not yours to decide: {why}.", "See ei ole sinu otsustada: {why}.")
_NOT_A_PAPER = Text("No paper settles this: {why}.", "Ükski dokument seda ei lahenda: {why}.")
_ASKED_PAST = Text(
    "The question is right, but somebody has to see it before it goes out: {queue}.",
    "Küsimus on õige, aga enne saatmist peab seda keegi nägema: {queue}.",
)
_ACCEPTED = Text("The guide accepts this too.", "Juhend lubab ka seda.")
_AUTHORITY = Text("above your authority", "üle sinu volituse")


def judge(review: Review) -> Marks:
    """Return marks for the act."""
    done, expected = review.decision.disposition, review.determination.disposition
    share = _share(review)
    return Marks(
        share=share,
        expected=ACTS[expected],
        done=ACTS[done],
        because=_because(review, share),
        rows=() if share == FULL else ("disposition",),
    )


def _share(review: Review) -> Fraction:
    done = review.decision.disposition
    accepted = [one.worth for one in review.determination.alternatives if one.disposition is done]
    return min(FULL, max([review.weights.worth_of(done, review.determination.disposition), *accepted]))


def _because(review: Review, share: Fraction) -> Text:
    expected, done = review.determination.disposition, review.decision.disposition
    if done is not expected and share == FULL:
        return _ACCEPTED
    if is_asked_past_others(review):
        return filled(_ASKED_PAST, queue=review.queue(review.determination.escalate_to))
    pattern = _RIGHT[expected] if done is expected else _pattern(expected, done)
    return filled(pattern, grounds=_grounds(review), open=_open(review), why=why_elsewhere(review))


def is_asked_past_others(review: Review) -> bool:
    """Tell whether what is due was asked before those saw it to whom the guide sends the claim."""
    of = review.determination
    if of.disposition is not Disposition.ESCALATE or of.then is None:
        return False
    asked = {(one.paper, one.holder) for one in review.decision.asked}
    return any((one.paper, one.holder) in asked for one in of.then.requests)


def _pattern(expected: Disposition, done: Disposition) -> Text:
    if expected is Disposition.REQUEST_INFORMATION:
        return _EARLY[done]
    if expected is Disposition.ESCALATE:
        return _NOT_A_PAPER if done is Disposition.REQUEST_INFORMATION else _NOT_YOURS
    return _WRONG[expected, done]


def _grounds(review: Review) -> Text:
    of = review.determination
    return review.cites(of.grounds or of.cites)


def _open(review: Review) -> Text:
    return listed(open_points(review))


def open_points(review: Review) -> tuple[Text, ...]:
    """Return what is open: the facts to be proved, and the papers that are due for themselves."""
    requests = review.determination.requests
    facts = dict.fromkeys(fact for request in requests for fact in request.proves)
    papers = (review.kind(request.paper) for request in requests if not request.proves)
    return (*(review.fact(fact) for fact in facts), *papers)


def why_elsewhere(review: Review) -> Text:
    """Return why a claim goes to others: authority, a trigger or check of the guide, or a clause."""
    because = review.determination.because_of
    if because in ("", "authority"):
        return _AUTHORITY
    text = review.guide.sends_on.get(because)
    if text is not None:
        return Text(text.en.rstrip("."), text.et.rstrip("."))
    return review.cite(because)
