"""Papers, complications and errors, each with what to write in a scenario."""

from collections.abc import Iterator

from flask_babel import gettext as _

from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.domain.scenario import OnFile
from simulator.generation import Content
from simulator.generation.planting.asking import Plantable
from simulator.web.filters import said
from simulator.web.library.sheet.model import Snippet, Thing

_STATES = {
    "missing_paper": OnFile.ABSENT,
    "unobtainable_paper": OnFile.UNOBTAINABLE,
    "corrected_paper": OnFile.CORRECTED,
    "illegible_paper": OnFile.ILLEGIBLE,
}


def papers_to_write(form: Form, rules: Rules) -> Iterator[Thing]:
    """Yield the kinds of paper, and what can be the matter with each."""
    states = {
        OnFile.PRESENT: _("on file"),
        OnFile.ABSENT: _("missing, comes when asked for"),
        OnFile.UNOBTAINABLE: _("cannot be had"),
        OnFile.CORRECTED: _("wrong at first, corrected when asked for"),
        OnFile.ILLEGIBLE: _("there, but nobody can read it"),
    }
    for name, kind in {**form.documents, **rules.guide.documents}.items():
        snippets = (Snippet(text=f"{name}: {state}", label=str(words)) for state, words in states.items())
        facts = ", ".join(said(form.facts[one].label) for one in kind.proves if one in form.facts)
        note = str(_("It proves: %(facts)s", facts=facts)) if facts else ""
        yield Thing(label=said(kind.label), note=note, snippets=tuple(snippets))


def troubles_to_write(form: Form, rules: Rules, plantable: Plantable, content: Content) -> Iterator[Thing]:
    """Yield what makes a file harder, and the errors that can be planted."""
    first = next(iter(form.documents), "")
    yield Thing(
        label=str(_("Two papers contradict each other")),
        note=str(_("About a fact that two kinds of paper state.")),
        snippets=tuple(
            Snippet(text=f"conflict: {name}", label=said(fact.label))
            for name, fact in form.facts.items()
            if sum(name in kind.proves for kind in form.documents.values()) > 1
        ),
    )
    for name in plantable.names:
        yield Thing(
            label=_error_words(name),
            note=str(_("A planted error: the trainee has to flag it.")),
            snippets=tuple(
                Snippet(text=f"{name}: {place}", label=_place(place, form, rules)) for place in plantable.places(name)
            ),
        )
    for name, pattern in content.world(rules).complications.items():
        label = said(pattern.label) if pattern.label else name.replace("_", " ").capitalize()
        note = str(_("A planted error: the trainee has to flag it.")) if pattern.plants else ""
        yield Thing(label=label, note=note, snippets=(Snippet(text=name),))
    for name in _STATES:
        snippets = (Snippet(text=f"{name}: {first}"),) if first else ()
        yield Thing(label=_state_words(name), note=str(_("Name the kind of paper.")), snippets=snippets)


def _place(name: str, form: Form, rules: Rules) -> str:
    known = {**rules.guide.documents, **form.documents}
    if name in known:
        return said(known[name].label)
    facts = {**form.facts, **form.declarations}
    return said(facts[name].label) if name in facts else name.replace("_", " ")


def _error_words(name: str) -> str:
    told = {
        "keying_error": _("Keyed wrongly into the system"),
        "wrong_sum": _("A sum that does not add up"),
        "early_work": _("Work dated before the loss"),
    }
    if name in told:
        return str(told[name])
    if name.startswith("duplicate"):
        return str(_("The same paper twice"))
    return str(_("Papers that differ: %(what)s", what=name.partition("_")[2]))


def _state_words(name: str) -> str:
    told = {
        "missing_paper": _("A paper is missing"),
        "unobtainable_paper": _("A paper cannot be had"),
        "corrected_paper": _("A paper comes corrected"),
        "illegible_paper": _("A paper that nobody can read"),
    }
    return str(told[name])
