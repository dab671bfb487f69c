"""Whatever stands in a wrong place is reported with its line; nothing crashes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.coverage.language.loading import form_from_node, guide_from_node
from simulator.strict_yaml import Entries, Listing, Node, Problems, Scalar, read_file

BROKEN = Path(__file__).parents[1] / "broken"
EXAMPLES = Path(__file__).parent / "examples"
ODD: tuple[Node, ...] = (
    Scalar("nonsense", 7),
    Scalar("5", 7),
    Scalar("", 7),
    Listing((), 7),
    Listing((Scalar("nonsense", 7), Entries((), 7)), 7),
    Entries((), 7),
    Entries(((Scalar("nonsense", 7), Scalar("5", 7)),), 7),
)


def with_odd(node: Node, odd: Node) -> Iterator[Node]:
    """Yield copies of *node*, in each of which *odd* stands in one other place."""
    yield odd
    if isinstance(node, Listing):
        for at, item in enumerate(node.items):
            for other in with_odd(item, odd):
                yield Listing((*node.items[:at], other, *node.items[at + 1 :]), node.line)
    if isinstance(node, Entries):
        for at, (name, item) in enumerate(node.pairs):
            for other in with_odd(item, odd):
                yield Entries((*node.pairs[:at], (name, other), *node.pairs[at + 1 :]), node.line)


@pytest.mark.parametrize("at", range(len(ODD)))
def test_nothing_odd_crashes_the_loading_of_a_form(at: int) -> None:
    base = read_file(EXAMPLES / "allowance.yaml")
    for count, node in enumerate(with_odd(base, ODD[at])):
        if count % len(ODD) == at:
            form_from_node(node, Problems("odd.yaml"), inline=bool(count % 2), markets={"ee": "EUR"})


@pytest.mark.parametrize("at", range(len(ODD)))
def test_nothing_odd_crashes_the_loading_of_a_guide(at: int) -> None:
    base = read_file(EXAMPLES / "guide.yaml")
    for count, node in enumerate(with_odd(base, ODD[at])):
        if count % len(ODD) == at:
            guide_from_node(node, Problems("odd.yaml"), inline=bool(count % 2))


def test_most_of_what_is_odd_is_reported() -> None:
    base = read_file(BROKEN / "_form.yaml")
    silent = []
    for node in with_odd(base, Entries(((Scalar("nonsense", 7), Scalar("5", 7)),), 7)):
        problems = Problems("odd.yaml")
        form_from_node(node, problems, inline=False)
        if not problems.found:
            silent.append(node)
    assert not silent
