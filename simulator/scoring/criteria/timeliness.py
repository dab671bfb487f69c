"""In time: the work beside that of the model path, with an allowance; nothing is left at twice the limit."""

from fractions import Fraction

from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, Marks, bounded
from simulator.scoring.review import Review
from simulator.scoring.wording import filled

_MINUTES = Text("{n} min of work", "{n} min tööd")
_WITHIN = Text("Within {n} min", "Kuni {n} min")
_IN_TIME = Text("The model path takes {n} min.", "Eeskuju järgi kulub {n} min.")
_LATE = Text(
    "{over} min over the limit; the model path takes {n} min.", "{over} min üle piiri; eeskuju järgi kulub {n} min."
)


def judge(review: Review) -> Marks | None:
    """Return marks for the work it took; nothing where the guide counts no minutes."""
    model = review.model_minutes
    limit = int(model * review.weights.part("timeliness", "allowance"))
    if not limit:
        return None
    over = max(0, review.minutes - limit)
    because = filled(_LATE, over=over, n=model) if over else filled(_IN_TIME, n=model)
    return Marks(
        share=bounded(FULL - Fraction(over, limit)),
        expected=filled(_WITHIN, n=limit),
        done=filled(_MINUTES, n=review.minutes),
        because=because,
        rows=("minutes",) if over else (),
    )
