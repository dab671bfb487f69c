"""Paths: the one test on which a verdict shall hang, and what every other test must be so that it does."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.coverage.inversion.grounds import Ground, Subject
from simulator.coverage.inversion.literals import Literal, Member, Ordered
from simulator.coverage.inversion.trees import ON_FILE, Flip, Node
from simulator.coverage.inversion.wants import Unreachable, Want
from simulator.domain.values import ValueType
from simulator.phrases import phrase

Sides = tuple[tuple[tuple[Node, ...], int], ...]
"""Groups of which exactly so many members must be true."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The decisive literal, the truth it takes, the neutral sides, and the part of the provision it stands in."""

    literal: Literal
    truth: bool
    sides: Sides
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A want on its subject: the verdict it leads to, and the paths to it."""

    want: Want
    subject: Subject
    bites: bool
    paths: tuple[Path, ...]


def paths_to(node: Node, truth: bool, sides: Sides = (), part: str = "") -> Iterator[Path]:
    """Yield every path to *truth*: at a gate all other parts are neutral, so that the chosen one decides alone."""
    if isinstance(node, Literal):
        yield Path(node, truth, sides, part)
    elif isinstance(node, Flip):
        yield from paths_to(node.part, not truth, sides, part)
    else:
        for at, chosen in enumerate(node.parts):
            others = node.parts[:at] + node.parts[at + 1 :]
            yield from paths_to(chosen, truth, (*sides, (others, node.least - 1)), part)


def target_of(want: Want, ground: Ground) -> Target:
    """Return what *want* means on this ground.

    Raises:
        Unreachable: There is no such provision or part, or nothing in it can be moved.
    """
    subject = ground.find(want.provision, want.line)
    if subject is None:
        nothing = phrase("no provision, trigger or stage with a condition is judged on these lines")
        raise Unreachable(phrase("%(name)s: %(why)s", name=want.provision, why=nothing))
    found = tuple(_paths(want, subject))
    movable = [path for path in found if _is_movable(path.literal, ground)]
    usable = _on_a_line([path for path in movable if _evident(path, want, ground)], want, ground)
    if not usable:
        raise Unreachable(phrase("%(name)s: %(why)s", name=want.provision, why=_why_not(want, found, movable)))
    bites = want.side == "bites" if want.side in ("bites", "passes") else _bites(want, subject)
    return Target(want, subject, bites, tuple(usable))


def _is_movable(literal: Literal, ground: Ground) -> bool:
    """Tell whether a draft can state it either way: errors that the guide finds are planted in papers, never solved."""
    facts = (ground.facts.get(key) for key in literal.keys if key not in ground.form.facts)
    return literal.crossable and not literal.foreign and all(fact is None or fact.compare is None for fact in facts)


def _paths(want: Want, subject: Subject) -> Iterator[Path]:
    if want.side in ("bites", "passes"):
        bites = want.side == "bites"
        for chosen in subject.parts:
            others = _others(subject, chosen.name)
            yield from paths_to(chosen.node, chosen.bites_on is bites, others, chosen.name)
        return
    part = subject.part(want.part)
    if part is None:
        raise Unreachable(
            phrase("%(name)s: it has no %(part)s", name=want.provision, part=want.part or phrase("main condition"))
        )
    yield from paths_to(part.node, want.side == "inside", _others(subject, part.name), part.name)


def _others(subject: Subject, chosen: str) -> Sides:
    return tuple(((part.node,), int(part.bites_on)) for part in subject.parts if part.name != chosen)


def _bites(want: Want, subject: Subject) -> bool:
    part = subject.part(want.part)
    return part is not None and part.bites_on is (want.side == "inside")


def _on_a_line(paths: list[Path], want: Want, ground: Ground) -> list[Path]:
    """Return the paths that end at a measured line, where the want asks for one and there are any."""
    if want.near != "line":
        return paths
    measured = [path for path in paths if is_measured(path.literal, ground)]
    return measured or paths


def is_measured(literal: Literal, ground: Ground) -> bool:
    """Tell whether the literal is a test of more or less, earlier or later."""
    if not isinstance(literal, Ordered):
        return False
    lattice = ground.lattices.get(literal.keys[0])
    return lattice is not None and lattice.is_ordered


def _evident(path: Path, want: Want, ground: Ground) -> bool:
    if want.evidence == "known":
        return True
    keys = [key for key in path.literal.keys if may_show(key, want, ground)]
    return any(want.evidence != "agreeing" or _has_second(path, key, ground) for key in keys)


def _has_second(path: Path, key: str, ground: Ground) -> bool:
    """Tell whether more than one value of the fact may lie on that side."""
    lattice, literal = ground.lattices[key], path.literal
    if lattice.type is ValueType.YES_NO or not isinstance(literal, Member) or key != literal.amount.key:
        return lattice.type is not ValueType.YES_NO
    spans = literal.spans(key, {}, path.truth, lattice, lattice.everything)
    return sum(high - low + 1 for low, high in spans) > 1


def may_show(key: str, want: Want, ground: Ground) -> bool:
    """Tell whether papers can show the fact of *key* as the want's evidence side asks."""
    fact = ground.facts.get(key)
    if fact is None or fact.is_declaration or fact.compare is not None:
        return False
    if key.startswith(ON_FILE):
        return want.evidence == "open"
    if not ground.compiled.knowledge.provers[fact.name]:
        return False
    return fact.silent is None or want.evidence != "open"


def _why_not(want: Want, found: tuple[Path, ...], movable: list[Path]) -> str:
    if not found:
        return phrase("nothing in it is tested")
    if not movable:
        return phrase("only settlement knows what it tests, or an impossible order of dates would be needed")
    if want.evidence == "open":
        return phrase("every fact in it is presumed or cannot be left out, so it is never open")
    return phrase("no paper can show a fact in it as %(state)s", state=want.evidence)
