"""The errors on the file: what was wrong and where, whether it was flagged, and what was flagged though it is right."""

from simulator.scoring.criteria.errors import false_alarms, missed_flags
from simulator.scoring.debrief.model import ErrorRow, Find
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.wording import NOTHING


def errors(subject: Subject) -> tuple[ErrorRow, ...]:
    """Return the errors in the order in which they were met, and after them the places flagged without need."""
    review = subject.review
    missed = missed_flags(review)
    met = (
        ErrorRow(
            error=capital(review.error(flag)),
            places=flag.pins,
            find=Find.MISSED if flag in missed else Find.FOUND,
        )
        for flag in review.flags
    )
    needless = (ErrorRow(error=NOTHING, places=(place,), find=Find.SPARE) for place in false_alarms(review))
    return (*met, *needless)
