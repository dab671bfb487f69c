"""Errors in papers and record: what was planted is what the engine flags, in every state of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from simulator.coverage.determination import Flag
from simulator.coverage.determine import Determined
from simulator.domain.claim import ClaimFile
from simulator.domain.exercise import Exercise, Planted
from simulator.domain.papers import Paper, pinned
from simulator.phrases import phrase
from simulator.scoring.path import walked


class Mismatch(NamedTuple):
    """An error that was planted and is not flagged, or flagged and not planted: where, and what to change."""

    message: str
    about: str
    fix: str


def mismatches(exercise: Exercise, determined: Determined) -> Iterator[Mismatch]:
    """Yield where planted and flagged errors differ, on the model path and once every wrong paper was corrected.

    A paper that replaces the one with the error heals it. Each difference comes once.

    Raises:
        Endless: Who follows the determinations never comes to an end.
    """
    found: dict[Mismatch, None] = {}
    for file in _states(exercise, determined):
        found |= dict.fromkeys(_differing(exercise, file, determined.of(file).flags))
    yield from found


def _states(exercise: Exercise, determined: Determined) -> Iterator[ClaimFile]:
    path = walked(exercise, determined.rules, determined=determined)
    states = (exercise.file, *(act.file for act in path.acts), path.file, _mended(exercise))
    yield from {tuple(paper.id for paper in file.papers): file for file in states}.values()


def _mended(exercise: Exercise) -> ClaimFile:
    """Return the file with the corrections of every paper on which an error was planted."""
    file = exercise.file
    wrong = {pinned(place)[0] for planted in exercise.planted for place in planted.pins}
    answers = exercise.correspondence.answers.values()
    came = (paper for answer in answers for paper in answer.papers if paper.replaces in wrong)
    return replace(file, papers=(*file.papers, *(replace(paper, received_at=file.as_of) for paper in came)))


def _differing(exercise: Exercise, file: ClaimFile, flags: tuple[Flag, ...]) -> Iterator[Mismatch]:
    standing = [planted for planted in exercise.planted if _stands(planted, file.papers)]
    for planted in standing:
        if not any(set(planted.pins) & set(flag.pins) for flag in flags):
            yield Mismatch(
                phrase(
                    "%(error)s is planted at %(places)s, and the engine flags nothing there",
                    error=planted.name,
                    places=", ".join(planted.pins),
                ),
                planted.about or planted.name,
                phrase("let the guide compare it, or drop the complication"),
            )
    places = {place for planted in standing for place in planted.pins}
    for flag in flags:
        if places.isdisjoint(flag.pins):
            yield Mismatch(
                phrase(
                    "the engine flags %(error)s at %(places)s, and nothing is planted there",
                    error=flag.about,
                    places=", ".join(flag.pins),
                ),
                flag.about,
                phrase("plant it as a complication, or let the papers agree"),
            )


def _stands(planted: Planted, papers: tuple[Paper, ...]) -> bool:
    """Tell whether nothing has replaced a paper on which the error is."""
    replaced = {paper.replaces for paper in papers}
    return all(pinned(place)[0] not in replaced for place in planted.pins)
