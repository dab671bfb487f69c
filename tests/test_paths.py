"""Folders that ship with the software are found in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from simulator import paths


def test_a_checkout_has_its_folders_at_the_top() -> None:
    top = Path(__file__).parents[1]
    folders = (paths.templates_folder(), paths.static_folder(), paths.scenarios_folder())
    assert folders == (top / "templates", top / "static", top / "scenarios")


def test_a_wheel_has_them_beside_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "simulator")
    monkeypatch.setattr(paths, "_SHIPPED", tmp_path / "simulator" / "_shipped")
    assert paths.templates_folder() == tmp_path / "simulator" / "_shipped" / "templates"


def test_another_projects_folder_is_not_taken_for_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "simulator")
    assert paths.templates_folder() == paths._SHIPPED / "templates"
