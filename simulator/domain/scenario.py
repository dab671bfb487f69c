"""A scenario: what a claim shall teach; everything that it leaves open is left to the dice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from simulator.domain.answers import Gives
from simulator.domain.decision import Disposition
from simulator.domain.text import Text


class OnFile(StrEnum):
    """What is known of a kind of paper before anybody asks; ``partial``: it lies there without its last line."""

    PRESENT = "present"
    ABSENT = "absent"
    UNOBTAINABLE = "unobtainable"
    CORRECTED = "corrected"
    ILLEGIBLE = "illegible"
    PARTIAL = "partial"


class Slip(StrEnum):
    """How somebody keys or writes a thing wrongly.

    ``swapped``: two signs that stand side by side; ``digit``: a key beside the right one; ``letter``: one doubled or
    left out; ``nought``: one too many or too few; ``year``: the year before; ``other``: another word of the list.
    """

    SWAPPED = "swapped"
    DIGIT = "digit"
    LETTER = "letter"
    NOUGHT = "nought"
    YEAR = "year"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A provision (or ``authority``, or a trigger of the guide) and the side of it on which the claim falls."""

    provision: str
    side: str = "inside"
    near: str = "any"
    evidence: str = "known"
    part: str = ""
    line: str = ""
    step: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A value that the scenario sets, as its text stands; with *high* a range to draw from. A list has commas."""

    low: str
    high: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A line that the claim shall have, with what the scenario sets on it."""

    head: str
    fix: Mapping[str, Fixed] = field(default_factory=dict)
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Complication:
    """Something that makes the file harder: its name, and what it is about (a fact, a kind of paper, a key).

    ``slip`` is how an error came about, where the scenario minds; None leaves it to the dice.
    """

    name: str
    about: str = ""
    slip: Slip | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is fixed about the claim."""

    targets: tuple[Target, ...] = ()
    fix: Mapping[str, Fixed] = field(default_factory=dict)
    papers: Mapping[str, OnFile] = field(default_factory=dict)
    complications: tuple[Complication, ...] = ()
    lines: tuple[PlannedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the author holds right: a claim about the engine, checked, not the key. Empty parts are not compared."""

    disposition: Disposition
    grounds: tuple[str, ...] | None = None
    reasons: tuple[str, ...] | None = None
    requests: tuple[str, ...] | None = None
    cites: tuple[str, ...] = ()
    escalate_to: str = ""
    then: Disposition | None = None
    payable: Decimal | None = None
    lines: tuple[Disposition, ...] = ()
    alternatives: tuple[Disposition, ...] | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """By which channel and at what time of the day the claim comes to the desk."""

    channel: str = "web"
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What comes when a kind of paper is asked for: what it is, after how many days (the form's where None), and
    after how many reminders."""

    paper: str
    gives: Gives = Gives.ASKED
    after_days: int | None = None
    reminders: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario as read from its file. ``expect`` lists acts that are right in turn."""

    id: str
    title: Text
    teaches: tuple[str, ...]
    level: int
    form: str
    markets: tuple[str, ...]
    case: Case
    expect: tuple[Expectation, ...]
    debrief: Text
    guide: str = "standard"
    replies: tuple[Reply, ...] = ()
    arrives: Arrival = Arrival()
    rubric: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    content_hash: str = ""
