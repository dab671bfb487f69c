"""From a drawn world to the draft of a claim: who states what, and how the file shows the facts that matter."""

from collections.abc import Iterator

from simulator.coverage.inversion.drawing import Crossed, Drawing, room
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.lattice import meet
from simulator.coverage.inversion.literals import Contains
from simulator.coverage.inversion.paths import may_show
from simulator.coverage.inversion.plans import Plan
from simulator.coverage.inversion.trees import ON_FILE
from simulator.coverage.inversion.wants import Crossing, Draft, DraftLine, Shown, Unreachable, Want
from simulator.domain.values import Value
from simulator.phrases import phrase


def drafted(plan: Plan, drawing: Drawing) -> Draft:
    """Return the draft of a claim with the facts of *drawing*.

    Raises:
        Unreachable: A fact cannot be shown as its want asks.
    """
    ground, world, stated = drawing.ground, drawing.world, drawing.stated
    shown = tuple(entry for target in plan.targets for entry in _shown(target.want, plan, drawing))
    left_out = {entry.fact for entry in shown if entry.state == "left_out"}
    papers = {key.removeprefix(ON_FILE): world[key] for key in ground.facts if key in stated and ON_FILE in key}
    return Draft(
        declarations={name: world[name] for name in ground.form.declarations if name in world},
        facts={key: world[key] for key in ground.facts if _is_claim_fact(key, ground) and key in stated},
        lines=tuple(_line(line, head, drawing) for line, head in ground.heads),
        evidence=tuple(entry for entry in shown if not entry.fact.startswith(ON_FILE)),
        on_file=tuple(kind for kind, there in papers.items() if there and ON_FILE + kind not in left_out),
        closed=tuple(kind for kind, there in papers.items() if not there and ON_FILE + kind not in left_out),
        crossings=tuple(_crossing(crossed, plan) for crossed in drawing.crossed),
    )


def _is_claim_fact(key: str, ground: Ground) -> bool:
    return "." not in key and not key.startswith(ON_FILE) and not ground.facts[key].is_declaration


def _line(line: str, head: str, drawing: Drawing) -> DraftLine:
    own = f"{line}."
    keys = (key for key in drawing.ground.facts if key.startswith(own) and key in drawing.stated)
    return DraftLine(id=line, head=head, facts={key.removeprefix(own): drawing.world[key] for key in keys})


def split_key(key: str) -> tuple[str, str]:
    """Return line and fact of a key; the line is empty for facts of the claim."""
    line, dot, fact = key.partition(".")
    return (line, fact) if dot else ("", key)


def _crossing(crossed: Crossed, plan: Plan) -> Crossing:
    target = plan.targets[crossed.aim.target]
    line, fact = split_key(crossed.key)
    return Crossing(
        provision=target.subject.id,
        target_line=target.want.line,
        fact=fact,
        line=line,
        value=crossed.value,
        across=crossed.across,
    )


def _shown(want: Want, plan: Plan, drawing: Drawing) -> Iterator[Shown]:
    if want.evidence == "known":
        return
    crossed = next((one for one in drawing.crossed if plan.targets[one.aim.target].want is want), None)
    if want.evidence in ("open", "unproved"):
        keys = (*((crossed.key,) if crossed else ()), *_tested(want, plan))
        key = next((key for key in keys if may_show(key, want, drawing.ground)), None)
        if key is None:
            raise Unreachable(
                phrase("%(name)s: no fact of it can be %(state)s", name=want.provision, state=want.evidence)
            )
        line, fact = split_key(key)
        yield Shown(fact=fact, line=line, state="left_out" if want.evidence == "open" else "unproved")
        return
    if crossed is None or not may_show(crossed.key, want, drawing.ground):
        raise Unreachable(phrase("%(name)s: no two papers can state the fact on which it hangs", name=want.provision))
    other = crossed.across if want.evidence == "split" else _alike(crossed, plan, drawing)
    line, fact = split_key(crossed.key)
    values: tuple[Value, ...] = (crossed.value, other)
    yield Shown(fact=fact, line=line, state="split" if want.evidence == "split" else "agreeing", values=values)


def _tested(want: Want, plan: Plan) -> tuple[str, ...]:
    return next(path.literal.keys for target, path in zip(plan.targets, plan.paths, strict=True) if target.want is want)


def _alike(crossed: Crossed, plan: Plan, drawing: Drawing) -> Value:
    """Return another value of the fact with which the verdict, and all others, stay."""
    lattice, literal, truth = drawing.ground.lattices[crossed.key], crossed.aim.literal, crossed.aim.truth
    if isinstance(crossed.value, frozenset) and isinstance(literal, Contains):
        sets = (crossed.value ^ {choice} for choice in lattice.choices)
        same: list[Value] = [value for value in sets if literal.fits(value) is truth]
    else:
        point = lattice.point(crossed.value)
        inside = room(plan, drawing, crossed.key)
        around = ((point - 1, point - 1), (point + 1, point + 1)) if lattice.is_ordered else inside
        same = [lattice.value(low) for low, _ in meet(inside, around) if low != point]
    if not same:
        raise Unreachable(phrase("%(fact)s has no second value on the same side", fact=crossed.key))
    return same[0]
