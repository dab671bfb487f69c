"""Zips of scenarios: written so that the same scenarios give the same bytes, read without trusting anything in them."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.authoring.drafts import LONGEST, ReadDraft, read_draft
from simulator.errors import Invalid, InvalidContent, Problem
from simulator.generation import Content
from simulator.phrases import phrase

LARGEST_ZIP = 2 * 1024 * 1024
"""Bytes of a zip; what goes out is held to the same limits as what comes in."""
LARGEST_TEXTS = 8 * 1024 * 1024
"""Bytes of all that is in a zip, unpacked."""
MOST_FILES = 500
_LARGEST_FILE = 4 * LONGEST
_WHEN = (1980, 1, 1, 0, 0, 0)
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A scenario that came in a zip: under which name, and as it was read."""

    name: str
    draft: ReadDraft


def packed(texts: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a zip of scenarios; *texts* are title and text by id, the files are named by their titles.

    Raises:
        Invalid: There are none, or more than a zip may hold that is to be read again.
    """
    if not texts:
        raise Invalid(phrase("There is no scenario to carry: write one first, or loosen the filter."))
    _hold(len(texts), sum(len(text.encode()) for _, text in texts.values()))
    buffer = io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for scenario_id, (title, text) in sorted(texts.items()):
            name = _file_name(title, scenario_id, used)
            zipped.writestr(zipfile.ZipInfo(name, _WHEN), text.encode(), zipfile.ZIP_DEFLATED)
    zipped_up = buffer.getvalue()
    _fit(zipped_up)
    return zipped_up


def _hold(files: int, size: int) -> None:
    """Raise Invalid where so many files of that size, in bytes, are more than a zip may hold."""
    if files > MOST_FILES:
        raise Invalid(
            phrase(
                "There are %(n)s files in this zip; %(most)s are the most. Take fewer scenarios at once.",
                n=files,
                most=MOST_FILES,
            )
        )
    if size > LARGEST_TEXTS:
        mb = LARGEST_TEXTS // 1024 // 1024
        raise Invalid(phrase("The texts in this zip are longer than %(mb)s MB. Take fewer scenarios at once.", mb=mb))


def _fit(zipped: bytes) -> None:
    """Raise Invalid where a zip is too large."""
    if len(zipped) > LARGEST_ZIP:
        mb = LARGEST_ZIP // 1024 // 1024
        raise Invalid(phrase("This zip is larger than %(mb)s MB. Take fewer scenarios at once.", mb=mb))


def _file_name(title: str, scenario_id: str, used: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = _SLUG.sub("_", plain).strip("_")[:60] or "scenario"
    name = f"{slug}.yaml" if f"{slug}.yaml" not in used else f"{slug}_{scenario_id[:8]}.yaml"
    used.add(name)
    return name


def unpacked(zipped: bytes, *, content: Content, skills: tuple[str, ...] = ()) -> tuple[Packed, ...]:
    """Return the scenarios of a zip in the order of their names; nothing is written anywhere.

    Raises:
        Invalid: It is no zip, is damaged, or is too large.
        InvalidContent: A file is no scenario that could be checked; every problem of every file is listed.
    """
    found: list[Packed] = []
    problems: list[Problem] = []
    for name, text in sorted(_files(zipped)):
        if isinstance(text, Problem):
            problems.append(text)
            continue
        draft = read_draft(text, scenario_id="", content=content, skills=skills, file=name)
        problems += draft.problems
        found.append(Packed(name=name, draft=draft))
    problems += _twice(found)
    if problems:
        raise InvalidContent(problems)
    if not found:
        raise Invalid(phrase("There is no scenario in this zip. Put .yaml files into it."))
    return tuple(found)


def _files(zipped: bytes) -> Iterator[tuple[str, str | Problem]]:
    _fit(zipped)
    try:
        with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
            members = [one for one in opened.infolist() if not one.is_dir()]
            _hold(len(members), sum(min(one.file_size, _LARGEST_FILE) for one in members))
            for member in members:
                yield member.filename, _text_of(opened, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Invalid(phrase("This is no zip, or it is damaged. Make it again and send it once more.")) from error


def _text_of(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> str | Problem:
    """Return the text of a file in a zip, or what is wrong with it."""
    name = member.filename
    if name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name):
        return Problem(
            file=name,
            line=0,
            key="",
            message=phrase("its name leads out of the zip"),
            fix=phrase("give it a plain name"),
        )
    if not name.endswith((".yaml", ".yml")):
        return Problem(
            file=name, line=0, key="", message=phrase("this is no YAML file"), fix=phrase("leave it out of the zip")
        )
    if member.flag_bits & 0x1:
        return Problem(
            file=name, line=0, key="", message=phrase("it has a password"), fix=phrase("make the zip without one")
        )
    with opened.open(member) as file:
        body = file.read(_LARGEST_FILE + 1)
    if len(body) > _LARGEST_FILE:
        return Problem(
            file=name,
            line=0,
            key="",
            message=phrase("it is too long"),
            fix=phrase("%(most)s characters are the most", most=LONGEST),
        )
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(
            file=name, line=0, key="", message=phrase("its letters are not UTF-8"), fix=phrase("save it as UTF-8")
        )


def _twice(found: list[Packed]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for one in found:
        scenario = one.draft.scenario
        if scenario is None:
            continue
        if (other := first.setdefault(scenario.id, one.name)) != one.name or _is_again(one, found):
            message = phrase("%(id)s is also the id of %(other)s", id=scenario.id, other=other)
            yield Problem(file=one.name, line=1, key="id", message=message, fix=phrase("give it an id of its own"))


def _is_again(one: Packed, found: list[Packed]) -> bool:
    return any(other.name == one.name and other is not one for other in found)
