"""Strict YAML: what is read, what is refused, and in which words."""

from fractions import Fraction

import pytest

from simulator.errors import InvalidContent
from simulator.strict_yaml import Entries, Fields, Problems, Scalar, day, moment, number, plain, read, yes_no


def scalar(text: str) -> Scalar:
    node = read(f"x: {text}", "t.yaml")
    assert isinstance(node, Entries)
    found = node.get("x")
    assert isinstance(found, Scalar)
    return found


def complaints(text: str) -> str:
    with pytest.raises(InvalidContent) as caught:
        read(text, "t.yaml")
    return str(caught.value)


def test_yes_and_no_are_text_even_as_keys() -> None:
    assert plain(read("{yes: no, no: yes, on: off}", "t.yaml")) == {"yes": "no", "no": "yes", "on": "off"}


def test_every_node_knows_its_line() -> None:
    node = read("a: 1\nb:\n  c: [x,\n    y]\n", "t.yaml")
    assert isinstance(node, Entries)
    inner = node.get("b")
    assert isinstance(inner, Entries)
    assert (inner.line, inner.get("c").items[1].line) == (3, 4)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "says"), [("true", "write yes"), ("False", "write no"), ("null", "leave the key out")]
)
def test_true_false_and_null_are_refused_with_a_hint(text: str, says: str) -> None:
    assert says in complaints(f"a: 1\nb: {text}")
    assert "t.yaml:2" in complaints(f"a: 1\nb: {text}")


def test_true_in_quotes_is_text() -> None:
    assert plain(read('a: "true"', "t.yaml")) == {"a": "true"}


def test_a_key_may_stand_once_only() -> None:
    assert 't.yaml:3: a: key "x" stands twice, first on line 2' in complaints("a:\n  x: 1\n  x: 2")


def test_a_comma_in_braces_that_splits_text_is_found() -> None:
    assert '"fire and hail" has no value (a comma inside { } splits text' in complaints(
        "{en: crash, fire and hail, et: x}"
    )


def test_all_problems_are_reported_at_once() -> None:
    assert complaints("a: true\nb: {x: y, z}\na: 1").count("t.yaml:") == 3


def test_tags_and_broken_yaml_are_refused() -> None:
    assert "tag !secret is refused" in complaints("a: !secret x")
    assert "t.yaml:2: this is no YAML" in complaints("a: [1,\n")


def test_an_empty_text_is_an_empty_mapping() -> None:
    assert plain(read("", "t.yaml")) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", Fraction(5)), ("-0.50", Fraction(-1, 2)), ("20%", Fraction(1, 5)), ("12.5%", Fraction(1, 8)),
     ("0.1", Fraction(1, 10)), ("100000000000000000.01", Fraction(10000000000000000001, 100))],
)  # fmt: skip
def test_numbers_are_exact(text: str, value: Fraction) -> None:
    assert number(scalar(text)) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1_000", "1_000 is refused; write 1000"),
        ("010", "010 is refused; write 10"),
        ("1e3", "1e3 is refused; write 1000"),
        ("300 EUR", "300 EUR is text; write 300"),
        ("'300'", "write 300 without quotes"),
        ("x", "x is no number"),
        ("00.5", "00.5 is refused; write 0.5"),
        ("2.5e-1", "write 0.25"),
    ],
)
def test_numbers_written_otherwise_are_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        number(scalar(text))


def test_dates_moments_and_yes_are_read_and_others_refused() -> None:
    assert day(scalar("2024-02-29")).isoformat() == "2024-02-29"
    assert moment(scalar("2026-03-01 14:05")).minute == 5
    assert yes_no(scalar("no")) is False
    for reader, text in ((day, "2026-02-30"), (day, "1.3.2026"), (moment, "2026-03-01"), (yes_no, "y")):
        with pytest.raises(ValueError, match=text.replace(".", "\\.")):
            reader(scalar(text))  # type: ignore[operator]


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    problems = Problems("t.yaml")
    Fields(read("a:\n  tilte: x", "t.yaml").get("a"), problems, "a", ("title", "text"))  # type: ignore[union-attr]
    assert str(problems.found[0]) == 't.yaml:2: a: unknown key "tilte", did you mean "title"?'


def test_a_missing_key_and_a_wrong_word_are_reported() -> None:
    problems = Problems("t.yaml")
    fields = Fields(read("how: upp\nn: 1.5", "t.yaml"), problems, "", ("how", "to", "n"))
    assert fields.one_of("how", ("up", "down"), "down") == "down"
    assert fields.need("to") is None
    assert fields.whole("n", 7) == 7
    assert [problem.message for problem in problems.found] == [
        'how: upp is not one of up, down, did you mean "up"?', "to missing", "3/2 is no whole number",
    ]  # fmt: skip
