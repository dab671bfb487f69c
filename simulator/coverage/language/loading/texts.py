"""Words in both languages: ``{en: .., et: ..}``."""

from simulator.domain.text import LANGUAGES, Text
from simulator.phrases import phrase
from simulator.strict_yaml import Entries, Node, Problems, Scalar


def text_of(node: Node | None, problems: Problems, key: str) -> Text | None:
    """Return the words in both languages; what is missing is reported."""
    if node is None:
        return None
    if not isinstance(node, Entries):
        problems.add(node, key, phrase("both languages must stand here"), phrase("write {en: .., et: ..}"))
        return None
    for name, _ in node.items():
        if name not in LANGUAGES:
            fix = phrase("a comma inside { } splits text: quote the text")
            problems.add(node, key, phrase('unknown language "%(name)s"', name=name), fix)
    return Text(_words(node, "en", problems, key), _words(node, "et", problems, key))


def _words(node: Entries, language: str, problems: Problems, key: str) -> str:
    words = node.get(language)
    if not isinstance(words, Scalar) or not words.text.strip():
        at = node if words is None else words
        problems.add(
            at, key, phrase("has no %(language)s", language=language), phrase("write %(key)s: ..", key=language)
        )
        return ""
    return words.text


def needed(node: Node | None, problems: Problems, key: str, *, at: int, or_else: str | None) -> Text:
    """Return the words in both languages; *or_else* stands in where they may be left out, else that is reported."""
    if node is None and or_else is not None:
        return Text(or_else, or_else)
    if node is None:
        problems.add(at, key, phrase("missing"), phrase("write {en: .., et: ..}"))
    return text_of(node, problems, key) or Text("", "")
