"""Every word that a page says is there in Estonian, with the same blanks."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from simulator.paths import templates_folder
from simulator.web.catalogues import FOLDER, catalogue

_KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "phrase": None}
_BLANK = re.compile(r"%\((\w+)\)s")


@cache
def said_by_pages() -> tuple[tuple[str, object], ...]:
    """Every message of code and templates, with the file that says it; phrases for authors come from below the web."""
    return tuple(_said())


def _said() -> Iterator[tuple[str, object]]:
    package = FOLDER.parent.parent
    for folder, method, options in ((package, "python", {}), (templates_folder(), "jinja2", {"trimmed": "true"})):
        pattern = "**.py" if method == "python" else "**.html"
        found = extract_from_dir(
            str(folder), method_map=[(pattern, method)], options_map={pattern: options}, keywords=_KEYWORDS
        )
        for file, _line, message, _comments, _context in found:
            yield f"{folder.name}/{file}", message


def test_every_word_of_a_page_is_there_in_estonian():
    kept = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in every_entry()}
    said = {(file, message if isinstance(message, str) else message[0]) for file, message in said_by_pages()}
    assert sorted((file, message) for file, message in said if message not in kept) == []


def test_the_words_of_all_rooms_are_one_catalogue():
    words = catalogue("et")
    for entry in every_entry():
        if isinstance(entry.id, str):
            assert words.gettext(entry.id) == entry.string


def every_entry():
    return [entry for file in FOLDER.glob("et/*.po") for entry in catalogue_of(file)]


def catalogue_of(file):
    with file.open("rb") as opened:
        return [entry for entry in read_po(opened, locale="et", abort_invalid=True) if entry.id and entry.string]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("et/*.po")), ids=lambda file: file.name)
def test_a_translation_has_the_blanks_of_its_message(file):
    for entry in catalogue_of(file):
        said = entry.id if isinstance(entry.id, str) else entry.id[1]
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)[1:]
        assert not entry.fuzzy, entry.id
        for form in forms:
            assert set(_BLANK.findall(form)) == set(_BLANK.findall(said)), entry.id


@pytest.mark.parametrize("file", sorted(FOLDER.glob("et/*.po")), ids=lambda file: file.name)
def test_no_translation_is_left_over(file):
    used = {message if isinstance(message, str) else message[0] for _, message in said_by_pages()}
    kept = [entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue_of(file)]
    assert [message for message in kept if message not in used] == []


def test_two_rooms_that_share_a_word_translate_it_alike():
    seen: dict[object, object] = {}
    for file in sorted(FOLDER.glob("et/*.po")):
        for entry in catalogue_of(file):
            assert seen.setdefault(entry.id, entry.string) == entry.string, (file.name, entry.id)
