"""The table: a desk while its log is played."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.correspondents import Letter, Pending
from simulator.desk.state import Note, Sent, Status
from simulator.domain.answers import Correspondence
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Decision


@dataclass(slots=True)
class Desk:
    """The desk while the log is played. ``form`` and ``guide`` are None where they are not known.

    ``before`` is the file and its correspondence as they were before the last act, while that can be taken back.
    """

    file: ClaimFile
    known: Correspondence
    form: Form | None
    guide: Guide | None
    status: Status = Status.OPEN
    position: int = 0
    opened: list[str] = field(default_factory=list)
    current: str = ""
    pins: list[str] = field(default_factory=list)
    ties: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    draft: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    minutes: int = 0
    spent: list[int] = field(default_factory=list)
    aside: bool = False
    sent: Decision | None = None
    acts: list[Sent] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    elsewhere: bool = False
    before: tuple[ClaimFile, list[Letter], list[Pending]] | None = None
    changed_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    def work(self, act: str) -> None:
        if self.guide is not None:
            self.minutes += self.guide.work_minutes.get(act, 0)
