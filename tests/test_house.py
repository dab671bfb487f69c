"""The house itself: lint, types, directions between rooms, size of functions, locks."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = sorted((ROOT / "simulator").rglob("*.py"))


def run(*words):
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lint_finds_nothing():
    run("ruff", "check", "--quiet", ".")


def test_the_code_is_formatted():
    run("ruff", "format", "--check", "--quiet", ".")


def test_types_hold():
    run("mypy")


def test_a_room_knows_only_rooms_below_it():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def functions():
    for file in PYTHON:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                is_documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                begin = first.end_lineno + 1 if is_documented and len(node.body) > 1 else first.lineno
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - begin + 1


def test_functions_are_small():
    lengths = dict(functions())
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    ordered = sorted(lengths.values())
    assert ordered[len(ordered) // 2] <= 8
    assert ordered[len(ordered) * 9 // 10] < 25


@pytest.mark.parametrize("file", PYTHON, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_is_small_and_says_what_it_is_for(file):
    text = file.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= 300
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_names_that_say_nothing_are_not_used():
    empty = {"utils", "helpers", "common", "manager", "misc"}
    assert [file for file in PYTHON if file.stem in empty or file.parent.name in empty] == []


def locked(file):
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (ROOT / file).read_text(), re.M))


def test_both_locks_agree_and_every_line_has_its_hash():
    runs, tests = locked("constraints.txt"), locked("tests/constraints.txt")
    assert {name: (version, tests.get(name)) for name, version in runs.items() if tests.get(name) != version} == {}
    for file in ("constraints.txt", "tests/constraints.txt"):
        text = (ROOT / file).read_text()
        assert "://" not in text
        for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]:
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_the_project_needs_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for needs, file in (
        (project["dependencies"] + extras["postgresql"] + extras["build"], "constraints.txt"),
        (extras["dev"], "tests/constraints.txt"),
    ):
        names = {re.sub(r"[._]", "-", re.match(r"[\w.-]+", need)[0].lower()) for need in needs}
        assert names - set(locked(file)) == set()


def test_no_file_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    words = re.compile(r"/work" r"/(?:main|shared)|pypi\.org" r"|registry\.npmjs|files\.pythonhosted")
    named = []
    for name in filter(None, listed.split("\0")):
        file = ROOT / name
        if file.is_file() and file.suffix not in (".png", ".ico"):
            named += [name] if words.search(file.read_text(encoding="utf-8", errors="replace")) else []
    assert named == ["tests/test_house.py"] or named == []
