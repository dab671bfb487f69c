"""The wheel: built, installed beside the packages of these tests, and a page opened from it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_OPEN_A_PAGE = """
import pathlib, sys
import simulator
from simulator.config import Config
from simulator.paths import scenarios_folder, templates_folder
from simulator.persistence import schema
from simulator.web.app import create_app
here = pathlib.Path(simulator.__file__).parent
assert here.is_relative_to(sys.argv[1]), here
assert templates_folder().is_relative_to(here) and scenarios_folder().is_relative_to(here)
app = create_app(Config.read({"SIMULATOR_DATA": sys.argv[2]}))
schema.upgrade(app.extensions["simulator"].engine)
visitor = app.test_client()
page = visitor.get("/sign-in")
assert page.status_code == 200 and "Sign in" in page.text
assert visitor.get("/static/css/desk.css").status_code == 200
assert visitor.get("/help/glossary").status_code == 200
assert "Logi sisse" in visitor.get("/sign-in", headers={"Accept-Language": "et"}).text
house = app.extensions["simulator"]
assert house.content.library.forms and house.scenarios
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_templates_static_files_and_scenarios(wheel):
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for folder in ("templates", "static", "scenarios"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and not file.name.startswith("."):
                assert f"simulator/_shipped/{file.relative_to(ROOT).as_posix()}" in names
    assert not any(name.startswith("tests/") for name in names)


def test_a_page_opens_from_the_installed_wheel(wheel, tmp_path):
    target = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target), str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _OPEN_A_PAGE, str(target), str(tmp_path / "data")],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
