"""``compare:``: facts from comparing papers (COVERAGE_LANGUAGE, section 2.3)."""

from fractions import Fraction

from simulator.coverage.language.facts import COMPARE_WORDS, PaperComparison
from simulator.strict_yaml import Entries, Fields, Node, Problems, did_you_mean

_KEYS = {
    "same_paper_twice": ("kind", "by"),
    "does_not_add_up": ("kind", "parts", "total", "within"),
    "differs": ("field", "kinds"),
    "earlier_than": ("field", "of", "kind", "other"),
    "record_differs": ("field",),
}


def comparison_of(node: Node, problems: Problems, key: str) -> PaperComparison | None:
    """Return the comparison at *node*, or None after it was reported."""
    if not isinstance(node, Entries) or len(node) != 1:
        problems.add(node, key, f"one of {', '.join(COMPARE_WORDS)} must stand here")
        return None
    word, body = node.items()[0]
    if word not in COMPARE_WORDS:
        problems.add(node, key, f'"{word}" is no comparison{did_you_mean(word, COMPARE_WORDS)}')
        return None
    return _comparison(word, body, problems, f"{key}.{word}")


def _comparison(word: str, body: Node, problems: Problems, key: str) -> PaperComparison:
    fields = Fields(body, problems, key, _KEYS[word])
    for name in _KEYS[word]:
        if name not in ("within",):
            fields.need(name)
    return PaperComparison(
        word=word,  # type: ignore[arg-type]
        kind=fields.text("kind"),
        kinds=fields.words("kinds"),
        by=fields.words("by"),
        parts=fields.words("parts"),
        total=fields.text("total"),
        within=fields.number("within", Fraction(1, 100)),
        field=fields.text("field"),
        of=fields.text("of"),
        other=fields.text("other"),
    )
