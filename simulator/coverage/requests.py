"""Requests: the smallest set of papers that proves the facts that matter (COVERAGE_LANGUAGE, section 9.8)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING

from simulator.coverage.assessing import Wanting
from simulator.coverage.determination import Request
from simulator.coverage.evidence import DECLARATIONS, ON_FILE, Evidence, Key, Knowledge, State

if TYPE_CHECKING:
    from simulator.coverage.rules import Rules

_MOST_ALTERNATIVES = 11


def requests_for(
    wanting: Wanting, evidence: Evidence, rules: Rules
) -> tuple[tuple[Request, ...], tuple[tuple[Request, ...], ...]]:
    """Return the papers to ask for, and the other sets that are as small."""
    known = evidence.knowledge
    provers = {key: _kinds(key, evidence) for key in wanting}
    askable = {key: kinds for key, kinds in provers.items() if kinds}
    if not askable:
        return (), ()
    if not rules.guide.requests.least_papers:
        chosen = tuple(dict.fromkeys(kinds[0] for kinds in askable.values()))
        return _written(chosen, wanting, known, askable), ()
    sets = _smallest(askable, known)
    written = [_written(kinds, wanting, known, askable) for kinds in sets]
    return written[0], tuple(written[1:])


def _kinds(key: Key, evidence: Evidence) -> list[str]:
    """Return the paper kinds that can still prove the fact."""
    fact = key[0]
    if fact.startswith(ON_FILE):
        return [fact.removeprefix(ON_FILE)]
    kinds = [kind for kind, _ in evidence.knowledge.provers[fact] if kind not in evidence.closed]
    return _settling(kinds, key, evidence) or kinds


def _settling(kinds: list[str], key: Key, evidence: Evidence) -> list[str]:
    """Return those *kinds* that could settle what papers disagree on: they are trusted as much as those papers."""
    state, trust = evidence.states[key], evidence.knowledge.facts[key[0]].trust
    if state.state is not State.CONFLICT or not trust:
        return kinds
    rank = {kind: at for at, kind in enumerate(trust)}
    disagreeing = {pin.partition("#")[0] for pin in state.pins}
    at_odds = [kind for kind, papers in evidence.by_kind.items() if any(one.id in disagreeing for one in papers)]
    best = min(rank.get(kind, len(rank)) for kind in at_odds)
    return [kind for kind in kinds if rank.get(kind, len(rank)) <= best]


def _smallest(askable: dict[Key, list[str]], known: Knowledge) -> list[tuple[str, ...]]:
    """Return the smallest sets of kinds that prove every fact, in the order of the form's documents."""
    order = {kind: at for at, kind in enumerate((*known.documents, DECLARATIONS))}
    kinds = sorted({kind for some in askable.values() for kind in some}, key=lambda kind: order.get(kind, len(order)))
    for size in range(1, len(askable) + 1):
        covering = (
            chosen
            for chosen in combinations(kinds, size)
            if all(any(kind in chosen for kind in some) for some in askable.values())
        )
        found = list(islice(covering, _MOST_ALTERNATIVES + 1))
        if found:
            return found
    return [tuple(kinds)]


def _written(
    kinds: Sequence[str], wanting: Wanting, known: Knowledge, askable: dict[Key, list[str]]
) -> tuple[Request, ...]:
    written = []
    for kind in kinds:
        keys = [key for key, some in askable.items() if kind in some]
        proves = tuple(dict.fromkeys(fact for fact, _ in keys if not fact.startswith(ON_FILE)))
        because = tuple(dict.fromkeys(name for key in keys for name in wanting[key]))
        holder = known.documents[kind].holder if kind in known.documents else "department"
        written.append(Request(paper=kind, holder=holder, proves=proves, because=because))
    return tuple(written)
