"""Which errors a scenario may ask for: what form and guide compare, and what the world keys and tells apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.coverage.evidence import Knowledge
from simulator.coverage.language.facts import Fact, PaperComparison
from simulator.domain.scenario import Complication, Slip
from simulator.generation.planting.slips import slips_of
from simulator.generation.worlds import World
from simulator.phrases import phrase

KEYING, SUM, EARLY, TWICE, DIFFERING = "keying_error", "wrong_sum", "early_work", "duplicate_", "differing_"
_BARE = {SUM: "does_not_add_up", EARLY: "earlier_than"}


class Unplantable(ValueError):
    """An error that nothing on such a file could show; ``fix`` says what could."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An error that a scenario asks for: the complication, the paper kind it is on (none: the record), and by what it
    is found. ``fields`` are those of which one is changed; ``fact`` is what a key of the record states."""

    one: Complication
    kind: str = ""
    compared: tuple[PaperComparison, ...] = ()
    fields: tuple[str, ...] = ()
    fact: Fact | None = None

    @property
    def name(self) -> str:
        """The name of the complication."""
        return self.one.name


class Plantable:
    """The errors that can be planted on a file of such rules in such a world."""

    def __init__(self, known: Knowledge, world: World) -> None:
        self._known, self._world = known, world
        self._compared = tuple(compared for _, compared in known.compared)
        self._kinds: Mapping[str, tuple[str, ...]] = dict(self._named())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the complications that plant an error."""
        return (KEYING, *self._kinds)

    def places(self, name: str) -> tuple[str, ...]:
        """Return what an error of that name can be about: keys of the record, or the kinds of paper it stands on."""
        return self._world.record if name == KEYING else self._kinds[name]

    def wanted(self, one: Complication) -> Wanted:
        """Return the error that *one* of ``names`` asks for.

        Raises:
            Unplantable: It is about a paper or key on which it cannot stand, or comes about in a way that does not fit.
        """
        if one.name == KEYING:
            return self._keyed(one)
        kinds, fields = self._kinds[one.name], self._world.differing.get(one.name.removeprefix(DIFFERING), ())
        kind = one.about or (kinds[0] if one.name.startswith(TWICE) else "")
        if not kind:
            fix = phrase("write %(name)s: %(paper)s", name=one.name, paper=kinds[0])
            raise Unplantable(phrase("a kind of paper must stand here"), fix)
        if kind not in kinds:
            fix = phrase("it can stand on %(known)s", known=", ".join(kinds))
            raise Unplantable(phrase("nothing finds it on %(paper)s", paper=kind), fix)
        _fits(one, slips_of(None) if fields else ())
        found = tuple(compared for compared in self._finding(one.name) if kind in _kinds_of(compared))
        return Wanted(one=one, kind=kind, compared=found, fields=fields)

    def _keyed(self, one: Complication) -> Wanted:
        if one.about not in self._world.record:
            message = phrase("%(key)s is not on the record", key=one.about or phrase("nothing"))
            raise Unplantable(message, phrase("it holds %(known)s", known=", ".join(self._world.record)))
        fact = self._known.facts.get(one.about)
        _fits(one, slips_of(fact))
        return Wanted(one=one, fields=(one.about,), fact=fact)

    def _named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each name of an error on a paper, with the kinds of paper on which it is found."""
        twice = (f"{TWICE}{one.kind}" for one in self._compared if one.word == "same_paper_twice")
        apart = (f"{DIFFERING}{name}" for name in self._world.differing)
        for name in (*_BARE, *twice, *apart):
            kinds = dict.fromkeys(kind for compared in self._finding(name) for kind in _kinds_of(compared))
            if kinds:
                yield name, tuple(kinds)

    def _finding(self, name: str) -> Iterator[PaperComparison]:
        """Yield the comparisons that find an error of that name."""
        fields = self._world.differing.get(name.removeprefix(DIFFERING), ())
        for one in self._compared:
            is_twice = one.word == "same_paper_twice" and name == f"{TWICE}{one.kind}"
            is_apart = one.word == "differs" and not {one.field, *one.also}.isdisjoint(fields)
            if one.word == _BARE.get(name) or is_twice or (is_apart and name.startswith(DIFFERING)):
                yield one


def _kinds_of(compared: PaperComparison) -> tuple[str, ...]:
    return compared.kinds or ((compared.kind,) if compared.kind else ())


def _fits(one: Complication, slips: tuple[Slip, ...]) -> None:
    if one.slip is not None and one.slip not in slips:
        among = phrase("it takes %(known)s", known=", ".join(slips)) if slips else phrase("leave slip out")
        raise Unplantable(
            phrase("slip %(slip)s does not fit %(what)s", slip=one.slip, what=one.about or one.name), among
        )
