"""Checks of derived facts: no circles, and what is worked out from a line fact is one."""

from collections.abc import Mapping

from simulator.coverage.language.facts import Fact
from simulator.coverage.language.loading.checks.walking import expanded, names_in
from simulator.strict_yaml import Problems


def check_derivations(facts: Mapping[str, Fact], problems: Problems) -> None:
    """Report derived facts that go in circles or hide a line."""
    derived = {name: fact for name, fact in facts.items() if fact.derived is not None}
    circles = _circles(derived)
    for circle in circles:
        first = facts[circle[0]]
        message = "refers to itself" if len(circle) == 1 else "refer to each other"
        noun = "derived fact" if len(circle) == 1 else "derived facts"
        problems.add(first.at, "facts", f"{noun} {' and '.join(circle)} {message}")
    for fact in () if circles else derived.values():
        _check_line(fact, facts, problems)


def _circles(derived: Mapping[str, Fact]) -> list[tuple[str, ...]]:
    reach = {name: expanded(names_in(fact.derived), derived) & set(derived) for name, fact in derived.items()}
    found: list[tuple[str, ...]] = []
    for name in derived:
        circle = tuple(other for other in derived if other in reach[name] and name in reach[other])
        if name in reach[name] and circle not in found:
            found.append(circle)
    return found


def _check_line(fact: Fact, facts: Mapping[str, Fact], problems: Problems) -> None:
    if fact.line:
        return
    for name in names_in(fact.derived):
        if name in facts and facts[name].line:
            problems.add(fact.at, f"facts.{fact.name}", f"is worked out from line fact {name}", "write line: yes")
            return
