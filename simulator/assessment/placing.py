"""Placing: scenarios into the cells of a blueprint, no pattern twice, by augmenting paths (Kuhn's matching).

Whatever the order in which scenarios are offered, as many claims as can be filled at all are filled.
"""

from collections.abc import Collection, Sequence

from simulator.assessment.blueprints import Cell
from simulator.assessment.pools import Pinned


class Placing:
    """One filling of the cells. ``order`` is what to prefer; ``worn`` are taken only where nothing else fits."""

    def __init__(self, cells: Sequence[Cell], order: Sequence[Pinned], worn: Collection[str] = ()) -> None:
        self.slots = tuple(cell for cell in cells for _ in range(cell.claims))
        self._held: dict[int, Pinned] = {}
        self._slot_of: dict[str, int] = {}
        for allowed in ([one for one in order if one.scenario not in worn], list(order)):
            fitting = {cell: [one for one in allowed if one.fits(cell)] for cell in cells}
            self._offers = [fitting[slot] for slot in self.slots]
            for slot in range(len(self.slots)):
                if slot not in self._held:
                    self._place(slot, set())

    @property
    def found(self) -> tuple[Pinned | None, ...]:
        """What stands in each place, cell by cell; None where nothing is left for it."""
        return tuple(self._held.get(slot) for slot in range(len(self.slots)))

    def _place(self, slot: int, tried: set[str]) -> bool:
        """Put a scenario into *slot*, moving what stands in its way to another place."""
        for one in self._offers[slot]:
            if one.pattern in tried:
                continue
            tried.add(one.pattern)
            before = self._slot_of.get(one.pattern)
            if before is None or self._place(before, tried):
                self._held[slot] = one
                self._slot_of[one.pattern] = slot
                return True
        return False
