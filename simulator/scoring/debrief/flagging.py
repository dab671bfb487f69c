"""Flagging as a step of the path: which errors the model path points out, and what you flagged."""

from collections.abc import Iterator

from simulator.coverage.says.facts import joined
from simulator.desk.actions import ActionKind
from simulator.domain.text import Text
from simulator.scoring.criteria.errors import alarmed, missed_flags
from simulator.scoring.debrief.model import Find, PathRow
from simulator.scoring.debrief.subject import Subject
from simulator.scoring.wording import DASH, NOTHING, filled

_FLAG = Text("Flag what is wrong: {errors}", "Märgi, mis on vale: {errors}")
_FLAGGED = Text("Flagged: {errors}", "Märkisid veaks: {errors}")


def flagging(subject: Subject) -> Iterator[PathRow]:
    """Yield the step in which the errors are flagged; none where there were none and nothing was flagged."""
    review, missed = subject.review, missed_flags(subject.review)
    found = [review.error(flag) for flag in review.flags if flag not in missed]
    alarms = alarmed(review)
    if not review.flags and not alarms.en:
        return
    every = [review.error(flag) for flag in review.flags]
    yield PathRow(
        yours=filled(_FLAGGED, errors=joined(found, "; ", "; ")) if found else alarms if alarms.en else DASH,
        at=_last_flag(subject),
        model=filled(_FLAG, errors=joined(every, "; ", "; ")) if every else DASH,
        find=Find.MISSED if missed else Find.FOUND if every else Find.SPARE,
        note=alarms if found else NOTHING,
    )


def _last_flag(subject: Subject) -> int | None:
    """Return the minutes of work after the last flag; nothing where nothing was flagged."""
    done = zip(subject.state.actions, subject.state.spent, strict=False)
    return next((spent for action, spent in reversed(tuple(done)) if action.kind is ActionKind.FLAG), None)
