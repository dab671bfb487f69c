"""Does it matter? Every way in which the open facts may lie is settled and compared (COVERAGE_LANGUAGE, 9.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from simulator.coverage.assessing import (
    Assessment,
    LineView,
    Terms,
    Wanting,
    assess,
    concluded,
    judge_lines,
    payable,
    settle_on,
    terms_of,
    wanting_of,
)
from simulator.coverage.candidates import candidates
from simulator.coverage.evidence import ON_FILE, Evidence, Key, State
from simulator.coverage.settling.settle import OpenSettlement, Settled
from simulator.domain.values import Value, ValueType
from simulator.errors import Invalid

if TYPE_CHECKING:
    from simulator.coverage.rules import CompiledForm

MOST = 4096
WHOLE = 64
"""Up to so many combinations all are tried, even when every fact was seen to matter: one may meet another open fact."""
Outcome = tuple[object, ...]
Places = Mapping[Key, int]
"""Which of its candidates each open fact has, by number."""
T = TypeVar("T")
_NEW = object()


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
    space: dict[Key, tuple[Value, ...]] = {}
    while True:
        space.update({key: candidates(key, compiled, evidence) for key in wanting if key not in space})
        if prod(len(values) for values in space.values()) > MOST:
            return Explored(tried=0, outcomes=0, matter=wanting, settled=None, conceded=())
        try:
            return _Trial(compiled, evidence, space).run(wanting)
        except _Newly as newly:
            wanting.update({key: because for key, because in newly.wanting.items() if key not in wanting})


class _Fork(NamedTuple):
    """The next fact that is looked at, and where each of its values leads."""

    key: Key
    ways: dict[int, Any]


class _Known:
    """What was found so far, as a tree of the facts in the order in which they are looked at.

    Many facts are never looked at once another has decided: a refusal asks for no amount, and no amount for a day. So
    of all the ways in which the facts may lie only those are worked out that differ in what is looked at.
    """

    def __init__(self) -> None:
        self.ways: dict[int, Any] = {}

    def get(self, places: Places) -> object:
        """Return what was found where the facts that were looked at lay at these *places*; `_NEW` where none did."""
        found = self.ways.get(0, _NEW)
        while isinstance(found, _Fork):
            found = found.ways.get(places[found.key], _NEW)
        return found

    def put(self, read: Sequence[Key], places: Places, found: object) -> None:
        """Note that *found* comes where the facts of *read* lie at these *places*."""
        ways, at = self.ways, 0
        for key in read:
            ways, at = ways.setdefault(at, _Fork(key, {})).ways, places[key]
        ways[at] = found


class _Judged(NamedTuple):
    """The lines as they are judged where the facts lie so, the terms of their settlement and what is known of that.

    Where no line is to be settled there are no terms.
    """

    views: tuple[LineView, ...]
    wanting: Wanting
    terms: Terms | None
    settled: _Known


class _Trial:
    """All combinations of candidates, settled until every fact was seen to matter or all were tried."""

    def __init__(self, compiled: CompiledForm, evidence: Evidence, space: Mapping[Key, tuple[Value, ...]]) -> None:
        self.compiled = compiled
        self.evidence = evidence
        self.space = space
        self.one: Assessment | None = None
        self.judged = _Known()
        self.settled: dict[Terms | None, _Known] = {}
        self.outcomes: dict[tuple[int, int], Outcome] = {}
        self.seen: dict[Outcome, Outcome] = {}
        self.others: dict[tuple[Key, tuple[int, ...]], Outcome] = {}
        self.matter: dict[Key, None] = {}
        self.tried = 0
        self.ends_early = prod(len(values) for values in space.values()) > WHOLE

    def run(self, wanting: Wanting) -> Explored:
        """Return what the trial shows.

        Raises:
            _Newly: A combination meets a fact that is open too.
        """
        for places in product(*(range(len(values)) for values in self.space.values())):
            self._try(places)
            if self.ends_early and len(self.matter) == len(self.space):
                break
        if len(self.seen) > 1:
            matter = {key: because for key, because in wanting.items() if key in self.matter}
            return self._explored(matter, None, ())
        settled, conceded = self._in_any_case()
        return self._explored({}, settled, conceded)

    def _explored(self, matter: Wanting, settled: Assessment | None, conceded: tuple[Key, ...]) -> Explored:
        return Explored(tried=self.tried, outcomes=len(self.seen), matter=matter, settled=settled, conceded=conceded)

    def _try(self, numbers: tuple[int, ...]) -> None:
        self.tried += 1
        places = dict(zip(self.space, numbers, strict=True))
        outcome = self._outcome(places)
        if outcome is None:
            return
        comes = self._papers_come(places)
        for at, key in enumerate(self.space):
            if key not in self.matter and (comes or key[0].startswith(ON_FILE)):
                rest = (key, (*numbers[:at], *numbers[at + 1 :]))
                if self.others.setdefault(rest, outcome) is not outcome:
                    self.matter[key] = None

    def _outcome(self, places: Places) -> Outcome | None:
        """Return what comes out if the facts lie so, equal ones as one object.

        None where they cannot lie so, such as a day before the first rate.
        """
        judged = self._found(self.judged, places, self._judge)
        if judged is None:
            return None
        if judged.wanting:
            raise _Newly(judged.wanting)
        settled = self._found(judged.settled, places, lambda evidence: self._settle(judged.terms, evidence))
        if settled is None:
            return None
        name = (id(judged), id(settled))
        if name not in self.outcomes:
            assessment = concluded(judged.views, settled[0])
            self.one = self.one or assessment
            outcome = assessment.outcome()
            self.outcomes[name] = self.seen.setdefault(outcome, outcome)
        return self.outcomes[name]

    def _judge(self, evidence: Evidence) -> _Judged:
        views = judge_lines(self.compiled, evidence)
        some = payable(views)
        terms = terms_of(some) if some else None
        return _Judged(views, wanting_of(views), terms, self.settled.setdefault(terms, _Known()))

    def _settle(self, terms: Terms | None, evidence: Evidence) -> tuple[Settled | None]:
        return (None if terms is None else settle_on(terms, self.compiled, evidence),)

    def _found(self, known: _Known, places: Places, work: Callable[[Evidence], T]) -> T | None:
        """Return what *work* finds if the facts lie so, as it is *known* where it looked at the same facts before."""
        found = known.get(places)
        if found is _NEW:
            read: list[Key] = []
            values = {key: of_key[places[key]] for key, of_key in self.space.items()}
            try:
                found = work(self.evidence.watched(values, read))
            except OpenSettlement as open_:
                raise _Newly(open_.wanting) from None
            except Invalid:
                found = None
            known.put(read, places, found)
        return cast("T | None", found)

    def _papers_come(self, places: Places) -> bool:
        """Tell whether every awaited paper comes: what matters only if one never does is asked for then, not yet."""
        return all(self.space[key][place] for key, place in places.items() if key[0].startswith(ON_FILE))

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
