"""Trees of YAML kept between starts: found by their text, never stale, never in the way."""

import pytest

from simulator.errors import InvalidContent
from simulator.strict_yaml import keeping, read

TEXT = """
a: 1
b: [x, "2", {d: ""}]
e:
  - {f: [], g: yes}
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept.json"


def read_with(file, *texts):
    with keeping(file):
        return [read(text, "t.yaml") for text in texts]


def test_a_kept_tree_is_the_tree_of_the_text_with_its_lines_and_quotes(file):
    plain = read(TEXT, "t.yaml")
    assert read_with(file, TEXT) == [plain]
    assert read_with(file, TEXT) == [plain]


def test_a_second_reading_composes_nothing(file, monkeypatch):
    read_with(file, TEXT)
    monkeypatch.setattr("simulator.strict_yaml.reading._compose", None)
    assert len(read_with(file, TEXT)[0]) == 3


def test_a_text_that_changed_is_read_anew_and_the_old_one_forgotten(file):
    read_with(file, TEXT, "z: 1")
    (changed,) = read_with(file, "z: 2")
    assert changed == read("z: 2", "t.yaml")
    assert "z" in file.read_text()
    assert "g" not in file.read_text()


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"nodes 1": 3}'])
def test_a_file_that_holds_something_else_is_as_good_as_none(file, broken):
    file.write_text(broken)
    assert read_with(file, TEXT) == [read(TEXT, "t.yaml")]
    assert "nodes 1" in file.read_text()


def test_a_folder_that_is_not_there_keeps_nothing(tmp_path):
    assert len(read_with(tmp_path / "none" / "kept.json", TEXT)[0]) == 3
    assert list(tmp_path.iterdir()) == []


def test_what_is_refused_is_refused_every_time(file):
    for _ in range(2):
        with pytest.raises(InvalidContent, match="stands twice"):
            read_with(file, "a: 1\na: 2")


def test_outside_of_it_nothing_is_kept(file):
    read_with(file, TEXT)
    before = file.read_text()
    read("y: 1", "t.yaml")
    assert file.read_text() == before
