"""Checks of a whole guide."""

from simulator.coverage.language.guides import Guide
from simulator.strict_yaml import Problems


def check_guide(guide: Guide, problems: Problems, *, at: int, inline: bool) -> None:
    """Report what is wrong with *guide* as a whole."""
