"""Papers: what lies on a claim file, and the pins that point into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from simulator.domain.text import Text

Statement = str | Text
"""What a field says: the exact text of a value (``domain.values``), or a story in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper on the file: ``fields`` about the claim, ``lines`` line by line (line id -> field -> statement)."""

    id: str
    kind: str
    sender: str
    received_at: datetime
    fields: Mapping[str, Statement] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, Statement]] = field(default_factory=dict)
    replaces: str | None = None

    def statement(self, field_id: str) -> Statement | None:
        """Return what the paper states under *field_id* (``repair`` or, of a line, ``L1.repair``)."""
        if field_id in self.fields:
            return self.fields[field_id]
        line, _, name = field_id.partition(".")
        return self.lines.get(line, {}).get(name)


RECORD = "record"
"""The word that stands for the record in a pin: ``record#policyholder`` is what was keyed under ``policyholder``."""


def pin(paper_id: str, field_id: str) -> str:
    """Return the pin of a field: ``invoice#total``, or ``invoice#L1.repair`` for a line's."""
    return f"{paper_id}#{field_id}"


def pinned(text: str) -> tuple[str, str]:
    """Return paper id and field id of a pin."""
    paper_id, _, field_id = text.partition("#")
    return paper_id, field_id
