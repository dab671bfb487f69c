"""Choosing: of the many ways in which conditions can come true or false, the least unusual one that fits them all."""

import random
from collections.abc import Iterable, Sequence

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import Spans, meet
from simulator.coverage.inversion.literals import Literal, Member, Ordered
from simulator.coverage.inversion.paths import Path
from simulator.coverage.inversion.trees import Flip, Node, literals_in, truth_of
from simulator.coverage.inversion.wants import Unreachable
from simulator.phrases import phrase

_NEVER = 1e9
_FOREIGN, _STATED, _NEW, _INQUIRED, _UNUSUAL, _PRESUMED, _ON_AN_AIM = 30.0, 1.0, 3.0, 5.0, 6.0, 0.5, 8.0


class Choices:
    """Choosing for each tree the least unusual way to its truth, without contradicting what was chosen before."""

    def __init__(self, ground: Ground, fixed: World, needed: Iterable[str], noise: random.Random | None) -> None:
        self.ground, self.noise = ground, noise
        self.fixed = fixed
        self.usual = {**ground.defaults, **fixed}
        self.needed = set(needed)
        self.taken: dict[Literal, bool] = {}
        self.narrowed: dict[str, Spans] = {}
        self.aims: frozenset[Literal] = frozenset()
        self.aimed: frozenset[str] = frozenset()
        self.shared: set[Literal] = set()

    def keep_off(self, paths: Sequence[Path]) -> None:
        """Let what comes rather not rest on the tests of *paths*, nor on their facts."""
        self.aims = frozenset(path.literal for path in paths)
        self.aimed = frozenset(key for literal in self.aims for key in literal.keys)

    def demand(self, node: Node, truth: bool) -> None:
        """Settle *node* to *truth*."""
        if isinstance(node, Flip):
            self.demand(node.part, not truth)
        elif isinstance(node, Literal):
            self._take(node, truth)
        else:
            count = node.least if truth else len(node.parts) - node.least + 1
            for part in self._cheapest(node.parts, truth, count):
                self.demand(part, truth)

    def demand_exactly(self, parts: Sequence[Node], trues: int) -> None:
        """Settle exactly *trues* of *parts* to true and the others to false."""
        if trues == len(parts) or trues == 0:
            for part in parts:
                self.demand(part, trues > 0)
            return
        order = sorted(range(len(parts)), key=lambda at: self._cost(parts[at], True) - self._cost(parts[at], False))
        for rank, at in enumerate(order):
            self.demand(parts[at], rank < trues)

    def _cheapest(self, parts: Sequence[Node], truth: bool, count: int) -> list[Node]:
        if count == len(parts):
            return list(parts)
        standing = [part for part in parts if self._stands(part, truth)] if self.noise else []
        if len(standing) >= count:
            return standing[:count]
        costs = [self._cost(part, truth) + (self.noise.random() * 8 if self.noise else 0) for part in parts]
        order = sorted(range(len(parts)), key=lambda at: (costs[at], at))[:count]
        if costs[order[-1]] >= _NEVER:
            raise Unreachable(phrase("two demands on the same fact contradict each other"))
        return [parts[at] for at in order]

    def _stands(self, node: Node, truth: bool) -> bool:
        """Tell whether that truth rests on comparing papers alone: they agree unless something else is asked for."""
        facts = self.ground.facts
        for literal in literals_in(node):
            if literal in self.taken or any(key not in facts or facts[key].compare is None for key in literal.keys):
                return False
        return truth_of(node, self.usual) is truth

    def _take(self, literal: Literal, truth: bool) -> None:
        if self._literal_cost(literal, truth) >= _NEVER:
            names = ", ".join(literal.keys)
            raise Unreachable(phrase("%(facts)s would have to meet two demands that exclude each other", facts=names))
        if literal.foreign:
            return
        if literal in self.aims:
            self.shared.add(literal)
        self.taken[literal] = truth
        self.needed.update(literal.keys)
        spans = self._spans(literal, truth)
        if spans is not None:
            self.narrowed[literal.keys[0]] = spans

    def _cost(self, node: Node, truth: bool, among: frozenset[str] = frozenset()) -> float:
        """Return how unusual that truth is, where the facts *among* are told anyway."""
        if isinstance(node, Flip):
            return self._cost(node.part, not truth, among)
        if isinstance(node, Literal):
            return self._literal_cost(node, truth, among)
        count = node.least if truth else len(node.parts) - node.least + 1
        total = 0.0
        for part in sorted(node.parts, key=lambda part: self._cost(part, truth, among))[:count]:
            total += self._cost(part, truth, among)
            among = among.union(*(literal.keys for literal in literals_in(part)))
        return total

    def _literal_cost(self, literal: Literal, truth: bool, among: frozenset[str] = frozenset()) -> float:
        if literal in self.taken:
            beside = _ON_AN_AIM if literal in self.aims else 0.0
            return beside if self.taken[literal] is truth else _NEVER
        if literal.foreign:
            return _FOREIGN
        if not literal.crossable and not truth:
            return _NEVER
        if all(key in self.fixed for key in literal.keys):
            return 0.0 if literal.test(self.fixed) is truth else _NEVER
        spans = self._spans(literal, truth)
        if spans == ():
            return _NEVER
        return self._effort(literal, truth, among) + (0.0 if self.aimed.isdisjoint(literal.keys[:1]) else _ON_AN_AIM)

    def _effort(self, literal: Literal, truth: bool, among: frozenset[str]) -> float:
        usual = literal.test(self.usual)
        if usual is not None:
            return _PRESUMED if usual is truth else _UNUSUAL
        new = [key for key in literal.keys if key not in self.needed and key not in among]
        if not new:
            return _STATED
        facts = self.ground.facts
        return _INQUIRED if any(key in facts and facts[key].ask_why for key in new) else _NEW

    def _spans(self, literal: Literal, truth: bool) -> Spans | None:
        """Return what is left of a fact if *literal* comes out so; None where that is not known beforehand."""
        if len(literal.keys) != 1 or not _is_plain(literal):
            return None
        key = literal.keys[0]
        lattice = self.ground.lattices.get(key)
        if lattice is None:
            return None
        spans = literal.spans(key, {}, truth, lattice, lattice.everything)
        return meet(spans, self.narrowed.get(key, lattice.everything))


def _is_plain(literal: Literal) -> bool:
    """Tell whether one fact itself is compared with fixed values."""
    if isinstance(literal, Member):
        return bool(literal.amount.key)
    return isinstance(literal, Ordered) and bool(literal.left.key or literal.right.key)
