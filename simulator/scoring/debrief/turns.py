"""The acts in turn: what was sent, what was right on the file as it stood, what came back, how long somebody waited."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.desk.state import Sent
from simulator.scoring.criteria import disposition
from simulator.scoring.debrief.model import Find, Turn
from simulator.scoring.debrief.paths import decided, determined
from simulator.scoring.debrief.slips import slip_of
from simulator.scoring.debrief.subject import Subject
from simulator.scoring.wording import day


def turns(subject: Subject) -> tuple[Turn, ...]:
    """Return the acts in turn; none where there was only one, and nothing came back."""
    acts = subject.state.acts
    if len(acts) == 1 and not subject.state.letters:
        return ()
    return tuple(_turns(subject, acts))


def _turns(subject: Subject, acts: tuple[Sent, ...]) -> Iterator[Turn]:
    for sent, review, waited in zip(acts, subject.reviews, subject.waits, strict=True):
        slip, of = slip_of(review), replace(subject, review=review)
        yield Turn(
            n=sent.n,
            on=day(sent.file.as_of),
            yours=decided(of, sent.decision),
            expected=determined(of, review.determination),
            because=slip.because if slip is not None else disposition.judge(review).because,
            find=Find.FOUND if slip is None else Find.MISSED,
            waited=waited,
        )
