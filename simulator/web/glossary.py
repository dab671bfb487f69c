"""The glossary: the words of the trade in both languages, from ``scenarios/glossary.yaml``."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from simulator.strict_yaml import plain, read_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the trade as one language shows it, with its counterpart in the other."""

    word: str
    other: str
    meaning: str


@cache
def read_glossary(folder: Path, language: str) -> tuple[Term, ...]:
    """Return the terms in the order of the words of *language*."""
    file = folder / "glossary.yaml"
    if not file.is_file():
        return ()
    other = "et" if language == "en" else "en"
    entries: Any = plain(read_file(file))
    terms = (
        Term(word=entry["term"][language], other=entry["term"][other], meaning=entry["meaning"][language])
        for entry in entries["terms"]
    )
    return tuple(sorted(terms, key=lambda term: _in_order(term.word)))


def _in_order(word: str) -> list[int]:
    """Return what sorts a word as Estonians and Britons both do: õ, ä, ö and ü stand at the end."""
    letters = "abcdefghijklmnopqrsšzžtuvwõäöüxy"
    return [letters.find(letter) for letter in word.lower()]
