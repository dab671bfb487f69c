"""Drawing the facts of a plan, one by one, each where all tests that it completes come out as planned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.foresight import Foresight
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import Spans, edges, holds, meet, nearest
from simulator.coverage.inversion.literals import Contains, Literal
from simulator.coverage.inversion.plans import Aim, Move, Plan, Settled
from simulator.coverage.inversion.wants import Preference, Unreachable
from simulator.domain.dice import Dice
from simulator.domain.values import Value, ValueType
from simulator.phrases import phrase


@dataclass(frozen=True, slots=True)
class Crossed:
    """An aim met: the key on which it hangs, its value and the value across."""

    aim: Aim
    key: str
    value: Value
    across: Value
    on_line: bool


@dataclass(slots=True)
class Drawing:
    """A world in the making. With ``strict`` the twin across a line stays neutral elsewhere too.

    Sums of money of a line are drawn up to ``ceiling``, if there is one; each unit of ``thrift`` halves the range of
    all sums of money.
    """

    ground: Ground
    world: World
    dice: Dice
    prefer: Mapping[str, Preference]
    strict: bool
    foresight: Foresight
    thrift: int = 0
    ceiling: Fraction | None = None
    stated: set[str] = field(default_factory=set)
    crossed: list[Crossed] = field(default_factory=list)


def draw(
    plan: Plan,
    ground: Ground,
    dice: Dice,
    *,
    fixed: World,
    prefer: Mapping[str, Preference],
    strict: bool,
    thrift: int = 0,
    ceiling: Fraction | None = None,
) -> Drawing:
    """Return the facts drawn along *plan*.

    Raises:
        Unreachable: At some fact nothing is left to draw from.
    """
    world = {**ground.defaults, **fixed}
    foresight = Foresight(world, prefer, dice)
    drawing = Drawing(ground, world, dice, prefer, strict, foresight, thrift, ceiling, set(fixed))
    for literal, truth in plan.checks:
        if literal.test(drawing.world) is not truth:
            facts = ", ".join(literal.keys)
            raise Unreachable(phrase("the fixed facts %(facts)s contradict the wanted side", facts=facts))
    for aim in plan.aims:
        if all(key in fixed for key in aim.literal.keys):
            _aim_at_fixed(aim, drawing)
    for move in plan.moves:
        if move.lattice.type in (ValueType.SET, ValueType.WEEKDAYS):
            _draw_set(move, drawing)
        else:
            _draw_point(move, drawing)
        for ahead in move.ahead:
            drawing.foresight.note(ahead)
    return drawing


def room(plan: Plan, drawing: Drawing, key: str) -> Spans:
    """Return where *key* can be moved without touching any test of the plan."""
    lattice = drawing.ground.lattices[key]
    spans = lattice.everything
    for move in plan.moves:
        for literal, truth in (*move.tests, *(((move.aim.literal, move.aim.truth),) if move.aim else ())):
            if key in literal.keys:
                spans = meet(spans, literal.spans(key, drawing.world, truth, lattice, spans))
                if not spans:
                    return ()
    return spans


def _allowed(move: Move, drawing: Drawing) -> Spans:
    spans = move.lattice.everything
    for literal, truth in move.tests:
        spans = meet(spans, literal.spans(move.key, drawing.world, truth, move.lattice, spans))
        for beyond in _twins(literal, drawing) if spans else ():
            spans = meet(spans, literal.spans(move.key, beyond, truth, move.lattice, spans))
        if not spans:
            others = ", ".join(literal.keys)
            raise Unreachable(phrase("nothing is left of %(fact)s that fits %(others)s", fact=move.key, others=others))
    for ahead in move.ahead:
        spans = drawing.foresight.leaving_room(move.key, move.lattice, ahead, spans)
    return spans


def _twins(literal: Literal, drawing: Drawing) -> Iterator[World]:
    """Yield the worlds across the wanted lines that *literal* can tell apart."""
    for crossed in drawing.crossed if drawing.strict else ():
        if crossed.on_line and crossed.key in literal.keys:
            yield {**drawing.world, crossed.key: crossed.across}


def _fits_as_it_is(move: Move, drawing: Drawing) -> bool:
    """Tell whether the value that the world has meets every test and leaves room for what comes after."""
    world = drawing.world
    for literal, truth in move.tests:
        if literal.test(world) is not truth:
            return False
        if any(literal.test(beyond) is not truth for beyond in _twins(literal, drawing)):
            return False
    return all(drawing.foresight.lets(ahead) for ahead in move.ahead)


def _draw_point(move: Move, drawing: Drawing) -> None:
    if move.aim is not None:
        _take_aim(move, move.aim, _allowed(move, drawing), drawing)
        return
    wish = drawing.prefer.get(move.key)
    if _keeps(move, wish, drawing):
        return
    spans = _allowed(move, drawing)
    if wish is not None:
        _state(move.key, move.lattice.value(_wished(spans, wish, move.key, drawing)), drawing)
    else:
        _state(
            move.key,
            move.lattice.value(move.lattice.draw(_modest(spans, move.key, drawing), drawing.dice)),
            drawing,
        )


def _keeps(move: Move, wish: Preference | None, drawing: Drawing) -> bool:
    """Give the fact its preferred value, or leave it at its presumption, if the tests allow; tell whether they do."""
    usual = drawing.ground.defaults.get(move.key)
    if isinstance(wish, tuple) or (wish is None and usual is None):
        return False
    drawing.world[move.key] = usual if wish is None else wish  # type: ignore[assignment]
    if not _fits_as_it_is(move, drawing):
        return False
    if wish is not None:
        drawing.stated.add(move.key)
    return True


def _state(key: str, value: Value, drawing: Drawing) -> None:
    drawing.world[key] = value
    drawing.stated.add(key)


def _modest(spans: Spans, key: str, drawing: Drawing) -> Spans:
    """Return the lower end of *spans* where they are sums of money that are to be kept small."""
    lattice = drawing.ground.lattices[key]
    capped = drawing.ceiling is not None and "." in key
    if lattice.type is not ValueType.MONEY or not (capped or drawing.thrift):
        return spans
    low, high = spans[0]
    if capped and drawing.ceiling is not None:
        high = max(low, min(high, lattice.point(drawing.ceiling)))
    return ((low, low + (high - low >> drawing.thrift)),)


def _wished(spans: Spans, wish: Preference, key: str, drawing: Drawing) -> int:
    """Return the point that keeps the wish, or the one nearest to it."""
    lattice = drawing.ground.lattices[key]
    if not isinstance(wish, tuple):
        return nearest(spans, lattice.point(wish))
    low, high = lattice.run(wish[0])[0], lattice.run(wish[1])[1]
    within = meet(spans, ((low, high),))
    if within:
        return drawing.dice.whole(*(within[0] if len(within) == 1 else drawing.dice.pick(within)))
    return nearest(spans, low if abs(nearest(spans, low) - low) <= abs(nearest(spans, high) - high) else high)


def _take_aim(move: Move, aim: Aim, spans: Spans, drawing: Drawing) -> None:
    world, lattice, on_line = drawing.world, move.lattice, aim.on_line
    across: int | None
    inside = meet(spans, aim.literal.spans(move.key, world, aim.truth, lattice, spans))
    strict = on_line and drawing.strict
    beyond = spans if strict else lattice.everything
    outside = meet(beyond, aim.literal.spans(move.key, world, not aim.truth, lattice, beyond))
    if not inside or (on_line and not outside):
        raise Unreachable(phrase("%(fact)s cannot stand on that side with a neighbour across the line", fact=move.key))
    wish = drawing.prefer.get(move.key)
    if on_line and lattice.is_ordered:
        at, across = _edge(edges(inside, outside), wish, move.key, drawing)
    else:
        at = _near(inside, wish, move.key, drawing)
        across = nearest(outside, at) if lattice.is_ordered and outside else _other(outside, drawing.dice, at)
    _state(move.key, lattice.value(at), drawing)
    if across is not None:
        drawing.crossed.append(Crossed(aim, move.key, lattice.value(at), lattice.value(across), on_line))


def _edge(found: Sequence[tuple[int, int]], wish: Preference | None, key: str, drawing: Drawing) -> tuple[int, int]:
    if not found:
        raise Unreachable(phrase("the line of %(fact)s lies at the end of its range", fact=key))
    if wish is None or len(found) == 1:
        return drawing.dice.pick(found)
    point = drawing.ground.lattices[key].point(wish[0] if isinstance(wish, tuple) else wish)
    return min(found, key=lambda edge: (abs(edge[0] - point), edge))


def _near(inside: Spans, wish: Preference | None, key: str, drawing: Drawing) -> int:
    """Return a point inside: the wish if it lies there, else a draw, so that not every case ends on the line."""
    lattice = drawing.ground.lattices[key]
    if wish is not None and not isinstance(wish, tuple) and holds(inside, lattice.point(wish)):
        return lattice.point(wish)
    if isinstance(wish, tuple):
        within = meet(inside, ((lattice.run(wish[0])[0], lattice.run(wish[1])[1]),))
        inside = within or inside
    return lattice.draw(_modest(inside, key, drawing), drawing.dice)


def _other(outside: Spans, dice: Dice, at: int) -> int | None:
    points = [point for low, high in outside for point in range(low, high + 1)]
    return dice.pick(points) if points else None


def _aim_at_fixed(aim: Aim, drawing: Drawing) -> None:
    """A verdict that hangs on a fixed fact: it has a twin only if the fact may be moved there."""
    key = aim.literal.keys[0]
    lattice = drawing.ground.lattices.get(key)
    if aim.literal.test(drawing.world) is not aim.truth:
        raise Unreachable(phrase("the fixed fact %(fact)s lies on the other side", fact=key))
    if lattice is None or lattice.type in (ValueType.SET, ValueType.WEEKDAYS):
        return
    at = lattice.point(drawing.world[key])
    outside = aim.literal.spans(key, drawing.world, not aim.truth, lattice, lattice.everything)
    if aim.on_line and lattice.is_ordered and not (holds(outside, at - 1) or holds(outside, at + 1)):
        raise Unreachable(phrase("the fixed fact %(fact)s does not lie on the line", fact=key))
    across = nearest(outside, at) if outside else None
    if across is not None:
        drawing.crossed.append(Crossed(aim, key, drawing.world[key], lattice.value(across), aim.on_line))


def _draw_set(move: Move, drawing: Drawing) -> None:
    """A set starts as preferred, presumed or small, and is then given and spared members as the tests ask."""
    wish = drawing.prefer.get(move.key, drawing.ground.defaults.get(move.key))
    tests = list(move.tests)
    if move.aim is not None:
        tests.append((move.aim.literal, move.aim.truth))
    value = fitted(wish if isinstance(wish, frozenset) else None, tests, move.lattice.choices, drawing.dice)
    usual = drawing.ground.defaults.get(move.key)
    if value != usual or move.key in drawing.prefer or move.aim is not None:
        _state(move.key, value, drawing)
    if move.aim is not None:
        flipped = [*move.tests, (move.aim.literal, not move.aim.truth)]
        across = fitted(value, flipped, move.lattice.choices, drawing.dice)
        drawing.crossed.append(Crossed(move.aim, move.key, value, across, move.aim.on_line))


def fitted(wish: frozenset[str] | None, tests: Iterable[Settled], choices: Sequence[str], dice: Dice) -> frozenset[str]:
    """Return a set near *wish* that meets all *tests*.

    Raises:
        Unreachable: No set that was tried meets them all.
    """
    tests = tuple(tests)
    for _ in range(20):
        value = wish if wish is not None else frozenset({dice.pick(choices)})
        for literal, truth in (*tests, *tests):
            value = _changed(value, literal, truth, choices, dice)
        if all(_fits(literal, value) is truth for literal, truth in tests):
            return value
    raise Unreachable(phrase("no set meets all tests at once"))


def _fits(literal: Literal, value: frozenset[str]) -> bool:
    return isinstance(literal, Contains) and literal.fits(value)


def _changed(
    value: frozenset[str], literal: Literal, truth: bool, choices: Sequence[str], dice: Dice
) -> frozenset[str]:
    if not isinstance(literal, Contains) or literal.fits(value) is truth:
        return value
    listed = [choice for choice in choices if choice in literal.values]
    if literal.word == "is":
        return literal.values if truth else value ^ {dice.pick(choices)}
    if literal.word == "includes":
        return value | literal.values if truth else value - {dice.pick(listed)}
    return value | {dice.pick(listed)} if truth else value - literal.values
