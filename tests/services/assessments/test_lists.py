"""Lists of people to invite, read line by line."""

import pytest

from simulator.services.assessments import Invitee
from simulator.services.assessments.lists import WrongLine, read_file, read_lines


def wrong(found):
    return [(one.line, one.wrong.value) for one in found.problems]


@pytest.mark.parametrize(
    ("line", "email", "name"),
    [
        ("cal@example.com", "cal@example.com", ""),
        ("  CAL@Example.com ; ", "cal@example.com", ""),
        ("Cal Reede <cal@example.com>", "cal@example.com", "Cal Reede"),
        ('"Reede,  Cal" <cal@example.com>,', "cal@example.com", "Reede, Cal"),
        ("<cal@example.com>", "cal@example.com", ""),
    ],
)
def test_an_address_is_read_with_or_without_a_name(line, email, name):
    found = read_lines(line, more_time=25)
    assert found.people == {1: Invitee(email=email, name=name, more_time=25)}
    assert found.problems == ()


def test_lines_keep_their_numbers_where_some_are_empty():
    found = read_lines("cal@example.com\n\n\nnobody\r\nCAL@example.com")
    assert list(found.people) == [1, 4, 5]
    assert wrong(found) == [(4, "bad_address"), (5, "twice")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_may_have_its_columns_in_any_order_and_more_of_them(mark):
    text = "\ufeffName\nCal\n".replace("Name", mark.join(("town", "More time", "EMAIL", "name"))).replace(
        "Cal", mark.join(("Tartu", "50%", "Cal@example.com", " Cal  Reede "))
    )
    assert read_file(text).people == {2: Invitee(email="cal@example.com", name="Cal Reede", more_time=50)}


def test_a_file_needs_no_column_but_the_address():
    assert read_file("e-post\ncal@example.com\n").people == {2: Invitee(email="cal@example.com")}


@pytest.mark.parametrize(
    ("share", "told"), [("", []), ("900", []), ("901", [2]), ("-1", [2]), ("0.5", [2]), ("1²", [2])]
)
def test_more_time_is_a_whole_share_within_its_bounds(share, told):
    found = read_file(f"email,more_time\ncal@example.com,{share}\n")
    assert [one.line for one in found.problems if one.wrong is WrongLine.MORE_TIME] == told


def test_a_name_over_two_lines_does_not_shift_the_numbers_after_it():
    found = read_file('email,name\ncal@example.com,"Cal\nReede"\nnobody,No Body\n')
    assert wrong(found) == [(4, "bad_address")]


def test_a_file_that_breaks_off_says_where():
    assert wrong(read_file('email\ncal@example.com\n"' + "a" * 200_000)) == [(3, "unreadable")]
