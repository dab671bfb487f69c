"""A whole handling guide: YAML text or node to ``Guide``, with everything that is wrong in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.guides import (
    AlternativeRule,
    Authority,
    DutyClock,
    Guide,
    Overlay,
    Requests,
    Stage,
    Trigger,
    TriggerMoment,
)
from simulator.coverage.language.loading.checks.guides import check_guide
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.documents import DocumentReader
from simulator.coverage.language.loading.expressions import parse_expression
from simulator.coverage.language.loading.facts import FactReader
from simulator.coverage.language.loading.forms import content_hash_of, in_use_of
from simulator.coverage.language.loading.guide_names import GUIDE_NAMES
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.texts import needed, text_of
from simulator.coverage.language.provisions import PARTS, ProvisionKind
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.strict_yaml import Fields, Node, Problems, did_you_mean, read

GUIDE_KEYS = (
    "guide", "market", "currency", "in_use", "title", "precedence", "overlays", "authority", "triggers", "requests",
    "errors", "alternatives", "clocks", "work_minutes", "queues", "facts", "documents", "source",
)  # fmt: skip
_MOMENTS: tuple[TriggerMoment, ...] = ("first", "payment", "refusal", "part_refusal", "request")
KINDS = tuple(kind for kind in ProvisionKind if kind not in (ProvisionKind.DEFINITION, ProvisionKind.TERM))
"""The kinds that are judged, and so have a place in the precedence."""


def load_guide(text: str, *, file: str, inline: bool = False) -> Guide:
    """Return the handling guide that *text* holds.

    Raises:
        InvalidContent: It breaks the language; every problem is listed, with line, key and fix.
    """
    problems = Problems(file)
    guide = guide_from_node(read(text, file), problems, inline=inline)
    problems.raise_if_any()
    return replace(guide, content_hash=hashlib.sha256(text.encode()).hexdigest())


def guide_from_node(node: Node, problems: Problems, *, inline: bool = True) -> Guide:
    """Return the guide at *node*; what is wrong goes to *problems*, and a guide with gaps comes back."""
    guide = _Reader(fields=Fields(node, problems, "", GUIDE_KEYS), inline=inline).guide()
    check_guide(guide, problems, at=node.line, inline=inline)
    return guide


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    fields: Fields
    inline: bool

    @property
    def problems(self) -> Problems:
        return self.fields.problems

    def guide(self) -> Guide:
        fields = self.fields
        in_use = in_use_of(fields, inline=self.inline)
        scope = self._scope(in_use)
        own = {name: fact for name, fact in scope.facts.items() if GUIDE_NAMES.get(name) is not fact}
        return Guide(
            name=self._word("guide", "inline"),
            market=self._word("market", "ee"),
            currency=self._word("currency", "EUR"),
            title=self._text(fields, "title", "inline"),
            in_use_from=in_use[0],
            in_use_to=in_use[1],
            stages=tuple(self._stage(node, scope, at) for at, node in enumerate(self._needed("precedence"), 1)),
            authority=self._authority(scope),
            overlays=tuple(self._overlay(node, scope, at) for at, node in enumerate(fields.items("overlays"), 1)),
            triggers=tuple(self._trigger(node, scope, at) for at, node in enumerate(fields.items("triggers"), 1)),
            errors=self._errors(),
            requests=self._requests(),
            alternatives=tuple(
                self._alternative(node, scope, at) for at, node in enumerate(fields.items("alternatives"), 1)
            ),
            clocks=tuple(self._clock(node, at) for at, node in enumerate(fields.items("clocks"), 1)),
            work_minutes=self._work_minutes(),
            queues=self._queues(),
            facts=own,
            documents=self._documents(own),
            content_hash=content_hash_of(fields.entries),
        )

    def _word(self, name: str, spare: str) -> str:
        return self.fields.text(name, spare) if self.inline else self.fields.needed_text(name)

    def _needed(self, name: str) -> tuple[Node, ...]:
        self.fields.need(name)
        return self.fields.items(name)

    def _text(self, fields: Fields, name: str, spare: str) -> Text:
        or_else = spare if self.inline else None
        return needed(fields.node(name), self.problems, fields.key(name), at=fields.line, or_else=or_else)

    def _own_text(self, fields: Fields) -> Text | None:
        if self.inline:
            return text_of(fields.node("text"), self.problems, fields.key("text"))
        return self._text(fields, "text", "")

    def _scope(self, in_use: tuple[date, date]) -> Scope:
        reader = FactReader(problems=self.problems, in_use=in_use, inline=self.inline)
        facts = reader.facts(self.fields.pairs("facts"), "facts")
        kinds = tuple(name for name, _ in self.fields.pairs("documents"))
        scope = Scope(problems=self.problems, facts={**GUIDE_NAMES, **facts}, kinds=kinds)
        return scope.with_facts(reader.derive(facts, self.fields.node("facts"), "facts", scope))

    def _documents(self, facts: dict[str, Fact]) -> dict[str, DocumentKind]:
        worked = frozenset(name for name, fact in facts.items() if fact.derived is not None or fact.compare is not None)
        reader = DocumentReader(problems=self.problems, facts=facts, worked=worked, inline=self.inline)
        return reader.documents(self.fields.pairs("documents"))

    def _stage(self, node: Node, scope: Scope, at: int) -> Stage:
        known = ("stage", "kinds", "when", "ends", "blocks", "at", "on_fail", "text")
        fields = Fields(node, self.problems, f"precedence[{at}]", known)
        name = fields.needed_text("stage")
        if ("kinds" in fields) == ("when" in fields):
            self.problems.add(node, fields.path, f"stage {name} needs either kinds or when")
        blocks = fields.yes_no("blocks")
        if blocks and "when" not in fields:
            self.problems.add(node, fields.path, f"stage {name} blocks and has no when")
        if "at" in fields and "when" not in fields:
            self.problems.add(node, fields.path, f"stage {name} stands before payment and has no when")
        return Stage(
            name=name,
            kinds=tuple(kind for word in fields.words("kinds") if (kind := self._kind(word, fields)) is not None),
            when=parse_condition(fields.node("when"), scope, fields.key("when")) if "when" in fields else None,
            ends=fields.yes_no("ends"),
            blocks=blocks,
            at=fields.one_of("at", ("first", "payment"), "first"),  # type: ignore[arg-type]
            on_fail=_disposition(fields, "on_fail") or Disposition.REQUEST_INFORMATION,
            text=self._own_text(fields),
        )

    def _kind(self, word: str, fields: Fields) -> ProvisionKind | None:
        if word in KINDS:
            return ProvisionKind(word)
        self.problems.add(
            fields.line, fields.key("kinds"), f"{word} is no kind that is judged{did_you_mean(word, KINDS)}"
        )
        return None

    def _overlay(self, node: Node, scope: Scope, at: int) -> Overlay:
        fields = Fields(node, self.problems, f"overlays[{at}]", ("id", "market", "to", "add", "unless_has", "text"))
        to = Fields(fields.need("to"), self.problems, fields.key("to"), ("kind", "ids"))
        if not to.entries.pairs:
            self.problems.add(node, fields.path, "to names no provisions", "write to: {kind: ..} or to: {ids: [..]}")
        parts = dict(fields.pairs("add"))
        for part in parts:
            if part not in PARTS:
                self.problems.add(
                    node, fields.key("add"), f'"{part}" is no part of a provision{did_you_mean(part, PARTS)}'
                )
        return Overlay(
            id=fields.needed_text("id"),
            markets=fields.words("market"),
            kind=self._kind(to.text("kind"), to) if "kind" in to else None,
            provisions=to.words("ids"),
            add={part: parse_condition(body, scope, f"{fields.key('add')}.{part}") for part, body in parts.items()},
            unless_has=fields.one_of("unless_has", PARTS),
            text=self._own_text(fields),
        )

    def _errors(self) -> Text | None:
        node = self.fields.node("errors")
        return None if node is None else self._own_text(Fields(node, self.problems, "errors", ("text",)))

    def _authority(self, scope: Scope) -> Authority | None:
        node = self.fields.need("authority")
        if node is None:
            return None
        fields = Fields(node, self.problems, "authority", ("measure", "may_pay", "may_refuse", "text"))
        return Authority(
            measure=parse_expression(fields.need("measure"), scope, fields.key("measure")),
            may_pay=self._limits(fields, "may_pay"),
            may_refuse=self._limits(fields, "may_refuse"),
            text=self._own_text(fields),
        )

    def _limits(self, fields: Fields, name: str) -> dict[str, Fraction]:
        fields.need(name)
        inner = Fields(
            fields.node(name), self.problems, fields.key(name), tuple(role for role, _ in fields.pairs(name))
        )
        return {role: inner.number(role) for role, _ in fields.pairs(name)}

    def _trigger(self, node: Node, scope: Scope, at: int) -> Trigger:
        fields = Fields(node, self.problems, f"triggers[{at}]", ("id", "at", "when", "to", "text", "label"))
        fields.path = f"trigger {fields.needed_text('id')}"
        fields.need("at")
        return Trigger(
            id=fields.text("id"),
            at=self._moments(fields),
            when=parse_condition(fields.need("when"), scope, fields.path),
            queue=fields.needed_text("to"),
            text=self._own_text(fields),
            label=text_of(fields.node("label"), self.problems, fields.key("label")),
        )

    def _moments(self, fields: Fields) -> tuple[TriggerMoment, ...]:
        """Return when a trigger is asked about: one word, or several."""
        asked = fields.words("at")
        for word in asked:
            if word not in _MOMENTS:
                hint, known = did_you_mean(word, _MOMENTS), ", ".join(_MOMENTS)
                self.problems.add(fields.line, fields.path, f"at: {word} is not one of {known}{hint}")
        return tuple(moment for moment in _MOMENTS if moment in asked)

    def _requests(self) -> Requests:
        usual = Requests()
        if "requests" not in self.fields:
            return usual
        known = ("ask_once", "pay_undisputed", "least_papers", "reminder", "closes_after", "text")
        fields = Fields(self.fields.node("requests"), self.problems, "requests", known)
        days = Fields(fields.node("reminder"), self.problems, "requests.reminder", ("working_days",))
        count = Fields(fields.node("closes_after"), self.problems, "requests.closes_after", ("reminders",))
        return Requests(
            ask_once=fields.yes_no("ask_once", usual.ask_once),
            pay_undisputed=fields.yes_no("pay_undisputed", usual.pay_undisputed),
            least_papers=fields.yes_no("least_papers", usual.least_papers),
            reminder_working_days=days.whole("working_days", usual.reminder_working_days),
            closes_after_reminders=count.whole("reminders", usual.closes_after_reminders),
            text=self._own_text(fields),
        )

    def _alternative(self, node: Node, scope: Scope, at: int) -> AlternativeRule:
        known = ("instead_of", "also", "amount_within", "when", "worth")
        fields = Fields(node, self.problems, f"alternatives[{at}]", known)
        if "amount_within" not in fields:
            fields.need("instead_of")
            fields.need("also")
        fields.need("worth")
        worth = fields.number("worth")
        if not 0 <= worth <= 1:
            self.problems.add(node, fields.key("worth"), f"{worth} is no share", f"write {worth}%")
        return AlternativeRule(
            instead_of=_disposition(fields, "instead_of"),
            also=_disposition(fields, "also"),
            amount_within=fields.number("amount_within") if "amount_within" in fields else None,
            when=parse_condition(fields.need("when"), scope, fields.key("when")),
            worth=worth,
        )

    def _clock(self, node: Node, at: int) -> DutyClock:
        fields = Fields(node, self.problems, f"clocks[{at}]", ("id", "from", "due", "restarts_on", "then", "text"))
        fields.path = f"clock {fields.needed_text('id')}"
        due = Fields(fields.need("due"), self.problems, f"{fields.path} due", ("days", "working_days"))
        working = "working_days" in due
        return DutyClock(
            id=fields.text("id"),
            starts=fields.needed_text("from"),
            days=due.whole("working_days" if working else "days"),
            working=working,
            restarts_on=fields.text("restarts_on"),
            then=fields.text("then", "supervisor"),
            text=self._own_text(fields),
        )

    def _work_minutes(self) -> dict[str, int]:
        pairs = self.fields.pairs("work_minutes")
        inner = Fields(self.fields.node("work_minutes"), self.problems, "work_minutes", tuple(act for act, _ in pairs))
        return {act: inner.whole(act) for act, _ in pairs}

    def _queues(self) -> dict[str, Text]:
        return {
            name: needed(node, self.problems, f"queues.{name}", at=self.fields.line, or_else=None)
            for name, node in self.fields.pairs("queues")
        }


def _disposition(fields: Fields, name: str) -> Disposition | None:
    word = fields.one_of(name, tuple(Disposition))
    return Disposition(word) if word else None
