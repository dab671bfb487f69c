"""What was measured, as a table: figure, budget, whether it is met, and what a bare application takes beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import SimulatorError


class UnexpectedAnswer(Exception):
    """The server answered otherwise than a benchmark counts on."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. ``budget`` is a ceiling in the same unit; ``beside`` is the same act of the bare application."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    beside: float | None = None
    failed: str = ""

    @property
    def is_met(self) -> bool:
        return self.budget is None or self.value <= self.budget

    def cells(self) -> tuple[str, ...]:
        """Return what the table shows of it."""
        if self.failed:
            return (self.what, f"failed: {self.failed}", "", "", "")
        ratio = f" ({self.value / self.beside:.1f}x)" if self.beside else ""
        return (
            self.what,
            f"{_short(self.value)} {self.unit}",
            "" if self.budget is None else f"{_short(self.budget)} {self.unit}",
            "" if self.budget is None else "met" if self.is_met else "OVER",
            "" if self.beside is None else f"{_short(self.beside)} {self.unit}{ratio}",
        )


def measured(what: str, unit: str, value: Callable[[], float], budget: float | None = None) -> Figure:
    """Return the figure that *value* gives; where it cannot be had, one that says why, so that the others are told."""
    try:
        return Figure(what=what, unit=unit, budget=budget, value=value())
    except (SimulatorError, UnexpectedAnswer) as error:
        return Figure(what=what, unit=unit, value=0, failed=str(error).splitlines()[0][:90])


HEADINGS = ("what", "measured", "budget", "", "bare Flask")


def table(figures: list[Figure]) -> str:
    """Return *figures* as a table of Markdown."""
    return columns([HEADINGS, *(figure.cells() for figure in figures)])


def columns(rows: list[tuple[str, ...]]) -> str:
    """Return *rows*, the headings first, as a table of Markdown."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _short(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
