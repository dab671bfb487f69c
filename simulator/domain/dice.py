"""Dice: repeatable draws, a named stream for each concern, the same on every machine."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from one seed. ``stream`` gives an independent child, so that a new draw in one does not shift another."""

    __slots__ = ("_random", "_seed")

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed)
        self._random = random.Random(int.from_bytes(hashlib.sha256(self._seed.encode()).digest()[:8], "big"))

    def stream(self, name: str) -> "Dice":
        """Return the child stream of that name; it depends on the seed and the name alone."""
        return Dice(f"{self._seed}/{name}")

    @property
    def seed(self) -> int:
        """A whole number that stands for this stream, for seeding another generator."""
        return int.from_bytes(hashlib.sha256(self._seed.encode()).digest()[8:16], "big")

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from *low* to *high*, both included."""
        return low + self._random._randbelow(high - low + 1)  # type: ignore[attr-defined,no-any-return]

    def pick(self, among: Sequence[T]) -> T:
        """Return one of *among*, each as likely."""
        return among[self.whole(0, len(among) - 1)]

    def weighted(self, among: Sequence[T], weights: Sequence[int]) -> T:
        """Return one of *among* by whole-number *weights*."""
        at = self.whole(0, sum(weights) - 1)
        for item, weight in zip(among, weights, strict=True):
            at -= weight
            if at < 0:
                return item
        raise AssertionError("weights ran out")

    def chance(self, percent: int) -> bool:
        """Return True in *percent* of 100 draws."""
        return self.whole(0, 99) < percent

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return *items* in a random order."""
        pool = list(items)
        for at in range(len(pool) - 1, 0, -1):
            other = self.whole(0, at)
            pool[at], pool[other] = pool[other], pool[at]
        return tuple(pool)
