"""What the check of an exported file found, whatever kind of file it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator import __version__
from simulator.errors import Invalid

Line = tuple[str, bool]
"""A sentence, and whether all is well as far as it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a file says it is, what came of the check line by line, and whether what it states is so."""

    head: str
    lines: tuple[Line, ...]
    is_confirmed: bool


def other_versions(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield what was another version when the file was made, a sentence each."""
    for name in sorted(then.keys() | now.keys()):
        before, here = then.get(name, "none"), now.get(name, "none")
        if before != here:
            yield f"{name} {before} in the file, {here} here."


def made_by_another(error: Invalid, plain: object) -> Invalid:
    """Return *error* with the engine that made the record in *plain* (under ``versions``), if that was another."""
    versions = plain.get("versions") if isinstance(plain, dict) else None
    then = versions.get("engine") if isinstance(versions, dict) else None
    if not isinstance(then, str) or then == __version__:
        return error
    return Invalid(f"{error}; engine {then} made it, this is {__version__}: verify it with that version")
