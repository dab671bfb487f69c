"""The escalation: the right queue, and a brief that names what has to be decided there."""

from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.disposition import why_elsewhere
from simulator.scoring.criteria.marks import NONE, Marks
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, filled, sentences

_NOT_SENT = Text("It was not sent on.", "Seda ei antud edasi.")
_RIGHT = Text("The brief names it: {why}.", "Kokkuvõte nimetab selle: {why}.")
_QUEUE = Text("This is decided by: {queue}.", "Selle otsustab: {queue}.")
_BRIEF = Text("The brief does not say why: {why}.", "Kokkuvõte ei ütle, miks: {why}.")


def judge(review: Review) -> Marks | None:
    """Return marks for the queue and the brief; nothing where nothing had to be sent on."""
    if review.measure.disposition is not Disposition.ESCALATE:
        return None
    why = why_elsewhere(review)
    expected = review.queue(review.measure.escalate_to)
    if review.decision.disposition is not Disposition.ESCALATE:
        return Marks(share=NONE, expected=expected, done=DASH, because=_NOT_SENT)
    is_queue, is_brief = review.decision.queue == review.measure.escalate_to, names_the_question(review)
    parts = review.weights.part("escalation", "queue"), review.weights.part("escalation", "brief")
    slips = [
        *([] if is_queue else [filled(_QUEUE, queue=review.queue(review.measure.escalate_to))]),
        *([] if is_brief else [filled(_BRIEF, why=why)]),
    ]
    return Marks(
        share=(parts[0] if is_queue else NONE) + (parts[1] if is_brief else NONE),
        expected=expected,
        done=review.queue(review.decision.queue) if review.decision.queue else DASH,
        because=sentences(*slips) if slips else filled(_RIGHT, why=why),
        rows=() if is_queue and is_brief else ("queue",),
    )


def names_the_question(review: Review) -> bool:
    """Tell whether one part of the brief is what sends the claim on: authority, a trigger or a clause."""
    why = review.measure.because_of
    return not why or any(part == why or part.partition(":")[2] == why for part in review.decision.brief)
