"""A provision as one sentence: what it tests, what excuses it, what it also needs."""

from simulator.coverage.explain.conditions import say
from simulator.coverage.explain.words import Words
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import Provision
from simulator.domain.text import Text


def explain_provision(provision: Provision, form: Form, guide: Guide | None = None) -> Text:
    """Return the sentence of what *provision* tests; a definition or term, which tests nothing, is its own text."""
    words = Words.of(form, guide)
    main = provision.when or provision.must
    if main is None:
        return provision.text
    said = say(main, words)
    said = _follow(said, provision.unless or provision.excused_if, ", unless ", ", v.a kui ", words)
    said = _follow(said, provision.only_if, ", and only if ", ", ja ainult siis, kui ", words)
    if provision.applies is not None:
        where = say(provision.applies, words)
        said = Text(f"where {where.en}: {said.en}", f"kui {where.et}: {said.et}")
    return Text(_sentence(said.en), _sentence(said.et))


def _follow(said: Text, condition: Condition | None, english: str, estonian: str, words: Words) -> Text:
    if condition is None:
        return said
    then = say(condition, words)
    return Text(f"{said.en}{english}{then.en}", f"{said.et}{estonian}{then.et}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
