"""Words for authors: English texts that know the phrase and the values they are made of, to be told in any language.

A phrase is written as gettext writes it, ``%(word)s is no number``; the catalogues of the web translate it, the command
line prints the English as it stands. What is made of it by other means is plain text, and stays English.
"""

import re
from collections.abc import Callable, Iterable, Mapping

_FIGURE = re.compile(r"-?[0-9]+([-./:][0-9]+)*")


class Phrase(str):
    """An English text, the pattern and the values that it was made of."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, str]


def phrase(pattern: str, /, **values: object) -> Phrase:
    """Return the English text of *pattern* with its *values*; values may be phrases themselves."""
    texts = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
    made = Phrase(pattern % texts)
    made.pattern, made.values = pattern, texts
    return made


def joined(parts: Iterable[str], between: str = ", ") -> Phrase:
    """Return *parts* one after another; each is told in its own words."""
    texts = {f"part{n}": part for n, part in enumerate(parts)}
    return phrase(between.replace("%", "%%").join(f"%({name})s" for name in texts), **texts)


def words_of(error: Exception) -> str:
    """Return what *error* says, as the phrase with which it was raised where there is one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Phrase) else str(error)


def told(text: str, translate: Callable[[str], str]) -> str:
    """Return *text* in the language of *translate*, which knows patterns; what is no phrase comes back as it is."""
    if not isinstance(text, Phrase):
        return text
    return translate(text.pattern) % {name: told(value, translate) for name, value in text.values.items()}


def shape(text: str) -> str:
    """Return what *text* shares with the same words about other amounts and days."""
    if not isinstance(text, Phrase):
        return "#" if _FIGURE.fullmatch(text) else text
    return text.pattern % {name: shape(value) for name, value in text.values.items()}


def packed(text: str) -> object:
    """Return *text* in plain lists and dictionaries, from which `unpacked` makes it again."""
    if not isinstance(text, Phrase):
        return str(text)
    return [text.pattern, {name: packed(value) for name, value in text.values.items()}]


def unpacked(plain: object) -> str:
    """Return the text that `packed` made plain."""
    if not isinstance(plain, list):
        return str(plain)
    pattern, values = plain
    return phrase(pattern, **{name: unpacked(value) for name, value in values.items()})
