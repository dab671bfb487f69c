"""The files of one claim as it goes on, each determined once: who asks again about the same file is told the same."""

from simulator.coverage.determination import Determination
from simulator.coverage.determine.determining import determine
from simulator.coverage.rules import Rules
from simulator.domain.claim import ClaimFile


class Determined:
    """What is right on each file of a claim under *rules*. Keep it no longer than the work on that claim."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._found: list[tuple[ClaimFile, Determination]] = []

    def of(self, file: ClaimFile) -> Determination:
        """Return the right next act on *file* for a trainee."""
        for known, right in reversed(self._found):
            if known == file:
                return right
        right = determine(self.rules, file)
        self._found.append((file, right))
        return right
