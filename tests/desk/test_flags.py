"""Flags: a place on a paper or on the record that is mistaken; set, taken back, kept through an undo."""

from dataclasses import replace

import pytest

from simulator.desk.fold import fold
from simulator.errors import AlreadyDecided, InvalidAction

TOTAL, PLATE = "invoice#total", "record#plate"
REJECT = ("decide", {"decision": {"disposition": "reject", "lead": "event", "reason": "No."}})


@pytest.fixture(scope="module")
def keyed(exercise):
    return replace(exercise, file=replace(exercise.file, record={"plate": "123 ABC"}))


def test_places_on_papers_and_on_the_record_are_flagged_in_order(keyed, log):
    state = fold(keyed, log(("flag", {"pin": PLATE}), ("flag", {"pin": TOTAL})))
    assert state.flags == (PLATE, TOTAL)
    assert state.pins == ()


def test_a_flag_is_taken_back(keyed, log):
    acts = [("flag", {"pin": PLATE}), ("flag", {"pin": TOTAL}), ("unflag", {"pin": PLATE})]
    assert fold(keyed, log(*acts)).flags == (TOTAL,)


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ([("flag", {"pin": "record#nothing"})], "Nothing on this file can be flagged"),
        ([("flag", {"pin": "nothing#plate"})], "Nothing on this file can be flagged"),
        ([("flag", {"pin": "invoice#nothing"})], "Nothing on this file can be flagged"),
        ([("flag", {})], "needs 'pin'"),
        ([("flag", {"pin": TOTAL}), ("flag", {"pin": TOTAL})], "flagged already"),
        ([("unflag", {"pin": TOTAL})], "is not flagged"),
    ],
)
def test_what_cannot_be_flagged_is_refused_in_words(keyed, log, acts, words):
    with pytest.raises(InvalidAction, match=words):
        fold(keyed, log(*acts))


def test_a_flag_stays_through_an_undo_and_comes_no_more_after_a_decision(keyed, log):
    decided = [("flag", {"pin": TOTAL}), REJECT]
    assert fold(keyed, log(*decided, ("undo", {}))).flags == (TOTAL,)
    with pytest.raises(AlreadyDecided):
        fold(keyed, log(*decided, ("flag", {"pin": PLATE})))


def test_the_record_is_looked_at_without_minutes_and_read_as_no_paper(keyed, log):
    state = fold(keyed, log(("open", {"paper": "invoice"}), ("open", {"paper": "record"})))
    assert (state.current, state.opened) == ("record", ("invoice",))


def test_a_file_without_a_record_has_none_to_open(exercise, log):
    with pytest.raises(InvalidAction, match="no paper 'record'"):
        fold(replace(exercise, file=replace(exercise.file, record={})), log(("open", {"paper": "record"})))
