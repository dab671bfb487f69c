"""The process that makes a PDF: HTML comes in, PDF goes out. Style sheets come from our static folder, nothing else.

WeasyPrint knows no ``light-dark()``, and in a drawing it reads only the styles that stand in it, and of a list of fonts
only names without a space before them. So colours are turned to the light ones on the way in, and every drawing is
given the rules that the page's own sheets have for it.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from simulator.paths import static_folder

HERE = "http://claims-desk.invalid/"
"""The address that a page is read under; nobody can have it."""
_STATIC = "/static/"
_KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
_NICE = 5
_SHEET = re.compile(r'<link rel="stylesheet" href="/(static/[^"]+)"')
_LIGHT = re.compile(r"light-dark\(([^,()]+),[^()]*\)")
_REMARK = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;{}]+)")
_VALUE = re.compile(r"var\((--[\w-]+)\)")
_DRAWING = re.compile(r'<svg\b[^>]*?\bclass="([\w-]+)[^"]*"[^>]*>')


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Serves the static files of the application from disk, and refuses every other address."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file of an address of ours.

        Raises:
            ValueError: It is no address of a static file.
        """
        file = own_file(url)
        body = light(file.read_text("utf-8")).encode() if file.suffix == ".css" else file.read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": _KINDS[file.suffix]})


def own_file(url: str) -> Path:
    """Return the static file that *url* names.

    Raises:
        ValueError: It names none.
    """
    parts, folder = urlsplit(url), static_folder().resolve()
    file = (folder / unquote(parts.path).removeprefix(_STATIC)).resolve()
    is_ours = url.startswith(HERE) and parts.path.startswith(_STATIC) and file.is_relative_to(folder)
    if not is_ours or file.suffix not in _KINDS or not file.is_file():
        raise ValueError(f"Nothing but our own static files is read, and not {url[:200]}.")
    return file


def light(css: str) -> str:
    """Return a style sheet with the light one of every two colours."""
    return _LIGHT.sub(r"\1", css)


def with_drawn_styles(page: str) -> str:
    """Return *page* with the rules of its own sheets put into every drawing, tokens resolved."""
    found = (own_file(f"{HERE}{address}") for address in _SHEET.findall(page))
    css = _REMARK.sub("", light("\n".join(file.read_text("utf-8") for file in found)))
    tokens = {name: value.replace(", ", ",") for name, value in _TOKEN.findall(css)}
    rules = [
        (selector.strip(), _VALUE.sub(lambda one: tokens.get(one[1], ""), body))
        for selector, body in _RULE.findall(css)
    ]
    return _DRAWING.sub(lambda one: one[0] + _style(one[1], rules), page)


def _style(name: str, rules: list[tuple[str, str]]) -> str:
    return f"<style>{''.join(_rules_of(name, rules))}</style>"


def _rules_of(name: str, rules: list[tuple[str, str]]) -> Iterator[str]:
    begins = re.compile(rf"\.{re.escape(name)}(?![\w-])")
    for selector, body in rules:
        if begins.match(selector) and not selector.startswith("@"):
            yield f"{selector}{{{body}}}"


def made(page: str) -> bytes:
    """Return the PDF of *page*: tagged, with an identifier that follows from the page."""
    read = HTML(string=with_drawn_styles(page), base_url=HERE, url_fetcher=OwnFiles())
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    written = read.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    assert isinstance(written, bytes)
    return written


def main() -> None:
    """Make the PDF of the page on standard input; with ``--check`` only find out that it could be made."""
    if "--check" in sys.argv[1:]:
        return
    if hasattr(os, "nice"):
        os.nice(_NICE)
    sys.stdout.buffer.write(made(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
