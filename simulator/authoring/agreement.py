"""Does the engine hold right what the author expects? Only what the author named is compared."""

from collections.abc import Iterator

from simulator.coverage.determination import Determination
from simulator.domain.scenario import Expectation


def disagreements(expected: Expectation, found: Determination) -> tuple[str, ...]:
    """Return a sentence for everything in which the engine holds otherwise than the author; empty if they agree."""
    return tuple(_differences(expected, found))


def _differences(expected: Expectation, found: Determination) -> Iterator[str]:
    if expected.disposition is not found.disposition:
        yield f"expected {expected.disposition}, the engine holds {found.disposition}{_because(found)}"
        return
    yield from _sets("grounds", expected.grounds, found.grounds)
    yield from _sets("reasons", expected.reasons, found.reasons)
    yield from _sets("requests", expected.requests, tuple(request.paper for request in found.requests))
    missing = [cite for cite in expected.cites if cite not in found.cites]
    if missing:
        yield f"expected to cite {', '.join(missing)}, the engine cites {_listed(found.cites)}"
    if expected.escalate_to and expected.escalate_to != found.escalate_to:
        yield f"expected to escalate to {expected.escalate_to}, the engine names {found.escalate_to or 'nobody'}"
    if expected.then is not None and (found.then is None or found.then.disposition is not expected.then):
        held = found.then.disposition if found.then is not None else "nothing"
        yield f"expected the supervisor to {expected.then}, the engine holds {held}"
    yield from _figures(expected, found)


def _figures(expected: Expectation, found: Determination) -> Iterator[str]:
    if expected.payable is not None and expected.payable != found.payable:
        yield f"expected {expected.payable} to be payable, the engine works out {found.payable}"
    lines = tuple(line.disposition for line in found.lines)
    if expected.lines and expected.lines != lines:
        yield f"expected the lines {_listed(expected.lines)}, the engine holds {_listed(lines)}"
    others = tuple(one.disposition for one in found.alternatives)
    if expected.alternatives is not None and set(expected.alternatives) != set(others):
        yield f"expected the alternatives {_listed(expected.alternatives)}, the engine allows {_listed(others)}"


def _sets(name: str, expected: tuple[str, ...] | None, found: tuple[str, ...]) -> Iterator[str]:
    if expected is not None and set(expected) != set(found):
        yield f"expected {name} {_listed(expected)}, the engine holds {_listed(found)}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _because(found: Determination) -> str:
    parts = [
        f"grounds {', '.join(found.grounds)}" if found.grounds else "",
        f"asks for {', '.join(request.paper for request in found.requests)}" if found.requests else "",
        f"because of {found.because_of}" if found.because_of else "",
        f"payable {found.payable}" if found.payable else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""
