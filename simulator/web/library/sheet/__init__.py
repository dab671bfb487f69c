"""The cheat sheet beside the editor: what can be written, made from form, guide and world, each with what to write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from simulator.authoring.beginnings import provisions_to_teach
from simulator.coverage.language.forms import Form
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules
from simulator.errors import NotFound
from simulator.generation import Content
from simulator.generation.planting.asking import Plantable
from simulator.web.context import house, stock
from simulator.web.filters import said
from simulator.web.library.sheet.facts import facts_to_write, lines_to_write, provisions_to_write
from simulator.web.library.sheet.model import Part, Sheet, Snippet, Thing
from simulator.web.library.sheet.papers import papers_to_write, troubles_to_write

__all__ = ("Part", "Sheet", "Snippet", "Thing", "sheet_of")
FIX, TARGETS, PAPERS, TROUBLES, LINES = "case.fix", "case.targets", "case.papers", "case.complications", "case.lines"


def sheet_of(form: str, market: str) -> Sheet | None:
    """Return the cheat sheet of a form in a market; None where there is no such form."""
    library = stock().content.library
    try:
        edition = library.editions(form, market)[-1]
        rules = library.rules(form, market, _guide(library, market))
    except NotFound:
        return None
    plantable = Plantable(rules.compiled[-1].knowledge, stock().content.world(rules))
    return Sheet(
        title=said(edition.title),
        wording=(edition.name, edition.market, edition.edition),
        parts=tuple(_parts(edition, rules, plantable, stock().content)),
    )


def _guide(library: Library, market: str) -> str:
    names = [name for name, place in library.guides if place == market]
    return "standard" if "standard" in names or not names else names[0]


def _parts(form: Form, rules: Rules, plantable: Plantable, content: Content) -> Iterator[Part]:
    yield Part(
        id="targets",
        title=str(_("Clauses: what the claim turns on")),
        hint=str(_("Inside: the clause applies. Outside: it does not. near: line puts the claim hard by.")),
        into=TARGETS,
        things=tuple(provisions_to_write(form)),
    )
    yield Part(
        id="facts",
        title=str(_("Facts: what happened")),
        hint=str(_("What you do not set is left to the dice. Several in [ ] let the dice choose, from and to draw.")),
        into=FIX,
        things=tuple(facts_to_write({**form.facts, **rules.guide.facts}, line=False)),
    )
    yield Part(
        id="policy",
        title=str(_("Policy: what the declarations say")),
        hint=str(_("They are set like facts.")),
        into=FIX,
        things=tuple(facts_to_write(form.declarations, line=False)),
    )
    yield Part(
        id="lines",
        title=str(_("Lines: what is claimed")),
        hint=str(_("Each line belongs to a head of the form and has facts of its own.")),
        into=LINES,
        things=tuple(lines_to_write(form)),
    )
    yield Part(
        id="papers",
        title=str(_("Papers: what lies on the file")),
        hint=str(_("What you do not name is there as the form and the loss want it.")),
        into=PAPERS,
        things=tuple(papers_to_write(form, rules)),
    )
    yield Part(
        id="troubles",
        title=str(_("Complications and planted errors")),
        hint=str(_("They make the file harder. What is planted has to be found and flagged.")),
        into=TROUBLES,
        things=tuple(troubles_to_write(form, rules, plantable, content)),
    )
    yield Part(
        id="expect",
        title=str(_("Expect: what is right")),
        hint=str(_("Your claim about the outcome; the checks prove it. A list holds acts that are right in turn.")),
        into="expect",
        things=tuple(_expectations(form, rules)),
    )
    yield Part(
        id="teaches",
        title=str(_("Skills: what it teaches")),
        hint=str(_("A skill, a full stop and a word of your own.")),
        into="teaches",
        things=tuple(
            Thing(label=said(one.label), note="", snippets=(Snippet(text=f"{one.id}.{_first(form)}"),))
            for one in house().skills.skills
        ),
    )


def _first(form: Form) -> str:
    return next(iter(provisions_to_teach(form))).id if provisions_to_teach(form) else "topic"


def _expectations(form: Form, rules: Rules) -> Iterator[Thing]:
    grounds = [one.id for one in provisions_to_teach(form)]
    paper, queue = next(iter(form.documents), "invoice"), next(iter(rules.guide.queues), "supervisor")
    ground = grounds[0] if grounds else ""
    yield _expected(_("Approve"), "{disposition: approve, grounds: []}")
    yield Thing(
        label=str(_("Reject")),
        note=str(_("grounds names the clause that refuses.")),
        snippets=(Snippet(text=f"{{disposition: reject, grounds: [{ground}]}}"),),
    )
    asked = f"{{disposition: request_information, requests: [{paper}]}}"
    yield _expected(_("Request information"), asked)
    yield Thing(
        label=str(_("Escalate")),
        note=str(_("escalate_to names the department.")),
        snippets=tuple(
            Snippet(text=f"{{disposition: escalate, escalate_to: {name}}}", label=said(label))
            for name, label in rules.guide.queues.items()
        )
        or (Snippet(text=f"{{disposition: escalate, escalate_to: {queue}}}"),),
    )
    yield _expected(_("First request, then approve"), f"[{asked}, {{disposition: approve}}]")


def _expected(label: str, text: str) -> Thing:
    return Thing(label=str(label), note="", snippets=(Snippet(text=text),))
