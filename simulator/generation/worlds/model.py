"""A world: what is proposed, which attribute a fact is, what is claimed, and what each paper says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction

from simulator.domain.scenario import Fixed, OnFile, Target
from simulator.domain.text import Text
from simulator.generation.worlds.specs import Spec

When = tuple[tuple[str, frozenset[str]], ...]
"""Attributes and the values, as text, that they may have; all must hold."""


KEYED = ("policy_number", "policyholder", "plate", "occurred_on", "reported_on")
"""What is keyed into the system when a claim is opened, where a world says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan:
    """A kind of paper: when it lies on the file and what it says. ``heads`` limits its lines; empty is all.

    ``silent_on`` are facts that this kind proves and yet does not state of itself; ``speaks_of`` others that it
    states only where something holds, such as a delay that it finds harmless only where there was one.
    """

    kind: str
    received_on: Spec
    received_at: Spec
    when: When = ()
    fields: Mapping[str, Spec] = field(default_factory=dict)
    lines: Mapping[str, Spec] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    captions: "Captions | None" = None
    silent_on: frozenset[str] = frozenset()
    speaks_of: Mapping[str, When] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """A field for every word of a list (``caption.front``): *of* names the list, *says* what stands there."""

    of: str
    field: str
    says: Mapping[str, Spec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done or bought on a line, for *least* or more: matched after its facts are known."""

    head: str
    when: When
    work: Text
    label: Text
    zones: tuple[str, ...] = ()
    hours: tuple[int, int] = (0, 0)
    quantity: int = 1
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMix:
    """Heads that are claimed together, how often, and what is preferred on each line."""

    often: int
    lines: tuple[tuple[str, Mapping[str, Spec]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A complication as data: targets, facts and papers that it adds to a scenario; the places (kind, field) that are
    wrong with it. What papers say of it reads ``complication.name``."""

    targets: tuple[Target, ...] = ()
    fix: Mapping[str, Fixed] = field(default_factory=dict)
    papers: Mapping[str, OnFile] = field(default_factory=dict)
    plants: tuple[tuple[str, str], ...] = ()
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """What a year costs: so many of a thousand of the insured value, more for a young driver; paid in instalments.

    ``charged`` and ``owed`` name attributes that say otherwise: what was charged, and what of it is not paid."""

    of: str
    per_mille: tuple[int, int]
    charged: str = ""
    owed: str = ""
    young_under: int = 0
    young_percent: int = 100
    instalments: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world, of every market or of one. ``facts`` binds a fact to an attribute, proposed ``only_when`` that holds;
    ``roles`` a role to the person whom a fact's value means; ``mix_by`` is the fact that leads: the cause. ``brings``
    names papers that come with such a loss; ``labour`` is what an hour of work costs; a file holds ``most_papers``
    unless it needs more; ``record`` lists the fields that are keyed into the system from the paper that came first;
    ``differing`` names the fields in which one thing stands that an error may make differ, such as a name."""

    form: str
    market: str = ""
    prefix: str
    kind: Text
    kind_by: str = ""
    amount: str = ""
    labour: Fraction | None = None
    most_papers: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    only_when: Mapping[str, When] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    proposes: Mapping[str, Spec] = field(default_factory=dict)
    then: Mapping[str, Spec] = field(default_factory=dict)
    prefers: Mapping[str, Mapping[str, Spec]] = field(default_factory=dict)
    mix_by: str = ""
    seasons: Mapping[str, frozenset[int]] = field(default_factory=dict)
    mixes: Mapping[str, tuple[LineMix, ...]] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    papers: Mapping[str, PaperPlan] = field(default_factory=dict)
    events: tuple[tuple[str, Spec], ...] = ()
    complications: Mapping[str, Pattern] = field(default_factory=dict)
    brings: Mapping[str, When] = field(default_factory=dict)
    premium: Premium | None = None
    record: tuple[str, ...] = KEYED
    differing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_event: time = time(9, 0)
    content_hash: str = ""
