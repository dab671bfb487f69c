"""Foresight: while facts are drawn one by one, where the facts to come may still lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.lattice import Lattice, Spans, edges, join, meet
from simulator.coverage.inversion.literals import Literal
from simulator.coverage.inversion.wants import Preference, Unreachable
from simulator.domain.dice import Dice
from simulator.phrases import phrase


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """A test and its truth, and the fact that will complete it; ``edge`` where that fact shall stand on its line."""

    literal: Literal
    truth: bool
    key: str
    lattice: Lattice
    edge: bool = False

    def spans(self, key: str, world: World, point: int, lattice: Lattice, hull: Spans, *, truth: bool) -> Spans:
        """Return where *key* gives the test that *truth* if the fact to come lies at *point*."""
        return self.literal.spans(key, {**world, self.key: self.lattice.value(point)}, truth, lattice, hull)


@dataclass(slots=True)
class Foresight:
    """What is left of each fact to come. Those in ``edged`` keep both points beside their line."""

    world: World
    prefer: Mapping[str, Preference]
    dice: Dice
    rooms: dict[str, Spans] = field(default_factory=dict)
    edged: set[str] = field(default_factory=set)

    def lets(self, ahead: Ahead) -> bool:
        """Tell whether the world as it is leaves the fact to come a value, in its preferred range if it has one."""
        room = next(self._rooms(ahead))
        ends = {room[0][0], room[-1][1]}
        trial = {**self.world}
        hits = 0
        for end in ends:
            trial[ahead.key] = ahead.lattice.value(end)
            hits += ahead.literal.test(trial) is ahead.truth
        if ahead.edge:
            return 0 < hits < len(ends)
        return hits == len(ends) if ahead.key in self.edged else hits > 0

    def leaving_room(self, key: str, lattice: Lattice, ahead: Ahead, spans: Spans) -> Spans:
        """Return where in *spans* the fact *key* leaves the fact to come a value, a preferred one if that can be.

        Raises:
            Unreachable: It leaves none anywhere.
        """
        for room in self._rooms(ahead):
            left = self._with_room(key, lattice, ahead, spans, room)
            if left:
                return left
        raise Unreachable(phrase("no %(fact)s leaves %(other)s a value", fact=key, other=ahead.key))

    def _with_room(self, key: str, lattice: Lattice, ahead: Ahead, spans: Spans, room: Spans) -> Spans:
        ends = (room[0][0], room[-1][1])
        truths = (True, False) if ahead.edge else (ahead.truth,)
        for truth in truths:
            first, last = (ahead.spans(key, self.world, end, lattice, spans, truth=truth) for end in ends)
            spans = meet(spans, meet(first, last) if ahead.key in self.edged else join(first, last))
        return spans

    def _rooms(self, ahead: Ahead) -> Iterator[Spans]:
        """Yield what is left of the fact to come within its preferred range, then all that is left."""
        room = self.rooms.get(ahead.key, ahead.lattice.everything)
        wish = self.prefer.get(ahead.key)
        if isinstance(wish, tuple):
            wished = meet(room, ((ahead.lattice.run(wish[0])[0], ahead.lattice.run(wish[1])[1]),))
            if wished:
                yield wished
        yield room

    def note(self, ahead: Ahead) -> None:
        """Narrow what is left of the fact to come, now that all else in the test is known."""
        room = self.rooms.get(ahead.key, ahead.lattice.everything)
        spans = ahead.literal.spans
        inside = meet(room, spans(ahead.key, self.world, ahead.truth, ahead.lattice, room))
        if ahead.edge and ahead.key not in self.edged:
            outside = meet(room, spans(ahead.key, self.world, not ahead.truth, ahead.lattice, room))
            found = edges(inside, outside)
            if found:
                at, across = self.dice.pick(found)
                inside = ((min(at, across), max(at, across)),)
                self.edged.add(ahead.key)
        if inside:
            self.rooms[ahead.key] = inside
