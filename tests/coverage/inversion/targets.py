"""Every target that a form has, for tests that go through them all."""

from collections.abc import Iterator
from itertools import product

from simulator.coverage.inversion import Want
from simulator.coverage.language.forms import Form

PARTS = ("unless", "excused_if", "only_if", "applies")


def targets_of(form: Form, *evidence: str) -> Iterator[Want]:
    """Yield every provision and part of *form* on both sides, on the line and off it."""
    for provision in form.provisions:
        if provision.kind in ("term", "definition"):
            continue
        parts = ["", *(part for part in PARTS if getattr(provision, part) is not None)]
        for part, side, near, shown in product(parts, ("inside", "outside"), ("any", "line"), evidence):
            yield Want(provision=provision.id, part=part, side=side, near=near, evidence=shown)  # type: ignore[arg-type]
