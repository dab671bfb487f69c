"""One world for several markets: a market's file says only what is different there."""

from simulator.strict_yaml import Entries, Node, Scalar

_DEPTH = {"papers": 3, "mix": 2, "prefers": 2}
"""How many names deep a section is laid over; below that, and in every list, the market's word stands alone."""


def laid_over(base: Entries, over: Entries) -> Entries:
    """Return *base* with what *over* says in its stead, name by name; the order of *base* is kept."""
    return _laid(base, over, {name.text: _DEPTH.get(name.text, 1) for name, _ in over.pairs})


def _laid(base: Entries, over: Entries, depths: dict[str, int]) -> Entries:
    pairs: dict[str, tuple[Scalar, Node]] = {name.text: (name, node) for name, node in base.pairs}
    for name, node in over.pairs:
        _, old = pairs.get(name.text, (name, None))
        depth = depths[name.text]
        if depth and isinstance(node, Entries) and isinstance(old, Entries):
            node = _laid(old, node, dict.fromkeys(node.keys(), depth - 1))
        pairs[name.text] = name, node
    return Entries(tuple(pairs.values()), over.line)
