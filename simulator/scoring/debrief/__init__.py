"""The debrief: what a good mentor says about a decided claim, read from the stored determination and scorecard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from simulator.coverage.determination import Determination
from simulator.coverage.explain import Words
from simulator.coverage.rules import Rules
from simulator.desk.state import DeskState
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.errors import InvalidAction
from simulator.scoring.debrief.asking import asked, handing
from simulator.scoring.debrief.criteria import criteria
from simulator.scoring.debrief.errors import errors
from simulator.scoring.debrief.grounds import grounds
from simulator.scoring.debrief.lessons import lessons
from simulator.scoring.debrief.marks import papers
from simulator.scoring.debrief.measured import measures
from simulator.scoring.debrief.model import AskedRow, Debrief, Find, Handing, Taught
from simulator.scoring.debrief.paths import path
from simulator.scoring.debrief.settlement import settlement
from simulator.scoring.debrief.subject import Subject
from simulator.scoring.debrief.turns import turns
from simulator.scoring.debrief.verdict import verdict
from simulator.scoring.debrief.why import why
from simulator.scoring.scorecard import Scorecard, reviews_of
from simulator.scoring.weights import Weights
from simulator.scoring.wording import ACTS, filled, sentences

__all__ = ["Debrief", "Taught", "debrief"]

_FULLY = Text("{act}: right as well", "{act}: samuti õige")
_WITHIN = Text("An amount within {share} % of the expected one", "Summa, mis erineb oodatust kuni {share}%")
_NEARLY = Text("{act}: worth {share} % of the decision", "{act}: väärt {share}% otsusest")


def debrief(
    state: DeskState,
    determinations: Sequence[Determination],
    scorecard: Scorecard,
    *,
    exercise: Exercise,
    rules: Rules,
    weights: Weights,
    taught: Taught,
) -> Debrief:
    """Return what is told about the decision that *state* holds; *weights* give the rules of the criteria.

    *determinations* are those of the file as it stood at each of the acts of *state*.

    Raises:
        InvalidAction: Nothing was decided.
    """
    if state.sent is None:
        raise InvalidAction("There is no decision to tell about.")
    reviews = reviews_of(state, determinations, weights, exercise=exercise, rules=rules)
    review = reviews[-1]
    words = Words.of(review.form, review.guide)
    subject = Subject(review=review, reviews=reviews, card=scorecard, state=state, words=words)
    return Debrief(
        verdict=verdict(subject),
        why=why(subject),
        total=scorecard.total,
        pass_mark=scorecard.pass_mark,
        criteria=criteria(subject),
        lessons=lessons(subject),
        turns=turns(subject),
        taught=taught,
        papers=papers(subject),
        settlement=settlement(subject),
        grounds=grounds(subject),
        errors=errors(subject),
        asked=tuple(_asked(subject)),
        handing=_handing(subject),
        path=path(subject),
        measures=measures(subject),
        alternatives=tuple(_alternatives(subject)),
        versions=scorecard.versions,
    )


def _asked(subject: Subject) -> Iterator[AskedRow]:
    """Yield the papers of all acts, each once; what was asked for later was not left out."""
    rows = [row for review in subject.reviews for row in asked(replace(subject, review=review))]
    for paper in dict.fromkeys(row.paper for row in rows):
        of_paper = [row for row in rows if row.paper == paper]
        found = [row for row in of_paper if row.find is Find.FOUND] or of_paper
        yield replace(found[0], note=sentences(*dict.fromkeys(row.note for row in found if row.note.en)))


def _handing(subject: Subject) -> Handing | None:
    """Return what became of handing the claim on: of the last act, or of an earlier one where only that did it."""
    found = (handing(replace(subject, review=one)) for one in reversed(subject.reviews))
    return next((one for one in found if one is not None), None)


def _alternatives(subject: Subject) -> Iterator[Text]:
    """Yield what else the guide accepts: other acts with what they are worth, amounts that are near enough."""
    for one in subject.review.determination.alternatives:
        if one.amount_within is not None:
            yield filled(_WITHIN, share=_percent(one.amount_within))
        elif one.disposition is not subject.review.determination.disposition:
            yield filled(_FULLY if one.worth >= 1 else _NEARLY, act=ACTS[one.disposition], share=_percent(one.worth))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}"
