"""What holds for every page: headers, forms, nothing inline, nothing fetched from elsewhere."""

import re

import pytest

from simulator.paths import static_folder, templates_folder
from simulator.web.security import POLICY, is_ours

TEMPLATES = sorted(templates_folder().rglob("*.html"))
BANNED = (
    r"\sstyle\s*=",
    r"<style\b",
    r"<script(?![^>]*\ssrc=)",
    r"<[a-z][^>]*\son[a-z]+\s*=",
    r"\bhx-on",
    r"\bhx-vals",
    r"\bhx-boost",
    r":inherited",
    r"javascript:",
    r"\bjs:",
    r'(?:src|href|action)="https?:',
    r"[\w)\]]\s*\|\s*safe\b",  # but of a literal in the template itself
)


@pytest.mark.parametrize("path", ["/sign-in", "/settings", "/nothing", "/help", "/healthz", "/static/css/desk.css"])
def test_every_answer_carries_the_headers_of_the_house(visit, path):
    headers = visit("tess").get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_kept_by_no_cache_and_static_files_with_a_version_for_good(visit):
    tess = visit("tess")
    assert tess.get("/settings").headers["Cache-Control"] == "no-store"
    href = re.search(r'href="(/static/css/desk\.css\?v=[0-9a-f]+)"', tess.get("/help").text)[1]
    assert "immutable" in tess.get(href).headers["Cache-Control"]


def test_the_cookie_of_the_session_is_out_of_reach_of_scripts_and_other_sites(visit):
    nobody = visit(None)
    done = nobody.post("/sign-in", {"email": "tess@example.com", "password": "practice makes"})
    cookie = next(value for value in done.headers.getlist("Set-Cookie") if value.startswith("simulator="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(templates_folder())))
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(template):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.S)
    text = text.replace("shapes[name] | safe", "")
    assert [pattern for pattern in BANNED if re.search(pattern, text)] == []


def test_the_banned_patterns_find_what_they_are_for():
    bad = [
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<button type="button" onclick="x()">',
        '<a href="https://elsewhere.example">',
        "{{ text | safe }}",
    ]
    assert [text for text in bad if not any(re.search(pattern, text) for pattern in BANNED)] == []
    assert not any(re.search(pattern, '<script defer src="/static/js/desk.js"></script>') for pattern in BANNED)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(templates_folder())))
def test_every_form_that_posts_carries_a_token(template):
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", template.read_text(encoding="utf-8"), re.S | re.I)
    assert [form[:80] for form in forms if "csrf_field()" not in form] == []


def test_scripts_and_styles_fetch_nothing_from_elsewhere():
    for file in [*static_folder().rglob("*.js"), *static_folder().rglob("*.css")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), file
        assert not re.search(r"\beval\(|new Function|innerHTML\s*=|document\.write", text), file


def test_a_form_without_its_token_is_refused(visit):
    tess = visit("tess")
    refused = tess.client.post("/sign-out")
    assert refused.status_code == 400
    assert tess.get("/settings").status_code == 200


@pytest.mark.parametrize("path", ["", "elsewhere", "//x", "/\\x", "https://x", "/a\\b", "/a\nb", "\\x"])
def test_a_place_on_another_site_is_told_apart(path):
    assert not is_ours(path)


def test_a_place_on_this_site_is_known():
    assert is_ours("/")
    assert is_ours("/items/1?paper=2#doc")
