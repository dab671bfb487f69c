"""Several acts on one claim: the points for the decision are shared over the model path, and a needless act costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria import JUDGES, Marks, disposition
from simulator.scoring.criteria.marks import FULL, NONE
from simulator.scoring.measures import measures_of
from simulator.scoring.review import Review
from simulator.scoring.wording import filled, sentences

_LAST = ("grounds", "evidence", "errors", "procedure", "timeliness")
_BEFORE = Text("Before that: {because}", "Enne seda: {because}")
_OUT_OF = Text("{done} of {all} acts of the model path.", "Eeskujuliku käigu samme tehtud: {done}/{all}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredAct:
    """One act that was sent: what was done and due, its share of the decision, and whether the model path has it."""

    done: Disposition
    expected: Disposition
    share: Fraction
    because: Text
    on_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The reviews of all acts; ``ahead`` is how many acts the model path had left when the last one was done."""

    reviews: tuple[Review, ...]
    ahead: int

    @property
    def last(self) -> Review:
        """The review of the act that ended the work."""
        return self.reviews[-1]


def is_on_path(review: Review) -> bool:
    """Tell whether an act is the one that was due, or one that the guide accepts in full."""
    return disposition.judge(review).share == FULL


def acts_of(walk: Walk) -> Iterator[ScoredAct]:
    """Yield every act with its marks, in the order in which they were sent."""
    for review in walk.reviews:
        marks = disposition.judge(review)
        yield ScoredAct(
            done=review.decision.disposition,
            expected=review.determination.disposition,
            share=marks.share,
            because=marks.because,
            on_path=marks.share == FULL,
        )


def marks_of(criterion: str, walk: Walk) -> Marks | None:
    """Return the marks of one criterion over all acts, or nothing where none of them asks for it."""
    if criterion == "disposition":
        return _disposition(walk)
    if criterion == "amount":
        return _amount(walk)
    if criterion in _LAST:
        return JUDGES[criterion](walk.last)
    told = [review for review in walk.reviews if review is walk.last or is_on_path(review)]
    found = [marks for review in told if (marks := JUDGES[criterion](review)) is not None]
    return _together(found) if found else None


def _amount(walk: Walk) -> Marks | None:
    """Return the marks of the worst payment: what was wrongly paid meanwhile is not healed by a right rest."""
    paid = [review for review in walk.reviews if review is walk.last or review.decision.pays_meanwhile]
    found = [marks for review in reversed(paid) if (marks := JUDGES["amount"](review)) is not None]
    return min(found, key=lambda marks: marks.share, default=None)


def _disposition(walk: Walk) -> Marks:
    acts, last = tuple(acts_of(walk)), disposition.judge(walk.last)
    done = sum(1 for act in acts[:-1] if act.on_path)
    share = (done + last.share) / (done + walk.ahead)
    for act in acts[:-1]:
        share *= act.share if not act.on_path else FULL
    slips = [filled(_BEFORE, because=act.because) for act in acts[:-1] if not act.on_path]
    short = walk.ahead > 1 or (done and last.share < FULL)
    parts = [filled(_OUT_OF, done=done + (last.share == FULL), all=done + walk.ahead)] if short else []
    return replace(
        last,
        share=share,
        because=sentences(last.because, *slips, *parts),
        rows=() if share == FULL else ("disposition",),
    )


def _together(found: list[Marks]) -> Marks:
    """Return the mean of *found*, told by the first that lost something."""
    told = min(found, key=lambda marks: marks.share)
    share = sum((marks.share for marks in found), NONE) / len(found)
    return replace(told, share=share)


def needless_in(walk: Walk) -> int:
    """Return how many steps the claim did not need, over all acts."""
    return sum(measures_of(review.decision, review.determination).needless for review in walk.reviews)
