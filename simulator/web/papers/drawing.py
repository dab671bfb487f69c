"""Drawing papers: rendered once a process for each language, then marked for whoever looks at them."""

import html as entities
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext as _
from jinja2 import TemplateNotFound
from markupsafe import Markup

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.domain.claim import ClaimFile
from simulator.domain.papers import RECORD, Paper
from simulator.web.context import content
from simulator.web.formats import PaperFormats
from simulator.web.papers.photo import pictures
from simulator.web.papers.statements import Printer, facts_stated
from simulator.web.papers.view import PaperView

_OWN_TITLES = {"declarations": _("Declarations"), RECORD: _("Record")}
_FACT = re.compile(r"<label><input type=checkbox name=pin value=([^>]*)>(.*?)</label>", re.DOTALL)
_OPTIONAL = re.compile(r"</(?:d[dt]|li|t[dhr]|tbody|thead)>\s*|</p>(?=\s*<(?:/article|/div|p|dl|div|table)\b)|(?<=>)\n")
_QUOTED = re.compile(r'(?<=[a-z])="([\w.-]+)"(?=[\s>])')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A paper as HTML, with the words of each of its pins and the name of the field that each pins."""

    id: str
    title: str
    html: str
    words: Mapping[str, str]
    labels: Mapping[str, str]

    def source(self, pin: str) -> str:
        """Return where a pin comes from: the title of the paper, and the name of the field where it has one."""
        label = self.labels.get(pin, "")
        return f"{self.title} · {label}" if label else self.title

    def for_desk(self, pins: Iterable[str], flags: Iterable[str] = (), *, is_open: bool) -> Markup:
        """Return the paper with *pins* ticked and *flags* marked; once the claim is decided nothing can be ticked."""
        html = self.html
        for flag in flags:
            if flag in self.words:
                fact = f"<input type=checkbox name=pin value={flag}>"
                html = html.replace(f"<label>{fact}", f"<label class=wrong>{fact}")
        for pin in pins:
            if pin in self.words:
                html = html.replace(f"value={pin}>", f"value={pin} checked>")
        done = html if is_open else html.replace("name=pin ", "disabled ")
        return Markup(done)  # noqa: S704 - drawn by our own templates, which escape every statement

    def for_reading(self, marks: Mapping[str, Markup]) -> Markup:
        """Return the paper without ticks; a pin in *marks* is wrapped in the opening tag given for it."""

        def read(found: re.Match[str]) -> str:
            opening = marks.get(found[1])
            return found[2] if opening is None else f"{opening}{found[2]}</span>"

        return Markup(_FACT.sub(read, self.html))  # noqa: S704 - as above


def drawn(paper: Paper, file: ClaimFile, form: Form | None, guide: Guide | None, language: str) -> Drawing:
    """Return *paper* drawn in *language*, in the formats of its market."""
    view = PaperView(
        paper=paper,
        printer=Printer(
            formats=PaperFormats(language=language, market=file.market), facts=facts_stated(paper.kind, form, guide)
        ),
        title=title_of(paper, form, guide, language),
        insurer=_insurer(file.market),
        picture=pictures(paper, file) if "zones" in paper.fields else (),
        replaced=file.paper(paper.replaces) if paper.replaces else None,
    )
    html: str = lighter(current_app.jinja_env.get_template(_template(paper.kind, file.market)).render(p=view))
    return Drawing(id=paper.id, title=view.title, html=html, words=_words(html), labels=view.labels)


def the_record(file: ClaimFile) -> tuple[Paper, ...]:
    """Return the record in the system as it is drawn beside the papers, where there is one."""
    if not file.record:
        return ()
    return (Paper(id=RECORD, kind=RECORD, sender="department", received_at=file.as_of, fields=file.record),)


def lighter(html: str) -> str:
    """Return *html* without the end tags and quotes that HTML lets one leave out, and without the breaks of lines."""
    return _QUOTED.sub(r"=\1", _OPTIONAL.sub("", html))


def title_of(paper: Paper, form: Form | None, guide: Guide | None, language: str) -> str:
    """Return what a paper is called."""
    if paper.kind in _OWN_TITLES:
        return str(_OWN_TITLES[paper.kind])
    kinds = {**(guide.documents if guide else {}), **(form.documents if form else {})}
    if paper.kind in kinds:
        words = kinds[paper.kind].label.in_(language)
        return words[:1].upper() + words[1:]
    return paper.kind.replace("_", " ").capitalize()


def _insurer(name: str) -> str:
    market = content().markets.get(name)
    return market.insurer.name if market is not None else ""


def _template(kind: str, market: str) -> str:
    """Return the template of the kind as its market draws it, else as all do, else a plain list."""
    for name in (f"documents/{market}/{kind}.html", f"documents/{kind}.html"):
        try:
            current_app.jinja_env.get_template(name)
        except TemplateNotFound:
            continue
        return name
    return "documents/generic.html"


def _words(html: str) -> dict[str, str]:
    return {found[1]: _plain(found[2]) for found in _FACT.finditer(html)}


def _plain(html: str) -> str:
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", " ", html)).split())
