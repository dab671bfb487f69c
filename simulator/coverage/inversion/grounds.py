"""The ground of a search: every provision, trigger and stage of a form and guide as a tree for the planned lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from simulator.coverage.inversion.amounts import Scope, World, compile_amount
from simulator.coverage.inversion.figures import worked_out
from simulator.coverage.inversion.lattice import Lattice, lattice_of
from simulator.coverage.inversion.literals import Literal, Ordered
from simulator.coverage.inversion.trees import ON_FILE, Flip, Node, all_of, condition_amount, grow, literals_in
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Const, Expression, Name
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import PARTS, Provision
from simulator.coverage.rules import CompiledForm
from simulator.domain.values import Value, ValueType

Heads = tuple[tuple[str, str], ...]
"""The planned lines: id and head."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One condition of a subject; ``bites_on`` is the truth with which the subject bites."""

    name: str
    node: Node
    bites_on: bool


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A provision, trigger or stage on one line (``line`` empty where all lines share it)."""

    id: str
    kind: str
    line: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    bites: Node
    effect_keys: tuple[str, ...] = ()
    provision: Provision | None = None
    foreign: bool = False

    @property
    def keys(self) -> set[str]:
        """The facts that it reads."""
        return {key for literal in literals_in(self.bites) for key in literal.keys}.union(self.effect_keys)

    def part(self, name: str) -> Part | None:
        """Return the part of that name; the main condition for ``""``."""
        if not name:
            return next((part for part in self.parts if part.name in ("when", "must")), None)
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Everything that a search needs to know of a form, a guide and the planned lines."""

    compiled: CompiledForm
    form: Form
    guide: Guide
    heads: Heads
    subjects: tuple[Subject, ...]
    sane: tuple[Literal, ...]
    facts: Mapping[str, Fact]
    lattices: Mapping[str, Lattice]
    defaults: World
    settled: tuple[str, ...]
    scopes: Mapping[str, Scope]
    reading: dict[str, frozenset[str]] = field(default_factory=dict)

    def readers(self, key: str) -> frozenset[str]:
        """Return the ids of the subjects whose verdict may hang on the fact of *key*."""
        if key not in self.reading:
            self.reading[key] = frozenset(subject.id for subject in self.subjects if key in subject.keys)
        return self.reading[key]

    def find(self, subject_id: str, line: str = "") -> Subject | None:
        """Return the subject of that id, on the line (an id or a head) if one is named."""
        for subject in self.subjects:
            if subject.id == subject_id and (not line or line in subject.lines or line in self.heads_of(subject)):
                return subject
        return None

    def heads_of(self, subject: Subject) -> tuple[str, ...]:
        """Return the heads of the lines that *subject* is judged on."""
        return tuple(head for line, head in self.heads if line in subject.lines)


def ground(compiled: CompiledForm, guide: Guide, heads: Heads) -> Ground:
    """Return the ground of a form under *guide* for the planned lines."""
    form = compiled.form
    scopes: dict[str, Scope] = {}
    for line, _ in (("", ""), *heads):
        scopes[line] = Scope(form, guide, line, condition_amount, worked_out, heads, scopes)
    subjects = (*_provisions(form, heads, scopes), *_checks(guide, heads, scopes[""]))
    facts = dict(_facts(form, guide, heads))
    for kind in compiled.knowledge.documents:
        facts[ON_FILE + kind] = Fact(name=ON_FILE + kind, type=ValueType.YES_NO, label=form.title)
    lattices = {key: lattice_of(fact, form.in_use_from, form.in_use_to) for key, fact in facts.items()}
    settled = tuple(dict.fromkeys(_settled(form, heads, scopes)))
    return Ground(
        compiled=compiled,
        form=form,
        guide=guide,
        heads=heads,
        subjects=subjects,
        sane=tuple(_sane(scopes)),
        facts=facts,
        lattices=lattices,
        defaults={key: value for key, fact in facts.items() if (value := presumed(fact)) is not None},
        settled=settled,
        scopes=scopes,
    )


def _sane(scopes: Mapping[str, Scope]) -> Iterator[Literal]:
    for scope in scopes.values():
        yield from scope.sane
        for at, first in scope.since:
            if not any(key.startswith("?") for key in at.keys):
                yield Ordered(at.keys, left=at, op="ge", right=compile_amount(Const(first), scope))


