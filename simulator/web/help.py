"""Help pages, written in both languages as Markdown, and the glossary."""

from dataclasses import dataclass
from functools import cache

from flask import Blueprint, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from simulator.errors import NotFound
from simulator.paths import templates_folder
from simulator.web.context import house, public
from simulator.web.glossary import read_glossary
from simulator.web.language import language

bp = Blueprint("help", __name__, url_prefix="/help")
PAGES = (
    "working-a-claim",
    "decisions",
    "settlement",
    "evidence",
    "scores",
    "sureness",
    "practice",
    "groups",
    "scenarios",
    "assessments",
    "keyboard",
    "accessibility",
    "privacy",
)
"""The pages in the order in which a newcomer reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page in one language."""

    name: str
    title: str
    summary: str
    body: Markup


@bp.get("")
@public
def index() -> str:
    """Show the list of help pages."""
    return render_template("help/index.html", pages=[help_page(name, language()) for name in PAGES])


@bp.get("/<name>")
@public
def show(name: str) -> str:
    """Show one help page."""
    if name not in PAGES:
        raise NotFound(f"There is no help page {name}.")
    return render_template("help/page.html", page=help_page(name, language()))


@bp.get("/glossary")
@public
def glossary() -> str:
    """Show the words of the trade in both languages."""
    return render_template("help/glossary.html", terms=read_glossary(house().folder, language()))


@cache
def help_page(name: str, language: str) -> HelpPage:
    """Return a page: its first line is the title, its first paragraph the summary. HTML in the text stays off."""
    text = (templates_folder() / "help" / "pages" / f"{name}.{language}.md").read_text(encoding="utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = Markup(markdown.render(rest))  # noqa: S704 - our own pages, and the renderer escapes HTML
    return HelpPage(name=name, title=title.strip(), summary=rest.strip().partition("\n")[0], body=body)
