"""Does it matter? Every way in which the open facts may lie is settled and compared (COVERAGE_LANGUAGE, 9.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from simulator.coverage.assessing import Assessment, Wanting, assess
from simulator.coverage.candidates import candidates
from simulator.coverage.evidence import ON_FILE, Evidence, Key, State
from simulator.domain.values import Value, ValueType
from simulator.errors import Invalid

if TYPE_CHECKING:
    from simulator.coverage.rules import CompiledForm

MOST = 4096
WHOLE = 64
"""Up to so many combinations all are tried, even when every fact was seen to matter: one may meet another open fact."""
Outcome = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """What the completions showed: the facts that change the outcome, or the assessment that holds in any case."""

    tried: int
    outcomes: int
    matter: Wanting
    settled: Assessment | None
    conceded: tuple[Key, ...]


class _Newly(Exception):
    def __init__(self, wanting: Wanting) -> None:
        self.wanting = wanting


def explore(compiled: CompiledForm, evidence: Evidence, first: Assessment) -> Explored:
    """Return which of the open facts of *first* change the outcome, or what comes out whatever they are."""
    wanting = dict(first.wanting)
    while True:
        space = {key: candidates(key, compiled, evidence) for key in wanting}
        if prod(len(values) for values in space.values()) > MOST:
            return Explored(tried=0, outcomes=0, matter=wanting, settled=None, conceded=())
        try:
            return _Trial(compiled, evidence, space).run(wanting)
        except _Newly as newly:
            wanting.update({key: because for key, because in newly.wanting.items() if key not in wanting})


class _Trial:
    """All combinations of candidates, settled until every fact was seen to matter or all were tried."""

    def __init__(self, compiled: CompiledForm, evidence: Evidence, space: Mapping[Key, tuple[Value, ...]]) -> None:
        self.compiled = compiled
        self.evidence = evidence
        self.space = space
        self.one: Assessment | None = None
        self.seen: dict[Outcome, None] = {}
        self.others: dict[tuple[Key, tuple[Value, ...]], Outcome] = {}
        self.matter: dict[Key, None] = {}
        self.tried = 0
        self.ends_early = prod(len(values) for values in space.values()) > WHOLE

    def run(self, wanting: Wanting) -> Explored:
        """Return what the trial shows.

        Raises:
            _Newly: A combination meets a fact that is open too.
        """
        for values in product(*self.space.values()):
            self._try(values)
            if self.ends_early and len(self.matter) == len(self.space):
                break
        if len(self.seen) > 1:
            matter = {key: because for key, because in wanting.items() if key in self.matter}
            return self._explored(matter, None, ())
        settled, conceded = self._in_any_case()
        return self._explored({}, settled, conceded)

    def _explored(self, matter: Wanting, settled: Assessment | None, conceded: tuple[Key, ...]) -> Explored:
        return Explored(tried=self.tried, outcomes=len(self.seen), matter=matter, settled=settled, conceded=conceded)

    def _try(self, values: tuple[Value, ...]) -> None:
        self.tried += 1
        try:
            assessment = assess(self.compiled, self.evidence.supposing(dict(zip(self.space, values, strict=True))))
        except Invalid:
            return  # facts that cannot lie so, such as a day before the first rate
        if assessment.wanting:
            raise _Newly(assessment.wanting)
        self.one = self.one or assessment
        outcome = assessment.outcome()
        self.seen[outcome] = None
        comes = self._papers_come(values)
        for at, key in enumerate(self.space):
            if key not in self.matter and (comes or key[0].startswith(ON_FILE)):
                rest = (key, (*values[:at], *values[at + 1 :]))
                if self.others.setdefault(rest, outcome) != outcome:
                    self.matter[key] = None

    def _papers_come(self, values: tuple[Value, ...]) -> bool:
        """Tell whether every awaited paper comes: what matters only if one never does is asked for then, not yet."""
        return all(value for (fact, _), value in zip(self.space, values, strict=True) if fact.startswith(ON_FILE))

    def _in_any_case(self) -> tuple[Assessment | None, tuple[Key, ...]]:
        """Return the assessment to go by where nothing matters: the open facts left unproved, if that is the same."""
        keys = tuple(self.space)
        amounts = self._disputed_amounts()
        evidence = self.evidence.supposing(amounts) if amounts else self.evidence
        conceded = assess(self.compiled, evidence.conceding([key for key in keys if key not in amounts]))
        if not conceded.wanting and self.one is not None and conceded.outcome() == self.one.outcome():
            return conceded, keys
        return self.one, keys

    def _disputed_amounts(self) -> dict[Key, Value]:
        """Return the amounts on which papers disagree, each as one paper states it: something was shown."""
        states, facts = self.evidence.states, self.compiled.knowledge.facts
        return {
            key: values[0]
            for key, values in self.space.items()
            if states[key].state is State.CONFLICT and facts[key[0]].type is ValueType.MONEY
        }
