"""A handling guide: precedence, overlays, authority, triggers, requests, alternatives, clocks (section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.decision import Disposition
from simulator.domain.text import Text

TriggerMoment = Literal["first", "payment", "refusal", "part_refusal", "request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the precedence: kinds of provisions, or (``when``) a check of its own that may block.

    A check stands before everything else, or (``at`` payment) before the payment alone.
    """

    name: str
    kinds: tuple[ProvisionKind, ...] = ()
    when: Condition | None = None
    ends: bool = False
    blocks: bool = False
    at: Literal["first", "payment"] = "first"
    on_fail: Disposition = Disposition.REQUEST_INFORMATION
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Law of the market, added to the provisions of one kind (or with given ids) unless they have that part."""

    id: str
    markets: tuple[str, ...]
    kind: ProvisionKind | None
    provisions: tuple[str, ...]
    add: Mapping[str, Condition]
    unless_has: str = ""
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What each role may pay and refuse, in the guide's currency; at the limit is within."""

    measure: Expression
    may_pay: Mapping[str, Fraction]
    may_refuse: Mapping[str, Fraction]
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What turns a determination into an escalation to ``queue``.

    ``at``: before everything else (first), or instead of paying (payment), of refusing the claim (refusal), of paying
    while a provision refuses a line or lowers what is paid (part_refusal), of asking the policyholder for something
    (request). ``label`` is the rule in a few words, for a brief.
    """

    id: str
    at: tuple[TriggerMoment, ...]
    when: Condition
    queue: str
    text: Text | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """How papers are asked for, and whether what is undisputed may be paid before they come."""

    ask_once: bool = True
    pay_undisputed: bool = True
    least_papers: bool = True
    reminder_working_days: int = 10
    closes_after_reminders: int = 2
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRule:
    """Another act that is accepted, or (``amount_within``) an amount near enough, and what it is worth."""

    instead_of: Disposition | None
    also: Disposition | None
    amount_within: Fraction | None
    when: Condition
    worth: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyClock:
    """A duty with a limit; ``days`` are calendar or working days."""

    id: str
    starts: str
    days: int
    working: bool
    restarts_on: str = ""
    then: str = "supervisor"
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One handling guide for one market. ``errors`` says what is done about errors in papers and record."""

    name: str
    market: str
    currency: str
    title: Text
    in_use_from: date
    in_use_to: date
    stages: tuple[Stage, ...]
    authority: Authority | None
    overlays: tuple[Overlay, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    errors: Text | None = None
    requests: Requests = Requests()
    alternatives: tuple[AlternativeRule, ...] = ()
    clocks: tuple[DutyClock, ...] = ()
    work_minutes: Mapping[str, int] = field(default_factory=dict)
    queues: Mapping[str, Text] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    content_hash: str = ""

    @property
    def sends_on(self) -> Mapping[str, Text | None]:
        """What sends a claim to others, in as few words as there are: triggers, checks whose failure does; by id."""
        checks = {one.name: one.text for one in self.stages if one.when and one.on_fail is Disposition.ESCALATE}
        return {**{one.id: one.label or one.text for one in self.triggers}, **checks}
