"""Answers: what comes back when a paper is asked for. Made with the exercise, unseen until it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from simulator.domain.papers import Paper


class Gives(StrEnum):
    """How an answer turns out: ``asked`` is the paper as it should be.

    ``none``: the paper does not exist, so what it should prove stays unproved. ``on_file``: it was sent before and has
    not changed. ``nothing``: the holder has nothing to tell about this claim.
    """

    ASKED = "asked"
    PARTIAL = "partial"
    WRONG = "wrong"
    CORRECTED = "corrected"
    NONE = "none"
    NEVER = "never"
    ON_FILE = "on_file"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the holder of a kind of paper sends, so many calendar days after the last letter to him or her.

    ``papers`` come as they are but for the moment of their arrival. ``reminders`` must have gone out before anything
    comes. ``then`` is what comes when the same kind is asked for again, after a part or a wrong paper.
    """

    holder: str
    gives: Gives
    after_days: int
    at: time = time(10, 30)
    papers: tuple[Paper, ...] = ()
    reminders: int = 0
    then: "Answer | None" = None


Answers = Mapping[str, Answer]
"""Answers by kind of paper; about a kind that is not there its holder has nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """All answers of an exercise, and after how many days somebody says that he or she has nothing to tell."""

    answers: Answers = field(default_factory=dict)
    nothing_after_days: int = 3
