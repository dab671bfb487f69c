"""The errors on the file: pointed out at any place that shows them; more than a few false alarms cost.

On a file without errors nothing is asked for here: what is flagged there counts as a spare pin of the evidence, so that
no flag can ever win points.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from simulator.coverage.determination import Flag
from simulator.coverage.says.facts import joined
from simulator.domain.papers import RECORD, pinned
from simulator.domain.text import Text
from simulator.scoring.criteria.disputes import disputed
from simulator.scoring.criteria.marks import Marks, bounded, part_of
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, NOTHING, counted, filled, listed, sentences

_ERROR, _ERRORS = Text("error on the file", "viga toimikus"), Text("errors on the file", "viga toimikus")
_PLACE, _PLACES = Text("place flagged", "koht märgitud veaks"), Text("places flagged", "kohta märgitud veaks")
_FOUND = Text("Found: {errors}.", "Leitud: {errors}.")
_MISSED = Text("Overlooked: {errors}.", "Kahe silma vahele jäi: {errors}.")
_ALARMS = Text("Flagged though right: {places}.", "Veaks märgitud, kuigi õige: {places}.")
_AT = Text("{error} ({papers})", "{error} ({papers})")
_ONE_OF = Text("{paper}: {fact}", "{paper}: {fact}")
_RECORD = Text("the record", "süsteemi sisestatu")


def judge(review: Review) -> Marks | None:
    """Return marks for what was flagged; nothing where no error was met."""
    if not review.flags:
        return None
    missed, alarms = missed_flags(review), false_alarms(review)
    return Marks(
        share=_share(review, len(review.flags) - len(missed), len(alarms)),
        expected=counted(len(review.flags), _ERROR, _ERRORS),
        done=counted(len(review.flagged), _PLACE, _PLACES) if review.flagged else DASH,
        because=sentences(*_because(review, missed), alarmed(review)),
        rows=tuple(flag.about for flag in missed),
    )


def met(before: Iterable[Flag], now: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return the errors met so far, each once: what shares a place with one that was met before is the same error."""
    found = list(before)
    for flag in now:
        at = next((at for at, one in enumerate(found) if not set(one.pins).isdisjoint(flag.pins)), None)
        if at is None:
            found.append(flag)
        else:
            found[at] = Flag(about=found[at].about, pins=tuple(dict.fromkeys((*found[at].pins, *flag.pins))))
    return tuple(found)


def missed_flags(review: Review) -> tuple[Flag, ...]:
    """Return the errors that were met, now or at an earlier act, and flagged at none of their places."""
    return tuple(flag for flag in review.flags if set(flag.pins).isdisjoint(review.flagged))


def false_alarms(review: Review) -> tuple[str, ...]:
    """Return the places that were flagged though nothing is wrong there, and no other paper says otherwise."""
    if not review.flagged:
        return ()
    neutral = disputed(review).union(*(flag.pins for flag in review.flags))
    return tuple(place for place in review.flagged if place not in neutral)


def alarmed(review: Review) -> Text:
    """Return the sentence that names the false alarms; nothing where there are none."""
    places = tuple(dict.fromkeys(_place(review, one) for one in false_alarms(review)))
    return filled(_ALARMS, places=listed(places)) if places else NOTHING


def _share(review: Review, found: int, alarms: int) -> Fraction:
    weights = review.weights
    too_many = max(Fraction(0), alarms - weights.part("errors", "spare_free"))
    return bounded(part_of(found, len(review.flags)) - too_many * weights.part("errors", "spare_costs"))


def _because(review: Review, missed: tuple[Flag, ...]) -> Iterator[Text]:
    found = tuple(flag for flag in review.flags if flag not in missed)
    for pattern, flags in ((_FOUND, found), (_MISSED, missed)):
        if flags:
            yield filled(pattern, errors=_named(review, flags))


def _named(review: Review, flags: Iterable[Flag]) -> Text:
    """Return what is wrong and on which papers, with semicolons between, since a label may have commas."""
    return joined([_error(review, flag) for flag in flags], "; ", "; ")


def _error(review: Review, flag: Flag) -> Text:
    if flag.is_on_record:
        return review.error(flag)
    papers = dict.fromkeys(review.paper(review.pin_paper(place)) for place in flag.pins)
    return filled(_AT, error=review.error(flag), papers=listed(papers))


def _place(review: Review, place: str) -> Text:
    """Return a place as the paper and what stands there, or the paper alone where the field has no words."""
    holder, field = pinned(place)
    paper = _RECORD if holder == RECORD else review.paper(holder)
    fact = review.keyed(field.rpartition(".")[2])
    return paper if fact is None else filled(_ONE_OF, paper=paper, fact=fact)
