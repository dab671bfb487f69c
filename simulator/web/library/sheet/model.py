"""The parts of a cheat sheet: things that can be named, and what to write for each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Something to write, and what it means."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that can be named: what it is, a note, and the ways in which to write it."""

    label: str
    note: str
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the cheat sheet; ``into`` is the key of the scenario that its snippets belong under."""

    id: str
    title: str
    hint: str
    into: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cheat sheet of a form in one market."""

    title: str
    wording: tuple[str, str, str]
    parts: tuple[Part, ...]
