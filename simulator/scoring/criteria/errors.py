"""The errors on the file: pointed out at any place that shows them; more than a few false alarms cost."""

from collections.abc import Iterator
from fractions import Fraction

from simulator.coverage.comparing import normalised
from simulator.coverage.determination import Flag
from simulator.coverage.language.facts import Fact
from simulator.domain.papers import RECORD, pinned
from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, Marks, bounded, part_of
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, counted, filled, listed, sentences

_ERROR, _ERRORS = Text("error on the file", "viga toimikus"), Text("errors on the file", "viga toimikus")
_PLACE, _PLACES = Text("place flagged", "koht märgitud veaks"), Text("places flagged", "kohta märgitud veaks")
_ALL = Text("Pointed out: {errors}.", "Märgitud: {errors}.")
_MISSED = Text("Not pointed out: {errors}.", "Märkimata: {errors}.")
_FALSE, _FALSES = (
    Text("flag on something that is right", "märge kohal, mis on õige"),
    Text("flags on what is right", "märget kohtadel, mis on õiged"),
)
_ALARMS = Text("{alarms}.", "{alarms}.")


def judge(review: Review) -> Marks | None:
    """Return marks for what was flagged; nothing where no error was met and not too much was flagged."""
    missed, alarms = missed_flags(review), false_alarms(review)
    share = _share(review, len(review.flags) - len(missed), len(alarms))
    if not review.flags and share == FULL:
        return None
    return Marks(
        share=share,
        expected=counted(len(review.flags), _ERROR, _ERRORS) if review.flags else DASH,
        done=counted(len(review.flagged), _PLACE, _PLACES) if review.flagged else DASH,
        because=sentences(*_because(review, missed, alarms)),
        rows=tuple(flag.about for flag in missed),
    )


def missed_flags(review: Review) -> tuple[Flag, ...]:
    """Return the errors that were met, now or at an earlier act, and flagged at none of their places."""
    return tuple(flag for flag in review.flags if not set(flag.pins) & set(review.flagged))


def false_alarms(review: Review) -> tuple[str, ...]:
    """Return the places that were flagged though nothing is wrong there, and no other paper says otherwise."""
    right = {place for flag in review.flags for place in flag.pins}
    return tuple(place for place in review.flagged if place not in right and not _is_disputed(review, place))


def _is_disputed(review: Review, place: str) -> bool:
    """Tell whether another paper or the record states something else there: that may be pointed out, or tied."""
    holder, field = pinned(place)
    names = {field.rpartition(".")[2]} | _same_as(review, field)
    if not names & _comparable(review):
        return False
    said = dict(_statements(review, field, names))
    mine = said.pop(holder, None)
    return mine is not None and any(other != mine for other in said.values())


def _same_as(review: Review, field: str) -> set[str]:
    """Return the names under which papers state the same as under *field*."""
    compared = (fact.compare for fact in _facts(review) if fact.compare is not None)
    groups = ({one.field, *one.also} for one in compared if one.word == "differs")
    return next((group for group in groups if field in group), set())


def _comparable(review: Review) -> frozenset[str]:
    """Return what papers state of the claim itself: facts, and the fields that form or guide compare."""
    names = {fact.name for fact in _facts(review)}
    compared = (fact.compare for fact in _facts(review) if fact.compare is not None)
    return frozenset(names.union(*({one.field, *one.also} for one in compared if one.word == "differs")))


def _facts(review: Review) -> Iterator[Fact]:
    yield from review.form.facts.values()
    yield from review.guide.facts.values()


def _statements(review: Review, field: str, names: set[str]) -> Iterator[tuple[str, str]]:
    for paper in review.file.papers:
        found = (paper.statement(name) for name in (field, *sorted(names)))
        said = next((one for one in found if isinstance(one, str)), None)
        if said is not None:
            yield paper.id, normalised(said)
    if (keyed := review.file.record.get(field)) is not None:
        yield RECORD, normalised(keyed)


def _share(review: Review, found: int, alarms: int) -> Fraction:
    weights = review.weights
    too_many = max(Fraction(0), alarms - weights.part("errors", "spare_free"))
    return bounded(part_of(found, len(review.flags)) - too_many * weights.part("errors", "spare_costs"))


def _because(review: Review, missed: tuple[Flag, ...], alarms: tuple[str, ...]) -> Iterator[Text]:
    found = [flag for flag in review.flags if flag not in missed]
    if found:
        yield filled(_ALL, errors=listed(review.error(flag) for flag in found))
    if missed:
        yield filled(_MISSED, errors=listed(review.error(flag) for flag in missed))
    if alarms:
        yield filled(_ALARMS, alarms=counted(len(alarms), _FALSE, _FALSES))
