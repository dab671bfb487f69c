"""What is wrong with a text, by line, each with its fix; and the lines of a text for those who see no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One thing that is wrong; ``source`` is the line as it stands."""

    line: int
    key: str
    message: str
    fix: str
    source: str
    file: str = ""


def problem_rows(problems: Sequence[Problem], text: str = "") -> tuple[ProblemRow, ...]:
    """Return what is wrong with *text* as rows."""
    lines = text.splitlines()
    return tuple(
        ProblemRow(
            line=max(1, one.line),
            key=one.key,
            message=one.message,
            fix=one.fix,
            source=lines[one.line - 1].strip()[:120] if 0 < one.line <= len(lines) else "",
            file=one.file,
        )
        for one in problems
    )
