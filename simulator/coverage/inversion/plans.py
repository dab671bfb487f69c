"""Plans: which tests must come out how for the wants to be met and all else to stay neutral, fact by fact, in order."""

import random
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.choosing import Choices
from simulator.coverage.inversion.foresight import Ahead
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import Lattice
from simulator.coverage.inversion.literals import Literal, Ordered
from simulator.coverage.inversion.paths import Path, Target
from simulator.coverage.inversion.trees import Node

Settled = tuple[Literal, bool]
Demand = tuple[Node, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """A path that is decided at one fact: the want's number among the targets, the literal, its truth, and where.

    ``shows_two`` where two values of the fact are shown; ``shared`` where something else rests on the very same test,
    so that a twin across its line changes that too.
    """

    target: int
    literal: Literal
    truth: bool
    on_line: bool
    shows_two: bool = False
    shared: bool = False


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

    @property
    def lets_twins_stand_alone(self) -> bool:
        """Tell whether a twin across a wanted line changes nothing but what is wanted, as far as the tests can say."""
        return not any(aim.shared and aim.on_line for aim in self.aims)


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
    choices = Choices(ground, fixed, (*ground.settled, *wished), noise)
    for path in paths:
        choices.demand(path.literal, path.truth)
    choices.keep_off(paths)
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
    aims = tuple(
        Aim(
            target=at,
            literal=path.literal,
            truth=path.truth,
            on_line=target.want.near == "line",
            shows_two=target.want.evidence in ("split", "agreeing"),
            shared=path.literal in choices.shared,
        )
        for at, (target, path) in enumerate(zip(targets, paths, strict=True))
    )
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
    plain = ((literal, truth, False) for literal, truth in taken.items() if literal not in aimed)
    ahead = _ahead(ground, [*plain, *((aim.literal, aim.truth, aim.on_line or aim.shows_two) for aim in aims)], rank)
    moves = (Move(key, ground.lattices[key], tuple(tests[key]), aim_at.get(key), ahead.get(key, ())) for key in order)
    return tuple(moves), tuple(checks)


def _ahead(
    ground: Ground, settled: Iterable[tuple[Literal, bool, bool]], rank: Mapping[str, int]
) -> dict[str, tuple[Ahead, ...]]:
    """Return by fact the tests that it is the last but one to complete."""
    found: dict[str, tuple[Ahead, ...]] = {}
    for literal, truth, edge in settled:
        keys = sorted((key for key in set(literal.keys) if key in rank), key=lambda key: rank[key])
        if len(keys) > 1 and isinstance(literal, Ordered) and literal.op != "eq":
            entry = Ahead(literal, truth, keys[-1], ground.lattices[keys[-1]], edge)
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
