"""Each broken file says which problems it must be refused for, and must be refused for no other.

A broken file holds the entries that differ from the sound form or guide beside it (``_form.yaml``, ``_guide.yaml``).
"""

import re
from pathlib import Path

import pytest

from simulator.coverage.language.loading import load_form, load_guide
from simulator.errors import InvalidContent

BROKEN = Path(__file__).parents[1] / "broken"
FILES = sorted(path for path in BROKEN.glob("*.yaml") if not path.name.startswith("_"))
MARKETS = {"ee": "EUR", "us": "USD"}


def sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if re.match(r"[a-z]", line):
            name = line.split(":")[0]
            found[name] = [line]
        elif line and not line.startswith("#"):
            found[name].append(line)
    return found


def name_of(line: str) -> str:
    return line.split(",")[0] if line.startswith("- {") else line.split(":")[0]


def merged(base: str, patch: str) -> str:
    whole = sections(base)
    for section, lines in sections(patch).items():
        kept = whole.setdefault(section, [lines[0]])
        if lines[0] != f"{section}:":
            whole[section] = lines
            continue
        for line in lines[1:]:
            at = next((at for at, old in enumerate(kept) if at and name_of(old) == name_of(line)), None)
            if at is None:
                kept.append(line)
            else:
                kept[at] = line
    return "\n".join(line for lines in whole.values() for line in lines)


def load(kind: str, patch: str) -> None:
    text = merged((BROKEN / f"_{kind}.yaml").read_text("utf-8"), patch)
    if kind == "form":
        load_form(text, file="broken.yaml", markets=MARKETS)
    else:
        load_guide(text, file="broken.yaml")


@pytest.mark.parametrize("kind", ["form", "guide"])
def test_the_sound_files_are_sound(kind: str) -> None:
    load(kind, "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_in_these_words(path: Path) -> None:
    patch = path.read_text("utf-8")
    says = re.findall(r"^# says: (.*)$", patch, re.MULTILINE)
    with pytest.raises(InvalidContent) as caught:
        load("guide" if "# load: guide" in patch else "form", patch)
    found = [str(problem) for problem in caught.value.problems]
    assert says
    for words in says:
        assert any(words in problem for problem in found), (words, found)
    assert len(found) == len(says), found
    assert all(problem.file == "broken.yaml" for problem in caught.value.problems)
