"""States of facts, worked out from the papers when they are first looked up; most provisions need few of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from simulator.coverage.evidence.knowledge import ON_FILE, FactState, Key, Knowledge, Plan, Prover, State
from simulator.coverage.language.facts import Fact
from simulator.domain.claim import ClaimFile
from simulator.domain.papers import Paper, pin
from simulator.domain.values import Value, to_text

_NONE: Mapping[str, object] = {}


class _States(dict[Key, FactState]):
    """States by key, each worked out when it is first asked for."""

    __slots__ = ("find",)

    def __init__(self, find: Callable[[Key], FactState]) -> None:
        self.find = find

    def __missing__(self, key: Key) -> FactState:
        state = self[key] = self.find(key)
        return state


class Evidence:
    """The papers that count on a file, and the states of the facts they make."""

    __slots__ = ("by_kind", "closed", "file", "knowledge", "states", "unproved")

    def __init__(self, known: Knowledge, file: ClaimFile) -> None:
        self.knowledge = known
        self.file = file
        self.by_kind = _counting(file)
        self.closed = frozenset(file.closed)
        self.unproved = frozenset((fact, line) for line, fact in file.unproved)
        self.states = _States(self._find)

    def state(self, fact: str, line: str = "") -> FactState:
        """Return the state of *fact*; a fact of the claim has no *line*."""
        known = self.knowledge.facts.get(fact)
        return self.states[fact, line if known is None or known.line else ""]

    def supposing(self, values: Mapping[Key, Value]) -> Evidence:
        """Return this evidence as if the facts had those *values*."""
        other = self._like(_States(self._find))
        other.states.update(self.states)
        for (fact, line), value in values.items():
            other.states[fact, line] = FactState(fact, line, State.KNOWN, (value,), (), value)
        return other

    def watched(self, values: Mapping[Key, Value], read: list[Key]) -> Evidence:
        """Return this evidence as if the facts had those *values*; which of them is looked at goes to *read*, in turn.

        Whoever looks at the same facts, and finds the same values, looks at the same fact next.
        """

        def find(key: Key) -> FactState:
            if key not in values:
                return self.states[key]
            read.append(key)
            fact, line = key
            return FactState(fact, line, State.KNOWN, (values[key],), (), values[key])

        other = self._like(_States(find))
        other.states.update(self.states)
        for key in values:
            other.states.pop(key, None)
        return other

    def _like(self, states: _States) -> Evidence:
        other = object.__new__(Evidence)
        other.knowledge, other.file, other.by_kind = self.knowledge, self.file, self.by_kind
        other.closed, other.unproved, other.states = self.closed, self.unproved, states
        return other

    def conceding(self, keys: Sequence[Key]) -> Evidence:
        """Return this evidence as if the facts of *keys* had been asked for in vain."""
        other = self.supposing({})
        for fact, line in keys:
            was = self.states[fact, line]
            other.states[fact, line] = was._replace(state=State.UNPROVED, value=None)
        return other

    def _find(self, key: Key) -> FactState:
        fact, line = key
        plan = self.knowledge.plans.get(fact)
        if plan is None:
            return self._paper_state(fact)
        if plan.finding is not None:
            found, pins = plan.finding(self)
            return FactState(fact, line, State.KNOWN, (found,), pins, found)
        if plan.fixed is not None:
            return FactState(fact, line, State.KNOWN, (plan.fixed,), (), plan.fixed)
        proved, legible = self._statements(plan, plan.provers, line)
        if not proved:
            return self._unstated(plan, line, legible)
        first, where, _ = proved[0]
        if len(proved) == 1:
            return FactState(fact, line, State.KNOWN, (first,), (where,), first)
        for value, _, _ in proved:
            if value != first:
                return self._disputed(plan.fact, line, proved)
        return FactState(fact, line, State.KNOWN, (first,), tuple([where for _, where, _ in proved]), first)

    def _paper_state(self, fact: str) -> FactState:
        kind = fact.removeprefix(ON_FILE)
        papers = self.by_kind.get(kind, ())
        if papers:
            pins = (pin(papers[0].id, ""),)
            return FactState(fact, "", State.KNOWN, (True,), pins, True)
        if kind in self.closed or (fact, "") in self.unproved:
            return FactState(fact, "", State.KNOWN, (False,), (), False)
        return FactState(fact, "", State.MISSING, (), (), None)

    def _statements(self, plan: Plan, places: Sequence[Prover], line: str) -> tuple[list[tuple[Value, str, str]], bool]:
        """Return what papers state in *places*, with pins and kinds, and whether all of it can be read."""
        found, legible = [], True
        by_kind = self.by_kind
        for kind, field in places:
            if kind not in by_kind:
                continue
            for paper in by_kind[kind]:
                said: object = paper.fields.get(field)
                where = field
                if plan.line and field in (stated := paper.lines.get(line, _NONE)):
                    said, where = stated[field], f"{line}.{field}"
                if not isinstance(said, str) or not (said or plan.empty):
                    continue
                value = plan.read(said)
                if value is None:
                    legible = False
                else:
                    found.append((value, f"{paper.id}#{where}", kind))
        return found, legible

    def _disputed(self, fact: Fact, line: str, proved: list[tuple[Value, str, str]]) -> FactState:
        rank = {kind: at for at, kind in enumerate(fact.trust)}
        best = min(rank.get(kind, len(rank)) for _, _, kind in proved)
        trusted = [one for one in proved if rank.get(one[2], len(rank)) == best]
        values = tuple(sorted({value for value, _, _ in trusted}, key=to_text))
        if len(values) == 1:
            pins = tuple(where for value, where, _ in proved if value == values[0])
            return FactState(fact.name, line, State.KNOWN, values, pins, values[0])
        pins = tuple(where for _, where, _ in trusted)
        hopeless = (fact.name, line) in self.unproved or self._out_of_reach(fact)
        return FactState(fact.name, line, State.UNPROVED if hopeless else State.CONFLICT, values, pins, None)

    def _unstated(self, plan: Plan, line: str, legible: bool) -> FactState:
        """Return the state of a fact that no paper proves; what is illegible is not presumed either."""
        fact = plan.fact
        alleged, _ = self._statements(plan, plan.staters, line)
        asked = bool(self.unproved) and (fact.name, line) in self.unproved
        if not alleged and legible and not asked and plan.silent is not None:
            return FactState(fact.name, line, State.PRESUMED, (plan.silent,), (), plan.silent)
        values = tuple(sorted({value for value, _, _ in alleged}, key=to_text))
        pins = tuple(where for _, where, _ in alleged)
        if asked:
            return FactState(fact.name, line, State.UNPROVED, values, pins, None)
        if legible and plan.silent is not None and values == (plan.silent,):
            return FactState(fact.name, line, State.PRESUMED, values, (), plan.silent)
        if self._out_of_reach(fact):
            return FactState(fact.name, line, State.UNPROVED, values, pins, None)
        return FactState(fact.name, line, State.ALLEGED if values else State.MISSING, values, pins, None)

    def _out_of_reach(self, fact: Fact) -> bool:
        """Every paper that could prove *fact* was asked for and will never come."""
        places = self.knowledge.provers[fact.name]
        return bool(self.closed) and bool(places) and all(kind in self.closed for kind, _ in places)


def _counting(file: ClaimFile) -> dict[str, list[Paper]]:
    """Return the papers received by the day of the file and not replaced since, in order of receipt."""
    received = [paper for paper in file.papers if paper.received_at <= file.as_of]
    received.sort(key=lambda paper: (paper.received_at, paper.id))
    replaced = {paper.replaces for paper in received if paper.replaces}
    by_kind: dict[str, list[Paper]] = {}
    for paper in received:
        if paper.id not in replaced:
            by_kind.setdefault(paper.kind, []).append(paper)
    return by_kind
