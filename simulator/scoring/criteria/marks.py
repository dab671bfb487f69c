"""Marks: what one criterion gives, with what was expected, what was done, and why."""

from dataclasses import dataclass
from fractions import Fraction

from simulator.domain.text import Text

FULL = Fraction(1)
NONE = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """A share of the criterion's points from 0 to 1; ``rows`` names what differs inside it (lines, offs, clauses)."""

    share: Fraction
    expected: Text
    done: Text
    because: Text
    rows: tuple[str, ...] = ()


def bounded(share: Fraction) -> Fraction:
    """Return *share*, not below 0 and not above 1."""
    return max(NONE, min(FULL, share))


def part_of(found: int, of: int) -> Fraction:
    """Return the share of *found* among *of*; everything where there was nothing to find."""
    return Fraction(found, of) if of else FULL
