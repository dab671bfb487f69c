"""Drills as practice sees them: the lines that can be practised, and which of them were missed lately."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from simulator.practice.played import Played


class Line(NamedTuple):
    """The line of one provision, on which near misses lie on either side."""

    form: str
    market: str
    provision: str


def missed_lately(
    played: Iterable[tuple[Played, str, str]], drills: Mapping[str, Line], since: datetime
) -> tuple[Line, ...]:
    """Return the lines that were missed after *since* and not got right in a drill after that, the latest miss first.

    *played* are finished claims, the latest first, each with its form and market; *drills* are lines by the name of
    their scenario. A drill misses its line where it is not passed, any claim misses the clauses that it left uncited.
    """
    missed: dict[Line, None] = {}
    mended: set[Line] = set()
    for claim, form, market in played:
        if claim.decided_at <= since:
            break
        drilled = drills.get(claim.scenario)
        lines = [drilled] if drilled is not None and not claim.outcome.is_passed else []
        lines += [Line(form, market, provision) for provision in claim.outcome.missed_clauses]
        missed |= dict.fromkeys(line for line in lines if line not in mended)
        if drilled is not None and drilled not in lines:
            mended.add(drilled)
    return tuple(missed)
