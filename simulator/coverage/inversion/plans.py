"""Plans: which tests must come out how for the wants to be met and all else to stay neutral, fact by fact, in order."""

import random
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import Lattice, Spans, meet
from simulator.coverage.inversion.literals import Literal, Member, Ordered
from simulator.coverage.inversion.paths import Path, Target
from simulator.coverage.inversion.trees import Flip, Node
from simulator.coverage.inversion.wants import Unreachable

_NEVER = 1e9
_FOREIGN, _STATED, _NEW, _UNUSUAL, _PRESUMED, _ON_AN_AIM = 30.0, 1.0, 3.0, 6.0, 0.5, 8.0

Settled = tuple[Literal, bool]
Demand = tuple[Node, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """A path that is decided at one fact: the want's number among the targets, the literal and its truth."""

    target: int
    literal: Literal
    truth: bool


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """A test and its truth, and the fact that will complete it."""

    literal: Literal
    truth: bool
    key: str
    lattice: Lattice


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One fact to be drawn: the tests that it is the last to complete, and the aim, if a verdict hangs on it.

    ``ahead`` are tests that the next fact but one completes: this one must leave it room.
    """

    key: str
    lattice: Lattice
    tests: tuple[Settled, ...]
    aim: Aim | None
    ahead: tuple[Ahead, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Facts in the order in which to draw them, and the tests that the fixed facts must already meet."""

    targets: tuple[Target, ...]
    paths: tuple[Path, ...]
    moves: tuple[Move, ...]
    checks: tuple[Settled, ...]
    aims: tuple[Aim, ...]


class _Choices:
    """Choosing for each tree the least unusual way to its truth, without contradicting what was chosen before."""

    def __init__(self, ground: Ground, fixed: World, needed: Iterable[str], noise: random.Random | None) -> None:
        self.ground, self.noise = ground, noise
        self.fixed = fixed
        self.usual = {**ground.defaults, **fixed}
        self.needed = set(needed)
        self.taken: dict[Literal, bool] = {}
        self.narrowed: dict[str, Spans] = {}
        self.aimed: frozenset[str] = frozenset()

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
        costs = [self._cost(part, truth) + (self.noise.random() * 8 if self.noise else 0) for part in parts]
        order = sorted(range(len(parts)), key=lambda at: (costs[at], at))[:count]
        if costs[order[-1]] >= _NEVER:
            raise Unreachable("two demands on the same fact contradict each other")
        return [parts[at] for at in order]

    def _take(self, literal: Literal, truth: bool) -> None:
        if self._literal_cost(literal, truth) >= _NEVER:
            names = ", ".join(literal.keys)
            raise Unreachable(f"{names} would have to meet two demands that exclude each other")
        if literal.foreign:
            return
        self.taken[literal] = truth
        self.needed.update(literal.keys)
        spans = self._spans(literal, truth)
        if spans is not None:
            self.narrowed[literal.keys[0]] = spans

    def _cost(self, node: Node, truth: bool) -> float:
        if isinstance(node, Flip):
            return self._cost(node.part, not truth)
        if isinstance(node, Literal):
            return self._literal_cost(node, truth)
        costs = sorted(self._cost(part, truth) for part in node.parts)
        return sum(costs[: node.least if truth else len(costs) - node.least + 1])

    def _literal_cost(self, literal: Literal, truth: bool) -> float:
        if literal in self.taken:
            return 0.0 if self.taken[literal] is truth else _NEVER
        if literal.foreign:
            return _FOREIGN
        if not literal.crossable and not truth:
            return _NEVER
        if all(key in self.fixed for key in literal.keys):
            return 0.0 if literal.test(self.fixed) is truth else _NEVER
        spans = self._spans(literal, truth)
        if spans == ():
            return _NEVER
        return self._effort(literal, truth) + (0.0 if self.aimed.isdisjoint(literal.keys) else _ON_AN_AIM)

    def _effort(self, literal: Literal, truth: bool) -> float:
        usual = literal.test(self.usual)
        if usual is not None:
            return _PRESUMED if usual is truth else _UNUSUAL
        return _STATED if all(key in self.needed for key in literal.keys) else _NEW

    def _spans(self, literal: Literal, truth: bool) -> Spans | None:
        """Return what is left of a choice if *literal* comes out so; None where that is not known beforehand."""
        if not isinstance(literal, Member) or len(literal.keys) > 1:
            return None
        key = literal.keys[0]
        lattice = self.ground.lattices.get(key)
        if lattice is None or key != literal.amount.key:
            return None
        spans = literal.spans(key, {}, truth, lattice, lattice.everything)
        return meet(spans, self.narrowed.get(key, lattice.everything))


def plan_for(
    ground: Ground,
    targets: tuple[Target, ...],
    variant: int,
    *,
    fixed: World,
    also: Sequence[Demand],
    wished: Collection[str],
    free: frozenset[str],
) -> Plan:
    """Return the plan of that *variant*: the decisive tests are told off by its number, and past them by noise.

    Raises:
        Unreachable: These choices contradict each other.
    """
    paths, round_ = _told_off(targets, variant)
    noise = random.Random(variant) if round_ else None
    choices = _Choices(ground, fixed, (*ground.settled, *wished), noise)
    for path in paths:
        choices.demand(path.literal, path.truth)
    choices.aimed = frozenset(key for path in paths for key in path.literal.keys)
    for path in paths:
        for parts, trues in path.sides:
            choices.demand_exactly(parts, trues)
    for node, truth in also:
        choices.demand(node, truth)
    aimed = {id(target.subject) for target in targets}
    for subject in ground.subjects:
        if id(subject) not in aimed and subject.id not in free:
            choices.demand(subject.bites, False)
    for target in targets:
        choices.needed.update(target.subject.effect_keys)
    taken = choices.taken | dict.fromkeys(ground.sane, True)
    aims = tuple(Aim(at, path.literal, path.truth) for at, path in enumerate(paths))
    moves, checks = _ordered(ground, taken, aims, fixed, choices.needed)
    kept = tuple(move for move in moves if not _is_idle(move, ground, wished))
    return Plan(targets, paths, kept, checks, aims)


def _is_idle(move: Move, ground: Ground, wished: Container[str]) -> bool:
    """Tell whether the fact keeps its presumption whatever the others are."""
    tested = move.tests or move.ahead or move.aim is not None
    return not tested and move.key in ground.defaults and move.key not in wished


def rounds(targets: Sequence[Target]) -> int:
    """Return how many combinations of decisive tests there are."""
    product = 1
    for target in targets:
        product *= len(target.paths)
    return product


def _told_off(targets: Sequence[Target], variant: int) -> tuple[tuple[Path, ...], int]:
    paths = []
    for target in targets:
        variant, at = divmod(variant, len(target.paths))
        paths.append(target.paths[at])
    return tuple(paths), variant


def _ordered(
    ground: Ground, taken: Mapping[Literal, bool], aims: Sequence[Aim], fixed: World, needed: Iterable[str]
) -> tuple[tuple[Move, ...], tuple[Settled, ...]]:
    aimed = {aim.literal for aim in aims}
    wanted = set(needed) | {key for literal in taken for key in literal.keys}
    free = [key for key in ground.facts if key in wanted and key not in fixed]
    order = _anchors_first(free, [*aimed, *taken])
    rank = {key: at for at, key in enumerate(order)}
    tests: dict[str, list[Settled]] = {key: [] for key in order}
    aim_at: dict[str, Aim] = {}
    checks: list[Settled] = []
    for aim in aims:
        last = _last(aim.literal, rank)
        if last and last not in aim_at:
            aim_at[last] = aim
    for literal, truth in taken.items():
        last = _last(literal, rank)
        if not last:
            checks.append((literal, truth))
        elif last not in aim_at or aim_at[last].literal is not literal:
            tests[last].append((literal, truth))
    ahead = _ahead(ground, [*taken.items(), *((aim.literal, aim.truth) for aim in aims)], rank)
    moves = (Move(key, ground.lattices[key], tuple(tests[key]), aim_at.get(key), ahead.get(key, ())) for key in order)
    return tuple(moves), tuple(checks)


def _ahead(ground: Ground, settled: Iterable[Settled], rank: Mapping[str, int]) -> dict[str, tuple[Ahead, ...]]:
    """Return by fact the tests that it is the last but one to complete."""
    found: dict[str, tuple[Ahead, ...]] = {}
    for literal, truth in settled:
        keys = sorted((key for key in set(literal.keys) if key in rank), key=lambda key: rank[key])
        if len(keys) > 1 and isinstance(literal, Ordered):
            entry = Ahead(literal, truth, keys[-1], ground.lattices[keys[-1]])
            found[keys[-2]] = (*found.get(keys[-2], ()), entry)
    return found


def _last(literal: Literal, rank: Mapping[str, int]) -> str:
    return max((key for key in literal.keys if key in rank), key=lambda key: rank[key], default="")


def _anchors_first(keys: Sequence[str], literals: Iterable[Literal]) -> list[str]:
    """Return *keys* so that what is measured comes after what it is measured from, as far as there is no circle."""
    rests_on: dict[str, list[str]] = {key: [] for key in keys}
    for literal in literals:
        own = [key for key in literal.keys if key in rests_on]
        if len(own) > 1:
            rests_on[own[0]].extend(key for key in own[1:] if own[0] not in rests_on[key])
    order: list[str] = []
    seen: set[str] = set()

    def visit(key: str) -> None:
        if key not in seen:
            seen.add(key)
            for anchor in rests_on[key]:
                visit(anchor)
            order.append(key)

    for key in keys:
        visit(key)
    return order
