"""Settlement steps and pots (COVERAGE_LANGUAGE, sections 2 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import Expression
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.acts import ACTS
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.expressions import parse_expression
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.types import type_of
from simulator.coverage.language.steps import Pot, Step, WorkOut
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.strict_yaml import Entries, Fields, Node, did_you_mean

_COMMON = ("lines", "when", "per", "order", "clause", "as", "nil", "if_unproved", "even_nil")
GROUPS = ("line", "person", "item", "section", "event", "claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReader:
    """Reads the steps of one form; names worked out on the way are added to the scope of those that follow."""

    scope: Scope
    heads: tuple[str, ...]
    clauses: tuple[str, ...]

    def steps(self, nodes: tuple[Node, ...], key: str) -> tuple[Step, ...]:
        """Return the steps in the order of the form."""
        reader, steps = self, []
        for at, node in enumerate(nodes, 1):
            step = reader._step(node, f"{key}[{at}]")
            if step is None:
                continue
            steps.append(step)
            reader = reader.after(step)
        return tuple(steps)

    def after(self, step: Step) -> "StepReader":
        """Return the reader of what follows *step*."""
        if not isinstance(step.act, WorkOut):
            return self
        names = {name: type_of(x, self.scope) or ValueType.NUMBER for name, x in step.act.names.items()}
        return replace(self, scope=self.scope.with_worked(names))

    def _step(self, node: Node, key: str) -> Step | None:
        word = self._word(node, key)
        if word is None:
            return None
        fields = Fields(node, self.scope.problems, key, (word, *_COMMON))
        scope = replace(self.scope, in_step=True)
        step = Step(
            word=word,
            act=ACTS[word](word, fields, scope),
            lines=self._lines(fields),
            when=parse_condition(fields.node("when"), scope, fields.key("when")) if "when" in fields else None,
            per=self._per(fields),
            order=fields.one_of("order", ("pro_rata", "in_order"), "pro_rata"),  # type: ignore[arg-type]
            clause=self._clause(fields),
            reason=fields.text("as"),
            nil=fields.one_of("nil", ("approve", "reject"), "approve"),  # type: ignore[arg-type]
            if_unproved=self._if_unproved(fields, scope),
            at=fields.line,
        )
        self._worked_names(step, key)
        return step

    def _word(self, node: Node, key: str) -> str | None:
        problems = self.scope.problems
        if not isinstance(node, Entries):
            problems.add(node, key, "a step must stand here", "write {less: .., clause: ..}")
            return None
        names = node.keys()
        words = [name for name in names if name in ACTS]
        if len(words) == 1:
            return words[0]
        if words:
            problems.add(node, key, f"{' and '.join(words)} in one step", "write two steps")
            return None
        odd = next((name for name in names if name not in _COMMON), "")
        problems.add(node, key, f'"{odd}" is no step{did_you_mean(odd, ACTS)}')
        return None

    def _lines(self, fields: Fields) -> Condition | None:
        if "lines" not in fields:
            return None
        head = Fact(
            name="head",
            type=ValueType.CHOICE,
            label=Text("the head of claim", "nõude liik"),
            choices={name: Text(name, name) for name in self.heads},
            line=True,
        )
        return parse_condition(fields.node("lines"), self.scope.with_facts({"head": head}), fields.key("lines"))

    def _per(self, fields: Fields) -> tuple[str, ...]:
        names = fields.words("per") or ("line",)
        for name in names:
            fact = self.scope.facts.get(name)
            if name in ("line", "claim") and len(names) == 1:
                continue
            if fact is None or not fact.line:
                known = [other for other, fact in self.scope.facts.items() if fact.line]
                hint = did_you_mean(name, (*known, *GROUPS))
                self.scope.problems.add(fields.line, fields.key("per"), f"{name} is no line fact{hint}")
        return names

    def _clause(self, fields: Fields) -> str:
        clause = fields.text("clause")
        if clause and clause not in self.clauses:
            hint = did_you_mean(clause, self.clauses)
            self.scope.problems.add(fields.line, fields.path, f"clause {clause} is no provision{hint}")
        return clause

    def _if_unproved(self, fields: Fields, scope: Scope) -> Expression | None:
        node = fields.node("if_unproved")
        return parse_expression(node, scope, fields.key("if_unproved")) if node is not None else None

    def _worked_names(self, step: Step, key: str) -> None:
        for name in step.act.names if isinstance(step.act, WorkOut) else ():
            if name in self.scope.facts or name in self.scope.rates or name in self.scope.worked:
                self.scope.problems.add(step.at, key, f"{name} is defined twice", "call the figure something else")


def pots_of(pairs: tuple[tuple[str, Node], ...], scope: Scope) -> dict[str, Pot]:
    """Return the pots by name."""
    return {name: _pot(name, node, scope) for name, node in pairs}


def _pot(name: str, node: Node, scope: Scope) -> Pot:
    fields = Fields(node, scope.problems, f"pots.{name}", ("opens", "used", "per"))
    used = fields.text("used")
    if used and used not in scope.facts:
        scope.problems.add(fields.line, fields.path, f"used: {used} is no fact{did_you_mean(used, scope.facts)}")
    per = tuple(group for group in fields.words("per") if group != "claim")
    return Pot(name=name, opens=parse_expression(fields.need("opens"), scope, fields.key("opens")), used=used, per=per)


def worked_for_all(heads: Mapping[str, tuple[Step, ...]], scope: Scope, *, everywhere: bool) -> dict[str, ValueType]:
    """Return worked-out names that heads leave behind: those ``per: claim``, or (``everywhere``) every one."""
    names: dict[str, ValueType] = {}
    for steps in heads.values():
        for step in steps:
            if isinstance(step.act, WorkOut) and (everywhere or step.per == ("claim",)):
                inner = scope.with_worked(names)
                names |= {name: type_of(x, inner) or ValueType.NUMBER for name, x in step.act.names.items()}
    return names
