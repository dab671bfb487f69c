"""Placing: as many places are filled as can be, and no pattern stands in two of them."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.assessment.blueprints import Cell
from simulator.assessment.placing import Placing
from simulator.assessment.pools import Pinned
from simulator.domain.decision import Disposition
from tests.assessment.conftest import UNHURRIED

SKILLS = ("reading", "coverage")
ACTS = (Disposition.APPROVE, Disposition.REJECT)


def a_scenario(n, skills, act, pattern):
    return Pinned(
        scenario=f"s{n}", content_hash="", form="", market="ee", level=1, difficulty=0.0, skills=skills, act=act,
        pattern=pattern,
    )  # fmt: skip


kinds = st.tuples(
    st.sampled_from([("reading",), ("coverage",), SKILLS]), st.sampled_from(ACTS), st.sampled_from("pqrst")
)
banks = st.lists(kinds, max_size=7).map(lambda drawn: [a_scenario(n, *one) for n, one in enumerate(drawn)])
cells = st.lists(
    st.tuples(st.sampled_from(SKILLS), st.sampled_from(ACTS)), unique=True, min_size=1, max_size=3
).flatmap(
    lambda kinds: st.tuples(
        *(st.integers(1, 2).map(lambda n, kind=kind: Cell(skill=kind[0], act=kind[1], claims=n)) for kind in kinds)
    )
)


def filled_with(slots, bank, used=frozenset()):
    """The most places that can be filled: each is left empty, or given to any scenario whose pattern is free."""
    if not slots:
        return 0
    first, *rest = slots
    left = filled_with(rest, bank, used)
    taken = [
        1 + filled_with(rest, bank, used | {one.pattern}) for one in bank if one.fits(first) and one.pattern not in used
    ]
    return max([left, *taken])


@UNHURRIED
@given(cells, banks)
def test_as_many_places_are_filled_as_can_be(cells, bank):
    placing = Placing(cells, bank)
    found = [one for one in placing.found if one is not None]
    assert len(found) == filled_with(list(placing.slots), bank)
    assert len({one.pattern for one in found}) == len(found)
    assert all(one is None or one.fits(slot) for slot, one in zip(placing.slots, placing.found, strict=True))


@UNHURRIED
@given(cells, banks, st.sets(st.integers(0, 6)))
def test_what_is_worn_is_taken_only_where_nothing_else_fits(cells, bank, worn):
    names = {f"s{n}" for n in worn}
    with_worn = Placing(cells, bank, names)
    fresh = [one for one in bank if one.scenario not in names]
    without = Placing(cells, fresh)
    count = sum(one is not None for one in with_worn.found)
    assert count == sum(one is not None for one in Placing(cells, bank).found)
    if sum(one is not None for one in without.found) == len(without.slots):
        assert all(one.scenario not in names for one in with_worn.found)
