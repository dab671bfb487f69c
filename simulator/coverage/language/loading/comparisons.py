"""``compare:``: facts from comparing papers (COVERAGE_LANGUAGE, section 2.3)."""

from fractions import Fraction

from simulator.coverage.language.facts import COMPARE_WORDS, PaperComparison
from simulator.strict_yaml import Entries, Fields, Node, Problems, did_you_mean

_NEEDED = {
    "same_paper_twice": ("kind", "by"),
    "does_not_add_up": ("parts", "total"),
    "differs": ("field", "kinds"),
    "earlier_than": ("field", "of", "other"),
    "record_differs": ("field",),
    "named_nowhere": ("field", "kinds", "among"),
}
_OPTIONAL = {
    "does_not_add_up": ("kind", "kinds", "within"),
    "differs": ("also",),
    "earlier_than": ("kind", "kinds"),
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
    optional = _OPTIONAL.get(word, ())
    fields = Fields(body, problems, key, (*_NEEDED[word], *optional))
    for name in _NEEDED[word]:
        fields.need(name)
    if "kind" in optional and "kinds" not in fields:
        fields.need("kind")
    _check(fields)
    return PaperComparison(
        word=word,  # type: ignore[arg-type]
        kind=fields.text("kind"),
        kinds=fields.words("kinds"),
        also=fields.words("also"),
        among=fields.words("among"),
        by=fields.words("by"),
        parts=fields.words("parts"),
        total=fields.text("total"),
        within=fields.number("within", Fraction(1, 100)),
        field=fields.text("field"),
        of=fields.text("of"),
        other=fields.text("other"),
    )


def _check(fields: Fields) -> None:
    """Report what makes a comparison find always something, or nothing."""
    if "kind" in fields and "kinds" in fields:
        fields.problems.add(fields.line, fields.path, "kind and kinds both given", "keep one")
    if fields.text("field") and fields.text("field") in fields.words("also"):
        fields.problems.add(fields.line, fields.key("also"), f"{fields.text('field')} is the field itself")
    if fields.text("field") and fields.text("field") in fields.words("among"):
        fields.problems.add(fields.line, fields.key("among"), f"{fields.text('field')} would be named by itself")
    if fields.text("total") and fields.text("total") in fields.words("parts"):
        fields.problems.add(fields.line, fields.key("parts"), f"{fields.text('total')} is the total itself")
    if fields.number("within", Fraction(0)) < 0:
        fields.problems.add(fields.line, fields.key("within"), "within is under 0", "write 0 or more")
