"""A sheet: a paper while it is written."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.coverage.evidence import ILLEGIBLE
from simulator.domain.papers import Paper, Statement


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A paper while it is written."""

    id: str
    kind: str
    sender: str
    received_at: datetime
    fields: dict[str, Statement] = field(default_factory=dict)
    lines: dict[str, dict[str, Statement]] = field(default_factory=dict)
    replaces: str | None = None

    def paper(self) -> Paper:
        """Return the paper as it will lie on the file."""
        return Paper(
            id=self.id,
            kind=self.kind,
            sender=self.sender,
            received_at=self.received_at,
            fields=self.fields,
            lines=self.lines,
            replaces=self.replaces,
        )

    def say(self, line: str, name: str, words: str) -> None:
        """Write *words* into a field of the paper or of one of its lines."""
        where = self.lines.setdefault(line, {}) if line else self.fields
        where[name] = words

    def hide(self, line: str, name: str) -> None:
        """Take a field off the paper."""
        where = self.lines.get(line, {}) if line else self.fields
        where.pop(name, None)

    def smudge(self, names: Container[str]) -> None:
        """Make what stands in those fields illegible, on the paper and on its lines."""
        for stated in (self.fields, *self.lines.values()):
            stated.update({name: ILLEGIBLE for name in stated if name in names})

    def leave_last_line(self) -> bool:
        """Leave the last of several lines out, with the totals behind it; tell whether there were several."""
        if len(self.lines) < 2:
            return False
        self.lines.popitem()
        for name in [name for name in self.fields if name.partition("_")[0] == "total"]:
            del self.fields[name]
        return True

    def second(self, *, days: int) -> Sheet:
        """Return a second paper of the same kind that came some days later and says the same."""
        return Sheet(
            id=f"{self.id}_2",
            kind=self.kind,
            sender=self.sender,
            received_at=self.received_at + timedelta(days=days, minutes=35),
            fields=dict(self.fields),
            lines={line: dict(fields) for line, fields in self.lines.items()},
        )