def presumed(fact: Fact) -> Value | None:
    """Return what is presumed while no paper states *fact*: comparing papers finds nothing where there are none."""
    return False if fact.compare is not None else fact.silent


def _facts(form: Form, guide: Guide, heads: Heads) -> Iterator[tuple[str, Fact]]:
    for fact in {**guide.facts, **form.facts, **form.declarations}.values():
        if fact.derived is not None or fact.fixed is not None:
            continue
        if fact.line:
            yield from ((f"{line}.{fact.name}", fact) for line, _ in heads)
        else:
            yield fact.name, fact


def _provisions(form: Form, heads: Heads, scopes: Mapping[str, Scope]) -> Iterator[Subject]:
    for provision in form.provisions:
        lines = tuple(line for line, head in heads if not provision.heads or head in provision.heads)
        if not lines or not any(getattr(provision, name) for name in PARTS):
            continue
        first = _provision(provision, lines[0], lines, scopes[lines[0]])
        if any("." in key for literal in literals_in(first.bites) for key in literal.keys):
            yield from (_provision(provision, line, (line,), scopes[line]) for line in lines)
        else:
            yield _provision(provision, "", lines, scopes[lines[0]])


_BITES_ON = {"applies": True, "when": True, "unless": False, "must": False, "excused_if": False, "only_if": True}
_MUST_BE_TRUE = ("in_force", "eligibility", "insured_event", "waiting_period")


def _provision(provision: Provision, line: str, lines: tuple[str, ...], scope: Scope) -> Subject:
    parts = []
    for name, bites_on in _BITES_ON.items():
        condition = getattr(provision, name)
        if condition is not None:
            flipped = name == "when" and provision.kind in _MUST_BE_TRUE
            parts.append(Part(name, grow(condition, scope), bites_on is not flipped))
    return Subject(
        id=provision.id,
        kind=provision.kind,
        line=line,
        lines=lines,
        parts=tuple(parts),
        bites=_bites(parts),
        effect_keys=tuple(dict.fromkeys(keys_in(provision.effect, scope))),
        provision=provision,
    )


def _bites(parts: list[Part]) -> Node:
    return all_of(*(part.node if part.bites_on else Flip(part.node) for part in parts))


def _checks(guide: Guide, heads: Heads, scope: Scope) -> Iterator[Subject]:
    lines = tuple(line for line, _ in heads)
    for stage in guide.stages:
        if stage.when is not None:
            yield _check(stage.name, "stage", lines, Part("when", grow(stage.when, scope), False))
    for trigger in guide.triggers:
        yield _check(trigger.id, "trigger", lines, Part("when", grow(trigger.when, scope), True))


def _check(name: str, kind: str, lines: tuple[str, ...], part: Part) -> Subject:
    foreign = any(literal.foreign for literal in literals_in(part.node))
    return Subject(name, kind, "", lines, (part,), _bites([part]), foreign=foreign)


def keys_in(item: Any, scope: Scope) -> Iterator[str]:
    """Yield the keys of every expression and condition inside *item*."""
    if isinstance(item, Expression):
        yield from compile_amount(item, scope).keys
    elif isinstance(item, Condition):
        yield from (key for literal in literals_in(grow(item, scope)) for key in literal.keys)
    elif isinstance(item, Mapping):
        for value in item.values():
            yield from keys_in(value, scope)
    elif isinstance(item, tuple):
        for value in item:
            yield from keys_in(value, scope)
    elif is_dataclass(item):
        for part in fields(item):
            yield from keys_in(getattr(item, part.name), scope)


def _settled(form: Form, heads: Heads, scopes: Mapping[str, Scope]) -> Iterator[str]:
    for line, head in heads:
        for step in (*form.heads.get(head, ()), *form.together):
            yield from keys_in(step, scopes[line])
            yield from keys_in(tuple(_pots(step, form)), scopes[line])
            for name in step.per:
                fact = form.facts.get(name)
                if fact is not None:
                    yield scopes[line].key(fact)
    if form.edition_by in form.facts:
        yield form.edition_by


def _pots(step: Any, form: Form) -> Iterator[Any]:
    pot = form.pots.get(getattr(step.act, "pot", ""))
    if pot is not None:
        yield pot.opens
        if pot.used in form.facts:
            yield Name(pot.used)
