"""What a debrief says, part by part, in both languages; whoever draws it chooses one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from simulator.domain.text import Text


class Tone(StrEnum):
    """How a debrief sounds."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


class Outcome(StrEnum):
    """What became of a decision, told apart as a mentor would."""

    RIGHT = "right"
    ACCEPTED = "accepted"
    WRONG_REASON = "wrong_reason"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    WRONG_ROWS = "wrong_rows"
    THIN = "thin"
    NEARLY = "nearly"
    WRONG_PAPER = "wrong_paper"
    NOT_ALL_ASKED = "not_all_asked"
    ASKED_TOO_MUCH = "asked_too_much"
    WRONG_DESK = "wrong_desk"
    UNEXPLAINED = "unexplained"
    SUSPICION = "suspicion"
    TOO_SOON = "too_soon"
    PAID_UNOWED = "paid_unowed"
    REFUSED_OWED = "refused_owed"
    ASKED_IN_VAIN = "asked_in_vain"
    SENT_IN_VAIN = "sent_in_vain"
    NOT_YOURS = "not_yours"
    NOT_YOURS_NOR_RIGHT = "not_yours_nor_right"
    DETOUR = "detour"
    ASKED_AMISS = "asked_amiss"
    UNSAID = "unsaid"
    PAID_AMISS = "paid_amiss"
    NO_PAPER_SETTLES = "no_paper_settles"
    UNRIPE = "unripe"


class Find(StrEnum):
    """What became of something that was there to be found."""

    FOUND = "found"
    MISSED = "missed"
    SPARE = "spare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One sentence on the whole."""

    outcome: Outcome
    tone: Tone
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A provision, or a rule of the guide, as it is printed."""

    id: str
    cite: Text
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion with what earns its points and what differed, one by one."""

    id: str
    label: Text
    done: Text
    expected: Text
    because: Text
    points: int
    most: int
    rule: Text
    slips: tuple[Text, ...]

    @property
    def differs(self) -> bool:
        """Tell whether points were lost."""
        return self.points < self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark on a field of a paper. A spare one has neither fact nor clause."""

    pin: str
    find: Find
    fact: Text
    clause: Clause | None
    is_tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMarks:
    """The marks on one paper, or on the record."""

    paper: str
    is_opened: bool
    marks: tuple[Mark, ...]

    def count(self, find: Find) -> int:
        """Return how many marks of that kind there are."""
        return sum(1 for mark in self.marks if mark.find is find)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRow:
    """A row of the settlement as it was worked: what it adds or takes, and what stands after it.

    ``kind`` is line (of the claim), step (inside a line), sum, off, quiet (what took nothing) or total.
    """

    kind: str
    label: Text
    note: Text
    clause: Clause | None
    expected: Decimal | None
    running: Decimal | None
    yours: Decimal | None
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The settlement, worked; ``has_yours`` where a sheet was sent."""

    rows: tuple[SettlementRow, ...]
    has_yours: bool
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A clause of a complete decision, or one that was named without need; ``said`` is what the file makes of it."""

    clause: Clause
    role: Text
    said: Text
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """An error on the file with the places that show it; a place that was flagged though it is right has no error.

    ``because`` lays side by side what differs from what.
    """

    error: Text
    places: tuple[str, ...]
    find: Find
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """A paper that had to be asked for, or was."""

    paper: Text
    holder: Text
    proves: Text
    find: Find
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """To whom a claim had to go and why, beside what was sent; ``then`` is what should be decided there, and why."""

    queue: Text
    why: Text
    rule: Text
    your_queue: Text
    your_brief: Text
    is_queue_right: bool
    is_brief_right: bool
    then: Text
    then_why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """A step of yours beside one of the model path; ``at`` is in minutes of work from the start."""

    yours: Text
    at: int | None
    model: Text
    find: Find
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Your steps beside the model path; minutes of work."""

    rows: tuple[PathRow, ...]
    minutes: int
    model_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One of several acts: its action, its day in the story, what was sent and what was right then.

    ``waited`` are the days of the story until the next act, or until the claim left the desk.
    """

    n: int
    on: Text
    yours: Text
    expected: Text
    because: Text
    find: Find
    waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What went wrong first, what it would have cost whom, and what to look at next time."""

    first: Text
    cost: Text
    next_time: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One of the trade's measures with its reading."""

    label: Text
    value: Text
    unit: str
    note: Text
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What scoring and debrief need of the stored text of a scenario."""

    rubric: Mapping[str, str] = field(default_factory=dict)
    title: Text = field(default_factory=lambda: Text("", ""))
    debrief: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """Everything that a person is told about a decided claim."""

    verdict: Verdict
    why: Text
    total: int
    pass_mark: int
    criteria: tuple[CriterionRow, ...]
    lessons: Lessons
    turns: tuple[Turn, ...]
    taught: Taught
    papers: tuple[PaperMarks, ...]
    settlement: Settlement | None
    grounds: tuple[Ground, ...]
    errors: tuple[ErrorRow, ...]
    asked: tuple[AskedRow, ...]
    handing: Handing | None
    path: Path
    measures: tuple[Measured, ...]
    alternatives: tuple[Text, ...]
    versions: Mapping[str, str]

    @property
    def is_passed(self) -> bool:
        """Tell whether the pass mark is reached."""
        return self.total >= self.pass_mark
