"""Moving one amount by bisection, with the settlement itself as the judge of what was reached."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from simulator.coverage.assessing import Assessment, assess
from simulator.coverage.evidence import Evidence
from simulator.coverage.inversion.drafting import split_key
from simulator.coverage.inversion.drawing import Drawing
from simulator.coverage.inversion.grounds import Ground, keys_in
from simulator.coverage.inversion.lattice import Spans
from simulator.coverage.inversion.wants import Unreachable
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.coverage.language.steps import SetValue, Step
from simulator.domain.values import Value
from simulator.errors import Invalid
from simulator.phrases import phrase

Past = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Boundary:
    """Two neighbouring points: the last that is not past the threshold, and the first that is."""

    last: int
    first: int


@dataclass(slots=True, eq=False)
class Oracle:
    """The settlement of a drawing, as if one fact had another value."""

    ground: Ground
    evidence: Evidence
    known: dict[tuple[str, int], Assessment] = field(default_factory=dict)

    def now(self) -> Assessment:
        """Return the assessment as things stand."""
        if ("", 0) not in self.known:
            self.known["", 0] = self._assessed(self.evidence)
        return self.known["", 0]

    def move(self, key: str, point: int, drawing: Drawing) -> None:
        """Give *key* that point from now on, here and in *drawing*."""
        line, fact = split_key(key)
        value = self.ground.lattices[key].value(point)
        drawing.world[key] = value
        drawing.stated.add(key)
        self.evidence = self.evidence.supposing({(fact, line): value})
        now = self.known.get((key, point))
        self.known = {} if now is None else {("", 0): now}

    def at(self, key: str, point: int) -> Assessment:
        """Return the assessment with *key* at *point*."""
        if (key, point) not in self.known:
            line, fact = split_key(key)
            value = self.ground.lattices[key].value(point)
            self.known[key, point] = self._assessed(self.evidence.supposing({(fact, line): value}))
        return self.known[key, point]

    def _assessed(self, evidence: Evidence) -> Assessment:
        try:
            return assess(self.ground.compiled, evidence)
        except Invalid as undefined:
            raise Unreachable(phrase("the settlement cannot be worked out: %(why)s", why=undefined)) from None


def movable(
    drawing: Drawing, line: str, fixed: Mapping[str, Value], *more: Expression | Condition | Step
) -> Iterator[str]:
    """Yield the numeric facts that move the amount of *line*, the likeliest first; then those in *more*."""
    here = drawing.ground
    head = dict(here.heads)[line]
    values = [step.act for step in here.form.heads.get(head, ()) if isinstance(step.act, SetValue)]
    keys = dict.fromkeys([*keys_in(tuple(values), here.scopes[line]), *keys_in(tuple(more), here.scopes[line])])
    held = {crossed.key for crossed in drawing.crossed} | set(fixed)
    usable = [key for key in keys if key in here.lattices and here.facts[key].type.is_numeric and key not in held]
    yield from (key for key in usable if "." in key)
    yield from (key for key in usable if "." not in key)


def boundary(past: Past, spans: Spans, near: int) -> Boundary | None:
    """Return where *past* changes within the run of *spans* that holds *near*, or the first that has a change."""
    for low, high in sorted(spans, key=lambda run: not run[0] <= near <= run[1]):
        at_low = past(low)
        if past(high) == at_low:
            continue
        same, other = _narrowed(past, low, high, at_low, near)
        return Boundary(other, same) if at_low else Boundary(same, other)
    return None


def _narrowed(past: Past, low: int, high: int, at_low: bool, near: int) -> tuple[int, int]:
    """Return the neighbours between which *past* changes; the first guesses lie around *near*."""
    same, other = low, high
    reach = 1
    guess = near
    while other - same > 1:
        if not same < guess < other:
            guess = (same + other) // 2
        if past(guess) == at_low:
            same, guess = guess, guess + reach
        else:
            other, guess = guess, guess - reach
        reach *= 8
    return same, other


def total(assessment: Assessment) -> Fraction:
    """Return what the settlement pays now, over all lines.

    Raises:
        Unreachable: Nothing is settled.
    """
    if assessment.settled is None:
        raise Unreachable(phrase("no line is settled, so no amount can be moved to a threshold"))
    return sum((hand.amount for hand in assessment.settled.hands), Fraction(0))
