"""The evidence: the facts that decide, found by pinning any field that states them; more than a few spare pins cost."""

from fractions import Fraction

from simulator.coverage.determination import Need
from simulator.domain.text import Text
from simulator.scoring.criteria.errors import alarmed, false_alarms
from simulator.scoring.criteria.marks import Marks, bounded, part_of
from simulator.scoring.review import Review
from simulator.scoring.wording import NOTHING, counted, filled, sentences

_BECAUSE = Text(
    "{found} found, {missed} missed, {spare} spare.", "Leitud {found}, leidmata {missed}, üleliigseid {spare}."
)
_FACT, _FACTS = Text("fact decides it", "fakt otsustab"), Text("facts decide it", "fakti otsustavad")
_PIN, _PINS = Text("fact pinned", "fakt märgitud"), Text("facts pinned", "fakti märgitud")


def judge(review: Review) -> Marks | None:
    """Return marks for the pins and their ties; nothing where no paper states a fact that decides."""
    needs = review.needs
    if not needs:
        return None
    found = tuple(need for need in needs if is_found(review, need))
    spare = spare_marks(review)
    pins = review.decision.pins
    return Marks(
        share=_share(review, len(found), len(spare)),
        expected=counted(len(needs), _FACT, _FACTS),
        done=counted(len(pins), _PIN, _PINS),
        because=sentences(
            filled(_BECAUSE, found=len(found), missed=len(needs) - len(found), spare=len(spare)),
            NOTHING if review.flags else alarmed(review),
        ),
        rows=tuple(need.fact for need in needs if need not in found),
    )


def is_found(review: Review, need: Need) -> bool:
    """Tell whether a fact that decides was pinned on any paper that states it."""
    return any(pin in need.pins for pin in review.decision.pins)


def spare_pins(review: Review) -> tuple[str, ...]:
    """Return the pins that state nothing that decides, now or when an earlier act was due, and show no error."""
    deciding, wrong = (need.pins for need in review.needs), (flag.pins for flag in review.flags)
    needed = review.needed_before.union(*deciding, *wrong)
    return tuple(pin for pin in review.decision.pins if pin not in needed)


def spare_marks(review: Review) -> tuple[str, ...]:
    """Return the spare pins and, on a file without errors, the places that were flagged though they are right."""
    alarms = () if review.flags else false_alarms(review)
    return tuple(dict.fromkeys((*spare_pins(review), *alarms)))


def _share(review: Review, found: int, spare: int) -> Fraction:
    weights = review.weights
    too_many = max(Fraction(0), spare - weights.part("evidence", "spare_free"))
    pinned = part_of(found, len(review.needs)) - too_many * weights.part("evidence", "spare_costs")
    tieable = [need for need in review.needs if review.has_provision(need.provision)]
    if not tieable:
        return bounded(pinned)
    tied = part_of(sum(1 for need in tieable if is_tied(review, need)), len(tieable))
    return bounded(bounded(pinned) * weights.part("evidence", "pins") + tied * weights.part("evidence", "ties"))


def is_tied(review: Review, need: Need) -> bool:
    """Tell whether a pin of *need* is tied to its clause, or to another pin of the same fact."""
    ties = (review.decision.ties.get(pin, "") for pin in need.pins)
    return any(tie and (tie.removeprefix("provision:") == need.provision or tie in need.pins) for tie in ties)
