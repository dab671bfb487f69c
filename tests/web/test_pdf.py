"""PDF of pages: made aside from our own files alone, with no key in reach; and what happens where it cannot be made."""

import re
import socket
import subprocess
import sys
from importlib import import_module

import pytest

from simulator.errors import Misconfigured
from simulator.paths import static_folder
from simulator.web import pdf
from tests.conftest import missing

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><link rel="stylesheet" href="/static/css/desk.css">
{more}</head><body><h1>A page</h1><svg class="ibar b2" viewBox="0 0 100 16"><rect class="band" x="9" y="3" width="9"
height="10"/></svg>{body}</body></html>"""
BARE = PAGE.format(more="", body="")


@pytest.fixture
def maker():
    """The module that makes PDF."""
    if not pdf.is_possible():
        missing("no WeasyPrint or no Pango")
    return import_module("simulator.web.pdf.maker")


@pytest.fixture
def instead(monkeypatch):
    """Let some other program stand in the place of the maker."""

    def put(code):
        monkeypatch.setattr(pdf, "_MAKER", (sys.executable, "-c", code))
        pdf.is_possible.cache_clear()

    yield put
    pdf.is_possible.cache_clear()


def test_the_same_page_gives_the_same_bytes_and_another_page_others(maker):
    first, second, other = (pdf.pdf_of(page) for page in (BARE, BARE, PAGE.format(more="", body="<p>More</p>")))
    assert first.startswith(b"%PDF-1.7")
    assert first == second != other


def test_nothing_is_fetched_from_anywhere(maker):
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = f"http://127.0.0.1:{server.getsockname()[1]}"
        more = f'<link rel="stylesheet" href="{there}/a.css"><base href="{there}/">'
        body = f'<img src="{there}/a.png"><img src="/b.png"><p style="background: url({there}/c.png)">'
        assert pdf.pdf_of(PAGE.format(more=more, body=body)).startswith(b"%PDF")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "data:text/css,p{}",
        "https://example.com/static/css/desk.css",
        "HERE" "sign-in",
        "HERE" "static/../pyproject.toml",
        "HERE" "static/%2e%2e/templates/layout/page.html",
        "HERE" "static//etc/hostname",
        "HERE" "static/css/none.css",
        "HERE" "static/css",
        "HERE" "static/js/desk.js",
    ],
)  # fmt: skip
def test_only_our_own_sheets_and_pictures_are_read(maker, url):
    with pytest.raises(ValueError, match="Nothing but our own static files"):
        maker.OwnFiles().fetch(url.replace("HERE", maker.HERE))


def test_a_style_sheet_of_ours_is_read_in_its_light_colours(maker):
    served = maker.OwnFiles().fetch(f"{maker.HERE}static/css/desk.css?v=1")
    css = served.read().decode()
    assert served.content_type == "text/css"
    assert "--accent: #0B5563;" in css
    for sheet in (static_folder() / "css").glob("*.css"):
        assert "light-dark(#" not in maker.light(sheet.read_text("utf-8"))


def test_a_drawing_gets_the_rules_that_the_sheets_of_the_page_have_for_it(maker):
    page = maker.with_drawn_styles(BARE)
    style = re.search(r"<svg[^>]*><style>(.*?)</style>", page, re.S)[1]
    assert ".ibar .band{ fill: #0B5563; opacity: .32; }" in style
    assert ".ibar.b2 .band{ fill: #7A4A00; }" in style
    assert "var(" not in style
    assert ".scale" not in style


def test_no_setting_of_the_installation_reaches_the_maker(instead, monkeypatch):
    monkeypatch.setenv("SIMULATOR_SECRET_KEY", "k")
    monkeypatch.setenv("DATABASE_URL", "d")
    instead("import os; print('%PDF', *(name for name in os.environ if name[:9] in ('SIMULATOR', 'DATABASE_')))")
    assert pdf.pdf_of(BARE).split() == [b"%PDF"]


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('no PDF')", "import time; time.sleep(60)"])
def test_a_maker_that_fails_or_never_ends_is_told(instead, monkeypatch, code):
    monkeypatch.setattr(pdf, "LONGEST", 1)
    instead(code)
    with pytest.raises(Misconfigured, match="The PDF could not be made"):
        pdf.pdf_of(BARE)


def test_where_weasyprint_or_a_library_is_missing_none_can_be_made(instead, monkeypatch):
    monkeypatch.setattr(pdf, "find_library", lambda name: None if name == "pango-1.0" else name)
    monkeypatch.setattr(pdf, "find_spec", lambda name: name)
    instead("raise OSError('cannot load library libpango-1.0-0')")
    assert not pdf.is_possible()
    instead("raise SystemExit(0)")
    assert pdf.is_possible()
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    pdf.is_possible.cache_clear()
    assert not pdf.is_possible()


def test_libraries_that_the_system_lists_are_not_loaded_to_find_out(instead, monkeypatch):
    monkeypatch.setattr(pdf, "find_library", lambda name: name)
    monkeypatch.setattr(pdf, "find_spec", lambda name: name)
    instead("raise SystemExit(1)")
    assert pdf.is_possible()


def test_the_application_reads_no_weasyprint():
    code = "import sys, simulator.web.app, simulator.web.candidates; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
