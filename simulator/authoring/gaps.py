"""Gaps: the provisions that no scenario teaches, by form and market."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.coverage.language.provisions import Provision
from simulator.coverage.library import Library
from simulator.domain.scenario import Scenario
from simulator.generation.targets import is_judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is taught of a form in a market: how many of its provisions, and the sides of each that are not.

    ``untaught`` are provisions with the sides on which no scenario aims; both where none aims at it at all.
    """

    form: str
    market: str
    provisions: int
    untaught: tuple[tuple[Provision, tuple[str, ...]], ...]

    @property
    def missing(self) -> tuple[Provision, ...]:
        """The provisions at which no scenario aims."""
        return tuple(provision for provision, sides in self.untaught if len(sides) == len(SIDES))


SIDES = ("inside", "outside")
_SAME = {"bites": "inside", "passes": "outside"}


def gaps(library: Library, scenarios: Iterable[Scenario]) -> tuple[Gap, ...]:
    """Return the gaps of every form in each of its markets, by its newest edition."""
    aimed = {
        (scenario.form, market, provision, side)
        for scenario in scenarios
        for market in scenario.markets
        for provision, side in _aims(scenario)
    }
    found = []
    for (form, market), editions in sorted(library.forms.items()):
        judged = [one for one in editions[-1].provisions if is_judged(one)]
        sides = {one.id: tuple(side for side in SIDES if (form, market, one.id, side) not in aimed) for one in judged}
        untaught = tuple((one, sides[one.id]) for one in judged if sides[one.id])
        found.append(Gap(form=form, market=market, provisions=len(judged), untaught=untaught))
    return tuple(found)


def _aims(scenario: Scenario) -> Iterable[tuple[str, str]]:
    for target in scenario.case.targets:
        side = _SAME.get(target.side, target.side)
        yield from ((target.provision, one) for one in (SIDES if side == "any" else (side,)))
    for act in scenario.expect:
        yield from ((name, "inside") for name in act.grounds or ())
