"""Does the engine hold right what the author expects? Only what the author named is compared."""

from collections.abc import Iterator

from simulator.coverage.determination import Determination
from simulator.domain.scenario import Expectation
from simulator.phrases import joined, phrase


def disagreements(expected: Expectation, found: Determination) -> tuple[str, ...]:
    """Return a sentence for everything in which the engine holds otherwise than the author; empty if they agree."""
    return tuple(_differences(expected, found))


def _differences(expected: Expectation, found: Determination) -> Iterator[str]:
    if expected.disposition is not found.disposition:
        yield phrase(
            "expected %(expected)s, the engine holds %(found)s%(because)s",
            expected=expected.disposition,
            found=found.disposition,
            because=_because(found),
        )
        return
    yield from _sets("grounds", expected.grounds, found.grounds)
    yield from _sets("reasons", expected.reasons, found.reasons)
    yield from _sets("requests", expected.requests, tuple(request.paper for request in found.requests))
    missing = tuple(cite for cite in expected.cites if cite not in found.cites)
    if missing:
        held = _listed(found.cites)
        yield phrase("expected to cite %(missing)s, the engine cites %(found)s", missing=_listed(missing), found=held)
    if expected.escalate_to and expected.escalate_to != found.escalate_to:
        yield phrase(
            "expected to escalate to %(expected)s, the engine names %(found)s",
            expected=expected.escalate_to,
            found=found.escalate_to or phrase("nobody"),
        )
    if expected.then is not None and (found.then is None or found.then.disposition is not expected.then):
        held = str(found.then.disposition) if found.then is not None else phrase("nothing")
        yield phrase(
            "expected the supervisor to %(expected)s, the engine holds %(found)s", expected=expected.then, found=held
        )
    yield from _figures(expected, found)


def _figures(expected: Expectation, found: Determination) -> Iterator[str]:
    if expected.payable is not None and expected.payable != found.payable:
        yield phrase(
            "expected %(expected)s to be payable, the engine works out %(found)s",
            expected=expected.payable,
            found=found.payable,
        )
    lines = tuple(line.disposition for line in found.lines)
    if expected.lines and expected.lines != lines:
        yield phrase(
            "expected the lines %(expected)s, the engine holds %(found)s",
            expected=_listed(expected.lines),
            found=_listed(lines),
        )
    others = tuple(one.disposition for one in found.alternatives)
    if expected.alternatives is not None and set(expected.alternatives) != set(others):
        yield phrase(
            "expected the alternatives %(expected)s, the engine allows %(found)s",
            expected=_listed(expected.alternatives),
            found=_listed(others),
        )


def _sets(name: str, expected: tuple[str, ...] | None, found: tuple[str, ...]) -> Iterator[str]:
    if expected is not None and set(expected) != set(found):
        yield phrase(
            "expected %(what)s %(expected)s, the engine holds %(found)s",
            what=name,
            expected=_listed(expected),
            found=_listed(found),
        )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or phrase("none")


def _because(found: Determination) -> str:
    papers = tuple(request.paper for request in found.requests)
    parts = [
        phrase("grounds %(names)s", names=_listed(found.grounds)) if found.grounds else "",
        phrase("asks for %(papers)s", papers=_listed(papers)) if papers else "",
        phrase("because of %(name)s", name=found.because_of) if found.because_of else "",
        phrase("payable %(amount)s", amount=found.payable) if found.payable else "",
    ]
    told = [part for part in parts if part]
    return phrase(" (%(reasons)s)", reasons=joined(told, "; ")) if told else ""
