"""Content: library, markets, worlds and people, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.coverage.library import Library
from simulator.coverage.rules import Rules
from simulator.domain.market import Market
from simulator.errors import InvalidContent, NotFound, Problem
from simulator.generation.market import read_market
from simulator.generation.people import Crowd
from simulator.generation.worlds import World, plain_world, read_world
from simulator.phrases import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that generation needs beside scenario and seed. ``kept`` holds what was compiled from it."""

    library: Library
    markets: Mapping[str, Market]
    worlds: Mapping[tuple[str, str], World]
    crowds: Mapping[str, Crowd]
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, folder: Path, library: Library | None = None) -> Content:
        """Return the content of *folder*; *library* may be given where it was read before.

        Raises:
            InvalidContent: A file breaks its rules; every problem is listed.
        """
        problems: list[Problem] = []
        markets = _all(folder / "markets", read_market, problems)
        worlds = _all(folder / "worlds", read_world, problems)
        if problems:
            raise InvalidContent(problems)
        return cls(
            library=library or Library.read(folder),
            markets={market.name: market for market in markets},
            worlds={(world.form, world.market): world for world in worlds},
            crowds={market.name: Crowd(market) for market in markets},
        )

    def market(self, name: str) -> Market:
        """Return a market.

        Raises:
            NotFound: There is none of that name.
        """
        if name not in self.markets:
            raise NotFound(
                phrase(
                    "There is no market %(market)s; there are %(known)s.", market=name, known=", ".join(self.markets)
                )
            )
        return self.markets[name]

    def world(self, rules: Rules) -> World:
        """Return the world of a form in its market, that of every market, or a plain one where nobody wrote one."""
        form, worlds = rules.editions[-1], self.worlds
        return worlds.get((form.name, form.market)) or worlds.get((form.name, "")) or plain_world(form)


def _all(folder: Path, reader: Any, problems: list[Problem]) -> list[Any]:
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(reader(path))
        except InvalidContent as error:
            problems.extend(error.problems)
    return found
