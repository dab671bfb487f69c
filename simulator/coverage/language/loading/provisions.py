"""Provisions: the clauses of a form (COVERAGE_LANGUAGE, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.effects import effect_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.texts import needed
from simulator.coverage.language.provisions import PARTS, Burden, Effect, NoEffect, Provision, ProvisionKind, Refuse
from simulator.strict_yaml import Fields, Node, Problems, Scalar, did_you_mean

_KEYS = ("id", "cite", "kind", "title", "text", "heads", "applies", *PARTS, "reason", "effect", "burden", "close")
KIND_PARTS: Mapping[ProvisionKind, Mapping[str, Burden]] = {
    ProvisionKind.IN_FORCE: {"when": "claimant"},
    ProvisionKind.ELIGIBILITY: {"when": "claimant"},
    ProvisionKind.INSURED_EVENT: {"when": "claimant"},
    ProvisionKind.WAITING_PERIOD: {"when": "claimant"},
    ProvisionKind.EXCLUSION: {"when": "insurer", "unless": "claimant"},
    ProvisionKind.CONDITION: {"must": "insurer", "excused_if": "claimant", "only_if": "insurer"},
    ProvisionKind.MISREPRESENTATION: {"when": "insurer", "unless": "insurer"},
    ProvisionKind.DEFINITION: {},
    ProvisionKind.TERM: {},
}
"""The parts that each kind has, and who must prove each unless the provision says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionReader:
    """Reads the provisions of one form."""

    problems: Problems
    scope: Scope
    heads: tuple[str, ...]
    inline: bool

    def provisions(self, nodes: tuple[Node, ...]) -> tuple[Provision, ...]:
        """Return the provisions in the order of the form."""
        return tuple(self._provision(node, at) for at, node in enumerate(nodes, 1))

    def _provision(self, node: Node, at: int) -> Provision:
        fields = Fields(node, self.problems, f"provisions[{at}]", _KEYS)
        name = fields.needed_text("id")
        kind = self._kind(fields)
        fields.path = f"provisions.{name}" if name else fields.path
        cite = fields.text("cite", name) if self.inline else fields.needed_text("cite")
        parts = self._parts(fields, kind, f"{cite} {kind}")
        spare = name if self.inline else None
        return Provision(
            id=name,
            cite=cite,
            kind=kind,
            text=needed(fields.node("text"), self.problems, f"{cite} text", at=fields.line, or_else=spare),
            title=needed(fields.node("title"), self.problems, f"{cite} title", at=fields.line, or_else=spare),
            heads=self._heads(fields, cite),
            applies=self._condition(fields, "applies"),
            effect=self._effect(fields, kind, f"{kind} {cite}"),
            burden=self._burden(fields, kind),
            reason=fields.text("reason", f"{kind}.{name}"),
            close=fields.yes_no("close"),
            at=fields.line,
            when=parts.get("when"),
            unless=parts.get("unless"),
            must=parts.get("must"),
            excused_if=parts.get("excused_if"),
            only_if=parts.get("only_if"),
        )

    def _kind(self, fields: Fields) -> ProvisionKind:
        fields.need("kind")
        return ProvisionKind(fields.one_of("kind", tuple(ProvisionKind), "term") or "term")

    def _condition(self, fields: Fields, name: str) -> Condition | None:
        node = fields.node(name)
        return parse_condition(node, self.scope, fields.key(name)) if node is not None else None

    def _parts(self, fields: Fields, kind: ProvisionKind, where: str) -> dict[str, Condition | None]:
        known = KIND_PARTS[kind]
        for part in PARTS:
            if part in fields and part not in known:
                instead = f"use {', '.join(known)}" if known else "it has no condition"
                self.problems.add(fields.line, where, f"has {part}; {instead}")
        if known and next(iter(known)) not in fields:
            self.problems.add(fields.line, where, f"{next(iter(known))} missing")
        return {part: self._condition(fields, part) for part in known}

    def _heads(self, fields: Fields, cite: str) -> tuple[str, ...]:
        heads = fields.words("heads")
        for head in heads:
            if head not in self.heads:
                self.problems.add(fields.line, cite, f"head {head} has no steps{did_you_mean(head, self.heads)}")
        return heads

    def _effect(self, fields: Fields, kind: ProvisionKind, where: str) -> Effect:
        node = fields.node("effect")
        if not KIND_PARTS[kind]:
            if node is not None:
                self.problems.add(node, where, "has an effect; only provisions that are judged have one")
            return NoEffect()
        return effect_of(node, self.scope, where) if node is not None else Refuse()

    def _burden(self, fields: Fields, kind: ProvisionKind) -> dict[str, Burden]:
        burden: dict[str, Burden] = {**KIND_PARTS[kind]}
        if KIND_PARTS[kind]:
            burden["effect"] = "insurer"
        for part, node in fields.pairs("burden"):
            who = node.text if isinstance(node, Scalar) else ""
            if part not in (*burden, "applies"):
                self.problems.add(
                    node, fields.key("burden"), f"{part} is no part of {kind}{did_you_mean(part, burden)}"
                )
            elif who not in ("claimant", "insurer"):
                self.problems.add(node, fields.key("burden"), f"{part}: {who} is not one of claimant, insurer")
            else:
                burden[part] = "claimant" if who == "claimant" else "insurer"
        return burden
