"""The request: the right papers, from those who hold them, for the facts that they would prove."""

from collections.abc import Sequence
from fractions import Fraction

from simulator.coverage.determination import Request
from simulator.domain.decision import Asked, Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, NONE, Marks, bounded
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, filled, listed, sentences

_NOT_ASKED = Text("Nothing was asked for.", "Midagi ei küsitud.")
_RIGHT = Text("It proves what is open: {facts}.", "See tõendab, mis on lahtine: {facts}.")
_ITSELF = Text("The wording asks for the paper itself.", "Tingimused nõuavad dokumenti ennast.")
_MISSED = Text("Not asked for: {papers}.", "Küsimata: {papers}.")
_SPARE = Text("Asked for without need: {papers}.", "Küsitud asjata: {papers}.")
_HOLDER = Text("{paper}: held by {holder}.", "{paper}: asub mujal ({holder}).")
_WHY = Text("{paper}: it should prove {facts}.", "{paper}: peab tõendama: {facts}.")
_FROM = Text("{paper} (from: {holder})", "{paper} (kellelt: {holder})")


def judge(review: Review) -> Marks | None:
    """Return marks for what was asked; nothing where nothing had to be."""
    if review.measure.disposition is not Disposition.REQUEST_INFORMATION:
        return None
    asked = review.decision.asked
    wanted = nearest(review)
    if review.decision.disposition is not Disposition.REQUEST_INFORMATION:
        return Marks(share=NONE, expected=_requests(review, wanted), done=DASH, because=_NOT_ASKED)
    return Marks(
        share=_share(review, wanted, asked),
        expected=_requests(review, wanted),
        done=listed(filled(_FROM, paper=review.kind(one.paper), holder=review.holder(one.holder)) for one in asked),
        because=_because(review, wanted, asked),
        rows=tuple(one.paper for one in wanted if one.paper not in {other.paper for other in asked}),
    )


def nearest(review: Review) -> tuple[Request, ...]:
    """Return the accepted set of papers that comes nearest to what was asked for."""
    asked = {one.paper for one in review.decision.asked}
    sets = (review.measure.requests, *review.measure.other_requests)
    return max(sets, key=lambda one: sum(1 for request in one if request.paper in asked))


def _share(review: Review, wanted: Sequence[Request], asked: Sequence[Asked]) -> Fraction:
    if not wanted:
        return FULL
    weights = review.weights
    by_paper = {one.paper: one for one in asked}
    each = [_one(review, request, by_paper.get(request.paper)) for request in wanted]
    papers = {request.paper for request in wanted}
    spare = sum(1 for one in asked if one.paper not in papers)
    return bounded(sum(each, NONE) / len(wanted) - spare * weights.part("request", "spare_costs"))


def _one(review: Review, request: Request, asked: Asked | None) -> Fraction:
    if asked is None:
        return NONE
    weights = review.weights
    holder = weights.part("request", "holder") if asked.holder == request.holder else NONE
    why = weights.part("request", "why") if is_why_right(request, asked) else NONE
    return weights.part("request", "paper") + holder + why


def is_why_right(request: Request, asked: Asked) -> bool:
    """Tell whether the reason given is a fact that the paper proves; where the paper itself is due, none is needed."""
    return not request.proves or asked.why in request.proves


def _requests(review: Review, wanted: Sequence[Request]) -> Text:
    return listed(filled(_FROM, paper=review.kind(one.paper), holder=review.holder(one.holder)) for one in wanted)


def _because(review: Review, wanted: Sequence[Request], asked: Sequence[Asked]) -> Text:
    by_paper = {one.paper: one for one in asked}
    papers = {request.paper for request in wanted}
    missed = [review.kind(one.paper) for one in wanted if one.paper not in by_paper]
    spare = [review.kind(one.paper) for one in asked if one.paper not in papers]
    parts = [filled(_MISSED, papers=listed(missed))] if missed else []
    for request in wanted:
        parts += _slips(review, request, by_paper.get(request.paper))
    if spare:
        parts.append(filled(_SPARE, papers=listed(spare)))
    facts = dict.fromkeys(fact for request in wanted for fact in request.proves)
    if parts:
        return sentences(*parts)
    return filled(_RIGHT, facts=listed(review.fact(fact) for fact in facts)) if facts else _ITSELF


def _slips(review: Review, request: Request, asked: Asked | None) -> list[Text]:
    """Return what is wrong with a paper that was rightly asked for."""
    if asked is None:
        return []
    slips, paper = [], review.kind(request.paper)
    if asked.holder != request.holder:
        slips.append(filled(_HOLDER, paper=paper, holder=review.holder(request.holder)))
    if not is_why_right(request, asked):
        facts = listed(review.fact(fact) for fact in request.proves)
        slips.append(filled(_WHY, paper=paper, facts=facts))
    return slips
